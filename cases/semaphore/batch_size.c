/* Many semaphores in one call: as many as no array of fixed length in a runtime may be prepared for. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

enum { MOST = 1024 };

/* Semaphores of one call, and their other sides. */
struct batch {
    struct outside *outside[MOST];
    cudaExternalSemaphore_t semaphores[MOST];
};

static struct batch *make_batch(struct test *t, unsigned count)
{
    static struct batch batch; /* too large for a stack */
    needs_descriptors(t, 2 * count + 256);
    import_semaphores(t, count, batch.outside, batch.semaphores);
    return &batch;
}

/* Each element has a value of its own, so that no element can stand for another. */
static uint64_t value_of(unsigned index)
{
    return 10 + index;
}

static void expect_all_signalled(struct test *t, unsigned count)
{
    static struct cudaExternalSemaphoreSignalParams params[MOST];
    struct batch *batch = make_batch(t, count);
    cudaStream_t stream = make_stream(t);
    for (unsigned i = 0; i < count; i++)
        params[i] = signal_params(value_of(i));

    EXPECT_SUCCESS(t, call_signal(caller_of(t), batch->semaphores, params, count, stream));
    expect_finishes(t, stream);
    for (unsigned i = 0; i < count; i++)
        expect_exact_signal_outside(t, batch->outside[i], value_of(i));
}

/* All are signalled but the last: what loses count of the elements does not wait for that one. */
static void expect_last_awaited(struct test *t, unsigned count)
{
    static struct cudaExternalSemaphoreWaitParams params[MOST];
    struct batch *batch = make_batch(t, count);
    cudaStream_t stream = make_stream(t);
    for (unsigned i = 0; i < count; i++)
        params[i] = wait_params(value_of(i));
    for (unsigned i = 0; i < count - 1; i++)
        signal_outside(t, batch->outside[i], value_of(i));

    EXPECT_SUCCESS(t, call_wait(caller_of(t), batch->semaphores, params, count, stream));
    expect_blocked(t, stream);

    signal_outside(t, batch->outside[count - 1], value_of(count - 1));
    expect_finishes(t, stream);
}

/* One more than the powers of two that arrays are made for. */
CASE(signal_33,
     .name = "signal_batch.of_33",
     .statement = "A signal of 33 semaphores signals every one of them",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Signal-every-element", "EXTRES-Signal-element-parameters"})
{
    expect_all_signalled(t, 33);
}

CASE(wait_33,
     .name = "wait_batch.of_33",
     .statement = "A wait on 33 semaphores holds the stream until the last of them allows it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Wait-every-element", "EXTRES-Wait-element-parameters"})
{
    expect_last_awaited(t, 33);
}

/* As many as make a number of one byte 0. */
CASE(signal_1024,
     .name = "signal_batch.of_1024",
     .statement = "A signal of 1024 semaphores signals every one of them",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Signal-every-element", "EXTRES-Signal-element-parameters"},
     .timeout_milliseconds = 180000)
{
    expect_all_signalled(t, 1024);
}

CASE(wait_1024,
     .name = "wait_batch.of_1024",
     .statement = "A wait on 1024 semaphores holds the stream until the last of them allows it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Wait-every-element", "EXTRES-Wait-element-parameters"},
     .timeout_milliseconds = 180000)
{
    expect_last_awaited(t, 1024);
}
