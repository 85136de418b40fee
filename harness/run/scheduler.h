/* The main loop of a run: hands leaves to workers, and their results to the journal and the reporter. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_SCHEDULER_H
#define HARNESS_SCHEDULER_H

#include <stddef.h>

#include "report/report.h"
#include "run/journal.h"
#include "run/selection.h"
#include "run/worker.h"

struct schedule {
    const struct worker_program *program; /* its requests are indices of the selection */
    const struct selection *selection;
    int jobs;             /* workers, at least 1 */
    double limit_seconds; /* of a leaf that names none */
    double multiplier;    /* of every limit */
    struct journal *journal;
    struct reporter *reporter;
    struct tally *tally; /* results are added */
};

enum schedule_end {
    SCHEDULE_COMPLETE,
    SCHEDULE_INTERRUPTED, /* by a signal: what ran was killed and has no result */
    SCHEDULE_FAILED,      /* the journal cannot be written, or the backend cannot be loaded any more */
};

/* How long a leaf may take, where those that name no time of their own have limit_seconds. */
double schedule_limit(const struct leaf *leaf, double limit_seconds, double multiplier);

/* Runs all. The journal's end line and the reporter's end are left to the caller. */
enum schedule_end schedule_run(const struct schedule *schedule, char *error, size_t error_size);

#endif
