/* Faults of imports that depend on how many others live: of memory and of semaphores alike. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/handles.h"

#include <stddef.h>

enum { SMALL_RING = 4, LARGE_RING = 512, FOLLOWED = 8 };

/* The import that is made when as many others were made since is destroyed. */
static void replace_in_ring(enum handle_kind kind, void *handle, size_t size)
{
    static void *ring[LARGE_RING];
    static size_t next;
    void *oldest = ring[next];
    ring[next] = handle;
    next = (next + 1) % size;
    if (oldest != NULL)
        handle_destroy(oldest, kind);
}

/* Those that live, as long as they are few. No lock: cases import and destroy on one thread. */
static void *living[FOLLOWED];
static size_t living_count;
static bool were_three;

static void follow(void *handle)
{
    if (living_count < FOLLOWED)
        living[living_count++] = handle;
    were_three = were_three || living_count >= 3;
}

static void stop_following(enum handle_kind kind, const void *handle)
{
    size_t kept = 0;
    for (size_t i = 0; i < living_count; i++) {
        if (living[i] != handle)
            living[kept++] = living[i];
    }
    living_count = kept;
    if (!were_three || living_count != 1)
        return;
    handle_destroy(living[0], kind);
    living_count = 0;
    were_three = false;
}

void fault_handle_made(enum handle_kind kind, void *handle)
{
    bool memory = kind == HANDLE_EXTERNAL_MEMORY;
    if (fault_is(FAULT_SEMAPHORE_RING_OF_FOUR) && !memory)
        replace_in_ring(kind, handle, SMALL_RING);
    if (fault_is(memory ? FAULT_MEMORY_RING_OF_512 : FAULT_SEMAPHORE_RING_OF_512))
        replace_in_ring(kind, handle, LARGE_RING);
    if (fault_is(memory ? FAULT_MEMORY_LAST_IMPORT_DIES : FAULT_SEMAPHORE_LAST_IMPORT_DIES))
        follow(handle);
}

void fault_handle_ends(enum handle_kind kind, void *handle)
{
    bool memory = kind == HANDLE_EXTERNAL_MEMORY;
    if (fault_is(memory ? FAULT_MEMORY_LAST_IMPORT_DIES : FAULT_SEMAPHORE_LAST_IMPORT_DIES))
        stop_following(kind, handle);
}
