/* Running cases against a mutant, with a worker for each fault that has loaded the mutant with that fault. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_MUTATE_CAMPAIGN_H
#define HARNESS_MUTATE_CAMPAIGN_H

#include <stdbool.h>
#include <stddef.h>

#include "run/preparation.h"
#include "run/result.h"
#include "run/scheduler.h"

/* Cases for one worker, one after the other. Strings and arrays are borrowed. */
struct campaign_job {
    const char *fault;    /* id, or NULL for the mutant without a fault */
    const size_t *leaves; /* indices of the selection, in the order in which they are run */
    size_t count;
};

/* The callbacks come from the thread that runs the campaign, one at a time. */
struct campaign {
    const struct preparation *preparation; /* of the mutant, without a fault */
    int workers;                           /* at a time, at least 1 */
    double limit_seconds;                  /* of a leaf that names none */
    double multiplier;                     /* of every limit */
    const struct campaign_job *jobs;
    size_t job_count;
    /* Asked just before a leaf would be run: false leaves it out. */
    bool (*wants)(void *context, size_t job, size_t leaf);
    /* A leaf has ended. The result is released afterwards. */
    void (*ran)(void *context, size_t job, size_t leaf, const struct case_result *result);
    /* No leaf of the job is left. Seconds are those since its first one began, 0 when there was none. */
    void (*done)(void *context, size_t job, double seconds);
    void *context;
};

/* Runs all jobs. In any case but SCHEDULE_COMPLETE some have not come to done(). */
enum schedule_end campaign_run(const struct campaign *campaign, char *error, size_t error_size);

#endif
