/* Calls about mipmapped arrays on external memory: as those of caller.h. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_CALLER_ARRAY_H
#define HARNESS_CALLER_ARRAY_H

#include "backend/array_shape.h"
#include "backend/caller.h"

/* What is asked for in a mapping; each API has its own descriptor, which is filled from this one. */
struct array_desc {
    uint64_t offset;
    struct array_shape shape;
    unsigned reserved; /* for the first of the reserved words, which an application leaves 0 */
};

/* desc and out may be NULL, to be passed on as they are. *out is written on success alone. */
int call_map_array(struct caller *caller, cudaMipmappedArray_t *out, cudaExternalMemory_t memory,
                   const struct array_desc *desc);
int call_free_array(struct caller *caller, cudaMipmappedArray_t array);

int call_get_level(struct caller *caller, cudaArray_t *out, cudaMipmappedArray_t array, unsigned level);

/* What the runtime says that a level is; *out is written on success alone. */
int call_level_shape(struct caller *caller, cudaArray_t level, struct array_shape *out);

/* All of a level, whose shape this is, to or from host memory without padding. */
int call_copy_to_level(struct caller *caller, cudaArray_t level, const struct array_shape *shape,
                       const void *from, cudaStream_t stream);
int call_copy_from_level(struct caller *caller, void *to, cudaArray_t level, const struct array_shape *shape,
                         cudaStream_t stream);

#endif
