/* From a signal in one stream to the release of a wait in another that is looking for it, to and fro. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/measuring.h"

/*
 * All hops are in the streams before the first may begin, so that no call of the host is among them. The
 * first ones are not counted: they wake both streams, which may need all processors that there are. Host
 * functions in the streams take the time before the first hop that counts and after the last.
 */
enum { UNCOUNTED = 8, MOST_HOPS = 256 };

struct hand_over {
    struct hot_calls calls;
    struct semaphore gate;
    cudaStream_t streams[2];
    struct semaphore semaphores[2]; /* a binary one for each direction; of timelines only the first */
    cudaEvent_t events[2];          /* for each direction, where events do the same */
    void *word;                     /* of device memory, that is set between them */
    void (*hop)(struct test *t, struct hand_over *h, size_t from);
    struct meeting meeting;
    struct meeting_side sides[2];
    struct moment began;
    struct moment ended;
};

static void hop_by_semaphore(struct test *t, struct hand_over *h, size_t from)
{
    struct semaphore *semaphore = &h->semaphores[is_timeline(t) ? 0 : from];
    signal_next(t, &h->calls, semaphore, h->streams[from]);
    wait_for_last(t, &h->calls, semaphore, h->streams[1 - from]);
}

/*
 * A wait is for the record that was made last when it is enqueued; a later one does not change it. Between
 * the wait and the record is a little work: a runtime may leave out an event that stands for nothing new.
 */
static void hop_by_event(struct test *t, struct hand_over *h, size_t from)
{
    EXPECT_SUCCESS(t, call_set_async(caller_of(t), h->word, 1, sizeof(uint32_t), h->streams[from]));
    EXPECT_SUCCESS(t, h->calls.event_record(h->events[from], h->streams[from]));
    EXPECT_SUCCESS(t, h->calls.stream_wait_event(h->streams[1 - from], h->events[from], 0));
}

static void open_streams(struct test *t, struct hand_over *h)
{
    h->calls = hot_calls_of(t);
    needs_function(t, EXTRES_OPERATION_LAUNCH_HOST_FUNCTION);
    open_semaphore(t, &h->gate);
    for (size_t i = 0; i < 2; i++)
        h->streams[i] = make_stream(t);
    prove_gate(t, &h->calls, &h->gate, h->streams[0]);
}

static void open_semaphores(struct test *t, void *state, uint64_t parameter)
{
    struct hand_over *h = state;
    (void)parameter;
    open_streams(t, h);
    for (size_t i = 0; i < 2; i++)
        open_semaphore(t, &h->semaphores[i]);
    h->hop = hop_by_semaphore;
}

static void open_events(struct test *t, void *state, uint64_t parameter)
{
    struct hand_over *h = state;
    (void)parameter;
    needs_function(t, EXTRES_OPERATION_EVENT_RECORD);
    needs_function(t, EXTRES_OPERATION_EVENT_DESTROY);
    needs_function(t, EXTRES_OPERATION_STREAM_WAIT_EVENT);
    open_streams(t, h);
    for (size_t i = 0; i < 2; i++)
        h->events[i] = make_event(t);
    h->word = make_buffer(t, sizeof(uint32_t));
    h->hop = hop_by_event;
}

static void close_hand_over(struct test *t, void *state)
{
    struct hand_over *h = state;
    for (size_t i = 0; i < 2; i++) {
        close_event(t, &h->events[i]);
        close_stream(t, &h->streams[i]);
        close_semaphore(t, &h->semaphores[i]);
    }
    if (h->word != NULL)
        EXPECT_SUCCESS(t, call_free(caller_of(t), h->word));
    close_semaphore(t, &h->gate);
}

/* Both streams are awake, and then on different processors. */
static void enqueue_wake_up(struct test *t, struct hand_over *h)
{
    h->hop(t, h, 0);
    h->hop(t, h, 1);
    prepare_meeting(&h->meeting);
    for (size_t i = 0; i < 2; i++) {
        h->sides[i] = (struct meeting_side){&h->meeting, i};
        enqueue_meeting(t, &h->calls, h->streams[i], &h->sides[i]);
    }
    for (uint64_t i = 0; i < UNCOUNTED; i++)
        h->hop(t, h, i % 2);
}

static uint64_t sample_hops(struct test *t, void *state, uint64_t hops)
{
    struct hand_over *h = state;
    shut_gate(t, &h->calls, &h->gate, h->streams[0]);
    enqueue_wake_up(t, h);
    stamp(t, &h->calls, h->streams[0], &h->began);
    for (uint64_t i = 0; i < hops; i++)
        h->hop(t, h, i % 2);
    stamp(t, &h->calls, h->streams[hops % 2], &h->ended);

    expect_held(t, &h->calls, h->streams[0]);
    expect_held(t, &h->calls, h->streams[1]);
    open_gate(t, &h->gate);
    away();
    finish(t, &h->calls, h->streams[0]);
    finish(t, &h->calls, h->streams[1]);
    return nanoseconds_between(t, &h->began, &h->ended);
}

MEASUREMENT(hand_over,
            .name = "hand_over",
            .statement = "From a signal in one stream to the release of a wait in another, to and fro",
            .operation = "hop",
            .types = TIMELINE_FD | BINARY_FD,
            .floor = FLOOR_SPIN_HAND_OVER,
            .hands_over = true,
            .most_operations = MOST_HOPS,
            .state_size = sizeof(struct hand_over),
            .open = open_semaphores,
            .sample = sample_hops,
            .close = close_hand_over)

MEASUREMENT(event_hand_over,
            .name = "event_hand_over",
            .statement =
                "From four bytes set and an event recorded in one stream to the release of a wait in another",
            .operation = "hop",
            .types = TIMELINE_FD | BINARY_FD,
            .floor = FLOOR_SPIN_HAND_OVER,
            .hands_over = true,
            .most_operations = MOST_HOPS,
            .state_size = sizeof(struct hand_over),
            .open = open_events,
            .sample = sample_hops,
            .close = close_hand_over)
