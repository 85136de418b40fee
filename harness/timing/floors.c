/* Floors: reading the clock, and handing over between two threads that spin or that sleep. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/floors.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "platform/affinity.h"
#include "platform/clock.h"
#include "platform/futex.h"
#include "timing/idle.h"

enum {
    CACHE_LINE = 64,
    MOST_OPERATIONS = 1024, /* in a sample of a floor that is not one latency */
    SAMPLE_NANOSECONDS =
        50 * 1000,            /* that such a sample takes; two threads on one processor need far longer */
    FALLING_ASLEEP = 20000,   /* nanoseconds that are enough for a thread to reach its sleep */
    MILLISECOND = 1000 * 1000 /* in nanoseconds */
};

/* Two threads: the caller asks, the other one answers. Each word has a cache line of its own. */
struct pair {
    _Alignas(CACHE_LINE) _Atomic uint32_t question; /* counted up by the caller */
    _Alignas(CACHE_LINE) _Atomic uint32_t answer;   /* set to the question by the other thread */
    _Alignas(CACHE_LINE) _Atomic uint64_t woken;    /* when it had been answered */
    _Atomic bool ending;
    uint64_t asleep_nanoseconds; /* how long the other one is left asleep before it is woken */
};

static void *answer_spinning(void *argument)
{
    struct pair *pair = argument;
    affinity_apart();
    for (uint32_t seen = 0; !atomic_load(&pair->ending);) {
        uint32_t question = atomic_load_explicit(&pair->question, memory_order_acquire);
        if (question == seen)
            continue;
        seen = question;
        atomic_store_explicit(&pair->answer, question, memory_order_release);
    }
    return NULL;
}

static void answer_from_sleep(struct pair *pair)
{
    for (uint32_t seen = 0; !atomic_load(&pair->ending); seen++) {
        while (atomic_load(&pair->question) == seen)
            futex_sleep(&pair->question, seen, FUTEX_FOREVER);
        atomic_store(&pair->woken, clock_nanoseconds());
        atomic_store(&pair->answer, seen + 1);
        futex_wake(&pair->answer);
    }
}

static void *answer_sleeping(void *argument)
{
    affinity_apart();
    answer_from_sleep(argument);
    return NULL;
}

/* Where there is room, which may be the processor that whoever wakes it leaves. */
static void *answer_anywhere(void *argument)
{
    affinity_free();
    answer_from_sleep(argument);
    return NULL;
}

static uint64_t sample_clock(void *context, uint64_t operations)
{
    (void)context;
    uint64_t start = clock_nanoseconds();
    for (uint64_t i = 0; i < operations; i++)
        clock_nanoseconds();
    return clock_nanoseconds() - start;
}

static void await_answer(struct pair *pair, uint32_t question)
{
    while (atomic_load_explicit(&pair->answer, memory_order_acquire) != question)
        ;
}

static uint64_t sample_spinning(void *context, uint64_t round_trips)
{
    struct pair *pair = context;
    uint32_t question = atomic_load(&pair->question);
    uint64_t start = clock_nanoseconds();
    for (uint64_t i = 0; i < round_trips; i++) {
        atomic_store_explicit(&pair->question, ++question, memory_order_release);
        await_answer(pair, question);
    }
    return clock_nanoseconds() - start;
}

/* One operation: each is a latency of its own. */
static uint64_t wake_sleeper(struct pair *pair, void (*await)(struct pair *pair, uint32_t question))
{
    uint32_t question = atomic_load(&pair->question) + 1;
    stay_idle(pair->asleep_nanoseconds);
    uint64_t start = clock_nanoseconds();
    atomic_store(&pair->question, question);
    futex_wake(&pair->question);
    await(pair, question);
    return atomic_load(&pair->woken) - start;
}

static uint64_t sample_sleeping(void *context, uint64_t operations)
{
    (void)operations;
    return wake_sleeper(context, await_answer);
}

