/* What a stream can show, when it is a terminal. Internal to harness/report. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_TERMINAL_H
#define HARNESS_REPORT_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

bool terminal_is(FILE *stream);

/* A terminal that is not dumb, and the user has not set NO_COLOR. */
bool terminal_has_colour(FILE *stream);

/* Columns now: what COLUMNS says, else the terminal, else 80. */
int terminal_width(FILE *stream);

#endif
