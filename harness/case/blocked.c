/* Proving that a stream is blocked, and that it is released: never by one look at a moment. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <time.h>

#include "case/test.h"
#include "platform/clock.h"

/*
 * How long a stream is watched: long against the microseconds in which an idle stream does its work, short
 * enough for hundreds of cases. The rounds that another stream makes meanwhile are the proof that the device
 * was not simply busy or asleep.
 */
enum { HOLD_MILLISECONDS = 5, HOLD_ROUNDS = 8, PATIENCE_SECONDS = 4 };

uint64_t hold_window(const struct test *t)
{
    enum { ROUND_TRIPS = 8, MOST_OF_PATIENCE = 8 };
    uint64_t usual = clock_from_seconds(t->timeout_multiplier * HOLD_MILLISECONDS / 1000);
    uint64_t slow = ROUND_TRIPS * t->idle_round_trip;
    uint64_t most = patience(t) / MOST_OF_PATIENCE;
    slow = slow < most ? slow : most;
    return usual > slow ? usual : slow;
}

uint64_t patience(const struct test *t)
{
    return clock_from_seconds(t->timeout_multiplier * PATIENCE_SECONDS);
}

/* Looks again and again, more slowly as time goes by, until the stream is done or the time is over. */
static int query_until(struct test *t, cudaStream_t stream, uint64_t deadline)
{
    struct timespec pause = {.tv_nsec = 1000};
    int code = call_stream_query(&t->caller, stream);
    while (code == cudaErrorNotReady && clock_nanoseconds() < deadline) {
        nanosleep(&pause, NULL);
        if (pause.tv_nsec < 200000)
            pause.tv_nsec *= 2;
        code = call_stream_query(&t->caller, stream);
    }
    return code;
}

void expect_finishes(struct test *t, cudaStream_t stream)
{
    char name[96];
    int code = query_until(t, stream, clock_nanoseconds() + patience(t));
    EXPECT(t, code != cudaErrorNotReady,
           "the stream is still blocked %.1f s after everything that it waits for has happened",
           (double)patience(t) / 1e9);
    EXPECT(t, code == 0, "the stream ended with %s", call_error_name(&t->caller, code, name, sizeof name));
}

void expect_event_completes(struct test *t, cudaEvent_t event)
{
    const struct timespec pause = {.tv_nsec = 20000};
    char name[96];
    uint64_t deadline = clock_nanoseconds() + patience(t);
    int code = call_event_query(&t->caller, event);
    while (code == cudaErrorNotReady && clock_nanoseconds() < deadline) {
        nanosleep(&pause, NULL);
        code = call_event_query(&t->caller, event);
    }
    EXPECT(t, code != cudaErrorNotReady,
           "the event is still not complete %.1f s after all work in front of it", (double)patience(t) / 1e9);
    EXPECT(t, code == 0, "the event ended with %s", call_error_name(&t->caller, code, name, sizeof name));
}

cudaStream_t expect_one_finishes(struct test *t, const cudaStream_t streams[2])
{
    uint64_t deadline = clock_nanoseconds() + patience(t);
    while (clock_nanoseconds() < deadline) {
        for (int i = 0; i < 2; i++) {
            if (query_until(t, streams[i], clock_nanoseconds() + hold_window(t) / 8) == 0)
                return streams[i];
        }
    }
    EXPECT(t, false, "neither stream finished within %.1f s after the signal", (double)patience(t) / 1e9);
    return streams[0];
}

/*
 * One piece of work on another stream, from start to end. The documents promise no stream that another may
 * not hold it up, so a device that stands still is no failure: it leaves the proof to the clock, and says so.
 */
static bool device_moves_on(struct test *t)
{
    EXPECT_SUCCESS(t, call_set_async(&t->caller, t->own_buffer, 1, sizeof(uint32_t), own_stream(t)));
    return finishes_within(t, own_stream(t), hold_window(t));
}

static const char *state_within(struct test *t, cudaStream_t stream, uint64_t nanoseconds)
{
    static char name[96];
    int code = query_until(t, stream, clock_nanoseconds() + nanoseconds);
    if (code == cudaErrorNotReady)
        return "blocked";
    return code == 0 ? "finished" : call_error_name(&t->caller, code, name, sizeof name);
}

