/* Faults of mapped buffers: where they lie, and when they go. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_MEMORY_H
#define REFERENCE_FAULTS_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include "faults/faults.h"
#include "import/provider.h"

/* A range of an object is to be mapped, inside it or not: whether it is allowed in the mutant, and where. */
bool fault_map_range(const struct imported_memory *imported, bool inside, uint64_t object_size,
                     uint64_t *offset, uint64_t *size);

/* The object that is mapped in the mutant where this one is named. */
struct imported_memory *fault_mapped_object(struct imported_memory *imported);

/* That part of it was mapped. */
void fault_mapped(const struct imported_memory *imported, uint64_t offset, uint64_t size, void *pointer);

/* Mapping ended with error, which may be success: how it ends in the mutant. */
int fault_map_error(int error);

/* A buffer is mapped now; this is the begin of one. */
bool fault_is_mapped(void);
bool fault_is_mapping(const void *pointer);
bool fault_is_mapping_of_another_thread(const void *pointer);

/* An allocation or a mapping is being freed; a memory object is being destroyed. */
void fault_freed(void *pointer);
void fault_memory_destroyed(struct imported_memory *imported);

/* Work in a stream is about to use the memory at this address, if it is mapped. */
void fault_used(const void *pointer);

#endif
