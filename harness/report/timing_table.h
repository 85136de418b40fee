/* The table of a timed run, for people. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_TIMING_TABLE_H
#define HARNESS_REPORT_TIMING_TABLE_H

#include <stdio.h>

#include "timing/compare_records.h"
#include "timing/record.h"
#include "timing/statistics.h"

/*
 * What was measured and where, one line a measurement, then what was not measured and why. Of two sides also
 * what they differ by, at comparison_default, and a last line that counts the differences. 110 columns wide.
 */
void timing_table_print(FILE *stream, const struct timing_record *record);

/* Two recorded runs: one line a measurement, what cannot be compared and why, and the count. */
void timing_table_print_compared(FILE *stream, const struct records_comparison *comparison);

#endif
