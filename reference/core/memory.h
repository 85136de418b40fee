/* Memory that the application may name in a stream: device memory, page-locked memory, mapped external
 * buffers. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_MEMORY_H
#define REFERENCE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "extres/runtime_memory.h"
#include "import/provider.h"

struct context;

enum memory_kind { MEMORY_DEVICE, MEMORY_PAGE_LOCKED };

/*
 * One entry of the table of address ranges. The table holds a reference until the memory is freed, and each
 * queued operation that touches the memory holds one more: so freeing returns at once and cannot block behind
 * a wait that is pending, yet the memory is given back, or the external buffer unmapped, only when work that
 * uses it is done. The documents leave open whether cudaFree synchronises ("may"); applications must not
 * count on it.
 */
struct allocation {
    struct context *context;
    enum memory_kind kind;
    unsigned char *base;
    size_t size;
    struct imported_memory *imported; /* what a mapped buffer is part of; NULL for memory of our own */
    _Atomic int references;
    struct allocation *next_orphan; /* while the context is being reset */
};

/* All functions are thread-safe, and return 0 or an error number of extres/error_codes.def unless they say
 * more. */

/* Size 0 is the caller's to decide about. */
int memory_allocate(struct context *context, enum memory_kind kind, size_t size, void **pointer);

/* Enter a part of imported memory, which must contain it; takes a reference on it. */
int memory_map(struct context *context, struct imported_memory *imported, uint64_t offset, uint64_t size,
               void **pointer);

/* pointer must be what one of the two returned, for memory of that kind. NULL is freed without effect. */
int memory_free(enum memory_kind kind, void *pointer);

/* Free all that was made in this context. */
void memory_free_owned(struct context *context);

/*
 * The allocation that holds size bytes at pointer, with a reference for the caller. *out is NULL when pointer
 * lies in none; cudaErrorInvalidValue when it lies in one that ends too early.
 */
int memory_find(const void *pointer, size_t size, struct allocation **out);

/* NULL is released without effect. */
void allocation_release(struct allocation *allocation);

#endif
