/* Copying and filling memory in a stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_COPY_H
#define REFERENCE_COPY_H

#include <stddef.h>
#include <stdint.h>

#include "core/stream.h"
#include "extres/runtime_memory.h"

/* Whether the caller asked for the form that may return before the work is done. */
enum copy_form { COPY_SYNCHRONOUS, COPY_ASYNCHRONOUS };

/*
 * Copy size bytes. A pointer that kind says is device memory must lie in memory that the runtime knows, and
 * so must the whole range: cudaErrorInvalidValue. Blocks until the copy is done as the documents' page on
 * synchronisation says: always between host memory and host memory; in the synchronous form unless both are
 * device memory.
 */
int copy_memory(struct stream *stream, void *target, const void *source, size_t size,
                enum cudaMemcpyKind kind, enum copy_form form);

/*
 * Set count elements of width 1, 2 or 4 bytes of device (or page-locked) memory. Blocks in the synchronous
 * form when the memory is page-locked host memory.
 */
int copy_fill(struct stream *stream, void *target, uint32_t value, uint32_t width, size_t count,
              enum copy_form form);

#endif
