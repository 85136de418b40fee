/* What a wait does: it holds its stream until the semaphore allows, and no longer. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

CASE(blocks_until_value,
     .name = "wait.blocks_until_value",
     .statement = "A wait for a value holds the stream until the timeline has reached it",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-fence-blocks", "EXTRES-Wait-fence-released", "EXTRES-Stream-wait-enqueued"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, semaphore, 5, stream);
    expect_blocked(t, stream);

    signal_outside(t, outside, 5);
    expect_finishes(t, stream);
}

CASE(blocks_until_signal,
     .name = "wait.blocks_until_signal",
     .statement = "A wait on a binary semaphore holds the stream until the semaphore is signalled",
     .types = BINARY_FD,
     .rules = {"EXTRES-Wait-binary-blocks", "EXTRES-Wait-binary-released", "EXTRES-Stream-wait-enqueued"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, semaphore, 0, stream);
    expect_blocked(t, stream);

    signal_outside(t, outside, 0);
    expect_finishes(t, stream);
}

CASE(signalled_before,
     .name = "wait.signalled_before",
     .statement = "A wait that is enqueued after the signal does not block",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Wait-fence-released", "EXTRES-Wait-binary-released"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    signal_outside(t, outside, 3);
    enqueue_wait(t, semaphore, 3, stream);
    expect_finishes(t, stream);
    expect_wait_holds(t, semaphore, outside, 4, stream);
}

CASE(greater_value_releases,
     .name = "wait.greater_value_releases",
     .statement = "A wait is released by a value greater than the one waited for, not by the equal one alone",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-fence-greater"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, semaphore, 5, stream);
    expect_blocked(t, stream);

    signal_outside(t, outside, 9);
    expect_finishes(t, stream);
}

CASE(greater_value_satisfies,
     .name = "wait.greater_value_satisfies",
     .statement = "A wait for a value that the timeline has passed already does not block",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-fence-greater"})
{
    struct outside *outside = make_semaphore_at(t, 9);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, semaphore, 5, stream);
    expect_finishes(t, stream);
    expect_wait_holds(t, semaphore, outside, 10, stream);
}

CASE(lower_value_holds,
     .name = "wait.lower_value_holds",
     .statement = "A signal of one less than the value waited for does not release the wait",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-fence-blocks"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, semaphore, 5, stream);
    expect_blocked(t, stream);
    signal_outside(t, outside, 4);
    expect_blocked(t, stream);

    signal_outside(t, outside, 5);
    expect_finishes(t, stream);
}

CASE(value_zero,
     .name = "wait.value_zero",
     .statement = "A wait for 0 on a timeline at 0 does not block",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-fence-released"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, semaphore, 0, stream);
    expect_finishes(t, stream);
    expect_wait_holds(t, semaphore, outside, 1, stream);
}

/* A wait for the first value behind a limit, from the last before it. */
static void expect_compared_whole(struct test *t, uint64_t limit)
{
    struct outside *outside = make_semaphore_at(t, limit - 1);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);

    expect_wait_holds(t, semaphore, outside, limit, make_stream(t));
}

