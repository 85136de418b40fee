/* Faults of mapped buffers: where they lie, and when they go. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/memory.h"

#include <stddef.h>
#include <sys/mman.h>

#include "core/memory.h"
#include "extres/runtime_error.h"
#include "faults/import.h"

enum { PAGE = 4096, LARGE_PAGE = 64 * 1024, REMEMBERED_MAPPINGS = 256 };

/* The buffers that are mapped now. No lock: cases map and free on one thread. */
static struct {
    unsigned char *begin;
    uint64_t size;
} mappings[REMEMBERED_MAPPINGS];
static size_t mapping_count;

bool fault_is_mapped(void)
{
    return mapping_count > 0;
}

static size_t find(const void *pointer)
{
    size_t index = mapping_count;
    while (index > 0 && mappings[index - 1].begin != pointer)
        index--;
    return index;
}

bool fault_is_mapping(const void *pointer)
{
    return find(pointer) > 0;
}

/* Allowed, although there is no such part of the object: a single byte stands for it. */
static bool map_nonsense(uint64_t *offset, uint64_t *size)
{
    *offset = 0;
    *size = 1;
    return true;
}

bool fault_map_range(bool inside, uint64_t object_size, uint64_t *offset, uint64_t *size)
{
    uint64_t end = *offset + *size;
    bool overflows = end < *offset;
    if (fault_is(FAULT_MAP_RANGE_UNCHECKED) && !inside && !overflows)
        return map_nonsense(offset, size);
    if (fault_is(FAULT_MAP_OVERFLOW_UNCHECKED) && overflows && end <= object_size)
        return map_nonsense(offset, size);
    if (fault_is(FAULT_MAP_END_EXCLUDED) && end == object_size)
        return false;
    if (fault_is(FAULT_MAP_SECOND_REFUSED) && fault_is_mapped())
        return false;
    if (fault_is(FAULT_MAP_OFFSET_IGNORED))
        *offset = 0;
    if (fault_is(FAULT_MAP_OFFSET_ROUNDED))
        *offset -= *offset % LARGE_PAGE;
    if (fault_is(FAULT_MAP_LAST_PAGE_MISSING) && *size > PAGE)
        *size -= PAGE;
    return inside;
}

int fault_mapped(int error, void **pointer, uint64_t size)
{
    if (error != cudaSuccess)
        return fault_is(FAULT_MAP_ERRORS_ARE_OPERATING_SYSTEM) ? cudaErrorOperatingSystem : error;
    if (mapping_count < REMEMBERED_MAPPINGS) {
        mappings[mapping_count].begin = *pointer;
        mappings[mapping_count].size = size;
        mapping_count++;
    }
    return error;
}

void fault_freed(void *pointer)
{
    size_t place = find(pointer);
    if (place == 0)
        return;
    uint64_t size = mappings[place - 1].size;
    mappings[place - 1] = mappings[--mapping_count];
    if (fault_is(FAULT_FREE_UNMAPS_OTHERS))
        mprotect(pointer, size, PROT_NONE);
}

void fault_memory_destroyed(void)
{
    if (fault_is(FAULT_MEMORY_FD_CLOSED_AGAIN))
        fault_close_again();
    if (fault_is(FAULT_MEMORY_DESTROY_FREES_MAPPING) && fault_is_mapped())
        memory_free(MEMORY_DEVICE, mappings[mapping_count - 1].begin);
}
