/* Progress: how much work was submitted to a stream and how much of it is complete. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_PROGRESS_H
#define REFERENCE_PROGRESS_H

/*
 * Operations of a stream are numbered from 1. Whoever waits for work names it as a progress and a number, and
 * holds a reference, so that the stream may be destroyed meanwhile. An operation only ever waits for numbers
 * that were submitted before it was, in any stream: hence no cycle, and no deadlock among streams.
 */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "platform/cache_line.h"

struct progress {
    /* Written by those who submit: number of the last operation submitted, and a mark of the queue's. */
    _Alignas(CACHE_LINE) _Atomic uint64_t submitted_word;
    _Atomic int references;

    /* Written by the worker: number of the last operation that is complete. */
    _Alignas(CACHE_LINE) _Atomic uint64_t completed;

    /* Written by those who sleep until then, and by the worker that wakes them. */
    _Alignas(CACHE_LINE) _Atomic uint64_t wanted; /* the lowest number that anybody sleeps for, or more */
    _Atomic uint32_t changes;                     /* what they sleep on */
};

/* How progress->submitted_word is made up; for the queue, which alone writes it. */
#define PROGRESS_OVERFLOWING UINT64_C(1)
#define PROGRESS_ONE         UINT64_C(2) /* operation */

/* NULL without memory. The caller holds the one reference. Thread-safe, as are all below. */
struct progress *progress_create(void);
struct progress *progress_retain(struct progress *progress);
void progress_release(struct progress *progress);

/* The number of the last operation submitted. */
static inline uint64_t progress_submitted(struct progress *progress)
{
    return atomic_load(&progress->submitted_word) / PROGRESS_ONE;
}

static inline bool progress_reached(struct progress *progress, uint64_t number)
{
    return atomic_load(&progress->completed) >= number;
}

/* Nothing is pending at the moment of the call. */
bool progress_idle(struct progress *progress);

/* Block until that operation is complete: spin briefly, then sleep. */
void progress_wait(struct progress *progress, uint64_t number);

/* For the one worker: that operation is complete, and so are all before it. */
void progress_complete(struct progress *progress, uint64_t number);

#endif
