/* The conductor of a timed run: which process of which side is at work when, and what comes of it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TIMING_CONDUCTOR_H
#define HARNESS_TIMING_CONDUCTOR_H

/*
 * A block is a fresh process a side, which takes all measurements one after the other. Of each measurement
 * the sides take turns of a few milliseconds, in random order, so that whatever else the machine does it does
 * to both. What differs from block to block is the layout of code and memory, and so a block is the unit of
 * comparison. The order of the measurements in a block is random, too. At most one process is at work at a
 * time.
 *
 * A measurement that a process does not live through, or that fails, is not tried again in later blocks; the
 * block goes on with the next one, in a fresh process.
 */

#include <stddef.h>
#include <stdint.h>

#include "run/preparation.h"
#include "run/scheduler.h"
#include "timing/pace.h"
#include "timing/record.h"

/* How far a run is. */
struct conduct_progress {
    size_t block; /* that is under way, from 1 */
    size_t blocks;
    size_t measurement; /* that has just been taken, from 1, and of how many */
    size_t measurements;
    double seconds_left; /* estimated */
};

/* What is to be conducted. All that it points to is borrowed. */
struct conduct {
    const struct preparation *sides[TIMING_SIDES]; /* of the same selection, which has measurements alone */
    size_t side_count;
    const struct timing_mode *mode;
    double order_seconds; /* how long a process may take for an order, beyond the time that is asked for */
    uint64_t seed;
    void (*progress)(void *context, const struct conduct_progress *progress);
    void *context;
};

struct conductor;

/*
 * The record has been begun, and gets all that is measured. Stops the run on SIGINT, SIGTERM and SIGHUP from
 * here on. NULL with the reason in error.
 */
struct conductor *conductor_open(const struct conduct *conduct, struct timing_record *record, char *error,
                                 size_t error_size);

/* Runs blocks until the time of the mode is used well. Whatever the end, the record has all that was measured
 * before. */
enum schedule_end conductor_run(struct conductor *conductor, char *error, size_t error_size);

/* Then so many more. */
enum schedule_end conductor_run_more(struct conductor *conductor, size_t blocks, char *error,
                                     size_t error_size);

/* NULL too. */
void conductor_close(struct conductor *conductor);

#endif
