/* Host threads that wait for a stream, or for an event in it, which a semaphore holds. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "platform/clock.h"

/*
 * A thread that makes one blocking call. It must not end the case itself, so it leaves the code behind. All
 * cases are of the runtime API alone, whose device is the same in every thread: the context of the driver
 * API, which some of the calls need, is not current in a new one.
 */
struct waiter {
    struct caller *caller;
    cudaStream_t stream;
    cudaEvent_t event; /* behind all that holds the stream */
    int (*wait)(const struct waiter *waiter);
    atomic_bool entered;
    atomic_int code;
    atomic_bool returned;
};

static void *wait_in_thread(void *argument)
{
    struct waiter *waiter = argument;
    waiter->entered = true;
    waiter->code = waiter->wait(waiter);
    waiter->returned = true;
    return NULL;
}

static int synchronize_stream(const struct waiter *waiter)
{
    return call_stream_synchronize(waiter->caller, waiter->stream);
}

static int synchronize_device(const struct waiter *waiter)
{
    return call_device_synchronize(waiter->caller);
}

static int synchronize_event(const struct waiter *waiter)
{
    return call_event_synchronize(waiter->caller, waiter->event);
}

static void await_entered(struct test *t, const struct waiter *waiter)
{
    const uint64_t deadline = clock_nanoseconds() + patience(t);
    while (!waiter->entered && clock_nanoseconds() < deadline)
        sched_yield();
    if (!waiter->entered)
        BROKEN(t, "a thread does not come to run");
}

static void expect_waits_for_release(struct test *t,
                                     enum extres_operation operation,
                                     const char *call,
                                     int (*wait)(const struct waiter *waiter))
{
    needs_function(t, operation);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    static struct waiter waiter; /* the thread may outlive this function, when an expectation ends the case */
    pthread_t thread;
    char name[96];
    waiter = (struct waiter){
        .caller = caller_of(t), .stream = make_stream(t), .event = make_event(t), .wait = wait};

    enqueue_wait(t, semaphore, 1, waiter.stream);
    EXPECT_SUCCESS(t, call_event_record(caller_of(t), waiter.event, waiter.stream));
    let_threads_call(t);
    if (pthread_create(&thread, NULL, wait_in_thread, &waiter) != 0)
        BROKEN(t, "cannot start a thread");
    await_entered(t, &waiter);
    expect_blocked(t, waiter.stream);
    EXPECT(t,
           !waiter.returned,
           "%s returned while the stream is held: %s",
           call,
           call_error_name(caller_of(t), waiter.code, name, sizeof name));

    signal_outside(t, outside, 1);
    expect_finishes(t, waiter.stream);
    pthread_join(thread, NULL);
    EXPECT(t,
           waiter.code == 0,
           "%s, with the stream released: expected success, got %s",
           call,
           call_error_name(caller_of(t), waiter.code, name, sizeof name));
}

CASE(synchronize_stream_waits,
     .name = "synchronize.stream_waits",
     .statement = "Synchronising a stream that a wait holds returns after the signal, not before",
     .types = TIMELINE_FD | BINARY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-Stream-synchronize", "EXTRES-Stream-query"})
{
    expect_waits_for_release(
        t, EXTRES_OPERATION_STREAM_SYNCHRONIZE, "cudaStreamSynchronize", synchronize_stream);
}

CASE(synchronize_device_waits,
     .name = "synchronize.device_waits",
     .statement = "Synchronising the device while a wait holds a stream returns after the signal, not before",
     .types = TIMELINE_FD | BINARY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-Stream-device-synchronize"})
{
    expect_waits_for_release(
        t, EXTRES_OPERATION_DEVICE_SYNCHRONIZE, "cudaDeviceSynchronize", synchronize_device);
}

CASE(synchronize_event_waits,
     .name = "synchronize.event_waits",
     .statement = "Synchronising an event behind a wait returns after the signal, not before",
     .types = TIMELINE_FD | BINARY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-Stream-event-synchronize", "EXTRES-Stream-event"})
{
    expect_waits_for_release(
        t, EXTRES_OPERATION_EVENT_SYNCHRONIZE, "cudaEventSynchronize", synchronize_event);
}
