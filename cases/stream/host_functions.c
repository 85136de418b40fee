/* Host functions among signals and waits: when they are called, and what waits for them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <semaphore.h>
#include <stdatomic.h>

static void note_call(void *called)
{
    atomic_store((atomic_bool *)called, true);
}

CASE(called_after_wait,
     .name = "host_function.behind_a_wait",
     .statement = "A host function behind a wait is not called before the wait is satisfied",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-host-function", "EXTRES-Stream-work-after-wait"})
{
    static atomic_bool called; /* the function may outlive this one, when an expectation ends the case */
    struct outside *gate = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, gate);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, semaphore, 1, stream);
    launch_host_function(t, stream, note_call, &called);
    expect_blocked(t, stream);
    EXPECT(t, !atomic_load(&called), "the host function was called while the wait holds the stream");

    signal_outside(t, gate, 1);
    expect_finishes(t, stream);
    EXPECT(t, atomic_load(&called), "the stream is complete, and the host function was not called");
}

static void wait_to_return(void *may_return)
{
    while (sem_wait(may_return) != 0)
        continue;
}

CASE(signal_after_function,
     .name = "host_function.in_front_of_a_signal",
     .statement = "A signal behind a host function is not made before the function has returned",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-host-function", "EXTRES-Stream-signal-after-prior-work"})
{
    static sem_t may_return;
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);
    if (sem_init(&may_return, 0, 0) != 0)
        BROKEN(t, "cannot make a semaphore for threads");

    launch_host_function(t, stream, wait_to_return, &may_return);
    enqueue_signal(t, semaphore, 1, stream);
    expect_no_signal_outside(t, outside, 1);

    sem_post(&may_return);
    expect_signal_outside(t, outside, 1);
    expect_finishes(t, stream);
}

/* Called by the runtime: it makes the exporter's signal, and no call of the API. */
struct signalling {
    struct test *test;
    struct outside *outside;
    atomic_bool made;
};

static void signal_in_function(void *argument)
{
    struct signalling *signalling = argument;
    atomic_store(&signalling->made, try_signal_outside(signalling->test, signalling->outside, 1));
}

CASE(function_signals,
     .name = "host_function.signals",
     .statement = "A signal that the exporter makes inside a host function releases a wait in another stream",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Wait-fence-released", "EXTRES-Wait-binary-released"})
{
    needs_independent_streams(t, 1);
    static struct signalling signalling;
    signalling = (struct signalling){.test = t, .outside = make_semaphore(t)};
    cudaExternalSemaphore_t semaphore = import_semaphore(t, signalling.outside);
    cudaStream_t waiting = make_stream(t);
    cudaStream_t calling = make_stream(t);

    enqueue_wait(t, semaphore, 1, waiting);
    expect_blocked(t, waiting);
    launch_host_function(t, calling, signal_in_function, &signalling);
    expect_finishes(t, calling);
    if (!atomic_load(&signalling.made))
        BROKEN(t, "the exporter could not signal inside the host function");
    expect_finishes(t, waiting);
}
