/* Taking one measurement, with the sanity of its samples held against this machine. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/test.h"

#include "timing/taking.h"

#include <stdlib.h>
#include <string.h>

#include "platform/affinity.h"
#include "platform/clock.h"
#include "platform/process.h"
#include "timing/floors.h"
#include "timing/idle.h"

/* The measurement that is open. */
static struct {
    struct test *test;
    struct sampling sampling;
    _Alignas(max_align_t) unsigned char state[MEASUREMENT_STATE];
} taken;

static const struct measurement *measurement_of(const struct test *t)
{
    return t->leaf->declaration->measurement;
}

const struct clock_quality *taking_clock(void)
{
    static struct clock_quality clock;
    if (clock.resolution == 0)
        clock_quality_measure(clock_nanoseconds, &clock);
    return &clock;
}

static int by_value(const void *first, const void *second)
{
    double one = *(const double *)first;
    double other = *(const double *)second;
    return (one > other) - (one < other);
}

/*
 * A quarter of what handing over between two processors takes here: nothing that crosses threads is faster. A
 * virtual machine's processors may be siblings of one core at one moment and far apart at the next, so what
 * was measured counts no further than siblings take; more says only where the two threads were just then.
 */
static double least_hand_over(struct test *t)
{
    enum { SAMPLES = 15, LONGEST_NANOSECONDS = 40 };
    static double least;
    double values[SAMPLES];
    char error[SAMPLING_ERROR];
    size_t count = 0;
    if (least > 0)
        return least;
    if (!floor_take(FLOOR_SPIN_HAND_OVER, taking_clock(), 0, SAMPLES, values, SAMPLES, &count, error))
        BROKEN(t, "the floor cannot be measured: %s", error);
    qsort(values, count, sizeof *values, by_value);
    least = (values[0] < LONGEST_NANOSECONDS ? values[0] : LONGEST_NANOSECONDS) / 4;
    return least;
}

static uint64_t sample(void *context, uint64_t operations)
{
    struct test *t = context;
    return measurement_of(t)->sample(t, taken.state, operations);
}

/*
 * The runtime's threads stay off the measuring one's processor. Were it left to the scheduler, one process
 * would have them there and the next would not: a queue whose reader is on the same processor is filled a
 * third faster, and a thread that is woken beside one that spins waits for milliseconds.
 */
static void place_threads_of(const struct measurement *measurement)
{
    if (measurement->hands_over || !affinity_apart())
        affinity_free();
}

void taking_open(struct test *t)
{
    const struct measurement *measurement = measurement_of(t);
    bool crosses_threads = measurement->floor != FLOOR_CLOCK_READ;
    taken.test = t;
    taken.sampling = (struct sampling){.sample = sample,
                                       .context = t,
                                       .now = clock_nanoseconds,
                                       .clock = *taking_clock(),
                                       .least_nanoseconds = crosses_threads ? least_hand_over(t) : 0,
                                       .operations = 1};
    memset(taken.state, 0, measurement->state_size);
    place_threads_of(measurement);
    measurement->open(t, taken.state, t->leaf->declaration->parameter);
    affinity_narrow();
}

uint64_t taking_set_operations(struct test *t, uint64_t operations, uint64_t sample_nanoseconds)
{
    uint64_t most = measurement_most_operations(t->leaf->declaration);
    taken.sampling.operations = operations;
    if (operations > most)
        BROKEN(t, "%llu operations were asked for, and a sample has %llu at most",
               (unsigned long long)operations, (unsigned long long)most);
    if (operations == 0)
        sampling_choose_operations(&taken.sampling, sample_nanoseconds, most);
    return taken.sampling.operations;
}

bool taking_warm_up(struct test *t, uint64_t budget_nanoseconds)
{
    char error[SAMPLING_ERROR];
    bool stable = false;
    if (!sampling_warm_up(&taken.sampling, budget_nanoseconds, &stable, error))
        BROKEN(t, "%s", error);
    return stable;
}

size_t taking_sample(struct test *t, uint64_t budget_nanoseconds, size_t least, double *values,
                     size_t capacity)
{
    char error[SAMPLING_ERROR];
    size_t count = 0;
    if (!sampling_take(&taken.sampling, budget_nanoseconds, least, values, capacity, &count, error))
        BROKEN(t, "%s", error);
    return count;
}

void taking_close(struct test *t)
{
    affinity_free();
    measurement_of(t)->close(t, taken.state);
    taken.test = NULL;
}

/* From opening to the last sample; ends early where an expectation does. */
static void take_a_few(struct test *t)
{
    enum { SAMPLES = 9, SAMPLE_NANOSECONDS = 20 * 1000 };
    double values[SAMPLES];
    taking_open(t);
    uint64_t operations = taking_set_operations(t, 0, SAMPLE_NANOSECONDS);
    size_t count = taking_sample(t, 0, SAMPLES, values, SAMPLES);
    qsort(values, count, sizeof *values, by_value);
    OBSERVE(t, "%.0f ns a %s (median of %zu samples of %llu; a timed run measures with care)",
            values[count / 2], measurement_of(t)->operation, count, (unsigned long long)operations);
}

/*
 * The threads of streams that were destroyed may end a little later, and a leak checker that looks at a
 * process whose threads are ending right then crashes. Threads that stay are none of ours to wait for.
 */
static void await_threads(unsigned before)
{
    enum { LOOK_NANOSECONDS = 100 * 1000, PATIENCE_NANOSECONDS = 20 * 1000 * 1000 };
    uint64_t deadline = clock_nanoseconds() + PATIENCE_NANOSECONDS;
    while (process_count_threads() > before && clock_nanoseconds() < deadline)
        stay_idle(LOOK_NANOSECONDS);
}

void take_as_case(struct test *t)
{
    own_stream(t); /* has a thread for good */
    unsigned threads = process_count_threads();
    take_a_few(t);
    taking_close(t);
    await_threads(threads);
}
