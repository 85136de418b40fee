/* YAML 1.2 scalars for the diagnostics in TAP. Internal to harness/report. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_YAML_H
#define HARNESS_REPORT_YAML_H

#include <stdio.h>

/* "text" in double quotes on one line, whatever bytes it holds. */
void yaml_write_quoted(FILE *stream, const char *text);

/*
 * After "key:": a literal block, its lines indented by indent spaces, or a quoted scalar where a block could
 * not hold the text. Ends the line. Newlines at the end of the text become one.
 */
void yaml_write_block(FILE *stream, const char *text, int indent);

#endif
