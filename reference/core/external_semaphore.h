/* External semaphores: importing them, signalling and waiting in streams. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_EXTERNAL_SEMAPHORE_H
#define REFERENCE_EXTERNAL_SEMAPHORE_H

#include <stddef.h>

#include "core/operation.h"

struct context;
struct stream;

/* What a descriptor of either API says, as far as this platform reads it. */
struct semaphore_import {
    int type; /* the two APIs number them alike */
    int fd;
    unsigned flags;
};

/* Where in a parameter structure of the caller's API the members are that this platform reads. */
struct semaphore_parameter_layout {
    size_t size;
    size_t value_offset; /* of params.fence.value */
    size_t flags_offset;
};

/* The arrays of one call. They are read during the call only. */
struct semaphore_batch {
    const void *handles; /* of the caller's API: its type differs, its size does not */
    const void *parameters;
    struct semaphore_parameter_layout layout;
    unsigned count;
};

/* All functions are thread-safe, and return 0 or an error number of extres/error_codes.def. */

/* On success fd is the runtime's and closed; on failure it is the caller's, as it was. */
int external_semaphore_import(struct context *context, const struct semaphore_import *import, void **handle);

/* Signals and waits that are in a stream already stay valid. */
int external_semaphore_destroy(void *handle);

/*
 * Element index of the batch as an operation, whose references are then the caller's. The semaphore must be
 * of the context, which may be NULL for any.
 */
int external_semaphore_operation(enum operation_kind kind, const struct semaphore_batch *batch, size_t index,
                                 const struct context *context, struct operation *operation);

/* Put the whole batch into the stream, or, when anything is wrong with any element, nothing. */
int external_semaphores_signal(struct stream *stream, const struct semaphore_batch *batch);
int external_semaphores_wait(struct stream *stream, const struct semaphore_batch *batch);

#endif
