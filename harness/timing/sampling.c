/* Sampling: one loop around whatever is measured, and the sanity of every sample. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/sampling.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    CLOCK_ROUNDS = 64,    /* of which the fastest counts: what interrupts a round only makes it slower */
    CLOCK_READINGS = 256, /* in a round */
    TRIES = 3,            /* of each number of operations, when it is chosen */
    WINDOWS_IN_BUDGET = 12,
    LEAST_IN_WINDOW = 5,
    MOST_IN_WINDOW = 64,
    WINDOWS_COMPARED = 3,
};

static const double settled_within = 0.02;

void clock_quality_measure(uint64_t (*now)(void), struct clock_quality *out)
{
    *out = (struct clock_quality){.resolution = UINT64_MAX};
    for (int round = 0; round < CLOCK_ROUNDS; round++) {
        uint64_t first = now();
        uint64_t last = first;
        for (int i = 0; i < CLOCK_READINGS; i++) {
            uint64_t reading = now();
            if (reading > last && reading - last < out->resolution)
                out->resolution = reading - last;
            last = reading;
        }
        double cost = (double)(last - first) / CLOCK_READINGS;
        if (round == 0 || cost < out->cost)
            out->cost = cost;
    }
}

static uint64_t shortest_sample(const struct sampling *sampling)
{
    uint64_t shortest = UINT64_MAX;
    for (int i = 0; i < TRIES; i++) {
        uint64_t taken = sampling->sample(sampling->context, sampling->operations);
        if (taken < shortest)
            shortest = taken;
    }
    return shortest;
}

void sampling_choose_operations(struct sampling *sampling, uint64_t sample_nanoseconds,
                                uint64_t most_operations)
{
    sampling->operations = 1;
    while (sampling->operations < most_operations && shortest_sample(sampling) < sample_nanoseconds)
        sampling->operations =
            sampling->operations > most_operations / 2 ? most_operations : sampling->operations * 2;
}

static bool refuse(char error[static SAMPLING_ERROR], const char *what, double nanoseconds)
{
    snprintf(error, SAMPLING_ERROR, "a timer that measured nothing: %s (%.1f ns)", what, nanoseconds);
    return false;
}

static bool take_one(const struct sampling *sampling, double *value, char error[static SAMPLING_ERROR])
{
    uint64_t before = sampling->now();
    uint64_t taken = sampling->sample(sampling->context, sampling->operations);
    uint64_t passed = sampling->now() - before;
    double without_clock = (double)taken - sampling->clock.cost;
    *value = without_clock / (double)sampling->operations;
    if (taken > passed)
        return refuse(error, "a sample is longer than the time that passed around it", (double)taken);
    if (taken < sampling->clock.resolution)
        return refuse(error, "a sample is shorter than the clock can tell", (double)taken);
    if (without_clock <= 0)
        return refuse(error, "a sample is no longer than reading the clock", (double)taken);
    if (*value < sampling->least_nanoseconds)
        return refuse(error, "an operation is faster than a quarter of what two processors need to hand over",
                      *value);
    return true;
}

static int by_value(const void *first, const void *second)
{
    double one = *(const double *)first;
    double other = *(const double *)second;
    return (one > other) - (one < other);
}

/* Sorts the values. */
static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_value);
    return count % 2 != 0 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* How many samples make a window, from how long one takes with all that surrounds it. */
static size_t window_size(uint64_t budget, uint64_t one)
{
    uint64_t fitting = budget / WINDOWS_IN_BUDGET / (one == 0 ? 1 : one);
    if (fitting < LEAST_IN_WINDOW)
        return LEAST_IN_WINDOW;
    return fitting > MOST_IN_WINDOW ? MOST_IN_WINDOW : (size_t)fitting;
}

static bool have_settled(const double medians[static WINDOWS_COMPARED])
{
    double least = medians[0];
    double most = medians[0];
    for (size_t i = 1; i < WINDOWS_COMPARED; i++) {
        least = medians[i] < least ? medians[i] : least;
        most = medians[i] > most ? medians[i] : most;
    }
    return most <= least * (1 + settled_within);
}

bool sampling_warm_up(const struct sampling *sampling, uint64_t budget_nanoseconds, bool *stable,
                      char error[static SAMPLING_ERROR])
{
    double values[MOST_IN_WINDOW];
    double medians[WINDOWS_COMPARED];
    uint64_t start = sampling->now();
    *stable = false;
    if (!take_one(sampling, &values[0], error))
        return false;
    size_t size = window_size(budget_nanoseconds, sampling->now() - start);
    for (size_t window = 0; !*stable; window++) {
        for (size_t i = 0; i < size; i++) {
            if (sampling->now() - start >= budget_nanoseconds)
                return true;
            if (!take_one(sampling, &values[i], error))
                return false;
        }
        medians[window % WINDOWS_COMPARED] = median(values, size);
        *stable = window + 1 >= WINDOWS_COMPARED && have_settled(medians);
    }
    return true;
}

bool sampling_take(const struct sampling *sampling, uint64_t budget_nanoseconds, size_t least, double *values,
                   size_t capacity, size_t *count, char error[static SAMPLING_ERROR])
{
    uint64_t start = sampling->now();
    *count = 0;
    while (*count < capacity && (*count < least || sampling->now() - start < budget_nanoseconds)) {
        if (!take_one(sampling, &values[*count], error))
            return false;
        (*count)++;
    }
    return true;
}
