/* Arrays that are not of different semaphores of one kind: both kinds in a call, one semaphore twice. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

enum { BATCH = 3, VALUE = 6 };

/* The case's own kind at both ends, the other kind between them. */
struct batch {
    struct outside *outside[BATCH];
    cudaExternalSemaphore_t semaphores[BATCH];
};

static enum extres_handle_type kind_at(const struct test *t, int index)
{
    bool timeline = is_timeline(t) == (index != 1);
    return timeline ? EXTRES_SEMAPHORE_TIMELINE_FD : EXTRES_SEMAPHORE_OPAQUE_FD;
}

static struct batch make_mixed_batch(struct test *t)
{
    struct batch batch;
    for (int i = 0; i < BATCH; i++) {
        batch.outside[i] = make_semaphore_of(t, kind_at(t, i));
        batch.semaphores[i] = import_semaphore_of(t, batch.outside[i], kind_at(t, i));
    }
    return batch;
}

CASE(signal_mixed,
     .name = "signal_batch.of_both_kinds",
     .statement = "One call signals binary semaphores and timelines, each in its own way",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Signal-every-element", "EXTRES-Signal-binary", "EXTRES-Signal-fence"})
{
    struct batch batch = make_mixed_batch(t);
    struct cudaExternalSemaphoreSignalParams params[BATCH] = {
        signal_params(VALUE), signal_params(VALUE), signal_params(VALUE)};
    cudaStream_t stream = make_stream(t);

    EXPECT_SUCCESS(t, call_signal(caller_of(t), batch.semaphores, params, BATCH, stream));
    for (int i = 0; i < BATCH; i++)
        expect_signal_outside(t, batch.outside[i], VALUE);
    expect_finishes(t, stream);
}

CASE(wait_mixed,
     .name = "wait_batch.of_both_kinds",
     .statement = "One call waits for binary semaphores and timelines, each in its own way",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Wait-every-element", "EXTRES-Wait-binary-blocks", "EXTRES-Wait-fence-blocks"})
{
    struct batch batch = make_mixed_batch(t);
    struct cudaExternalSemaphoreWaitParams params[BATCH] = {
        wait_params(VALUE), wait_params(VALUE), wait_params(VALUE)};
    cudaStream_t stream = make_stream(t);

    EXPECT_SUCCESS(t, call_wait(caller_of(t), batch.semaphores, params, BATCH, stream));
    signal_outside(t, batch.outside[0], VALUE);
    signal_outside(t, batch.outside[2], VALUE);
    expect_blocked(t, stream);

    signal_outside(t, batch.outside[1], VALUE);
    expect_finishes(t, stream);
}

/* In both orders of the values, so that who looks at one element alone, be it the first or the last, is wrong
 * in one of them. */
CASE(wait_one_twice,
     .name = "wait_batch.one_timeline_twice",
     .statement = "A timeline that stands twice in the array of a wait is awaited for both values",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-every-element", "EXTRES-Wait-element-parameters"})
{
    static const uint64_t values[2][2] = {{9, 4}, {4, 9}};
    cudaStream_t stream = make_stream(t);

    for (int order = 0; order < 2; order++) {
        struct outside *outside = make_semaphore(t);
        cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
        const cudaExternalSemaphore_t semaphores[2] = {semaphore, semaphore};
        struct cudaExternalSemaphoreWaitParams params[2] = {wait_params(values[order][0]),
                                                            wait_params(values[order][1])};

        EXPECT_SUCCESS(t, call_wait(caller_of(t), semaphores, params, 2, stream));
        signal_outside(t, outside, 4);
        expect_blocked(t, stream);

        signal_outside(t, outside, 9);
        expect_finishes(t, stream);
    }
}

/* No document says in which order the elements take effect: in one order the second value is the lower one.
 */
CASE(signal_one_twice,
     .name = "signal_batch.one_timeline_twice",
     .statement = "What a timeline holds that stands twice in the array of a signal is recorded",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Signal-fence-not-increasing"},
     .tier = TIER_OBSERVE)
{
    char name[96];
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    const cudaExternalSemaphore_t semaphores[2] = {semaphore, semaphore};
    struct cudaExternalSemaphoreSignalParams params[2] = {signal_params(3), signal_params(7)};
    cudaStream_t stream = make_stream(t);

    int code = call_signal(caller_of(t), semaphores, params, 2, stream);
    bool blocked = is_blocked(t, stream);
    OBSERVE(t,
            "3 and 7 in one call: %s, the stream is %s and the value %llu",
            call_error_name(caller_of(t), code, name, sizeof name),
            blocked ? "blocked" : "not blocked",
            (unsigned long long)value_outside(t, outside));
}
