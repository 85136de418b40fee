/* The record of a timed run: every sample that was taken, and where; all figures are made from it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TIMING_RECORD_H
#define HARNESS_TIMING_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "timing/measurement.h"

/* Samples of one process, in the order in which they were taken. Nanoseconds an operation. */
struct timing_samples {
    double *values; /* owned */
    size_t count;
};

/* Of one side: one entry a block. A block in which the side could not be measured has no samples. */
struct timing_blocks {
    struct timing_samples *blocks; /* owned */
    size_t count;
};

enum timing_status {
    TIMING_MEASURED,
    TIMING_SKIPPED, /* a capability is missing */
    TIMING_FAILED,  /* a call of the runtime failed, or had no effect */
    TIMING_BROKEN,  /* our own side failed, or the timer measured nothing */
    TIMING_CRASHED,
    TIMING_TIMED_OUT,
    TIMING_STATUS_COUNT,
};

const char *timing_status_name(
    enum timing_status status); /* "measured", "skip", "fail", "broken", "crash", "timeout" */

enum { TIMING_SIDES = 2 };

/* All strings of the record are owned and never NULL; of a side that there is not they are. */
struct timing_result {
    char *id;     /* rt.semaphore.timeline_fd.timing.enqueue_signal_x8 */
    char *series; /* the id without its variant: the points of one scaling curve share it */
    char *statement;
    char *operation;    /* what one operation is: "call" */
    uint64_t parameter; /* of the variant, 0 when there is none */
    enum timing_floor floor;
    enum timing_status status; /* the worse one, where there are two sides */
    char *reason;              /* for any but TIMING_MEASURED, naming the side */
    char *exporter;
    bool simulated;
    int settling; /* while the run goes on: processes whose figures had settled, less those whose had not */
    bool settled; /* the warm-up ended as the figures had settled, in at least half of the processes */
    uint64_t operations; /* of one sample */
    struct timing_blocks sides[TIMING_SIDES];
};

/* One runtime of the run. */
struct timing_side {
    char *backend; /* as named on the command line */
    char *runtime_library;
    char *driver_library;
    int runtime_version;
    int driver_version;
    char *device;
    char *environment; /* NAME=VALUE that this side alone was given; empty */
};

/* Counted up whenever figures stop to be comparable with older ones: another way to sample, another case. */
enum { TIMING_METHOD = 2 };

/* A fact about the machine: "governor": "performance". */
struct timing_fact {
    char *name;
    char *value;
};

struct timing_record {
    int method; /* of a record that was read: the TIMING_METHOD of the suite that took it */
    char *suite_version;
    char *command;
    char *started; /* ISO 8601, UTC */
    char *host;
    char *mode;                /* "default", "quick": records of different modes are not comparable */
    struct timing_fact *facts; /* owned, as are the arrays below */
    size_t fact_count;
    double clock_nanoseconds;            /* one reading of the clock, taken off every sample */
    double clock_resolution_nanoseconds; /* smallest difference that it shows */
    struct timing_side sides[TIMING_SIDES];
    size_t side_count;                        /* 1 or 2 */
    struct timing_blocks floors[FLOOR_COUNT]; /* one entry a block */
    struct timing_result *results;
    size_t result_count;
    double seconds;
    bool finished; /* not interrupted */
};

/*
 * Written as JSON (docs/timing.md describes it), whole, to a temporary file that is then renamed, samples
 * with five significant digits and method as the TIMING_METHOD of this suite; read back with every number
 * checked. False with the reason in error. A record that was read is released like one that was made; release
 * leaves it empty.
 */
bool timing_record_write(const struct timing_record *record, const char *path, char *error,
                         size_t error_size);
bool timing_record_read(const char *path, struct timing_record *out, char *error, size_t error_size);
void timing_record_release(struct timing_record *record);

/* Whether a file begins as a record does, and so is not a journal. False too when it cannot be read. */
bool timing_record_is(const char *path);

#endif
