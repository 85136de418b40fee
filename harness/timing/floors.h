/* Floors: how fast this machine itself is, without any runtime. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_FLOORS_H
#define HARNESS_FLOORS_H

#include "timing/measurement.h"
#include "timing/sampling.h"

/*
 * Two threads of this process, on different processors where there are any, or for FLOOR_CLOCK_READ one. The
 * calling thread is where affinity_narrow() puts it for that time, and free afterwards; one that spins with
 * it is apart. Arguments and errors as for sampling_take(); false also when no thread can be started.
 */
bool floor_take(enum timing_floor floor, const struct clock_quality *clock, uint64_t budget_nanoseconds,
                size_t least, double *values, size_t capacity, size_t *count,
                char error[static SAMPLING_ERROR]);

#endif
