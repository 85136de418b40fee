/* Figures of a timed run as people read them: 123 ns, 1.23 us, 12.3 ms. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_TIMING_FORMAT_H
#define HARNESS_REPORT_TIMING_FORMAT_H

#include <stdbool.h>

#include "timing/record.h"

/* Three significant digits and a unit. Writes into text. */
enum { NANOSECONDS_TEXT = 24 };
void format_nanoseconds(double nanoseconds, char text[static NANOSECONDS_TEXT]);

/* The id behind its object, type and API: "enqueue_signal_x8", the rest being a heading of its own. Points
 * into the result. */
const char *timing_short_name(const struct timing_result *result);

/* How much of the id is that heading, "rt.semaphore.timeline_fd"; 0 when there is none. */
size_t timing_group_length(const struct timing_result *result);

/* Of a series of throughput: its figures are told as operations a second, too. */
bool timing_is_throughput(const struct timing_result *result);

#endif
