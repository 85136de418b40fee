/* From the exporter's signal to the end of a wait that has blocked its stream for long. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/measuring.h"

enum { NANOSECONDS_PER_MILLISECOND = 1000 * 1000 };

struct wake_up {
    struct hot_calls calls;
    struct semaphore semaphore;
    cudaStream_t stream;
    uint64_t blocked_nanoseconds;
};

static void open_wake_up(struct test *t, void *state, uint64_t milliseconds)
{
    struct wake_up *w = state;
    w->calls = hot_calls_of(t);
    w->blocked_nanoseconds = milliseconds * NANOSECONDS_PER_MILLISECOND;
    open_semaphore(t, &w->semaphore);
    w->stream = make_stream(t);
}

static void close_wake_up(struct test *t, void *state)
{
    struct wake_up *w = state;
    close_stream(t, &w->stream);
    close_semaphore(t, &w->semaphore);
}

/*
 * The end of the wait is seen by asking for the stream without a pause: a device calls a host function
 * through a thread of the driver's, whose own wake-up would be most of the figure.
 */
static uint64_t sample_wake_up(struct test *t, void *state, uint64_t operations)
{
    struct wake_up *w = state;
    (void)operations; /* one: the wait has to block for so long each time */
    shut_gate(t, &w->calls, &w->semaphore, w->stream);
    stay_idle(w->blocked_nanoseconds);
    expect_held(t, &w->calls, w->stream);

    uint64_t start = clock_nanoseconds();
    open_gate(t, &w->semaphore);
    return spin_until_finished(t, &w->calls, w->stream) - start;
}

/* The floor is asleep for as long as the wait is blocked, so each length is a measurement of its own. */
MEASUREMENT(wake_up_1_ms,
            .name = "wake_up",
            .statement = "From the exporter's signal to the end of a wait that has blocked for 1 ms",
            .operation = "wake-up",
            .types = TIMELINE_FD | BINARY_FD,
            .floor = FLOOR_FUTEX_AFTER_1_MS,
            .most_operations = 1,
            .variants = {{"1_ms", 1, 1}},
            .state_size = sizeof(struct wake_up),
            .open = open_wake_up,
            .sample = sample_wake_up,
            .close = close_wake_up)

MEASUREMENT(wake_up_10_ms,
            .name = "wake_up",
            .statement = "From the exporter's signal to the end of a wait that has blocked for 10 ms",
            .operation = "wake-up",
            .types = TIMELINE_FD | BINARY_FD,
            .floor = FLOOR_FUTEX_AFTER_10_MS,
            .most_operations = 1,
            .variants = {{"10_ms", 10, 1}},
            .state_size = sizeof(struct wake_up),
            .open = open_wake_up,
            .sample = sample_wake_up,
            .close = close_wake_up)

MEASUREMENT(wake_up_100_ms,
            .name = "wake_up",
            .statement = "From the exporter's signal to the end of a wait that has blocked for 100 ms",
            .operation = "wake-up",
            .types = TIMELINE_FD | BINARY_FD,
            .floor = FLOOR_FUTEX_AFTER_100_MS,
            .most_operations = 1,
            .variants = {{"100_ms", 100, 1}},
            .state_size = sizeof(struct wake_up),
            .open = open_wake_up,
            .sample = sample_wake_up,
            .close = close_wake_up)
