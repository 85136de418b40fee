/* Guarded memory for what is passed to the runtime: it ends at a page that cannot be touched. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_GUARD_H
#define HARNESS_GUARD_H

#include <stddef.h>

/* Bytes that fit in one placement; a larger object ends the process with a message. */
enum { GUARD_CAPACITY = 1 << 20 };

/* How many objects one call passes at most: an array of handles, a descriptor or an array of parameters, an
 * out-parameter, and, for a graph's node, the structure that names the arrays, and what it depends on. */
enum guard_slot {
    GUARD_HANDLES,
    GUARD_DESCRIPTOR,
    GUARD_OUT,
    GUARD_NODE,
    GUARD_DEPENDENCIES,
    GUARD_SLOT_COUNT
};

/*
 * Copies size bytes so that they end right before an inaccessible page: a runtime that reads past the end is
 * caught in the act. Returns the copy, NULL for NULL. One copy a slot and thread at a time.
 */
void *guard_place(enum guard_slot slot, const void *object, size_t size);

/* Overwrites a copy, once the call has returned: a runtime that kept the pointer finds nonsense there. */
void guard_scribble(void *copy, size_t size);

#endif
