/* What is asked of a mutant: whether cases pass without a fault, and which cases catch which faults. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_MUTATE_MUTATION_H
#define HARNESS_MUTATE_MUTATION_H

#include "mutate/matrix.h"
#include "mutate/print.h"
#include "run/preparation.h"
#include "run/scheduler.h"
#include "run/selection.h"

/* All borrowed. Results go into the matrix, and to the print as they come. */
struct mutation {
    const struct preparation *preparation; /* of the mutant, without a fault */
    const struct selection *selection;     /* the same that the preparation has */
    int workers;
    double limit_seconds; /* of a case that names none */
    double multiplier;    /* of every limit */
    struct matrix *matrix;
    struct mutation_print *print;
};

/* Each in any case but SCHEDULE_COMPLETE leaves a matrix that is not whole; SCHEDULE_FAILED with the reason
 * in error. */

/* Runs every case without a fault. */
enum schedule_end mutation_run_unmutated(const struct mutation *mutation, char *error, size_t error_size);

/* Runs the selection against each fault of the matrix, until a case catches it; with all, every case. */
enum schedule_end mutation_run_faults(const struct mutation *mutation, bool all, char *error,
                                      size_t error_size);

/*
 * Looks for a fault for every case, until one of its leaves catches one: first the faults of the rules that
 * it covers, then the others. Rows end when nothing is left to look for.
 */
enum schedule_end mutation_run_cases(const struct mutation *mutation, char *error, size_t error_size);

#endif
