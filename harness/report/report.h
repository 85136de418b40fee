/* Reports: pure functions of results. TAP and progress follow a run as it goes, JUnit reads a whole journal.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_H
#define HARNESS_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "run/journal.h"

/* How many results of each status, and the verdict over all. */
struct tally {
    size_t by_status[STATUS_COUNT];
    size_t total;
    size_t simulated; /* of total, those whose objects came from a simulation */
};

void tally_add(struct tally *tally, enum status status, bool simulated);

/* The exit code of a run: 0 conforming as far as tested, 1 not; nothing passed at all is 1, never conforming.
 */
int tally_exit_code(const struct tally *tally);

/* One line for people: "NOT CONFORMING: 2 failed, 1 crashed; 120 passed, 4 skipped of 127". Writes into text.
 */
void tally_summary(const struct tally *tally, char *text, size_t size);

/* A reporter follows a run. All functions are called from one thread, in this order: begin, result..., end.
 */
struct reporter {
    void (*begin)(struct reporter *reporter, const struct run_description *run);
    void (*result)(struct reporter *reporter, const struct case_result *result);
    void (*end)(struct reporter *reporter, const struct tally *tally, double seconds, bool interrupted);
    void (*release)(struct reporter *reporter);
};

/* TAP 14, a test point a case, YAML diagnostics under each that is not a plain pass. */
struct reporter *reporter_tap(FILE *stream);

/* One line rewritten in place on a terminal: done/total, counts, running rate, ETA; bad results above it as
 * they come. */
struct reporter *reporter_progress(FILE *stream);

/* Bad results and the summary alone. */
struct reporter *reporter_quiet(FILE *stream);

/* Writes JUnit XML of a whole journal through libxml2, to a temporary file that is then renamed to path. */
bool report_junit(const struct journal_contents *journal, const char *path, char *error, size_t error_size);

/*
 * Makes any bytes printable: valid UTF-8 stays, other bytes and control characters but newline and tab become
 * \xNN. Never fails but for memory, then aborts. The result is malloc'ed.
 */
char *text_printable(const char *bytes, size_t size);

/* The same in place, of a text that need not end within its size: cut between characters where it grows too
 * long. */
void text_make_printable(char *text, size_t size);

#endif
