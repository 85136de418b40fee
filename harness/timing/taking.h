/* Taking one measurement: open, choose the size of a sample, warm up, sample, close. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TAKING_H
#define HARNESS_TAKING_H

/*
 * A process takes one measurement at a time, from the thread that owns `t`. All of these end the case, as
 * expectations do, when a call or a check fails; a sample that cannot be true makes it broken. Where opening
 * ended as skipped, taking_close() is still due.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "timing/measurement.h"
#include "timing/sampling.h"

/* What the clock shows here, measured once a process. */
const struct clock_quality *taking_clock(void);

/* Opens the measurement of t's leaf. Threads that the backend starts meanwhile are free to run anywhere. */
void taking_open(struct test *t);

/* The number of operations of a sample: as given, or for 0 as many as take sample_nanoseconds. Returns it. */
uint64_t taking_set_operations(struct test *t, uint64_t operations, uint64_t sample_nanoseconds);

/* Warms up within the budget; whether the figures had settled when it ended. */
bool taking_warm_up(struct test *t, uint64_t budget_nanoseconds);

/* Samples as sampling_take() has them; how many were taken. */
size_t taking_sample(struct test *t, uint64_t budget_nanoseconds, size_t least, double *values,
                     size_t capacity);

void taking_close(struct test *t);

/*
 * The body of a case of the tier timing: takes a few samples and notes what they were. What it shows is that
 * the measurement can be taken; figures to compare are those of a timed run.
 */
enum { TAKING_TIMEOUT_MILLISECONDS = 30000 };
void take_as_case(struct test *t);

#endif
