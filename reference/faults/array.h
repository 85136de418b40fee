/* Faults of mipmapped arrays: what is mapped, where its levels lie, what is told of them, and when they go.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_ARRAY_H
#define REFERENCE_FAULTS_ARRAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/array.h"
#include "faults/faults.h"

/* Whether a mapping is asked for rightly, and whether it fits into size bytes: what the mutant takes it for.
 */
bool fault_array_valid(const struct mipmap *mipmap, bool valid);
bool fault_array_fits(const struct mipmap *mipmap, uint64_t needed, uint64_t size, bool fits);

/* Mapping ended with error, which may be success: how it ends in the mutant. */
int fault_array_mapped(int error, void *handle);

/* Where the chain begins that should begin at base, size bytes before the end of the memory. */
unsigned char *fault_array_base(unsigned char *base, uint64_t offset, uint64_t size);

/* The shape of a level was derived from that of the base. */
void fault_level_shape(const struct array_shape *base, unsigned level, struct array_shape *shape);

/* How many levels an array has. */
unsigned fault_level_count(unsigned levels, unsigned level);

/* A shape is about to be told. */
void fault_array_described(struct array_shape *shape);

/* Of a level that is being copied: what is between its slices. */
size_t fault_slice_pitch(const struct array_shape *shape, size_t pitch);

/* An array is being freed: true when the mutant says that it is none. Memory is being destroyed. */
bool fault_array_freed(const void *handle);
void fault_array_memory_destroyed(void);

#endif