const char *state_of(struct test *t, cudaStream_t stream)
{
    return state_within(t, stream, hold_window(t));
}

bool is_blocked(struct test *t, cudaStream_t stream)
{
    return strcmp(state_of(t, stream), "blocked") == 0;
}

const char *state_after_release(struct test *t, cudaStream_t stream)
{
    return state_within(t, stream, patience(t));
}

bool finishes_within(struct test *t, cudaStream_t stream, uint64_t nanoseconds)
{
    char name[96];
    int code = query_until(t, stream, clock_nanoseconds() + nanoseconds);
    EXPECT(t, code == 0 || code == cudaErrorNotReady, "the stream ended with %s",
           call_error_name(&t->caller, code, name, sizeof name));
    return code == 0;
}

static void expect_held(struct test *t, cudaStream_t stream)
{
    char name[96];
    int code = call_stream_query(&t->caller, stream);
    EXPECT(t, code != 0, "the stream has finished, although nothing has satisfied what it waits for");
    EXPECT(t, code == cudaErrorNotReady, "the stream, which nothing has released, ended with %s",
           call_error_name(&t->caller, code, name, sizeof name));
}

void expect_blocked(struct test *t, cudaStream_t stream)
{
    uint64_t end = clock_nanoseconds() + hold_window(t);
    int rounds = 0;
    bool moving = true;
    while (moving && (rounds < HOLD_ROUNDS || clock_nanoseconds() < end)) {
        expect_held(t, stream);
        moving = device_moves_on(t);
        rounds++;
    }
    if (!moving)
        note(t, "EXTRES-Stream-other-streams",
             "a blocked stream holds up work of another stream: blocking is proved by the clock alone");
    expect_held(t, stream);
}

/* A fill and a copy: a device may have a queue of its own for each kind of work, which streams share. */
static void enqueue_any_work(struct test *t, cudaStream_t stream)
{
    unsigned char *word = t->own_buffer;
    enum { HALF = sizeof(uint32_t) / 2 };
    EXPECT_SUCCESS(t, call_set_async(&t->caller, word, 1, HALF, stream));
    EXPECT_SUCCESS(t, call_copy_async(&t->caller, word + HALF, word, HALF, stream));
}

/*
 * The free stream does of each kind what cases do beside a stream that is held: a fill, a copy and a signal.
 * Where one of them waits for the held streams, the runtime has the kinds in queues that streams share.
 */
void needs_independent_streams(struct test *t, size_t blocked)
{
    enum { MOST_BLOCKED = 64 };
    struct outside *gates[MOST_BLOCKED];
    cudaExternalSemaphore_t semaphores[MOST_BLOCKED];
    cudaStream_t held[MOST_BLOCKED];
    if (blocked > MOST_BLOCKED)
        BROKEN(t, "%zu streams are more than needs_independent_streams can block", blocked);
    for (size_t i = 0; i < blocked; i++) {
        gates[i] = make_semaphore(t);
        semaphores[i] = import_semaphore(t, gates[i]);
        held[i] = make_stream(t);
    }
    cudaStream_t free_stream = make_stream(t);
    cudaExternalSemaphore_t reached = import_semaphore(t, make_semaphore(t));

    for (size_t i = 0; i < blocked; i++) {
        enqueue_wait(t, semaphores[i], 1, held[i]);
        enqueue_any_work(t, held[i]);
        /* Asked for, a stream whose work waits to be handed to the device has it handed over. */
        (void)finishes_within(t, held[i], 0);
    }
    enqueue_any_work(t, free_stream);
    enqueue_signal(t, reached, 1, free_stream);
    bool independent = finishes_within(t, free_stream, patience(t));
    for (size_t i = 0; i < blocked; i++)
        signal_outside(t, gates[i], 1);
    for (size_t i = 0; i < blocked; i++)
        expect_finishes(t, held[i]);
    if (!independent)
        skip(t,
             "%zu blocked streams hold up another in this runtime, which no document forbids "
             "(EXTRES-Stream-other-streams)",
             blocked);
}

void needs_function(struct test *t, enum extres_operation operation)
{
    if (!caller_has(&t->caller, operation))
        skip(t, "the backend has no symbol %s", t->caller.backend->symbols[t->caller.api][operation].name);
}
