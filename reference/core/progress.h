/* Progress: how much work was submitted to a stream and how much of it is complete. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_PROGRESS_H
#define REFERENCE_PROGRESS_H

/*
 * Operations of a stream are numbered from 1. Whoever waits for work names it as a progress and a number, and
 * holds a reference, so that the stream may be destroyed meanwhile. An operation only ever waits for numbers
 * that were submitted before it was, in any stream: hence no cycle, and no deadlock among streams.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/eventcount.h"

struct progress {
    _Atomic int references;
    _Atomic uint64_t submitted; /* number of the last operation handed to the worker */
    _Atomic uint64_t completed; /* number of the last operation that is complete */
    struct eventcount completion;
};

/* NULL without memory. The caller holds the one reference. Thread-safe, as are all below. */
struct progress *progress_create(void);
struct progress *progress_retain(struct progress *progress);
void progress_release(struct progress *progress);

bool progress_reached(struct progress *progress, uint64_t number);

/* Nothing is pending at the moment of the call. */
bool progress_idle(struct progress *progress);

/* Block until that operation is complete: spin briefly, then sleep. */
void progress_wait(struct progress *progress, uint64_t number);

/* For the one worker: that operation is complete, and so are all before it. */
void progress_complete(struct progress *progress, uint64_t number);

#endif
