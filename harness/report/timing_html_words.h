/* How the page of a timed run writes figures and tells its two sides apart. Internal to it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_TIMING_HTML_WORDS_H
#define HARNESS_REPORT_TIMING_HTML_WORDS_H

#include "report/svg.h"
#include "report/timing_html_figures.h"

/* What one side looks like everywhere, by colour, dash and marker. */
struct side_look {
    const char *letter; /* "A" */
    const char *class_name;
    enum svg_marker marker;
};
extern const struct side_look side_looks[TIMING_SIDES];

/* Nanoseconds with four digits in the unit that fits: "103.4 ns", "1.034 µs". */
enum { DURATION_TEXT = 48 };
void format_duration(double nanoseconds, char text[static DURATION_TEXT]);

/* "[101.2, 104.8] ns": the unit of the low end only where it is another one. */
enum { DURATION_INTERVAL_TEXT = 2 * DURATION_TEXT + 8 };
void format_duration_interval(const struct interval *interval, char text[static DURATION_INTERVAL_TEXT]);

/* Of a ratio: "[1.021, 1.034]", or that there is none. */
enum { INTERVAL_TEXT = 64 };
void format_ratio_interval(const struct comparison *comparison, char text[static INTERVAL_TEXT]);

/* Labels of ticks: of nanoseconds, of a share of 1 as per cent, of a ratio. */
svg_label label_duration;
svg_label label_share;
svg_label label_ratio;

/* "rt timeline_fd" of rt.semaphore.timeline_fd.timing.enqueue_signal; the whole of what has no such parts.
 * The result is malloc'ed. */
char *series_place(const char *series);

/* What a comparison says, as words and as a marker. */
struct verdict_look {
    const char *words;
    const char *class_name;
    enum svg_marker marker;
};
const struct verdict_look *verdict_look(enum difference difference);

#endif
