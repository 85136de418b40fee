/* Turns: how the conductor of a timed run and the process that measures take turns, over shared memory. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TURN_H
#define HARNESS_TURN_H

/*
 * A timed run has one or two sides, each with one process at a time, which takes all measurements of a block
 * one after the other. The conductor writes an order and wakes the process; the process answers and sleeps.
 * At most one process of all is at work at any moment. A process that crashes, hangs or ends is noticed by
 * its worker (run/worker.h), and the measurement that it was at has that outcome.
 */

#include <stdbool.h>
#include <stdint.h>

#include "timing/measurement.h"

enum {
    TURN_SAMPLES = 4096, /* most samples of one turn */
    TURN_TEXT = 768,     /* a finding and its rule */
};

enum turn_order {
    TURN_FLOOR,  /* sample a floor; which says enum timing_floor */
    TURN_OPEN,   /* set a measurement up, choose its batch size unless it is given, warm up */
    TURN_SAMPLE, /* take samples */
    TURN_CLOSE,
    TURN_END, /* the process returns, and so ends */
};

enum turn_answer {
    TURN_DONE,
    TURN_SKIPPED, /* a capability is missing: text says which. The measurement is closed. */
    TURN_FAILED, /* a call failed, or an effect was not there: text says which. The process is of no more use.
                  */
    TURN_BROKEN, /* our own side failed, or nothing was measured. The process is of no more use. */
};

/* One per side, in memory shared with its process. */
struct turn_area {
    /* The conductor's. Counted up when the rest of the order is written; the process sleeps on it. */
    _Atomic uint32_t orders;
    enum turn_order order;
    uint32_t which;      /* index of the leaf in the run's selection, or the floor */
    uint64_t operations; /* TURN_OPEN: of each sample; 0: choose so that a sample takes sample_nanoseconds */
    uint64_t sample_nanoseconds;
    uint64_t budget_nanoseconds; /* how long to warm up at most, or how long to take samples */
    uint32_t least_samples;      /* even when the budget is used up before */

    /* The process's. Counted up when the answer is complete; the conductor sleeps on it. */
    _Atomic uint32_t answers;
    enum turn_answer answer;
    char text[TURN_TEXT];
    uint64_t chosen_operations;
    bool stable;       /* TURN_OPEN: the warm-up ended because the figures had settled */
    char exporter[32]; /* that made the objects, empty when none did */
    bool simulated;
    uint32_t sample_count;
    double samples[TURN_SAMPLES]; /* nanoseconds an operation, the clock's own cost taken off */
};

#endif
