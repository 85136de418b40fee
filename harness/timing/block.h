/* One block of a timed run: a fresh process a side, which takes every measurement. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TIMING_BLOCK_H
#define HARNESS_TIMING_BLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "timing/conductor.h"
#include "timing/side.h"

/* How the work on something ended. Of two the later one is the worse. */
enum step {
    STEP_DONE,
    STEP_LEFT,        /* this measurement is over, the block goes on */
    STEP_INTERRUPTED, /* the run is over */
    STEP_FAILED,
};

struct block {
    const struct conduct *conduct;
    struct timing_record *record;
    struct side sides[TIMING_SIDES]; /* zeroed before block_run(), which opens and closes them */
    uint64_t *random;                /* state of random_next() */
    int interruption;                /* a descriptor that is readable when the run is to end */
    double warm_up_seconds;          /* of each measurement and side, at most */
    double sampling_seconds;         /* of each measurement and side */
    char *error;                     /* why the run cannot go on, after STEP_FAILED */
    size_t error_size;
};

/* Puts values into random order. */
void block_shuffle(struct block *block, size_t *values, size_t count);

/*
 * Takes one measurement on all sides, in turns, as a new block of the samples of its result. Unless that is
 * STEP_DONE the result has no samples of this block, and after STEP_LEFT its status says why.
 */
enum step block_measure(struct block *block, size_t leaf);

/* Runs the block. order has the indices of all results of the record, and gets another order. taken is called
 * after each measurement with how many have been. */
enum step block_run(struct block *block, size_t *order, void (*taken)(void *context, size_t count),
                    void *context);

#endif
