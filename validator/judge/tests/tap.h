/* Test results in the Test Anything Protocol, for the validator's own tests. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef VALIDATOR_TESTS_TAP_H
#define VALIDATOR_TESTS_TAP_H

#include <stdbool.h>

/* One result on stdout; returns passed. The name is in printf's form. From one thread only. */
__attribute__((format(printf, 2, 3))) bool tap_check(bool passed, const char *name, ...);

/* A line beside the results, in printf's form. */
__attribute__((format(printf, 1, 2))) void tap_comment(const char *format, ...);

/* Prints the plan; what main returns: 0 when there were checks and every one passed, else 1. */
int tap_finish(void);

#endif
