/* Faults of mapped buffers: which of them are allowed, and what becomes of their memory. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/mapping.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "extres/shared_object.h"
#include "faults/faults.h"
#include "faults/origin.h"
#include "faults/process.h"

enum { LARGE_PAGE = 64 * 1024, USES_BEFORE_MOVING = 3 };

/* A buffer was freed since an object was destroyed. */
static bool freed;

/* Uses of the buffer at this address, which was used last. */
static const unsigned char *used;
static unsigned uses;

bool fault_allows_outside(uint64_t object_size, uint64_t offset, uint64_t size)
{
    return fault_is(FAULT_MAP_RANGE_UNCHECKED) ||
           (fault_is(FAULT_MAP_BOUNDS_CHECKED_APART) && offset < object_size && size <= object_size) ||
           (fault_is(FAULT_MAP_OFFSET_CHECKED_ALONE) && offset < object_size);
}

bool fault_refuses_inside(const struct imported_memory *imported, uint64_t offset, uint64_t size)
{
    const struct origin *origin = fault_origin(imported);
    return (fault_is(FAULT_MAP_OFFSET_BEYOND_SIZE_REFUSED) && offset > size) ||
           (fault_is(FAULT_MAP_AFTER_FREE_REFUSED) && freed) ||
           (fault_is(FAULT_MAP_NEEDS_LIVING_MAKER) && fault_memory_has_lost_its_maker(imported)) ||
           (fault_is(FAULT_MAP_NEEDS_OPEN_DESCRIPTOR) && origin != NULL && !fault_is_open_here(origin));
}

void fault_mapping_freed(void)
{
    freed = true;
    used = NULL;
}

static void clear(const struct imported_memory *imported)
{
    memset(imported->base, 0, imported->size);
}

void fault_mapping_destroyed(const struct imported_memory *imported)
{
    freed = false;
    if (fault_is(FAULT_MEMORY_CLEARED_BY_DESTROY))
        clear(imported);
}

/* Other memory at the same addresses. */
static void map_over(void *begin, uint64_t size, int flags, int fd, uint64_t place)
{
    if (mmap(begin, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED | flags, fd, (off_t)place) ==
        MAP_FAILED)
        abort();
}

/* The end of the object is mapped once more, in its place, so that writes to it go to copies of the pages. */
static void make_end_private(const struct imported_memory *imported, int fd)
{
    uint64_t begin = imported->size - LARGE_PAGE;
    if (imported->size <= LARGE_PAGE)
        return;
    map_over((unsigned char *)imported->base + begin, LARGE_PAGE, 0, fd, EXTRES_SHARED_HEADER_SIZE + begin);
}

void fault_mapping_imported(const struct imported_memory *imported, int fd)
{
    if (fault_is(FAULT_MEMORY_CLEARED_BY_IMPORT))
        clear(imported);
    if (fault_is(FAULT_MEMORY_END_IS_COPY_ON_WRITE))
        make_end_private(imported, fd);
}

/* From now on the buffer is memory of the runtime's own, with what was in the object's. */
static void move_here(unsigned char *begin, uint64_t size)
{
    void *content = malloc(size);
    if (content == NULL)
        abort();
    memcpy(content, begin, size);
    map_over(begin, size, MAP_ANONYMOUS, -1, 0);
    memcpy(begin, content, size);
    free(content);
}

void fault_mapping_used(unsigned char *begin, uint64_t size)
{
    uses = used == begin ? uses + 1 : 1;
    used = begin;
    if (fault_is(FAULT_MEMORY_MOVES_WHEN_USED_OFTEN) && uses == USES_BEFORE_MOVING)
        move_here(begin, size);
}
