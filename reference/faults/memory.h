/* Faults of mapped buffers: where they lie, and when they go. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_MEMORY_H
#define REFERENCE_FAULTS_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include "faults/faults.h"

/* A range of an object is to be mapped, inside it or not: whether it is allowed in the mutant, and where. */
bool fault_map_range(bool inside, uint64_t object_size, uint64_t *offset, uint64_t *size);

/* Mapping ended with error, which may be success: how it ends in the mutant. */
int fault_mapped(int error, void **pointer, uint64_t size);

/* A buffer is mapped now; this is the begin of one. */
bool fault_is_mapped(void);
bool fault_is_mapping(const void *pointer);

/* An allocation or a mapping is being freed; a memory object is being destroyed. */
void fault_freed(void *pointer);
void fault_memory_destroyed(void);

#endif
