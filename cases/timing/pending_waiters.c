/* How the cost of a signal grows with the number of waits that it does not release. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/measuring.h"

enum { MOST_WAITERS = 4096, ASLEEP_NANOSECONDS = 1000 * 1000 };

/*
 * Each stream waits for a value of its own. The values are released in the order in which the waits were
 * enqueued, so that streams which share a queue of the device do not hold one another up.
 */
struct pending_waiters {
    struct hot_calls calls;
    struct semaphore timeline; /* its value is what the exporter has signalled */
    size_t count;
    size_t next; /* the stream whose wait is released next */
    bool waiting;
    cudaStream_t streams[MOST_WAITERS];
};

/* How many streams a process can have is for the machine and the runtime to say. */
static void open_streams(struct test *t, struct pending_waiters *p)
{
    char name[96];
    for (size_t i = 0; i < p->count; i++) {
        int code = call_stream_create(caller_of(t), &p->streams[i], cudaStreamNonBlocking);
        if (code != 0)
            skip(t,
                 "stream %zu of %zu cannot be made: %s",
                 i + 1,
                 p->count,
                 call_error_name(caller_of(t), code, name, sizeof name));
    }
}

static void wait_for(struct test *t, struct pending_waiters *p, uint64_t value, cudaStream_t stream)
{
    const struct cudaExternalSemaphoreWaitParams params = wait_params(value);
    char name[96];
    int code = p->calls.wait(&p->timeline.handle, &params, 1, stream);
    if (code != 0 && !p->waiting)
        skip(t,
             "%zu streams cannot all wait: %s",
             p->count,
             call_error_name(caller_of(t), code, name, sizeof name));
    EXPECT_SUCCESS(t, code);
}

static void open_pending(struct test *t, void *state, uint64_t waiters)
{
    struct pending_waiters *p = state;
    p->calls = hot_calls_of(t);
    p->count = waiters;
    open_semaphore(t, &p->timeline);
    open_streams(t, p);
    for (size_t i = 0; i < p->count; i++)
        wait_for(t, p, i + 1, p->streams[i]);
    p->waiting = true;
}

/* One signal that releases them all. */
static void close_pending(struct test *t, void *state)
{
    struct pending_waiters *p = state;
    if (p->timeline.outside != NULL)
        signal_outside(t, p->timeline.outside, p->timeline.value + p->count);
    for (size_t i = 0; i < p->count && p->streams[i] != NULL; i++) {
        finish(t, &p->calls, p->streams[i]);
        close_stream(t, &p->streams[i]);
    }
    close_semaphore(t, &p->timeline);
}

static uint64_t sample_pending(struct test *t, void *state, uint64_t operations)
{
    struct pending_waiters *p = state;
    (void)operations; /* one: a wait has to be asleep before it is released */
    cudaStream_t stream = p->streams[p->next];
    stay_idle(ASLEEP_NANOSECONDS);
    expect_held(t, &p->calls, stream);

    uint64_t start = clock_nanoseconds();
    signal_next_outside(t, &p->timeline);
    uint64_t end = spin_until_finished(t, &p->calls, stream);

    p->next = (p->next + 1) % p->count;
    wait_for(t, p, p->timeline.value + p->count, stream);
    expect_held(t, &p->calls, p->streams[p->next]);
    return end - start;
}

MEASUREMENT(pending_waiters,
            .name = "pending_waiters",
            .statement = "From a signal to the end of the one wait that it releases, of many on one timeline",
            .operation = "release",
            .types = TIMELINE_FD,
            .floor = FLOOR_FUTEX_AFTER_1_MS,
            .most_operations = 1,
            .variants = {{"1", 1, 0}, {"16", 16, 0}, {"256", 256, 0}, {"4096", 4096, 0}},
            .state_size = sizeof(struct pending_waiters),
            .open = open_pending,
            .sample = sample_pending,
            .close = close_pending)
