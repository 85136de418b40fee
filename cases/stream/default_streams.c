/* Signals and waits in the default streams, and how those stand to other streams. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <pthread.h>

/* Two semaphores: one that holds a stream, one that shows whether work has been reached. */
struct gate {
    struct outside *held;
    struct outside *reached;
    cudaExternalSemaphore_t held_semaphore;
    cudaExternalSemaphore_t reached_semaphore;
};

static struct gate make_gate(struct test *t)
{
    struct gate gate = {.held = make_semaphore(t), .reached = make_semaphore(t)};
    gate.held_semaphore = import_semaphore(t, gate.held);
    gate.reached_semaphore = import_semaphore(t, gate.reached);
    return gate;
}

/* A signal in `second` is not made before a wait in `first`, which was enqueued earlier, is satisfied. */
static void expect_ordered(struct test *t, cudaStream_t first, cudaStream_t second)
{
    struct gate gate = make_gate(t);
    /* The first work of a stream may be slow: a signal that is made too early is made in time to be seen. */
    EXPECT_SUCCESS(t, call_set_async(caller_of(t), make_buffer(t, 1), 1, 1, second));
    expect_finishes(t, second);

    enqueue_wait(t, gate.held_semaphore, 1, first);
    enqueue_signal(t, gate.reached_semaphore, 1, second);
    expect_no_signal_outside(t, gate.reached, 1);

    signal_outside(t, gate.held, 1);
    expect_signal_outside(t, gate.reached, 1);
}

CASE(legacy_after_blocking,
     .name = "default_stream.legacy_waits_for_blocking",
     .statement = "Work in the legacy default stream comes after a wait that was enqueued in a blocking "
                  "stream before it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-legacy-default"})
{
    expect_ordered(t, make_blocking_stream(t), cudaStreamLegacy);
}

CASE(blocking_after_legacy,
     .name = "default_stream.blocking_waits_for_legacy",
     .statement = "Work in a blocking stream comes after a wait that was enqueued in the legacy default "
                  "stream before it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-legacy-default"})
{
    expect_ordered(t, cudaStreamLegacy, make_blocking_stream(t));
}

CASE(per_thread_order,
     .name = "default_stream.per_thread_is_in_order",
     .statement =
         "Work in the per-thread default stream comes after a wait that this thread enqueued there before it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-per-thread-default"})
{
    expect_ordered(t, cudaStreamPerThread, cudaStreamPerThread);
}

/* A signal in the per-thread default stream of a thread of its own. */
struct signalling_thread {
    struct caller *caller;
    cudaExternalSemaphore_t semaphore;
    struct cudaExternalSemaphoreSignalParams params;
    int code;
};

static void *signal_in_thread(void *argument)
{
    struct signalling_thread *thread = argument;
    thread->code = call_signal(thread->caller, &thread->semaphore, &thread->params, 1, cudaStreamPerThread);
    return NULL;
}

CASE(per_thread_of_another,
     .name = "default_stream.per_thread_of_another_thread",
     .statement = "Work in the per-thread default stream of one thread does not wait for that of another",
     .types = TIMELINE_FD | BINARY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-Stream-per-thread-default"})
{
    needs_independent_streams(t, 1);
    needs_function(t, EXTRES_OPERATION_SIGNAL);
    struct gate gate = make_gate(t);
    static struct signalling_thread other;
    other = (struct signalling_thread){
        .caller = caller_of(t), .semaphore = gate.reached_semaphore, .params = signal_params(1)};
    pthread_t thread;

    enqueue_wait(t, gate.held_semaphore, 1, cudaStreamPerThread);
    if (pthread_create(&thread, NULL, signal_in_thread, &other) != 0)
        BROKEN(t, "cannot start a thread");
    pthread_join(thread, NULL);
    EXPECT_SUCCESS(t, other.code);
    expect_signal_outside(t, gate.reached, 1);
    expect_blocked(t, cudaStreamPerThread);

    signal_outside(t, gate.held, 1);
    expect_finishes(t, cudaStreamPerThread);
}

CASE(non_blocking_passes,
     .name = "default_stream.non_blocking_passes_legacy",
     .statement = "A non-blocking stream should not be held by a wait in the legacy default stream",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-non-blocking"})
{
    struct gate gate = make_gate(t);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, gate.held_semaphore, 1, cudaStreamLegacy);
    enqueue_signal(t, gate.reached_semaphore, 1, stream);
    EXPECT_SHOULD(t,
                  "EXTRES-Stream-non-blocking",
                  sees_signal_outside(t, gate.reached, 1),
                  "a wait in the legacy default stream holds up a non-blocking stream");

    expect_blocked(t, cudaStreamLegacy);
    signal_outside(t, gate.held, 1);
    expect_finishes(t, cudaStreamLegacy);
}
