/* From the exporter to a stream and back: the exporter in this process, or in another. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/partner.h"

/* The first round trips are not counted: they wake the stream. */
enum { UNCOUNTED = 4, MOST_ROUNDS = 64 };

struct round_trip {
    struct hot_calls calls;
    cudaStream_t stream;
    struct semaphore there; /* signalled by the other side */
    struct semaphore back;  /* signalled by the stream */
    struct meeting meeting; /* with the exporter, where that is in this process */
    struct meeting_side side;
    struct moment began;
    struct moment ended;
};

static void open_round_trip(struct test *t, void *state, uint64_t parameter)
{
    struct round_trip *r = state;
    (void)parameter;
    r->calls = hot_calls_of(t);
    needs_function(t, EXTRES_OPERATION_LAUNCH_HOST_FUNCTION);
    open_semaphore(t, &r->there);
    open_semaphore(t, &r->back);
    r->stream = make_stream(t);
    prove_gate(t, &r->calls, &r->there, r->stream);
}

static void close_round_trip(struct test *t, void *state)
{
    struct round_trip *r = state;
    close_stream(t, &r->stream);
    close_semaphore(t, &r->there);
    close_semaphore(t, &r->back);
}

/* A timeline can be read at any time. A binary semaphore has to be waited for, by whatever way the exporter
 * has. */
static void see_signal(struct test *t, struct semaphore *semaphore, uint64_t value)
{
    uint64_t deadline = clock_nanoseconds() + patience(t);
    if (!is_timeline(t)) {
        expect_signal_outside(t, semaphore->outside, value);
        return;
    }
    while (value_outside(t, semaphore->outside) < value)
        EXPECT(t,
               clock_nanoseconds() < deadline,
               "the exporter has not seen the value %llu",
               (unsigned long long)value);
}

/* The exporter's part of some round trips, from the first signal on. */
static void go_round(struct test *t, struct round_trip *r, uint64_t rounds, uint64_t *seen)
{
    for (uint64_t i = 0; i < rounds; i++) {
        signal_next_outside(t, &r->there);
        see_signal(t, &r->back, ++*seen);
    }
}

static uint64_t sample_with_exporter(struct test *t, void *state, uint64_t rounds)
{
    struct round_trip *r = state;
    uint64_t seen = r->back.value;
    r->side = (struct meeting_side){&r->meeting, 0};
    prepare_meeting(&r->meeting);
    struct semaphore there = r->there; /* what the stream waits for, before anybody signals it */
    for (uint64_t i = 0; i < UNCOUNTED + rounds; i++) {
        there.value++;
        wait_for_last(t, &r->calls, &there, r->stream);
        signal_next(t, &r->calls, &r->back, r->stream);
        if (i == 0)
            enqueue_meeting(t, &r->calls, r->stream, &r->side);
    }
    expect_held(t, &r->calls, r->stream);
    go_round(t, r, 1, &seen);
    meet(&r->meeting, 1);
    go_round(t, r, UNCOUNTED - 1, &seen);

    uint64_t start = clock_nanoseconds();
    go_round(t, r, rounds, &seen);
    uint64_t end = clock_nanoseconds();

    finish(t, &r->calls, r->stream);
    return end - start;
}

/* One round trip from the stream's side, which is the one that goes first. */
static void enqueue_round(struct test *t, struct round_trip *r)
{
    signal_next(t, &r->calls, &r->back, r->stream);
    r->there.value++;
    wait_for_last(t, &r->calls, &r->there, r->stream);
}

/* The first answer is what the stream stands still for until the partner is asked. */
static uint64_t sample_with_process(struct test *t, void *state, uint64_t rounds)
{
    struct round_trip *r = state;
    const struct semaphore seen = r->back, answered = r->there;
    for (uint64_t i = 0; i < UNCOUNTED; i++)
        enqueue_round(t, r);
    stamp(t, &r->calls, r->stream, &r->began);
    for (uint64_t i = 0; i < rounds; i++)
        enqueue_round(t, r);
    stamp(t, &r->calls, r->stream, &r->ended);
    expect_held(t, &r->calls, r->stream);

    ask_partner(t, &seen, &answered, UNCOUNTED + rounds);
    away();
    expect_partner_done(t, &seen);
    finish(t, &r->calls, r->stream);
    return nanoseconds_between(t, &r->began, &r->ended);
}

MEASUREMENT(host_round_trip,
            .name = "host_round_trip",
            .statement = "The exporter signals, a stream waits and signals back, and the exporter sees it",
            .operation = "round trip",
            .types = TIMELINE_FD | BINARY_FD,
            .floor = FLOOR_SPIN_ROUND_TRIP,
            .most_operations = MOST_ROUNDS,
            .state_size = sizeof(struct round_trip),
            .open = open_round_trip,
            .sample = sample_with_exporter,
            .close = close_round_trip)

MEASUREMENT(
    process_round_trip,
    .name = "process_round_trip",
    .statement = "A stream signals, another process sees it and signals back, and a wait in the stream ends",
    .operation = "round trip",
    .types = TIMELINE_FD | BINARY_FD,
    .floor = FLOOR_SPIN_ROUND_TRIP,
    .other_process = true,
    .most_operations = MOST_ROUNDS,
    .state_size = sizeof(struct round_trip),
    .open = open_round_trip,
    .sample = sample_with_process,
    .close = close_round_trip)
