/* What the reports share: one result as text. Internal to harness/report. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_DETAIL_H
#define HARNESS_REPORT_DETAIL_H

#include "report/report.h"

/* The finding that explains a bad status best: the first that failed, else the first of all; NULL when none.
 */
const struct finding *leading_finding(const struct case_result *result);

/* One line on one finding, "cases/x.c:12: EXTRES-Rule: text", printable. malloc'ed. */
char *finding_line(const struct finding *finding);

/* text_printable() of a string, with newlines and tabs made spaces. malloc'ed. */
char *text_one_line(const char *text);

/* The shell command that runs this case alone, in the same way, from the root of the suite. malloc'ed. */
char *reproduction_command(const char *backend, const struct case_result *result);

/* Seconds with three decimals whatever the locale; 0.000 for what is no time. Writes into text. */
enum { SECONDS_TEXT = 32 };
void format_seconds(double seconds, char text[static SECONDS_TEXT]);

/* A copy of a string that reporters keep. Aborts when there is no memory. */
char *text_copy(const char *text);

/* A stream into memory; both abort when there is no memory. The text is malloc'ed and the caller's. */
struct text_stream {
    FILE *stream;
    char *text;
    size_t size;
};
void text_stream_open(struct text_stream *memory);
char *text_stream_close(struct text_stream *memory);

/* For people: status, id, time, reason, leading finding and reproduction, a few indented lines. */
void print_problem(FILE *stream, bool colour, const char *backend, const struct case_result *result);

/* For people: the verdict and the time, one line. */
void print_verdict(FILE *stream, bool colour, const struct tally *tally, double seconds, bool interrupted);

/*
 * Puts size bytes into the file at path, or leaves what was there as it was: written beside it, synced,
 * renamed. Refuses to replace what is no regular file. false with the reason in error.
 */
bool replace_file(const char *path, const void *bytes, size_t size, char *error, size_t error_size);

#endif
