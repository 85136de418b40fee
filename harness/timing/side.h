/* One side of a block: a runtime with one measuring process at a time, which is given orders. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TIMING_SIDE_H
#define HARNESS_TIMING_SIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "run/preparation.h"
#include "run/worker.h"
#include "timing/record.h"
#include "timing/turn.h"

struct side {
    const struct preparation *preparation; /* borrowed */
    struct worker_program program;
    struct worker *worker;
    struct turn_area *area; /* shared with the process */
    uint32_t orders;        /* given to the process */
    bool running;           /* there is a process */
    bool fresh;             /* it has not yet answered */
    uint64_t layout;        /* seed of where things lie in its processes */
    double limit_seconds;   /* for answering an order, beyond the time that the order itself asks for */
    char irregular_end[RECORDER_TEXT + 128]; /* how a process ended that was done with its work; empty when
                                          all ended well */
};

/* What is to be done, as in struct turn_area. */
struct side_order {
    enum turn_order order;
    uint32_t which;
    uint64_t operations;
    uint64_t sample_nanoseconds;
    uint64_t budget_nanoseconds;
    uint32_t least_samples;
};

enum side_answer {
    SIDE_ANSWERED,    /* the area has the answer, and can be relied upon to be within its bounds */
    SIDE_ENDED,       /* the process ended, or did not answer in time, and is no more: status and reason */
    SIDE_INTERRUPTED, /* somebody wants the run to end */
    SIDE_FAILED,      /* no process can be had: reason */
};

/* What became of an order. */
struct side_outcome {
    enum side_answer answer;
    enum timing_status status; /* TIMING_MEASURED as long as there is nothing to say */
    char reason[WORKER_ERROR];
};

/* No process is started yet. False with the reason in error. The preparation must outlive the side, which
 * must not be moved. */
bool side_open(struct side *side, const struct preparation *preparation, double limit_seconds,
               uint64_t layout, char *error, size_t error_size);

/*
 * Gives an order and waits for the answer, starting a process first where there is none. An answer that says
 * that the process is of no more use ends it. Readiness of the descriptor interruption ends the wait.
 */
void side_order(struct side *side, const struct side_order *order, int interruption,
                struct side_outcome *outcome);

/* Lets the process come to its end, if there is one. */
void side_end_process(struct side *side);

/* Kills what still runs. */
void side_close(struct side *side);

#endif
