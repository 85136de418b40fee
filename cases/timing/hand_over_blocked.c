/* From a signal in one stream to the release of a wait in another that has given up looking and sleeps. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/measuring.h"

enum { BLOCKED_NANOSECONDS = 1000 * 1000 };

struct blocked_hand_over {
    struct hot_calls calls;
    struct semaphore gate;
    struct semaphore semaphore;
    cudaStream_t signalling;
    cudaStream_t waiting;
    struct moment signalled;
    struct moment released;
};

static void open_blocked(struct test *t, void *state, uint64_t parameter)
{
    struct blocked_hand_over *b = state;
    (void)parameter;
    b->calls = hot_calls_of(t);
    needs_function(t, EXTRES_OPERATION_LAUNCH_HOST_FUNCTION);
    open_semaphore(t, &b->gate);
    open_semaphore(t, &b->semaphore);
    b->signalling = make_stream(t);
    b->waiting = make_stream(t);
}

static void close_blocked(struct test *t, void *state)
{
    struct blocked_hand_over *b = state;
    close_stream(t, &b->signalling);
    close_stream(t, &b->waiting);
    close_semaphore(t, &b->semaphore);
    close_semaphore(t, &b->gate);
}

/* Host functions take the time: right before the signal in its stream, and right behind the wait. */
static uint64_t sample_blocked(struct test *t, void *state, uint64_t operations)
{
    struct blocked_hand_over *b = state;
    (void)operations; /* one: the wait has to fall asleep for each */
    shut_gate(t, &b->calls, &b->gate, b->signalling);
    enqueue_rest(t, &b->calls, b->signalling);
    stamp(t, &b->calls, b->signalling, &b->signalled);
    signal_next(t, &b->calls, &b->semaphore, b->signalling);
    wait_for_last(t, &b->calls, &b->semaphore, b->waiting);
    stamp(t, &b->calls, b->waiting, &b->released);

    stay_idle(BLOCKED_NANOSECONDS);
    expect_held(t, &b->calls, b->waiting);
    open_gate(t, &b->gate);
    away();
    finish(t, &b->calls, b->signalling);
    finish(t, &b->calls, b->waiting);
    return nanoseconds_between(t, &b->signalled, &b->released);
}

MEASUREMENT(
    hand_over_blocked,
    .name = "hand_over_blocked",
    .statement = "From a signal in one stream to the release of a wait that has blocked another for 1 ms",
    .operation = "hand-over",
    .types = TIMELINE_FD | BINARY_FD,
    .floor = FLOOR_FUTEX_YIELDING_AFTER_1_MS,
    .hands_over = true,
    .most_operations = 1,
    .state_size = sizeof(struct blocked_hand_over),
    .open = open_blocked,
    .sample = sample_blocked,
    .close = close_blocked)
