/* Records of timed runs that never took place, for the tests of what is made from records. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TIMING_TESTS_SAMPLES_H
#define HARNESS_TIMING_TESTS_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

#include "timing/record.h"

/* Normally distributed with mean 0 and deviation 1. */
double sample_normal(uint64_t *state);

/* One sample a process, around the value, with a relative deviation. Released by sample_blocks_release(). */
struct timing_blocks sample_blocks(uint64_t *state, size_t processes, size_t samples, double value,
                                   double deviation);
void sample_blocks_release(struct timing_blocks *blocks);

/*
 * A run with every status: ten processes a side; the second side, and the run as a whole, slower by the
 * factors given. timing_record_release() releases it.
 */
struct sample_setting {
    size_t sides;
    uint64_t seed;
    double factor;      /* of every measurement */
    double side_factor; /* of side B over A */
};
void sample_record(const struct sample_setting *setting, struct timing_record *out);

#endif
