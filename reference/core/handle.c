/* The handle table: slots that are never moved or given back, each with its state and pins in one atomic
 * word. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/handle.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "platform/cache_line.h"

/*
 * The handle value:  63..52 mark | 51..48 kind | 47..24 generation | 23..0 index of the slot
 * The slot's word:   63..40 generation | 39..36 kind | 35..32 state | 31..0 pins
 * A slot keeps its generation while it is in use and gets the next one when it is free again.
 */
#define MARK             UINT64_C(0xec7) /* makes every handle a non-canonical address: none is ever a real pointer */
#define GENERATION_LIMIT (UINT64_C(1) << 24)
#define SLOTS_PER_CHUNK  1024u
#define CHUNKS           16384u

_Static_assert(sizeof(void *) == sizeof(uint64_t), "a handle value needs 64 bits");
_Static_assert(SLOTS_PER_CHUNK *CHUNKS == 1u << 24, "the index of a slot has 24 bits");

enum slot_state { SLOT_FREE, SLOT_LIVING, SLOT_DYING };

struct slot {
    _Alignas(CACHE_LINE) _Atomic uint64_t word; /* a line each: threads pin different objects side by side */
    struct handle_entry entry;
    uint32_t next_free; /* 1 + index of the next free slot, 0 for none */
};

static _Atomic(struct slot *) chunks[CHUNKS];

/* Creating and freeing slots takes this lock; looking up does not. */
static pthread_mutex_t allocation_lock = PTHREAD_MUTEX_INITIALIZER;
static uint32_t first_free; /* as next_free */
static uint32_t slots_used; /* slots that were ever in use: those below this index */

static uint64_t word_of(uint64_t generation, enum handle_kind kind, enum slot_state state)
{
    return generation << 40 | (uint64_t)kind << 36 | (uint64_t)state << 32;
}

static uint64_t generation_of(uint64_t word)
{
    return word >> 40;
}

static enum slot_state state_of(uint64_t word)
{
    return (enum slot_state)(word >> 32 & 0xf);
}

static uint32_t pins_of(uint64_t word)
{
    return (uint32_t)word;
}

static uint64_t without_pins(uint64_t word)
{
    return word & ~(uint64_t)UINT32_MAX;
}

static struct slot *slot_at(uint32_t index)
{
    struct slot *chunk = atomic_load_explicit(&chunks[index / SLOTS_PER_CHUNK], memory_order_acquire);
    return chunk == NULL ? NULL : &chunk[index % SLOTS_PER_CHUNK];
}

static uint32_t index_of(const void *handle)
{
    return (uint32_t)((uintptr_t)handle & 0xffffff);
}

/* Pin the slot if its word, pins aside, is the one expected. */
static bool pin(struct slot *slot, uint64_t expected)
{
    uint64_t word = atomic_load_explicit(&slot->word, memory_order_relaxed);
    while (without_pins(word) == expected) {
        if (atomic_compare_exchange_weak_explicit(&slot->word, &word, word + 1, memory_order_acquire,
                                                  memory_order_relaxed))
            return true;
    }
    return false;
}

/* The slot of a living handle, pinned; NULL for any other value. */
static struct slot *pin_handle(const void *handle, enum handle_kind kind)
{
    uint64_t value = (uintptr_t)handle;
    if (value >> 52 != MARK || (value >> 48 & 0xf) != (uint64_t)kind)
        return NULL;
    struct slot *slot = slot_at(index_of(handle));
    if (slot == NULL)
        return NULL;
    return pin(slot, word_of(value >> 24 & 0xffffff, kind, SLOT_LIVING)) ? slot : NULL;
}

