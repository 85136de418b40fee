/* What it costs the host to put a signal or a satisfied wait into a stream, one call after the other. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/measuring.h"

/*
 * In a stream that is held up nothing of what is enqueued runs meanwhile: it is the call alone that is
 * measured. In one that is running the work is done at the same time. So few operations make a sample that a
 * device's queue of commands takes them all while it stands still.
 */
enum { OPERATIONS = 256 };

struct enqueue {
    struct hot_calls calls;
    struct semaphore gate;
    cudaStream_t stream;
    bool held;
    unsigned batch; /* semaphores of one call */
    size_t semaphore_count;
    struct semaphore semaphores[OPERATIONS];
    /* The arguments of all calls of one sample, batch after batch. */
    cudaExternalSemaphore_t handles[OPERATIONS];
    struct cudaExternalSemaphoreSignalParams signals[OPERATIONS];
    struct cudaExternalSemaphoreWaitParams waits[OPERATIONS];
};

/* A timeline can be signalled again and again, a binary semaphore once until it has been waited for. */
static struct semaphore *semaphore_at(struct enqueue *e, size_t operation)
{
    return &e->semaphores[operation % e->semaphore_count];
}

static void open_enqueue(struct test *t, void *state, uint64_t batch)
{
    struct enqueue *e = state;
    e->calls = hot_calls_of(t);
    e->batch = (unsigned)batch;
    e->semaphore_count = is_timeline(t) ? batch : OPERATIONS;
    open_semaphore(t, &e->gate);
    for (size_t i = 0; i < OPERATIONS; i++) {
        struct semaphore *semaphore = semaphore_at(e, i);
        if (semaphore->outside == NULL)
            open_semaphore(t, semaphore);
        e->handles[i] = semaphore->handle;
    }
    e->stream = make_stream(t);
    prove_gate(t, &e->calls, &e->gate, e->stream);
}

static void open_held(struct test *t, void *state, uint64_t batch)
{
    ((struct enqueue *)state)->held = true;
    open_enqueue(t, state, batch);
}

static void close_enqueue(struct test *t, void *state)
{
    struct enqueue *e = state;
    close_stream(t, &e->stream);
    for (size_t i = 0; i < e->semaphore_count; i++)
        close_semaphore(t, &e->semaphores[i]);
    close_semaphore(t, &e->gate);
}

/* The last values are what the stream has signalled when it is through. */
static void write_values(struct enqueue *e, size_t operations)
{
    for (size_t i = 0; i < operations; i++) {
        uint64_t value = ++semaphore_at(e, i)->value;
        e->signals[i] = signal_params(value);
        e->waits[i] = wait_params(value);
    }
}

static int signal_all(const struct enqueue *e, size_t calls)
{
    int code = 0;
    for (size_t i = 0; i < calls && code == 0; i++)
        code = e->calls.signal(&e->handles[i * e->batch], &e->signals[i * e->batch], e->batch, e->stream);
    return code;
}

static int wait_for_all(const struct enqueue *e, size_t calls)
{
    int code = 0;
    for (size_t i = 0; i < calls && code == 0; i++)
        code = e->calls.wait(&e->handles[i * e->batch], &e->waits[i * e->batch], e->batch, e->stream);
    return code;
}

static void hold(struct test *t, struct enqueue *e)
{
    if (e->held)
        shut_gate(t, &e->calls, &e->gate, e->stream);
}

static void release(struct test *t, struct enqueue *e)
{
    if (e->held) {
        expect_held(t, &e->calls, e->stream);
        open_gate(t, &e->gate);
    }
    finish(t, &e->calls, e->stream);
}

/* A timeline has the value. A binary semaphore is signalled when a wait for it ends, and then as it was
 * before. */
static void expect_signalled(struct test *t, struct enqueue *e, size_t calls)
{
    if (!is_timeline(t)) {
        EXPECT_SUCCESS(t, wait_for_all(e, calls));
        finish(t, &e->calls, e->stream);
        return;
    }
    for (size_t i = 0; i < e->semaphore_count; i++)
        EXPECT_EQUAL(t, value_outside(t, e->semaphores[i].outside), e->semaphores[i].value);
}

static uint64_t sample_signal(struct test *t, void *state, uint64_t calls)
{
    struct enqueue *e = state;
    write_values(e, calls * e->batch);
    hold(t, e);

    uint64_t start = clock_nanoseconds();
    int code = signal_all(e, calls);
    uint64_t end = clock_nanoseconds();

    EXPECT_SUCCESS(t, code);
    release(t, e);
    expect_signalled(t, e, calls);
    return end - start;
}

static uint64_t sample_wait(struct test *t, void *state, uint64_t calls)
{
    struct enqueue *e = state;
    write_values(e, calls * e->batch);
    EXPECT_SUCCESS(t, signal_all(e, calls));
    finish(t, &e->calls, e->stream);
    hold(t, e);

    uint64_t start = clock_nanoseconds();
    int code = wait_for_all(e, calls);
    uint64_t end = clock_nanoseconds();

    EXPECT_SUCCESS(t, code);
    release(t, e);
    return end - start;
}

MEASUREMENT(enqueue_signal,
            .name = "enqueue_signal",
            .statement = "What it costs the host to put signals into a stream that is held up",
            .operation = "call",
            .types = TIMELINE_FD | BINARY_FD,
            .floor = FLOOR_CLOCK_READ,
            .variants = {{"x1", 1, OPERATIONS},
                         {"x2", 2, OPERATIONS / 2},
                         {"x8", 8, OPERATIONS / 8},
                         {"x64", 64, OPERATIONS / 64}},
            .state_size = sizeof(struct enqueue),
            .open = open_held,
            .sample = sample_signal,
            .close = close_enqueue)

MEASUREMENT(enqueue_wait,
            .name = "enqueue_wait",
            .statement = "What it costs the host to put satisfied waits into a stream that is held up",
            .operation = "call",
            .types = TIMELINE_FD | BINARY_FD,
            .floor = FLOOR_CLOCK_READ,
            .variants = {{"x1", 1, OPERATIONS},
                         {"x2", 2, OPERATIONS / 2},
                         {"x8", 8, OPERATIONS / 8},
                         {"x64", 64, OPERATIONS / 64}},
            .state_size = sizeof(struct enqueue),
            .open = open_held,
            .sample = sample_wait,
            .close = close_enqueue)

MEASUREMENT(
    enqueue_signal_running,
    .name = "enqueue_signal_running",
    .statement = "What it costs the host to put signals into a stream that carries them out meanwhile",
    .operation = "call",
    .types = TIMELINE_FD | BINARY_FD,
    .floor = FLOOR_CLOCK_READ,
    .variants = {{"x1", 1, OPERATIONS}},
    .state_size = sizeof(struct enqueue),
    .open = open_enqueue,
    .sample = sample_signal,
    .close = close_enqueue)

MEASUREMENT(enqueue_wait_running,
            .name = "enqueue_wait_running",
            .statement =
                "What it costs the host to put satisfied waits into a stream that carries them out meanwhile",
            .operation = "call",
            .types = TIMELINE_FD | BINARY_FD,
            .floor = FLOOR_CLOCK_READ,
            .variants = {{"x1", 1, OPERATIONS}},
            .state_size = sizeof(struct enqueue),
            .open = open_enqueue,
            .sample = sample_wait,
            .close = close_enqueue)
