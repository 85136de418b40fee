/* Handles: opaque values given to the application, which stay safe to look up whatever it does with them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_HANDLE_H
#define REFERENCE_HANDLE_H

/*
 * A handle names a slot of one table, by index, kind and generation; it is no address. So a value that was
 * destroyed, made up, or meant for another kind of object is recognised without a memory access through it.
 *
 * Looking up takes no lock. What is found is pinned: handle_destroy from another thread meanwhile makes the
 * handle invalid at once, but the object lives until the last pin is released.
 */

#include <stdbool.h>

enum handle_kind {
    HANDLE_CONTEXT = 1,
    HANDLE_STREAM,
    HANDLE_EVENT,
    HANDLE_EXTERNAL_MEMORY,
    HANDLE_EXTERNAL_SEMAPHORE,
    HANDLE_GRAPH,
    HANDLE_GRAPH_NODE,
    HANDLE_GRAPH_EXEC,
    HANDLE_ARRAY,
    HANDLE_MIPMAPPED_ARRAY,
};

/* What the table knows of an object. The object must not be reached through its handle before create returns.
 */
struct handle_entry {
    enum handle_kind kind;
    void *object;
    const void *owner;             /* for handle_destroy_owned: the context; NULL for none */
    void (*destroy)(void *object); /* called once, when the handle is destroyed and nobody pins the object */
};

/* A new handle, or NULL when there is no memory for one; then entry->destroy is not called. */
void *handle_create(const struct handle_entry *entry);

/* The object, pinned; NULL when the value is no living handle of this kind. */
void *handle_acquire(const void *handle, enum handle_kind kind);

/* Take the pin back. May be the one that destroys the object. */
void handle_release(const void *handle);

/* Invalidate. False when the value is no living handle of this kind: of two callers exactly one succeeds. */
bool handle_destroy(const void *handle, enum handle_kind kind);

/* Destroy every handle of this owner. */
void handle_destroy_owned(const void *owner);

/* Give the table's own memory back. Only at exit, when no handle lives. */
void handle_free_table(void);

#endif