static void free_slot(struct slot *slot, uint32_t index)
{
    uint64_t generation = generation_of(atomic_load(&slot->word)) + 1;
    pthread_mutex_lock(&allocation_lock);
    atomic_store(&slot->word, word_of(generation % GENERATION_LIMIT, 0, SLOT_FREE));
    /* A slot whose generations are used up stays out of use, so that no handle ever comes back. */
    if (generation < GENERATION_LIMIT) {
        slot->next_free = first_free;
        first_free = index + 1;
    }
    pthread_mutex_unlock(&allocation_lock);
}

static void unpin(struct slot *slot, uint32_t index)
{
    uint64_t before = atomic_fetch_sub_explicit(&slot->word, 1, memory_order_acq_rel);
    if (state_of(before) != SLOT_DYING || pins_of(before) != 1)
        return;
    slot->entry.destroy(slot->entry.object);
    free_slot(slot, index);
}

/* With a pin held: living to dying. False when somebody else was first. */
static bool begin_dying(struct slot *slot)
{
    uint64_t word = atomic_load(&slot->word);
    while (state_of(word) == SLOT_LIVING) {
        uint64_t dying = word + ((uint64_t)(SLOT_DYING - SLOT_LIVING) << 32);
        if (atomic_compare_exchange_weak(&slot->word, &word, dying))
            return true;
    }
    return false;
}

/* A slot for a new handle, with allocation_lock held; NULL when there is no memory. */
static struct slot *take_slot(uint32_t *index)
{
    if (first_free != 0) {
        *index = first_free - 1;
        struct slot *slot = slot_at(*index);
        first_free = slot->next_free;
        return slot;
    }
    if (slots_used == SLOTS_PER_CHUNK * CHUNKS)
        return NULL;
    if (slots_used % SLOTS_PER_CHUNK == 0) {
        struct slot *chunk = cache_line_allocate(SLOTS_PER_CHUNK * sizeof *chunk);
        if (chunk == NULL)
            return NULL;
        atomic_store_explicit(&chunks[slots_used / SLOTS_PER_CHUNK], chunk, memory_order_release);
    }
    *index = slots_used++;
    return slot_at(*index);
}

void *handle_create(const struct handle_entry *entry)
{
    uint32_t index = 0;
    pthread_mutex_lock(&allocation_lock);
    struct slot *slot = take_slot(&index);
    pthread_mutex_unlock(&allocation_lock);
    if (slot == NULL)
        return NULL;

    uint64_t generation = generation_of(atomic_load(&slot->word));
    slot->entry = *entry;
    atomic_store_explicit(&slot->word, word_of(generation, entry->kind, SLOT_LIVING), memory_order_release);
    return (void *)(uintptr_t)(MARK << 52 | (uint64_t)entry->kind << 48 | generation << 24 | index);
}

void *handle_acquire(const void *handle, enum handle_kind kind)
{
    struct slot *slot = pin_handle(handle, kind);
    return slot == NULL ? NULL : slot->entry.object;
}

void handle_release(const void *handle)
{
    unpin(slot_at(index_of(handle)), index_of(handle));
}

bool handle_destroy(const void *handle, enum handle_kind kind)
{
    struct slot *slot = pin_handle(handle, kind);
    if (slot == NULL)
        return false;
    bool destroyed = begin_dying(slot);
    unpin(slot, index_of(handle));
    return destroyed;
}

void handle_destroy_owned(const void *owner)
{
    pthread_mutex_lock(&allocation_lock);
    uint32_t end = slots_used;
    pthread_mutex_unlock(&allocation_lock);

    for (uint32_t index = 0; index < end; index++) {
        struct slot *slot = slot_at(index);
        uint64_t word = without_pins(atomic_load(&slot->word));
        if (state_of(word) != SLOT_LIVING || !pin(slot, word))
            continue;
        if (slot->entry.owner == owner)
            begin_dying(slot);
        unpin(slot, index);
    }
}

void handle_free_table(void)
{
    for (uint32_t chunk = 0; chunk < CHUNKS; chunk++)
        free(atomic_exchange(&chunks[chunk], NULL));
    first_free = 0;
    slots_used = 0;
}
