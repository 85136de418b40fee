/* A timed run, as the subcommands that measure begin, follow and end it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TIMED_RUN_H
#define HARNESS_TIMED_RUN_H

#include "cli/shared.h"
#include "report/status_line.h"
#include "timing/conductor.h"

struct timed_run {
    struct selection selection;
    struct preparation preparations[TIMING_SIDES];
    size_t side_count; /* that are prepared */
    struct timing_record record;
    struct conductor *conductor;
    struct status_line line; /* on standard output */
    uint64_t start;
    uint64_t seed;
};

/*
 * Selects measurements by the options, loads and probes the side A, and the side B where there is one, and
 * opens the conductor. B is NULL for a run of one side. Complains where it cannot, and then there is nothing
 * to release. The run must not be moved afterwards; the options outlive it.
 */
enum exit_code timed_run_open(struct timed_run *run, const struct options *a, const struct options *b,
                              const struct timing_mode *mode);

/* Ends the measuring, however that went, and completes the record. */
void timed_run_finish(struct timed_run *run, bool finished);

void timed_run_release(struct timed_run *run);

#endif
