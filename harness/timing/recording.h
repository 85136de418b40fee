/* Filling the record of a timed run, block by block. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TIMING_RECORDING_H
#define HARNESS_TIMING_RECORDING_H

#include <stddef.h>

#include "run/preparation.h"
#include "timing/record.h"

/* The head of a run with these sides, and a result without samples for each selected leaf, all of which must
 * be of measurements. timing_record_release() releases it. */
void recording_begin(struct timing_record *record, const char *mode, const struct selection *selection,
                     const struct preparation *const *sides, size_t side_count, int argument_count,
                     char *const arguments[]);

/* Texts are copied. */
__attribute__((format(printf, 3, 4))) void recording_add_fact(struct timing_record *record, const char *name,
                                                              const char *format, ...);

/* Something noticed that may come up again and again: only the first of a name becomes a fact. */
void recording_note(struct timing_record *record, const char *name, const char *subject, const char *what);

/* A block begins: without samples, until some are added to it. */
void recording_add_block(struct timing_record *record);
void recording_add_samples(struct timing_blocks *blocks, const double *values, size_t count);

/* The samples that a result has got in this block are not to be kept. */
void recording_drop_samples(struct timing_result *result);

/* A result that is none, and why. */
void recording_set_status(struct timing_result *result, enum timing_status status, const char *reason);

void recording_set_exporter(struct timing_result *result, const char *name, bool simulated);

/* The run is over: leaves out what an interrupted run did not come to, and measures the clock. */
void recording_end(struct timing_record *record, double seconds, bool finished);

#endif