/* The asker is no faster when it sleeps for the answer, and the other one may have its processor. */
static void await_asleep(struct pair *pair, uint32_t question)
{
    while (atomic_load(&pair->answer) != question)
        futex_sleep(&pair->answer, question - 1, FUTEX_FOREVER);
}

static uint64_t sample_yielding(void *context, uint64_t operations)
{
    (void)operations;
    return wake_sleeper(context, await_asleep);
}

/* How a floor is sampled. */
struct floor_method {
    void *(*other)(void *pair); /* what the second thread does; NULL when there is none */
    uint64_t (*sample)(void *context, uint64_t operations);
    uint64_t most_operations;
    double parts; /* of one operation: a round trip is two hand-overs */
    uint64_t asleep_nanoseconds;
};

static const struct floor_method methods[FLOOR_COUNT] = {
    [FLOOR_CLOCK_READ] = {NULL, sample_clock, MOST_OPERATIONS, 1, 0},
    [FLOOR_SPIN_HAND_OVER] = {answer_spinning, sample_spinning, MOST_OPERATIONS, 2, 0},
    [FLOOR_SPIN_ROUND_TRIP] = {answer_spinning, sample_spinning, MOST_OPERATIONS, 1, 0},
    [FLOOR_FUTEX_HAND_OVER] = {answer_sleeping, sample_sleeping, 1, 1, FALLING_ASLEEP},
    [FLOOR_FUTEX_AFTER_1_MS] = {answer_sleeping, sample_sleeping, 1, 1, MILLISECOND},
    [FLOOR_FUTEX_AFTER_10_MS] = {answer_sleeping, sample_sleeping, 1, 1, UINT64_C(10) * MILLISECOND},
    [FLOOR_FUTEX_AFTER_100_MS] = {answer_sleeping, sample_sleeping, 1, 1, UINT64_C(100) * MILLISECOND},
    [FLOOR_FUTEX_YIELDING_AFTER_1_MS] = {answer_anywhere, sample_yielding, 1, 1, MILLISECOND},
};

static void end_other(struct pair *pair, pthread_t other)
{
    atomic_store(&pair->ending, true);
    atomic_fetch_add(&pair->question, 1);
    futex_wake(&pair->question);
    pthread_join(other, NULL);
}

/* What is taken, and where it goes. */
struct order {
    const struct floor_method *method;
    struct sampling sampling;
    uint64_t budget_nanoseconds;
    size_t least;
    double *values;
    size_t capacity;
    size_t *count;
    char *error;
};

static bool take(struct order *order)
{
    affinity_narrow();
    sampling_choose_operations(&order->sampling, SAMPLE_NANOSECONDS, order->method->most_operations);
    bool taken = sampling_take(&order->sampling, order->budget_nanoseconds, order->least, order->values,
                               order->capacity, order->count, order->error);
    affinity_free();
    for (size_t i = 0; taken && i < *order->count; i++)
        order->values[i] /= order->method->parts;
    return taken;
}

static bool take_with_other(struct order *order)
{
    struct pair *pair = order->sampling.context;
    pthread_t other;
    int failure = pthread_create(&other, NULL, order->method->other, pair);
    if (failure != 0) {
        snprintf(order->error, SAMPLING_ERROR, "no thread can be started: %s", strerror(failure));
        return false;
    }
    bool taken = take(order);
    end_other(pair, other);
    return taken;
}

bool floor_take(enum timing_floor floor, const struct clock_quality *clock, uint64_t budget_nanoseconds,
                size_t least, double *values, size_t capacity, size_t *count,
                char error[static SAMPLING_ERROR])
{
    const struct floor_method *method = &methods[floor];
    struct pair pair = {.asleep_nanoseconds = method->asleep_nanoseconds};
    struct order order = {
        .method = method,
        .sampling = {.sample = method->sample, .context = &pair, .now = clock_nanoseconds, .clock = *clock},
        .budget_nanoseconds = budget_nanoseconds,
        .least = least,
        .values = values,
        .capacity = capacity,
        .count = count,
        .error = error,
    };
    affinity_free();
    return method->other == NULL ? take(&order) : take_with_other(&order);
}
