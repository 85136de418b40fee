/* The cases as a page: what is covered, and what is not. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_CASES_H
#define HARNESS_REPORT_CASES_H

#include <stdio.h>

/* The page docs/coverage.md: cases by operation, handle type and API, and the rules that have none yet. */
void cases_print_markdown(FILE *stream);

#endif
