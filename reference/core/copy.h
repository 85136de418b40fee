/* Copying and filling memory in a stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_COPY_H
#define REFERENCE_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/operation.h"
#include "core/stream.h"
#include "extres/runtime_memory.h"

/* Whether the caller asked for the form that may return before the work is done. */
enum copy_form { COPY_SYNCHRONOUS, COPY_ASYNCHRONOUS };

/* What the caller says of one end of a copy. */
enum copy_claim { CLAIM_HOST, CLAIM_DEVICE, CLAIM_NONE };

/*
 * Copy size bytes. A pointer that kind says is device memory must lie in memory that the runtime knows, and
 * so must the whole range: cudaErrorInvalidValue. Blocks until the copy is done as the documents' page on
 * synchronisation says: always between host memory and host memory; in the synchronous form unless both are
 * device memory.
 */
int copy_memory(struct stream *stream, void *target, const void *source, size_t size,
                enum cudaMemcpyKind kind, enum copy_form form);

/* For copies of other shapes: what a direction claims of its ends. False for one that does not exist. */
bool copy_claims(enum cudaMemcpyKind kind, enum copy_claim *target, enum copy_claim *source);

/* The allocation that one end lies in, NULL if none, with a reference for the caller; or what is wrong with
 * it. */
int copy_find_end(const void *pointer, size_t size, enum copy_claim claim, struct allocation **out);

/*
 * Does the host wait for the copy, which lies in device memory at the ends that are so? As the documents'
 * page on synchronisation says.
 */
bool copy_waits(bool target_on_device, bool source_on_device, enum copy_form form);

/* Give the operation, whose references are taken over, to the stream, or to its capture; wait if told to. */
int copy_submit(struct stream *stream, struct operation operation, enum copy_form form, bool wait);

/*
 * Set count elements of width 1, 2 or 4 bytes of device (or page-locked) memory. Blocks in the synchronous
 * form when the memory is page-locked host memory.
 */
int copy_fill(struct stream *stream, void *target, uint32_t value, uint32_t width, size_t count,
              enum copy_form form);

#endif
