/* The verdict on one case, as the journal keeps it and every report prints it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_RESULT_H
#define HARNESS_RESULT_H

#include <stdbool.h>
#include <stddef.h>

#include "run/recorder.h"

enum status {
    STATUS_PASS,
    STATUS_FAIL,
    STATUS_WARN,    /* only `should` rules were broken */
    STATUS_SKIP,    /* a capability is missing: reason says which */
    STATUS_CRASH,   /* the process ended by a signal, or by an exit() that the case did not make */
    STATUS_TIMEOUT, /* killed when its time was over */
    STATUS_BROKEN,  /* the case checked nothing, or its own set-up failed: no verdict on the runtime */
    STATUS_XFAIL,
    STATUS_XPASS,
    STATUS_WAIVED,
    STATUS_FLAKY,
    STATUS_NOTRUN, /* selected, but the run ended before it */
    STATUS_COUNT,
};

const char *status_name(enum status status);

/* Returns STATUS_COUNT for a name that is none. */
enum status status_from_name(const char *name);

/* True for the statuses that make a run end with exit code 1: fail, crash, timeout, broken, xpass, flaky. */
bool status_is_bad(enum status status);

/*
 * One case's result. All strings are owned by the result, valid UTF-8 without control characters other than
 * newline and tab (bytes that were not are written as \xNN), and never NULL.
 */
struct case_result {
    char *id;        /* rt.semaphore.timeline_fd.wait.blocks_until_value */
    char *statement; /* the case's one-line statement */
    char *file;      /* source file of the case, relative to the root of the suite */
    int line;
    enum status status;
    double seconds;
    unsigned checks;
    unsigned calls;
    char *reason;   /* skip: what is missing; crash, timeout, broken: what happened and in which call; else
                       empty */
    char *exporter; /* empty when the case ended before it had one */
    bool simulated;
    struct finding *findings;
    size_t finding_count;
    unsigned findings_lost; /* made beyond what the recorder holds */
    char *output;           /* what the process printed, start and end when it was long */
};

void case_result_release(struct case_result *result);

#endif
