/* Memory that the application may name in a stream: the table of address ranges. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/memory.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "faults/memory.h"

#define ALIGNMENT ((size_t)256)

/* reach: the highest address that this entry or one before it reaches, where a search downwards may stop. */
struct entry {
    struct allocation *allocation;
    uintptr_t reach;
};

/* In order of base. Ranges may overlap, and coincide: one external memory can be mapped many times. */
static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;
static struct entry *table;
static size_t table_count;
static size_t table_capacity;

static uintptr_t begin_of(const struct allocation *allocation)
{
    return (uintptr_t)allocation->base;
}

static uintptr_t end_of(const struct allocation *allocation)
{
    return begin_of(allocation) + allocation->size;
}

/* The number of entries that begin at or below the address. */
static size_t entries_up_to(uintptr_t address)
{
    size_t low = 0;
    size_t high = table_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (begin_of(table[middle].allocation) <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void update_reach_from(size_t index)
{
    uintptr_t reach = index == 0 ? 0 : table[index - 1].reach;
    for (; index < table_count; index++) {
        uintptr_t end = end_of(table[index].allocation);
        reach = end > reach ? end : reach;
        table[index].reach = reach;
    }
}

static bool reserve_entry(void)
{
    if (table_count < table_capacity)
        return true;
    size_t capacity = table_capacity == 0 ? 64 : 2 * table_capacity;
    struct entry *grown = realloc(table, capacity * sizeof *grown);
    if (grown == NULL)
        return false;
    table = grown;
    table_capacity = capacity;
    return true;
}

static bool insert(struct allocation *allocation)
{
    pthread_mutex_lock(&table_lock);
    bool reserved = reserve_entry();
    if (reserved) {
        size_t index = entries_up_to(begin_of(allocation));
        memmove(&table[index + 1], &table[index], (table_count - index) * sizeof *table);
        table[index].allocation = allocation;
        table_count++;
        update_reach_from(index);
    }
    pthread_mutex_unlock(&table_lock);
    return reserved;
}

static struct allocation *remove_at(size_t index)
{
    struct allocation *allocation = table[index].allocation;
    table_count--;
    memmove(&table[index], &table[index + 1], (table_count - index) * sizeof *table);
    update_reach_from(index);
    return allocation;
}

/* Take out the entry that begins exactly there; NULL when there is none of that kind. */
static struct allocation *remove_beginning_at(uintptr_t address, enum memory_kind kind)
{
    struct allocation *found = NULL;
    pthread_mutex_lock(&table_lock);
    for (size_t index = entries_up_to(address); index > 0 && found == NULL; index--) {
        struct allocation *allocation = table[index - 1].allocation;
        if (begin_of(allocation) != address)
            break;
        if (allocation->kind == kind)
            found = remove_at(index - 1);
    }
    pthread_mutex_unlock(&table_lock);
    return found;
}

/* Count memory against the size of the device; false when it does not fit any more. */
static bool charge(struct context *context, size_t size)
{
    uint64_t used = atomic_load(&context->memory_in_use);
    do {
        if (size > context->device->memory_size - used)
            return false;
    } while (!atomic_compare_exchange_weak(&context->memory_in_use, &used, used + size));
    return true;
}

static bool is_charged(const struct allocation *allocation)
{
    return allocation->kind == MEMORY_DEVICE && allocation->imported == NULL;
}

/* What the allocation stands for, without the entry itself. */
static void give_back(const struct allocation *allocation)
{
    if (is_charged(allocation))
        atomic_fetch_sub(&allocation->context->memory_in_use, allocation->size);
    if (allocation->imported != NULL)
        imported_memory_release(allocation->imported);
    else
        free(allocation->base);
}

void allocation_release(struct allocation *allocation)
{
    if (allocation == NULL || atomic_fetch_sub(&allocation->references, 1) != 1)
        return;
    give_back(allocation);
    free(allocation);
}

/* Enter a new allocation. What it stands for is taken over, and given back on failure. */
static int enter(const struct allocation *description, void **pointer)
{
    struct allocation *allocation = malloc(sizeof *allocation);
    if (allocation == NULL) {
        give_back(description);
        return cudaErrorMemoryAllocation;
    }
    *allocation = *description;
    atomic_init(&allocation->references, 1);
    void *base = allocation->base;
    if (!insert(allocation)) {
        allocation_release(allocation);
        return cudaErrorMemoryAllocation;
    }
    *pointer = base;
    return cudaSuccess;
}

int memory_allocate(struct context *context, enum memory_kind kind, size_t size, void **pointer)
{
    if (size > context->device->memory_size)
        return cudaErrorMemoryAllocation;
    if (kind == MEMORY_DEVICE && !charge(context, size))
        return cudaErrorMemoryAllocation;
    unsigned char *base = aligned_alloc(ALIGNMENT, (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    if (base == NULL) {
        if (kind == MEMORY_DEVICE)
            atomic_fetch_sub(&context->memory_in_use, size);
        return cudaErrorMemoryAllocation;
    }
    struct allocation description = {.context = context, .kind = kind, .base = base, .size = size};
    return enter(&description, pointer);
}

int memory_map(struct context *context, struct imported_memory *imported, uint64_t offset, uint64_t size,
               void **pointer)
{
    struct allocation description = {
        .context = context,
        .kind = MEMORY_DEVICE,
        .base = (unsigned char *)imported->base + offset,
        .size = size,
        .imported = imported_memory_retain(imported),
    };
    return enter(&description, pointer);
}

int memory_free(enum memory_kind kind, void *pointer)
{
    if (pointer == NULL)
        return cudaSuccess;
    if (fault_is(FAULT_FREE_DOES_NOTHING) && fault_is_mapping(pointer))
        return cudaSuccess;
    if (fault_is(FAULT_FREE_REFUSES_MAPPINGS) && fault_is_mapping(pointer))
        return cudaErrorInvalidValue;
    if (fault_is(FAULT_FREE_OF_ANOTHER_THREAD_REFUSED) && fault_is_mapping_of_another_thread(pointer))
        return cudaErrorInvalidValue;
    if (fault_any())
        fault_freed(pointer);
    struct allocation *allocation = remove_beginning_at((uintptr_t)pointer, kind);
    if (allocation == NULL)
        return cudaErrorInvalidValue;
    allocation_release(allocation);
    return cudaSuccess;
}

static void free_table_if_empty(void)
{
    if (table_count != 0)
        return;
    free(table);
    table = NULL;
    table_capacity = 0;
}

void memory_free_owned(struct context *context)
{
    struct allocation *orphans = NULL;
    pthread_mutex_lock(&table_lock);
    for (size_t index = table_count; index > 0; index--) {
        if (table[index - 1].allocation->context != context)
            continue;
        struct allocation *allocation = remove_at(index - 1);
        allocation->next_orphan = orphans;
        orphans = allocation;
    }
    free_table_if_empty();
    pthread_mutex_unlock(&table_lock);

    while (orphans != NULL) { /* unlocked: unmapping may call into a provider */
        struct allocation *next = orphans->next_orphan;
        allocation_release(orphans);
        orphans = next;
    }
}

int memory_find(const void *pointer, size_t size, struct allocation **out)
{
    if (fault_any())
        fault_used(pointer);
    uintptr_t address = (uintptr_t)pointer;
    int error = cudaSuccess;
    *out = NULL;
    pthread_mutex_lock(&table_lock);
    for (size_t index = entries_up_to(address); index > 0 && table[index - 1].reach > address; index--) {
        struct allocation *allocation = table[index - 1].allocation;
        if (end_of(allocation) <= address)
            continue;
        error = cudaErrorInvalidValue; /* unless an overlapping one reaches further */
        if (size > end_of(allocation) - address)
            continue;
        atomic_fetch_add(&allocation->references, 1);
        *out = allocation;
        error = cudaSuccess;
        break;
    }
    pthread_mutex_unlock(&table_lock);
    return error;
}
