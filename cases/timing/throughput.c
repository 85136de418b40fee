/* How many pairs of a signal and a wait several streams get done together. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/measuring.h"

enum { MOST_STREAMS = 32, MOST_PAIRS = 1024 };

struct throughput {
    struct hot_calls calls;
    size_t count; /* of streams, each with a semaphore of its own */
    cudaStream_t streams[MOST_STREAMS];
    struct semaphore semaphores[MOST_STREAMS];
};

static void open_throughput(struct test *t, void *state, uint64_t streams)
{
    struct throughput *p = state;
    p->calls = hot_calls_of(t);
    p->count = streams;
    for (size_t i = 0; i < p->count; i++) {
        open_semaphore(t, &p->semaphores[i]);
        p->streams[i] = make_stream(t);
    }
    prove_gate(t, &p->calls, &p->semaphores[0], p->streams[0]);
}

static void close_throughput(struct test *t, void *state)
{
    struct throughput *p = state;
    for (size_t i = 0; i < p->count; i++) {
        close_stream(t, &p->streams[i]);
        close_semaphore(t, &p->semaphores[i]);
    }
}

static int enqueue_pair(struct throughput *p, size_t i)
{
    struct semaphore *semaphore = &p->semaphores[i];
    const struct cudaExternalSemaphoreSignalParams signal = signal_params(++semaphore->value);
    const struct cudaExternalSemaphoreWaitParams wait = wait_params(semaphore->value);
    int code = p->calls.signal(&semaphore->handle, &signal, 1, p->streams[i]);
    return code != 0 ? code : p->calls.wait(&semaphore->handle, &wait, 1, p->streams[i]);
}

/* A timeline has its last value. A binary semaphore has been signalled, or the wait would not have ended. */
static void expect_effects(struct test *t, const struct throughput *p)
{
    for (size_t i = 0; i < p->count && is_timeline(t); i++)
        EXPECT_EQUAL(t, value_outside(t, p->semaphores[i].outside), p->semaphores[i].value);
}

static uint64_t sample_throughput(struct test *t, void *state, uint64_t pairs)
{
    struct throughput *p = state;
    int code = 0;
    uint64_t end = 0;

    uint64_t start = clock_nanoseconds();
    for (uint64_t i = 0; i < pairs && code == 0; i++)
        code = enqueue_pair(p, i % p->count);
    EXPECT_SUCCESS(t, code);
    for (size_t i = 0; i < p->count; i++)
        end = spin_until_finished(t, &p->calls, p->streams[i]);

    expect_effects(t, p);
    return end - start;
}

MEASUREMENT(throughput,
            .name = "throughput",
            .statement = "Time that passes for a signal and a wait, while one thread feeds several streams",
            .operation = "pair",
            .types = TIMELINE_FD | BINARY_FD,
            .floor = FLOOR_CLOCK_READ,
            .most_operations = MOST_PAIRS,
            .variants = {{"1", 1, 0}, {"2", 2, 0}, {"4", 4, 0}, {"8", 8, 0}, {"16", 16, 0}, {"32", 32, 0}},
            .state_size = sizeof(struct throughput),
            .open = open_throughput,
            .sample = sample_throughput,
            .close = close_throughput)
