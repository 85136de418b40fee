/* What cases did to faults: every case that was run against a fault, and whether it caught it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_MUTATE_MATRIX_H
#define HARNESS_MUTATE_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

#include "case/registry.h"
#include "mutate/fault_list.h"
#include "run/result.h"

/* One case that was run. */
struct trial {
    const struct leaf *leaf;
    enum status status;
    double seconds;
    bool caught;  /* never without a fault */
    char *reason; /* owned, one line: what was found; empty when the case passed */
};

/* All cases that were run against one fault, in the order in which they ended. */
struct matrix_row {
    const struct fault *fault; /* NULL: without a fault */
    struct trial *trials;      /* owned */
    size_t count;
    bool done;     /* no more are to come */
    bool unjudged; /* nothing here can judge the fault: each case about its rule was skipped without one */
    double seconds;
};

struct matrix {
    struct matrix_row unmutated;
    struct matrix_row *rows; /* owned; one a fault, in the order in which the faults were given */
    size_t count;
};

/* The faults must outlive the matrix. */
void matrix_make(struct matrix *matrix, const struct fault *const *faults, size_t count);
void matrix_release(struct matrix *matrix);

/*
 * Whether a status shows that a runtime has this fault: fail, crash and timeout do; warn does where the rule
 * is a `should`. Skip and broken are no verdict on the runtime.
 */
bool fault_is_shown(const struct fault *fault, enum status status);

void matrix_add(struct matrix_row *row, const struct leaf *leaf, const struct case_result *result);

/*
 * After the run without a fault: marks the rows that nothing here can judge, since all cases about their
 * rule, for the handle types that it speaks of, were skipped. That no case is about it is no excuse.
 */
void matrix_mark_unjudged(struct matrix *matrix);
size_t matrix_count_unjudged(const struct matrix *matrix);

/* The first case that caught the row's fault; NULL when none did. */
const struct trial *matrix_catcher(const struct matrix_row *row);

/* How many of a row's trials caught its fault, and how many ended with a status. */
size_t matrix_count_caught(const struct matrix_row *row);
size_t matrix_count_status(const struct matrix_row *row, enum status status);

/* True when a case, in any of its leaves, caught any fault. */
bool matrix_case_caught(const struct matrix *matrix, const struct case_declaration *declaration);

/* Writes the whole matrix as JSON; docs/mutation.md has the fields. False with the reason in error. */
bool matrix_write_json(const struct matrix *matrix, const char *mutant, const char *path, char *error,
                       size_t error_size);

#endif
