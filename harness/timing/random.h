/* Random numbers for the order of turns: the same seed gives the same order. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TIMING_RANDOM_H
#define HARNESS_TIMING_RANDOM_H

#include <stdint.h>

/* SplitMix64 (Steele, Lea and Flood 2014). The state is the seed to begin with. */
uint64_t random_next(uint64_t *state);

/* A seed that no other run is likely to have. */
uint64_t random_seed(void);

#endif
