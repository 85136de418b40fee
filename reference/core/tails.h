/* Tails: the unfinished work of several streams of a context, as it is at one moment. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_TAILS_H
#define REFERENCE_TAILS_H

#include <stddef.h>
#include <stdint.h>

#include "core/progress.h"

struct context;

enum tails_scope {
    TAILS_ALL_STREAMS,
    TAILS_LEGACY_AND_BLOCKING, /* what the legacy default stream stands for */
};

/* One stream's: it has work pending up to this number. */
struct tail {
    struct progress *progress;
    uint64_t number;
};

struct tails {
    struct tail *items;
    size_t count;
};

/* Returns 0 or cudaErrorMemoryAllocation. On success the caller owns the references until wait or drop. */
int tails_capture(struct context *context, enum tails_scope scope, struct tails *tails);

/* Block until all of it is complete; then as drop. */
void tails_wait(struct tails *tails);
void tails_drop(struct tails *tails);

#endif
