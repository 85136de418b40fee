/* Rules, the cases that cover them and the faults that break them, held against one another. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_COVERAGE_H
#define HARNESS_REPORT_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "case/registry.h"
#include "mutate/fault_list.h"
#include "rules/rule.h"

struct coverage {
    const struct case_declaration **cases; /* every registered one but timing, by name; the array is owned */
    size_t case_count;
    struct fault_list faults;   /* borrowed; empty when there is no mutant */
    const char *faults_missing; /* why there are none; NULL when there are */
};

/* The list, and the reason why it is empty or NULL, must outlive the coverage. */
void coverage_make(struct coverage *coverage, const struct fault_list *faults, const char *faults_missing);
void coverage_release(struct coverage *coverage);

bool case_covers(const struct case_declaration *declaration, const char *rule);

/* The name that tells a case from one of the same name for other objects: "semaphore.wait.lower_value_holds".
 */
enum { CASE_TITLE = 128 };
void case_title(const struct case_declaration *declaration, char title[static CASE_TITLE]);

/* Each rule with its cases and its faults, the planned ones apart. */
void coverage_print(FILE *stream, const struct coverage *coverage);

/*
 * A line for each orphan: an active rule without a case, an active `must` without a fault, a planned rule
 * that has cases, a case without a rule, a case or a fault of a rule that does not exist. Then the counts.
 * Returns how many orphans there are; a mutant that is missing is one.
 */
size_t coverage_check(FILE *stream, const struct coverage *coverage);

#endif
