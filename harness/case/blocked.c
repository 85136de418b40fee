/* Proving that a stream is blocked, and that it is released: never by one look at a moment. */
/* SPDX-License-Identifier: Apache-2.0 */
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
    return clock_from_seconds(t->timeout_multiplier * HOLD_MILLISECONDS / 1000);
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
    expect(t, __FILE__, __LINE__, code != cudaErrorNotReady,
           "the stream is still blocked %.1f s after everything that it waits for has happened",
           (double)patience(t) / 1e9);
    expect(t, __FILE__, __LINE__, code == 0, "the stream ended with %s",
           call_error_name(&t->caller, code, name, sizeof name));
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
    expect(t, __FILE__, __LINE__, false, "neither stream finished within %.1f s after the signal",
           (double)patience(t) / 1e9);
    return streams[0];
}

/*
 * One piece of work on another stream, from start to end. The documents promise no stream that another may
 * not hold it up, so a device that stands still is no failure: it leaves the proof to the clock, and says so.
 */
static bool device_moves_on(struct test *t)
{
    cudaStream_t stream = own_stream(t);
    if (call_set_async(&t->caller, t->own_buffer, 1, sizeof(uint32_t), stream) != 0)
        return false;
    return query_until(t, stream, clock_nanoseconds() + hold_window(t)) == 0;
}

bool is_blocked(struct test *t, cudaStream_t stream)
{
    return query_until(t, stream, clock_nanoseconds() + hold_window(t)) == cudaErrorNotReady;
}

void expect_blocked(struct test *t, cudaStream_t stream)
{
    uint64_t end = clock_nanoseconds() + hold_window(t);
    int rounds = 0;
    bool moving = true;
    while (moving && (rounds < HOLD_ROUNDS || clock_nanoseconds() < end)) {
        EXPECT_CODE(t, cudaErrorNotReady, call_stream_query(&t->caller, stream));
        moving = device_moves_on(t);
        rounds++;
    }
    if (!moving)
        recorder_add(
            t->recorder, FINDING_NOTE, "EXTRES-Stream-other-streams", __FILE__, __LINE__,
            "a blocked stream holds up work of another stream: blocking is proved by the clock alone");
    EXPECT_CODE(t, cudaErrorNotReady, call_stream_query(&t->caller, stream));
}

void needs_independent_streams(struct test *t)
{
    cudaStream_t own = own_stream(t);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t held = make_stream(t);

    enqueue_wait(t, semaphore, 1, held);
    bool independent = call_set_async(&t->caller, t->own_buffer, 1, sizeof(uint32_t), own) == 0 &&
                       query_until(t, own, clock_nanoseconds() + patience(t)) == 0;
    signal_outside(t, outside, 1);
    expect_finishes(t, held);
    if (!independent)
        skip(t, "a blocked stream holds up other streams in this runtime, which no document forbids "
                "(EXTRES-Stream-other-streams)");
}

void needs_function(struct test *t, enum extres_operation operation)
{
    if (!caller_has(&t->caller, operation))
        skip(t, "the backend has no symbol %s", t->caller.backend->symbols[t->caller.api][operation].name);
}
