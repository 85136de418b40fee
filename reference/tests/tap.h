/* Test results in the Test Anything Protocol, for the reference's own tests. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_TESTS_TAP_H
#define REFERENCE_TESTS_TAP_H

#include <stdbool.h>

/* One result on stdout, flushed; returns passed. From one thread of one process only. */
__attribute__((format(printf, 2, 3))) bool tap_check(bool passed, const char *name, ...);
void tap_skip(const char *name, const char *reason);

/* Print the plan; returns what main returns: 0 when every check passed, else 1. */
int tap_finish(void);

/* Say why, and leave with 1: for what must not go wrong in a test's own set-up. */
_Noreturn void tap_bail_out(const char *reason);

#endif
