/* Waits on several semaphores in one call. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

enum { BATCH = 3 };

/* Semaphores of one call, and their other sides. */
struct batch {
    struct outside *outside[BATCH];
    cudaExternalSemaphore_t semaphores[BATCH];
};

static struct batch make_batch(struct test *t)
{
    struct batch batch;
    import_semaphores(t, BATCH, batch.outside, batch.semaphores);
    return batch;
}

CASE(every_element_holds,
     .name = "wait_batch.every_element_holds",
     .statement = "A wait on several semaphores holds the stream until every one of them allows it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Wait-every-element"})
{
    struct batch batch = make_batch(t);
    struct cudaExternalSemaphoreWaitParams params[BATCH] = {wait_params(1), wait_params(1), wait_params(1)};
    cudaStream_t stream = make_stream(t);

    EXPECT_SUCCESS(t, call_wait(caller_of(t), batch.semaphores, params, BATCH, stream));
    /* Not in the order of the array: the last signal is the one for its middle. */
    signal_outside(t, batch.outside[2], 1);
    signal_outside(t, batch.outside[0], 1);
    expect_blocked(t, stream);

    signal_outside(t, batch.outside[1], 1);
    expect_finishes(t, stream);
}

CASE(each_element_has_its_parameters,
     .name = "wait_batch.each_element_has_its_parameters",
     .statement = "Each semaphore of a wait is waited on for the value at its own place in the array",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-element-parameters"})
{
    struct batch batch = make_batch(t);
    struct cudaExternalSemaphoreWaitParams params[BATCH] = {
        wait_params(10), wait_params(20), wait_params(30)};
    cudaStream_t stream = make_stream(t);

    EXPECT_SUCCESS(t, call_wait(caller_of(t), batch.semaphores, params, BATCH, stream));
    signal_outside(t, batch.outside[0], 10);
    signal_outside(t, batch.outside[1], 20);
    signal_outside(t, batch.outside[2], 29);
    expect_blocked(t, stream);

    signal_outside(t, batch.outside[2], 30);
    expect_finishes(t, stream);
}

CASE(every_element_is_consumed,
     .name = "wait_batch.every_element_is_consumed",
     .statement = "A wait on several binary semaphores takes the signal of each",
     .types = BINARY_FD,
     .rules = {"EXTRES-Wait-every-element", "EXTRES-Wait-binary-resets"})
{
    struct batch batch = make_batch(t);
    struct cudaExternalSemaphoreWaitParams params[BATCH] = {wait_params(0), wait_params(0), wait_params(0)};
    cudaStream_t stream = make_stream(t);

    for (int i = 0; i < BATCH; i++)
        signal_outside(t, batch.outside[i], 0);
    EXPECT_SUCCESS(t, call_wait(caller_of(t), batch.semaphores, params, BATCH, stream));
    expect_finishes(t, stream);

    for (int i = 0; i < BATCH; i++) {
        enqueue_wait(t, batch.semaphores[i], 0, stream);
        expect_blocked(t, stream);
        signal_outside(t, batch.outside[i], 0);
        expect_finishes(t, stream);
    }
}
