/* The page of a timed run: tables and plots of its record, for reading and for print. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_TIMING_HTML_H
#define HARNESS_REPORT_TIMING_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "timing/record.h"

/*
 * Writes one self-contained page, HTML that is also well-formed XML, without script and without reference to
 * anything outside: to a temporary file that is then renamed to path. False with the reason in error, and
 * what was at path stays as it was. Aborts when there is no memory for the figures.
 */
bool report_timing_html(const struct timing_record *record, const char *path, char *error, size_t error_size);

#endif
