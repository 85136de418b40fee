/* The queue of a stream: a ring, and a list behind it for when the ring is full. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/queue.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define RING_SLOTS  1024u
#define SLOTS_AHEAD 8u

_Static_assert(sizeof(struct queue_slot) == CACHE_LINE, "an operation costs one cache line");

static struct queue_slot *slot_of(struct queue *queue, uint64_t number)
{
    return &queue->ring[number % RING_SLOTS];
}

bool queue_initialise(struct queue *queue, struct progress *progress)
{
    queue->progress = progress;
    queue->ring = cache_line_allocate(RING_SLOTS * sizeof *queue->ring);
    if (queue->ring == NULL)
        return false;
    pthread_mutex_init(&queue->overflow_lock, NULL);
    return true;
}

void queue_finish(struct queue *queue)
{
    pthread_mutex_destroy(&queue->overflow_lock);
    free(queue->overflow.items);
    free(queue->taken.items);
    free(queue->ring);
}

/* ---- producers ---- */

/*
 * What is complete has been taken out of its slot. Acquire, here and where another producer passes its
 * finding on: the consumer's reading of a slot precedes our writing. A producer may put an older room in the
 * place of a newer one; that costs a look and does no harm.
 */
static bool has_room(struct queue *queue, uint64_t last)
{
    if (last <= atomic_load_explicit(&queue->room, memory_order_acquire))
        return true;
    uint64_t completed = atomic_load_explicit(&queue->progress->completed, memory_order_acquire);
    atomic_store_explicit(&queue->room, completed + RING_SLOTS, memory_order_release);
    return last <= completed + RING_SLOTS;
}

void queue_expect(struct queue *queue)
{
    /* The consumer looks at this slot all the time: it takes as long to come as the checks of a call take. */
    cache_line_expect_write(slot_of(queue, progress_submitted(queue->progress) + 1));
}

/* The first of count numbers whose slots are the caller's to fill; 0 when they do not fit. */
static uint64_t reserve_slots(struct queue *queue, size_t count)
{
    _Atomic uint64_t *submitted = &queue->progress->submitted_word;
    uint64_t word = atomic_load_explicit(submitted, memory_order_relaxed);
    do {
        if ((word & PROGRESS_OVERFLOWING) != 0 || !has_room(queue, word / PROGRESS_ONE + count))
            return 0;
    } while (!atomic_compare_exchange_weak(submitted, &word, word + count * PROGRESS_ONE));
    return word / PROGRESS_ONE + 1;
}

/* The same, with slots or without, and from now on everything goes to the list. With overflow_lock held. */
static uint64_t reserve_in_list(struct queue *queue, size_t count)
{
    _Atomic uint64_t *submitted = &queue->progress->submitted_word;
    uint64_t word = atomic_load_explicit(submitted, memory_order_relaxed);
    while (
        !atomic_compare_exchange_weak(submitted, &word, (word + count * PROGRESS_ONE) | PROGRESS_OVERFLOWING))
        ;
    return word / PROGRESS_ONE + 1;
}

/*
 * The consumer has had the lines of the ring last, and one takes longer to come back than an operation takes
 * to append: so those of the next ones are asked for ahead.
 *
 * Release: whoever sees a stamp sees the operation. The last stamp is sequentially consistent, for the
 * eventcount on which the consumer sleeps (eventcount.h): either it sees the stamp or we see the sleeper.
 */
static void fill_slots(struct queue *queue, const struct operation *operations, size_t count, uint64_t first)
{
    for (size_t i = 0; i < count; i++) {
        struct queue_slot *slot = slot_of(queue, first + i);
        cache_line_expect_write(slot_of(queue, first + i + SLOTS_AHEAD));
        slot->operation = operations[i];
        atomic_store_explicit(&slot->stamp, first + i,
                              i + 1 == count ? memory_order_seq_cst : memory_order_release);
    }
}

static bool make_room(struct operation_list *list, size_t count)
{
    if (list->count + count <= list->capacity)
        return true;
    size_t capacity = 2 * (list->count + count);
    struct operation *grown = realloc(list->items, capacity * sizeof *grown);
    if (grown == NULL)
        return false;
    list->items = grown;
    list->capacity = capacity;
    return true;
}

/* With overflow_lock held. */
static uint64_t append_to_list(struct queue *queue, const struct operation *operations, size_t count)
{
    struct operation_list *list = &queue->overflow;
    if (!make_room(list, count))
        return 0;
    uint64_t first = reserve_in_list(queue, count);
    memcpy(list->items + list->count, operations, count * sizeof *operations);
    list->count += count;
    if (list->count == count)
        atomic_store(&queue->overflow_first, first); /* sequentially consistent, as the last stamp is */
    return first;
}

uint64_t queue_append(struct queue *queue, const struct operation *operations, size_t count)
{
    uint64_t first = reserve_slots(queue, count);
    if (first != 0) {
        fill_slots(queue, operations, count, first);
        return first + count - 1;
    }
    pthread_mutex_lock(&queue->overflow_lock);
    first = append_to_list(queue, operations, count);
    pthread_mutex_unlock(&queue->overflow_lock);
    return first == 0 ? 0 : first + count - 1;
}

/* ---- the consumer ---- */

/* Exchange the list for the empty one that was taken before. */
static void take_list(struct queue *queue)
{
    queue->taken.count = 0;
    queue->taken_next = 0;
    pthread_mutex_lock(&queue->overflow_lock);
    struct operation_list list = queue->overflow;
    queue->overflow = queue->taken;
    queue->taken = list;
    atomic_store(&queue->overflow_first, 0);
    atomic_fetch_and(&queue->progress->submitted_word, ~PROGRESS_OVERFLOWING);
    pthread_mutex_unlock(&queue->overflow_lock);
}

bool queue_has(struct queue *queue, uint64_t number)
{
    return atomic_load(&slot_of(queue, number)->stamp) == number || queue->taken_next < queue->taken.count ||
           atomic_load(&queue->overflow_first) == number;
}

void queue_take(struct queue *queue, uint64_t number, struct operation *out)
{
    struct queue_slot *slot = slot_of(queue, number);
    if (atomic_load_explicit(&slot->stamp, memory_order_acquire) == number) {
        *out = slot->operation;
        return;
    }
    if (queue->taken_next == queue->taken.count)
        take_list(queue);
    *out = queue->taken.items[queue->taken_next++];
}