/* From 2^32 - 1 to 2^32: who keeps 32 bits alone sees 4294967295 and waits for 0. */
CASE(value_beyond_32_bits,
     .name = "wait.value_beyond_32_bits",
     .statement = "A wait compares all 64 bits of the value",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-fence-64-bit"})
{
    expect_compared_whole(t, UINT64_C(1) << 32);
}

/* From 2^63 - 1 to 2^63: to who takes the values for signed numbers the latter is less than the former. */
CASE(value_beyond_63_bits,
     .name = "wait.value_beyond_63_bits",
     .statement = "A wait compares the values as unsigned numbers",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-fence-64-bit"})
{
    expect_compared_whole(t, UINT64_C(1) << 63);
}

CASE(wait_leaves_value,
     .name = "wait.leaves_value",
     .statement = "A wait on a timeline takes nothing away: the value stays, and satisfies further waits",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-fence-many"})
{
    struct outside *outside = make_semaphore_at(t, 4);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    for (int i = 0; i < 3; i++)
        enqueue_wait(t, semaphore, 4, stream);
    expect_finishes(t, stream);
    EXPECT_EQUAL(t, value_outside(t, outside), 4);
    expect_wait_holds(t, semaphore, outside, 5, stream);
}

CASE(resets_binary,
     .name = "wait.resets_binary",
     .statement = "A wait takes the signal of a binary semaphore: the next wait needs one of its own",
     .types = BINARY_FD,
     .rules = {"EXTRES-Wait-binary-resets"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    signal_outside(t, outside, 0);
    enqueue_wait(t, semaphore, 0, stream);
    expect_finishes(t, stream);

    enqueue_wait(t, semaphore, 0, stream);
    expect_blocked(t, stream);

    signal_outside(t, outside, 0);
    expect_finishes(t, stream);
}

/* An application must not make two waits for one signal; what a runtime makes of it differs between runtimes.
 */
CASE(two_waits_one_signal,
     .name = "wait.two_waits_one_signal",
     .statement = "What one signal does to two streams that wait on a binary semaphore is recorded",
     .types = BINARY_FD,
     .rules = {"EXTRES-Wait-binary-one-per-signal"},
     .tier = TIER_ROBUSTNESS)
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t streams[2] = {make_stream(t), make_stream(t)};

    enqueue_wait(t, semaphore, 0, streams[0]);
    enqueue_wait(t, semaphore, 0, streams[1]);
    signal_outside(t, outside, 0);

    cudaStream_t released = expect_one_finishes(t, streams);
    cudaStream_t other = released == streams[0] ? streams[1] : streams[0];
    OBSERVE(t, "one signal released %s", is_blocked(t, other) ? "one of two waits" : "both waits");
}

CASE(released_in_value_order,
     .name = "wait.released_in_value_order",
     .statement =
         "Of streams that wait for different values each signal releases those that it reaches, no other",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-fence-many", "EXTRES-Wait-fence-blocks"})
{
    enum { STREAMS = 4 };
    needs_independent_streams(t, STREAMS);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t streams[STREAMS];

    for (int i = 0; i < STREAMS; i++)
        streams[i] = make_stream(t);
    /* Enqueued from the highest value down, so that order of arrival is not taken for order of value. */
    for (int i = STREAMS; i-- > 0;)
        enqueue_wait(t, semaphore, (uint64_t)i + 1, streams[i]);
    for (int i = 0; i < STREAMS; i++) {
        expect_blocked(t, streams[i]);
        signal_outside(t, outside, (uint64_t)i + 1);
        expect_finishes(t, streams[i]);
    }
}

CASE(one_signal_releases_all_reached,
     .name = "wait.one_signal_releases_all_reached",
     .statement = "One signal releases every stream that waits for its value or a lower one",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-fence-many"})
{
    enum { STREAMS = 5 };
    needs_independent_streams(t, STREAMS);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t streams[STREAMS];

    for (int i = 0; i < STREAMS; i++)
        streams[i] = make_stream(t);
    for (int i = 0; i < STREAMS; i++)
        enqueue_wait(t, semaphore, (uint64_t)i + 1, streams[i]);
    expect_blocked(t, streams[0]);

    signal_outside(t, outside, STREAMS);
    for (int i = 0; i < STREAMS; i++)
        expect_finishes(t, streams[i]);
}

CASE(wait_ignores_value_of_binary,
     .name = "wait.ignores_value",
     .statement = "A wait on a binary semaphore takes no notice of the fence value in its parameters",
     .types = BINARY_FD,
     .rules = {"EXTRES-Wait-binary-blocks", "EXTRES-Wait-binary-released"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, semaphore, UINT64_MAX, stream);
    expect_blocked(t, stream);

    signal_outside(t, outside, 0);
    expect_finishes(t, stream);
}

CASE(legacy_stream_waits,
     .name = "wait.on_legacy_stream",
     .statement = "A wait enqueued in the default stream holds it like any other",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Wait-fence-blocks", "EXTRES-Wait-binary-blocks"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    /* With it comes the stream of the helpers, which cannot be made while the default stream is held. */
    make_stream(t);

    enqueue_wait(t, semaphore, 1, NULL);
    expect_blocked(t, NULL);

    signal_outside(t, outside, 1);
    expect_finishes(t, NULL);
}
