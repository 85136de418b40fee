/* Events beside waits: which work an event stands for, and who waits for it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

/* A stream that is held, and the semaphore that releases it. */
struct held {
    struct outside *gate;
    cudaStream_t stream;
};

static struct held make_gate(struct test *t, cudaExternalSemaphore_t *semaphore)
{
    struct held held = {.gate = make_semaphore(t), .stream = make_stream(t)};
    *semaphore = import_semaphore(t, held.gate);
    return held;
}

static struct held make_held_stream(struct test *t)
{
    cudaExternalSemaphore_t semaphore;
    struct held held = make_gate(t, &semaphore);
    enqueue_wait(t, semaphore, 1, held.stream);
    return held;
}

static void release(struct test *t, struct held held)
{
    signal_outside(t, held.gate, 1);
    expect_finishes(t, held.stream);
}

CASE(event_before_wait,
     .name = "event.in_front_of_a_wait",
     .statement = "An event that was recorded in front of a wait completes while the wait holds the stream",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-event-earlier-work"})
{
    cudaExternalSemaphore_t semaphore;
    struct held held = make_gate(t, &semaphore);
    cudaEvent_t event = make_event(t);

    EXPECT_SUCCESS(t, call_event_record(caller_of(t), event, held.stream));
    enqueue_wait(t, semaphore, 1, held.stream);
    expect_event_completes(t, event);
    expect_blocked(t, held.stream);
    release(t, held);
}

CASE(event_again,
     .name = "event.recorded_again",
     .statement = "An event that is recorded again stands for the later recording alone",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-event-again", "EXTRES-Stream-event"})
{
    needs_independent_streams(t, 1);
    cudaStream_t idle = make_stream(t);
    cudaEvent_t event = make_event(t);
    struct held held = make_held_stream(t);

    EXPECT_SUCCESS(t, call_event_record(caller_of(t), event, held.stream));
    EXPECT_CODE(t, cudaErrorNotReady, call_event_query(caller_of(t), event));
    EXPECT_SUCCESS(t, call_event_record(caller_of(t), event, idle));
    expect_finishes(t, idle);
    expect_blocked(t, held.stream);
    EXPECT_SUCCESS(t, call_event_query(caller_of(t), event));
    release(t, held);
}

CASE(event_wait_is_of_its_time,
     .name = "event.recorded_again_after_a_stream_waits",
     .statement = "A stream that waits for an event waits for what it stood for then, not for a recording "
                  "that came later",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-event-wait", "EXTRES-Stream-event"})
{
    needs_independent_streams(t, 2);
    cudaStream_t idle = make_stream(t);
    cudaStream_t following = make_stream(t);
    cudaEvent_t event = make_event(t);
    struct held held = make_held_stream(t);

    EXPECT_SUCCESS(t, call_event_record(caller_of(t), event, held.stream));
    EXPECT_SUCCESS(t, call_stream_wait_event(caller_of(t), following, event));
    EXPECT_SUCCESS(t, call_event_record(caller_of(t), event, idle));
    expect_finishes(t, idle);
    expect_blocked(t, following);

    release(t, held);
    expect_finishes(t, following);
}

/* Would it wait for the stream, it would wait for ever: nothing signals while it lasts. */
CASE(synchronize_event_before_wait,
     .name = "synchronize.event_in_front_of_a_wait",
     .statement = "Synchronising an event that was recorded in front of a wait does not wait for the wait",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-event-synchronize", "EXTRES-Stream-event-earlier-work"})
{
    cudaExternalSemaphore_t semaphore;
    struct held held = make_gate(t, &semaphore);
    cudaEvent_t event = make_event(t);

    EXPECT_SUCCESS(t, call_event_record(caller_of(t), event, held.stream));
    enqueue_wait(t, semaphore, 1, held.stream);
    EXPECT_SUCCESS(t, call_event_synchronize(caller_of(t), event));
    expect_blocked(t, held.stream);
    release(t, held);
}
