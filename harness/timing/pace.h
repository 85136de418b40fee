/* Pace: how a run spends its time, in how many blocks and with how long turns. Pure arithmetic. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TIMING_PACE_H
#define HARNESS_TIMING_PACE_H

/*
 * What differs from one process to the next, the layout of code and memory, is more than what differs within
 * one, so time goes to many processes first and to long turns second. The first block shows what a block
 * costs here: that decides how many there will be. After each block the turns of the next are made longer or
 * shorter so that the time comes out.
 */

#include <stddef.h>
#include <stdint.h>

#include "timing/record.h"

/* What a run may cost. */
struct timing_mode {
    const char *name; /* as the record has it: "default" */
    double most_seconds;
    double seconds_a_measurement;      /* of a run of few, which needs less than it may cost */
    double patience_a_measurement;     /* seconds: with two sides, on a machine where that did not do */
    size_t least_blocks[TIMING_SIDES]; /* with one side; with two */
    size_t most_blocks;
};

/*
 * With one side at least as many blocks as comparing two records needs for any verdict, with two as many as
 * it takes to show five per cent; quick runs of many measurements get by with less.
 */
extern const struct timing_mode timing_mode_default;
extern const struct timing_mode timing_mode_quick;

struct pace {
    size_t slots;  /* of a block: measurements times sides */
    size_t blocks; /* that there will be, those that were added included */
    size_t done;
    size_t least;
    size_t most;
    double seconds;          /* that are left */
    double block_seconds;    /* what the last block took */
    double sampling_seconds; /* what a side may take samples for in one block, of one measurement */
};

/* How long a run of two sides may go on, in seconds, while its figures are too uncertain. */
double pace_patience(const struct timing_mode *mode, size_t measurements);

/* sides is 1 or 2. */
void pace_begin(struct pace *pace, const struct timing_mode *mode, size_t measurements, size_t sides);

/* The run goes on for so many more blocks, of the same length as the last one. */
void pace_extend(struct pace *pace, size_t blocks);

/* A block has been done, and how long it took. */
void pace_block(struct pace *pace, double seconds);

/* How long a process may warm up for one measurement. */
double pace_warm_up_seconds(const struct pace *pace);

/* What is left to do, in seconds: an estimate. */
double pace_left(const struct pace *pace);

#endif
