/* Checks for the tests of the reports, each a TAP test point. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_TESTS_CHECK_H
#define HARNESS_REPORT_TESTS_CHECK_H

#include <stdbool.h>

/* Return whether they held, so that a caller may say more. */
bool check(bool holds, const char *name);
bool check_text(const char *got, const char *expected, const char *name);

/* Prints the plan; the exit code of the test. */
int check_end(void);

#endif
