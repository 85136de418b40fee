/* The journal of a run: one JSON object a line, appended as things happen; what every report is made from. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_JOURNAL_H
#define HARNESS_JOURNAL_H

/*
 * Lines, by "event": "run" (once, first; once more for each resume), "start", "result", "end". A line is
 * written with one write(), so that a killed run leaves whole lines, at most a last one that is cut; readers
 * drop that one. docs/journal.md describes every field.
 */

#include <stdbool.h>
#include <stddef.h>

#include "run/result.h"

/* What a run was, printed at the head of every report. Strings are owned, never NULL. */
struct run_description {
    char *suite_version;   /* release and git revision of the suite */
    char *command;         /* the command line, quoted for a shell */
    char *started;         /* ISO 8601, UTC */
    char *host;            /* kernel, machine, processor count */
    char *backend;         /* as named on the command line, resolved */
    char *runtime_library; /* path that was loaded, empty when none */
    char *driver_library;
    int runtime_version; /* as the backend tells them, 0 when it does not */
    int driver_version;
    char *device;    /* name of the backend's device, empty when unknown */
    char *uuid;      /* its UUID as text, empty when unknown */
    char *exporters; /* one line: each exporter, its device and whether it is a simulation */
    size_t selected; /* how many cases were selected */
    int jobs;
    double timeout_multiplier;
};

void run_description_release(struct run_description *description);

struct journal; /* an open journal being written */

/* Creates or truncates path; with resume appends to it. NULL with the reason in error. */
struct journal *journal_open(const char *path, bool resume, char *error, size_t error_size);

/* Each returns false when the line could not be written whole (full disk): the run must say so and stop. */
bool journal_write_run(struct journal *journal, const struct run_description *description);
bool journal_write_start(struct journal *journal, const char *id);
bool journal_write_result(struct journal *journal, const struct case_result *result);
bool journal_write_end(struct journal *journal, double seconds, bool interrupted);
void journal_close(struct journal *journal);

/* A journal that was read back. Of a case that was run more than once (resume) the last result counts. */
struct journal_contents {
    struct run_description run;
    struct case_result *results; /* in the order in which they ended */
    size_t result_count;
    double seconds; /* of the whole run, from its end line, else the sum of the cases */
    bool finished;  /* an end line was there and the run was not interrupted */
};

/* false with the reason in error, naming the line. */
bool journal_read(const char *path, struct journal_contents *out, char *error, size_t error_size);
void journal_contents_release(struct journal_contents *contents);

#endif
