/* Guarded memory by mmap and mprotect, a region for each slot and thread. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "backend/guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Mapped at first use and never unmapped: a case's process, and its threads, live for one case. */
static _Thread_local unsigned char *region_ends[GUARD_SLOT_COUNT];

static unsigned char *map_region(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    unsigned char *region = mmap(NULL, GUARD_CAPACITY + page, PROT_READ | PROT_WRITE,
                                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (region == MAP_FAILED || mprotect(region + GUARD_CAPACITY, page, PROT_NONE) != 0) {
        perror("extres: cannot map guarded memory");
        abort();
    }
    return region + GUARD_CAPACITY;
}

void *guard_place(enum guard_slot slot, const void *object, size_t size)
{
    if (object == NULL)
        return NULL;
    if (size > GUARD_CAPACITY) {
        fprintf(stderr, "extres: a call passes %zu bytes, more than guarded memory holds\n", size);
        abort();
    }
    if (region_ends[slot] == NULL)
        region_ends[slot] = map_region();
    void *copy = region_ends[slot] - size;
    memcpy(copy, object, size);
    return copy;
}

void guard_scribble(void *copy, size_t size)
{
    enum { NONSENSE = 0xa5 };
    if (copy != NULL)
        memset(copy, NONSENSE, size);
}
