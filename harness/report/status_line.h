/* One line on a terminal that is rewritten in place. Internal to reports that print as things happen. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_STATUS_LINE_H
#define HARNESS_REPORT_STATUS_LINE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* On a stream that is no terminal nothing is ever printed. */
struct status_line {
    FILE *stream;
    size_t length;  /* columns that it takes now; 0: nothing is shown */
    uint64_t shown; /* when */
};

/*
 * Shows a text in place of the former one, cut to the width of the terminal. Does nothing when the former one
 * has only just been shown: eyes cannot follow, and a slow terminal must not slow the work.
 */
__attribute__((format(printf, 2, 3))) void status_line_show(struct status_line *line, const char *format,
                                                            ...);

/* Leaves the cursor at the start of an empty line, for what is to be printed there. */
void status_line_erase(struct status_line *line);

#endif
