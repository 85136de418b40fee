/* Faults of mapped buffers: where they lie, and when they go. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/memory.h"

#include <pthread.h>
#include <stddef.h>
#include <sys/mman.h>

#include "core/memory.h"
#include "extres/runtime_error.h"
#include "faults/import.h"
#include "faults/mapping.h"
#include "faults/object.h"
#include "faults/process.h"

enum { PAGE = 4096, LARGE_PAGE = 64 * 1024, REMEMBERED_MAPPINGS = 256, MAPPING_LIMIT = 56 };

struct mapping {
    unsigned char *begin;
    uint64_t size;
    const struct imported_memory *imported;
    uint64_t offset;
    pthread_t thread;
};

/* The buffers that are mapped now. No lock: cases map and free on one thread at a time. */
static struct mapping mappings[REMEMBERED_MAPPINGS];
static size_t mapping_count;

/* The one that was freed last. */
static struct mapping freed;

/* Memory that was destroyed under its mapping, kept for the next buffer; NULL for none. */
static struct imported_memory *destroyed;

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

bool fault_is_mapping_of_another_thread(const void *pointer)
{
    size_t place = find(pointer);
    return place > 0 && !pthread_equal(mappings[place - 1].thread, pthread_self());
}

/* Allowed, although there is no such part of the object: a single byte stands for it. */
static bool map_nonsense(uint64_t *offset, uint64_t *size)
{
    *offset = 0;
    *size = 1;
    return true;
}

/* A range is allowed that is not in the object, or it is one that is in the object after all. */
static bool allows(uint64_t object_size, uint64_t *offset, uint64_t *size)
{
    uint64_t end = *offset + *size;
    bool overflows = end < *offset;
    bool negative = (int64_t)end < 0;
    if ((!overflows && fault_allows_outside(object_size, *offset, *size)) ||
        (fault_is(FAULT_MAP_OVERFLOW_UNCHECKED) && overflows && end <= object_size) ||
        (fault_is(FAULT_MAP_RANGE_COMPARED_SIGNED) && !overflows && negative && *offset > 0) ||
        (fault_is(FAULT_MAP_GREATEST_SIZE_ACCEPTED) && *size == UINT64_MAX))
        return map_nonsense(offset, size);
    return false;
}

static bool refuses(const struct imported_memory *imported, uint64_t object_size, uint64_t offset,
                    uint64_t size)
{
    return fault_refuses_inside(imported, offset, size) ||
           (fault_is(FAULT_MAP_END_EXCLUDED) && offset + size == object_size) ||
           (fault_is(FAULT_MAP_SECOND_REFUSED) && fault_is_mapped()) ||
           (fault_is(FAULT_MAPPINGS_LIMITED) && mapping_count >= MAPPING_LIMIT);
}

static uint64_t wrong_offset(const struct imported_memory *imported, uint64_t offset, uint64_t size)
{
    if (fault_is(FAULT_MAP_OFFSET_IGNORED))
        return 0;
    if (fault_is(FAULT_MAP_OFFSET_ROUNDED))
        return offset - offset % LARGE_PAGE;
    if (fault_is(FAULT_MAP_OFFSET_IN_32_BITS))
        return (uint32_t)offset;
    if (fault_is(FAULT_MAP_OF_THE_FREED_RANGE) && freed.imported == imported && freed.size == size)
        return freed.offset;
    return offset;
}

bool fault_map_range(const struct imported_memory *imported, bool inside, uint64_t object_size,
                     uint64_t *offset, uint64_t *size)
{
    if (!inside)
        return allows(object_size, offset, size);
    if (refuses(imported, object_size, *offset, *size))
        return false;
    *offset = wrong_offset(imported, *offset, *size);
    if (fault_is(FAULT_MAP_LAST_PAGE_MISSING) && *size > PAGE)
        *size -= PAGE;
    if (fault_is(FAULT_MAP_SIZE_IN_WHOLE_PAGES))
        *size -= *size % PAGE;
    return true;
}

struct imported_memory *fault_mapped_object(struct imported_memory *imported)
{
    struct imported_memory *once_more = destroyed;
    destroyed = NULL;
    if (fault_is(FAULT_FOREIGN_MEMORY_ENDS_WITH_MAKER) && fault_memory_has_lost_its_maker(imported))
        once_more = fault_new_memory(imported->size);
    return once_more != NULL ? once_more : imported;
}

void fault_mapped(const struct imported_memory *imported, uint64_t offset, uint64_t size, void *pointer)
{
    if (mapping_count == REMEMBERED_MAPPINGS)
        return;
    mappings[mapping_count++] = (struct mapping){
        .begin = pointer, .size = size, .imported = imported, .offset = offset, .thread = pthread_self()};
}

int fault_map_error(int error)
{
    bool exchanged = fault_is(FAULT_MAP_ERRORS_ARE_OPERATING_SYSTEM) && error != cudaSuccess;
    return exchanged ? cudaErrorOperatingSystem : error;
}

/* The begin of the buffer that was mapped last, taken out of those that are mapped. */
static void *take_latest(void)
{
    return mappings[--mapping_count].begin;
}

void fault_freed(void *pointer)
{
    size_t place = find(pointer);
    if (place == 0)
        return;
    freed = mappings[place - 1];
    mapping_count--;
    for (size_t i = place - 1; i < mapping_count; i++)
        mappings[i] = mappings[i + 1];
    fault_mapping_freed();
    if (fault_is(FAULT_FREE_UNMAPS_OTHERS))
        mprotect(pointer, freed.size, PROT_NONE);
    if (fault_is(FAULT_FREE_TAKES_ANOTHER) && mapping_count >= 2)
        memory_free(MEMORY_DEVICE, take_latest());
}

void fault_used(const void *pointer)
{
    for (size_t i = 0; i < mapping_count; i++) {
        uintptr_t begin = (uintptr_t)mappings[i].begin;
        if ((uintptr_t)pointer >= begin && (uintptr_t)pointer - begin < mappings[i].size) {
            fault_mapping_used(mappings[i].begin, mappings[i].size);
            return;
        }
    }
}

void fault_memory_destroyed(struct imported_memory *imported)
{
    fault_mapping_destroyed(imported);
    if (fault_is(FAULT_MEMORY_FD_CLOSED_AGAIN))
        fault_close_again();
    if (fault_is(FAULT_MEMORY_DESTROY_FREES_MAPPING) && fault_is_mapped())
        memory_free(MEMORY_DEVICE, mappings[mapping_count - 1].begin);
    if (fault_is(FAULT_MAP_OF_DESTROYED_MEMORY) && fault_is_mapped() && destroyed == NULL)
        destroyed = imported_memory_retain(imported);
}
