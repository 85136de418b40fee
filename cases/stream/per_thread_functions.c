/* The functions of applications that are compiled for per-thread default streams: the stream 0 is theirs. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <pthread.h>

CASE(per_thread_wait,
     .name = "default_stream.per_thread_wait_function",
     .statement = "A wait made with the per-thread function in stream 0 holds the calling thread's own "
                  "default stream",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-per-thread-default"})
{
    needs_function(t, EXTRES_OPERATION_WAIT_PTSZ);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    struct cudaExternalSemaphoreWaitParams params = wait_params(1);
    /* With it comes the stream of the helpers, which cannot be made while the default stream is held. */
    make_stream(t);

    EXPECT_SUCCESS(t, call_wait_per_thread(caller_of(t), &semaphore, &params, 1));
    expect_blocked(t, cudaStreamPerThread);

    signal_outside(t, outside, 1);
    expect_finishes(t, cudaStreamPerThread);
}

/* Signals in its own default stream, by the function that has a thread's own default stream. */
struct signalling_thread {
    struct caller *caller;
    cudaExternalSemaphore_t semaphore;
    struct cudaExternalSemaphoreSignalParams params;
    int code;
};

static void *signal_in_thread(void *argument)
{
    struct signalling_thread *thread = argument;
    thread->code = call_signal_per_thread(thread->caller, &thread->semaphore, &thread->params, 1);
    return NULL;
}

/* The legacy default stream would wait for the stream that is held; another thread's own does not. */
CASE(per_thread_signal,
     .name = "default_stream.per_thread_signal_function",
     .statement = "A signal made with the per-thread function in stream 0 does not wait for another thread's "
                  "own default stream",
     .types = TIMELINE_FD | BINARY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-Stream-per-thread-default"})
{
    needs_independent_streams(t, 1);
    needs_function(t, EXTRES_OPERATION_SIGNAL_PTSZ);
    struct outside *gate = make_semaphore(t);
    struct outside *reached = make_semaphore(t);
    cudaExternalSemaphore_t gate_semaphore = import_semaphore(t, gate);
    static struct signalling_thread other;
    other = (struct signalling_thread){
        .caller = caller_of(t), .semaphore = import_semaphore(t, reached), .params = signal_params(1)};
    pthread_t thread;

    enqueue_wait(t, gate_semaphore, 1, cudaStreamPerThread);
    if (pthread_create(&thread, NULL, signal_in_thread, &other) != 0)
        BROKEN(t, "cannot start a thread");
    pthread_join(thread, NULL);
    EXPECT_SUCCESS(t, other.code);
    expect_signal_outside(t, reached, 1);
    expect_blocked(t, cudaStreamPerThread);

    signal_outside(t, gate, 1);
    expect_finishes(t, cudaStreamPerThread);
}
