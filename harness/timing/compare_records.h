/* Two recorded runs side by side: what can be compared, and what it shows. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_COMPARE_RECORDS_H
#define HARNESS_COMPARE_RECORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "timing/record.h"
#include "timing/statistics.h"

/* A measurement of both records. */
struct compared_result {
    const struct timing_result *a, *b; /* borrowed from the records */
    double least;                      /* what counts as different: at least what the floor moved by */
    struct comparison comparison;
};

/* Why something is not compared. */
struct comparison_obstacle {
    const char *id; /* borrowed; NULL when it is about the runs as a whole */
    char *reason;   /* owned */
    bool expected;  /* nothing is lost by it: both runs left it out, or one was not asked for it */
};

struct records_comparison {
    const struct timing_record *a, *b; /* borrowed */
    bool comparable;                   /* the runs as a whole: otherwise there are no results */
    struct compared_result *results;   /* owned */
    size_t result_count;
    struct comparison_obstacle *obstacles; /* owned */
    size_t obstacle_count;
};

/* Of the first side of each. The records must outlive the comparison. Aborts when there is no memory. */
void records_compare(const struct timing_record *a, const struct timing_record *b,
                     struct records_comparison *out);
void records_comparison_release(struct records_comparison *comparison);

#endif
