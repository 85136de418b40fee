/* What extres mutate prints: a row a fault as it is judged, the outcome, and on a terminal how far things
 * are. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_MUTATE_PRINT_H
#define HARNESS_MUTATE_PRINT_H

#include "mutate/matrix.h"
#include "report/status_line.h"

struct mutation_print {
    FILE *stream;
    struct status_line line;
    int id_width; /* of the longest id of a fault */
    bool all;     /* every case that caught a fault, not only the first */
};

void mutation_print_begin(struct mutation_print *print, FILE *stream, const struct fault *const *faults,
                          size_t count, bool all);

/* The faults themselves, with rule, statement and origin; those that break no rule after the others. */
void print_fault_list(FILE *stream, const struct fault *const *faults, size_t count);

/* How far the matrix is, where the stream is a terminal; total is how many cases the unmutated run has. */
void print_unmutated_progress(struct mutation_print *print, const struct matrix *matrix, size_t total);
void print_fault_progress(struct mutation_print *print, const struct matrix *matrix);

/* Each case that did not pass without a fault, and how many did. */
void print_unmutated(struct mutation_print *print, const struct matrix *matrix);

/* The row of a fault that has been judged. */
void print_fault_row(struct mutation_print *print, const struct matrix_row *row);

/* The survivors, and "N of M caught in S s" of those that could be judged. Returns how many were caught. */
size_t print_fault_outcome(struct mutation_print *print, const struct matrix *matrix, double seconds);

/* A line for each case that caught nothing, then "N of M cases catch a fault". */
void print_idle_cases(struct mutation_print *print, const struct case_declaration *const *idle,
                      size_t idle_count, size_t case_count, double seconds);

/* A line for each case function that is not needed, then "N of M case functions are needed". */
void print_redundant_cases(struct mutation_print *print, const struct case_declaration *const *redundant,
                           size_t redundant_count, size_t case_count);

#endif
