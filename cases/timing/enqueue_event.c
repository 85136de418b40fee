/* The runtime's own cheapest equivalent of signal and wait: what it costs to enqueue an event. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/measuring.h"

/* As many as of semaphore operations (enqueue.c), in a stream that is held up in the same way. */
enum { OPERATIONS = 256 };

struct enqueue_event {
    struct hot_calls calls;
    struct semaphore gate;
    cudaStream_t stream;
    cudaEvent_t event;    /* recorded in that stream */
    cudaEvent_t complete; /* recorded elsewhere, long ago: a satisfied wait is one for this */
};

static void open_event(struct test *t, void *state, uint64_t parameter)
{
    struct enqueue_event *e = state;
    (void)parameter;
    e->calls = hot_calls_of(t);
    needs_function(t, EXTRES_OPERATION_EVENT_RECORD);
    needs_function(t, EXTRES_OPERATION_EVENT_QUERY);
    needs_function(t, EXTRES_OPERATION_EVENT_DESTROY);
    needs_function(t, EXTRES_OPERATION_STREAM_WAIT_EVENT);
    open_semaphore(t, &e->gate);
    e->stream = make_stream(t);
    prove_gate(t, &e->calls, &e->gate, e->stream);
    e->event = make_event(t);
    e->complete = make_event(t);
    EXPECT_SUCCESS(t, e->calls.event_record(e->complete, e->stream));
    finish(t, &e->calls, e->stream);
}

static void close_events(struct test *t, void *state)
{
    struct enqueue_event *e = state;
    close_event(t, &e->event);
    close_event(t, &e->complete);
    close_stream(t, &e->stream);
    close_semaphore(t, &e->gate);
}

static void release(struct test *t, struct enqueue_event *e)
{
    expect_held(t, &e->calls, e->stream);
    open_gate(t, &e->gate);
    finish(t, &e->calls, e->stream);
}

static uint64_t sample_record(struct test *t, void *state, uint64_t calls)
{
    struct enqueue_event *e = state;
    int code = 0;
    shut_gate(t, &e->calls, &e->gate, e->stream);

    uint64_t start = clock_nanoseconds();
    for (uint64_t i = 0; i < calls && code == 0; i++)
        code = e->calls.event_record(e->event, e->stream);
    uint64_t end = clock_nanoseconds();

    EXPECT_SUCCESS(t, code);
    EXPECT_CODE(t, cudaErrorNotReady, e->calls.event_query(e->event));
    release(t, e);
    EXPECT_SUCCESS(t, e->calls.event_query(e->event));
    return end - start;
}

static uint64_t sample_wait(struct test *t, void *state, uint64_t calls)
{
    struct enqueue_event *e = state;
    int code = 0;
    shut_gate(t, &e->calls, &e->gate, e->stream);

    uint64_t start = clock_nanoseconds();
    for (uint64_t i = 0; i < calls && code == 0; i++)
        code = e->calls.stream_wait_event(e->stream, e->complete, 0);
    uint64_t end = clock_nanoseconds();

    EXPECT_SUCCESS(t, code);
    release(t, e);
    return end - start;
}

MEASUREMENT(event_record,
            .name = "event_record",
            .statement = "What it costs the host to record an event in a stream that is held up",
            .operation = "call",
            .types = TIMELINE_FD | BINARY_FD,
            .floor = FLOOR_CLOCK_READ,
            .most_operations = OPERATIONS,
            .state_size = sizeof(struct enqueue_event),
            .open = open_event,
            .sample = sample_record,
            .close = close_events)

MEASUREMENT(
    event_wait,
    .name = "event_wait",
    .statement = "What it costs the host to let a stream that is held up wait for an event that is complete",
    .operation = "call",
    .types = TIMELINE_FD | BINARY_FD,
    .floor = FLOOR_CLOCK_READ,
    .most_operations = OPERATIONS,
    .state_size = sizeof(struct enqueue_event),
    .open = open_event,
    .sample = sample_wait,
    .close = close_events)
