/* Faults of mapped buffers: which of them are allowed, and what becomes of their memory. In this folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_MAPPING_H
#define REFERENCE_FAULTS_MAPPING_H

#include <stdbool.h>
#include <stdint.h>

#include "import/provider.h"

/* A range that ends outside the object, without passing 2^64: whether the mutant allows it. */
bool fault_allows_outside(uint64_t object_size, uint64_t offset, uint64_t size);

/* A range inside an object: whether the mutant refuses it. */
bool fault_refuses_inside(const struct imported_memory *imported, uint64_t offset, uint64_t size);

/* A buffer was freed; an object is being destroyed, or was imported just now. */
void fault_mapping_freed(void);
void fault_mapping_destroyed(const struct imported_memory *imported);
void fault_mapping_imported(const struct imported_memory *imported, int fd);

/* A copy is about to use the mapped buffer that begins there. */
void fault_mapping_used(unsigned char *begin, uint64_t size);

#endif
