/* Sampling: what the clock itself costs, how many operations make a sample, when figures have settled. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_SAMPLING_H
#define HARNESS_SAMPLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a pair of clock readings shows by itself. Nanoseconds. */
struct clock_quality {
    double cost;         /* of one reading: what it adds to every sample */
    uint64_t resolution; /* the smallest difference between two readings that differ */
};

void clock_quality_measure(uint64_t (*now)(void), struct clock_quality *out);

/* Something that is sampled. */
struct sampling {
    /* Performs the operations and returns how long they took by now(), from one reading to another. */
    uint64_t (*sample)(void *context, uint64_t operations);
    void *context;
    uint64_t (*now)(void);
    struct clock_quality clock;
    double least_nanoseconds; /* an operation that is shorter than this cannot be */
    uint64_t operations;      /* of each sample */
};

/*
 * Doubles the operations until a sample takes sample_nanoseconds, or until there are most_operations. Of
 * several samples of each size the shortest counts, so that one interruption does not end the search.
 */
void sampling_choose_operations(struct sampling *sampling, uint64_t sample_nanoseconds,
                                uint64_t most_operations);

enum { SAMPLING_ERROR = 256 };

/*
 * The other two return false with a sentence in error when a sample cannot be true: it was no longer than the
 * clock can tell, or than reading it takes; it was longer than the time that passed around it; or an
 * operation took less than least_nanoseconds.
 *
 * Warming up ends when the medians of the last three windows of samples are within 2 % of one another, which
 * is what *stable says, or with the budget.
 */
bool sampling_warm_up(const struct sampling *sampling, uint64_t budget_nanoseconds, bool *stable,
                      char error[static SAMPLING_ERROR]);

/*
 * Takes samples until the budget is used up and there are at least so many, or until values, in nanoseconds
 * an operation and without the clock's cost, holds capacity of them.
 */
bool sampling_take(const struct sampling *sampling, uint64_t budget_nanoseconds, size_t least, double *values,
                   size_t capacity, size_t *count, char error[static SAMPLING_ERROR]);

#endif
