/* JUnit XML of a timed run: what could be measured, with its figures as properties. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_TIMING_JUNIT_H
#define HARNESS_REPORT_TIMING_JUNIT_H

#include <stdbool.h>
#include <stddef.h>

#include "timing/record.h"

/*
 * One test case a measurement. What was skipped is skipped, what failed is a failure, what crashed, hung or
 * was broken is an error. A side that is slower than the other is none of these: how fast a runtime is does
 * not decide whether it conforms. Written to a temporary file that is then renamed to path. False with the
 * reason in error.
 */
bool report_timing_junit(const struct timing_record *record, const char *path, char *error,
                         size_t error_size);

#endif
