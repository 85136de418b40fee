/* Objects of measurements, and moments in their streams. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/test.h"

#include "timing/measuring.h"

#include <sched.h>

enum {
    LOOK_NANOSECONDS = 20 * 1000,
    REST_NANOSECONDS = 200 * 1000,
    AWAY_NANOSECONDS = 1000 * 1000,
    MEETING_NANOSECONDS = 3 * 1000 * 1000,
    ROUNDS_BESIDE = 8, /* of work on another stream that show that a stream is held, not late */
};

void open_semaphore(struct test *t, struct semaphore *semaphore)
{
    semaphore->outside = make_semaphore(t);
    semaphore->handle = import_semaphore(t, semaphore->outside);
    release_traps(t);
}

void close_semaphore(struct test *t, struct semaphore *semaphore)
{
    if (semaphore->handle != NULL)
        EXPECT_SUCCESS(t, call_destroy_semaphore(caller_of(t), semaphore->handle));
    if (semaphore->outside != NULL)
        destroy_outside(t, semaphore->outside);
    *semaphore = (struct semaphore){.outside = NULL};
}

int give_fd(struct test *t, struct outside *outside)
{
    int fd = export_fd(t, outside);
    caller_forget(caller_of(t), fd);
    return fd;
}

void close_stream(struct test *t, cudaStream_t *stream)
{
    if (*stream != NULL)
        EXPECT_SUCCESS(t, call_stream_destroy(caller_of(t), *stream));
    *stream = NULL;
}

void close_event(struct test *t, cudaEvent_t *event)
{
    if (*event != NULL)
        EXPECT_SUCCESS(t, hot_calls_of(t).event_destroy(*event));
    *event = NULL;
}

void signal_next(struct test *t, const struct hot_calls *calls, struct semaphore *semaphore,
                 cudaStream_t stream)
{
    const struct cudaExternalSemaphoreSignalParams params = signal_params(++semaphore->value);
    EXPECT_SUCCESS(t, calls->signal(&semaphore->handle, &params, 1, stream));
}

void wait_for_last(struct test *t, const struct hot_calls *calls, const struct semaphore *semaphore,
                   cudaStream_t stream)
{
    const struct cudaExternalSemaphoreWaitParams params = wait_params(semaphore->value);
    EXPECT_SUCCESS(t, calls->wait(&semaphore->handle, &params, 1, stream));
}

void signal_next_outside(struct test *t, struct semaphore *semaphore)
{
    signal_outside(t, semaphore->outside, ++semaphore->value);
}

void shut_gate(struct test *t, const struct hot_calls *calls, struct semaphore *gate, cudaStream_t stream)
{
    const struct cudaExternalSemaphoreWaitParams params = wait_params(gate->value + 1);
    EXPECT_SUCCESS(t, calls->wait(&gate->handle, &params, 1, stream));
}

void open_gate(struct test *t, struct semaphore *gate)
{
    signal_next_outside(t, gate);
}

/* One piece of work on another stream, from start to end: the device moves on. */
static void work_beside(struct test *t)
{
    cudaStream_t beside = own_stream(t);
    EXPECT_SUCCESS(t, call_set_async(caller_of(t), t->own_buffer, 1, sizeof(uint32_t), beside));
    expect_finishes(t, beside);
}

void prove_gate(struct test *t, const struct hot_calls *calls, struct semaphore *gate, cudaStream_t stream)
{
    shut_gate(t, calls, gate, stream);
    uint64_t end = clock_nanoseconds() + AWAY_NANOSECONDS;
    for (int round = 0; round < ROUNDS_BESIDE || clock_nanoseconds() < end; round++) {
        work_beside(t);
        expect_held(t, calls, stream);
    }
    open_gate(t, gate);
    finish(t, calls, stream);
}

void expect_held(struct test *t, const struct hot_calls *calls, cudaStream_t stream)
{
    EXPECT_CODE(t, cudaErrorNotReady, calls->stream_query(stream));
}

static void write_down(void *moment)
{
    atomic_store(&((struct moment *)moment)->nanoseconds, clock_nanoseconds());
}

void stamp(struct test *t, const struct hot_calls *calls, cudaStream_t stream, struct moment *moment)
{
    atomic_store(&moment->nanoseconds, 0);
    EXPECT_SUCCESS(t, calls->launch_host_function(stream, write_down, moment));
}

uint64_t nanoseconds_between(struct test *t, const struct moment *from, const struct moment *to)
{
    uint64_t first = atomic_load(&from->nanoseconds);
    uint64_t second = atomic_load(&to->nanoseconds);
    EXPECT(t, first != 0 && second != 0, "the stream has finished, and a host function in it has not run");
    EXPECT(t, first <= second, "a host function ran %llu ns before another whose effect it had to wait for",
           (unsigned long long)(first - second));
    return second - first;
}

/* What the stream said last. */
static void expect_was_finished(struct test *t, int code)
{
    EXPECT(t, code != cudaErrorNotReady, "the stream is still blocked %.1f s after what it waits for",
           (double)patience(t) / 1e9);
    EXPECT_SUCCESS(t, code);
}

uint64_t spin_until_finished(struct test *t, const struct hot_calls *calls, cudaStream_t stream)
{
    uint64_t now = clock_nanoseconds();
    uint64_t deadline = now + patience(t);
    int code;
    do {
        code = calls->stream_query(stream);
        now = clock_nanoseconds();
    } while (code == cudaErrorNotReady && now < deadline);
    expect_was_finished(t, code);
    return now;
}

void finish(struct test *t, const struct hot_calls *calls, cudaStream_t stream)
{
    uint64_t deadline = clock_nanoseconds() + patience(t);
    int code = calls->stream_query(stream);
    while (code == cudaErrorNotReady && clock_nanoseconds() < deadline) {
        stay_idle(LOOK_NANOSECONDS);
        code = calls->stream_query(stream);
    }
    expect_was_finished(t, code);
}

void prepare_meeting(struct meeting *meeting)
{
    atomic_store(&meeting->processors[0], 0);
    atomic_store(&meeting->processors[1], 0);
}

void meet(struct meeting *meeting, size_t who)
{
    uint64_t deadline = clock_nanoseconds() + MEETING_NANOSECONDS;
    bool apart = false;
    while (!apart && clock_nanoseconds() < deadline) {
        int mine = sched_getcpu() + 1;
        int other = atomic_load(&meeting->processors[1 - who]);
        atomic_store(&meeting->processors[who], mine);
        apart = other != 0 && other != mine;
    }
}

static void meet_in_stream(void *argument)
{
    const struct meeting_side *side = argument;
    meet(side->meeting, side->who);
}

void enqueue_meeting(struct test *t, const struct hot_calls *calls, cudaStream_t stream,
                     struct meeting_side *side)
{
    EXPECT_SUCCESS(t, calls->launch_host_function(stream, meet_in_stream, side));
}

static void rest(void *nothing)
{
    (void)nothing;
    stay_idle(REST_NANOSECONDS);
}

void enqueue_rest(struct test *t, const struct hot_calls *calls, cudaStream_t stream)
{
    EXPECT_SUCCESS(t, calls->launch_host_function(stream, rest, NULL));
}

void away(void)
{
    stay_idle(AWAY_NANOSECONDS);
}
