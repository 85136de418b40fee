/* The queue of a stream: several producers without a lock, one consumer, and no end to what it takes. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_QUEUE_H
#define REFERENCE_QUEUE_H

/*
 * A ring of slots, one an operation, in the order of their numbers (progress.h). A producer takes the next
 * numbers for all of its operations at once, fills their slots, and stamps each with its number; the consumer
 * watches the stamp of the slot that comes next, and nothing else that producers write.
 *
 * While the ring is full, operations go to a list behind it, under a lock. The mark PROGRESS_OVERFLOWING,
 * which is in the word that every producer changes to get numbers, says so: as long as it is set, all go
 * there, so the list has all numbers from its first one on. The consumer, having emptied the ring, takes the
 * whole list and with it the mark.
 */

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/operation.h"
#include "core/progress.h"
#include "platform/cache_line.h"

struct queue_slot {
    _Alignas(CACHE_LINE) _Atomic uint64_t stamp;
    struct operation operation;
};

struct operation_list {
    struct operation *items;
    size_t count;
    size_t capacity;
};

struct queue {
    struct progress *progress; /* where the numbers come from; the stream's reference */
    struct queue_slot *ring;

    /* The producers': operations up to this number have room in the ring. May lag behind. */
    _Alignas(CACHE_LINE) _Atomic uint64_t room;

    /* Both sides', in turn: changed only while the ring is full. */
    _Alignas(CACHE_LINE) _Atomic uint64_t overflow_first; /* number of the list's first, 0 when it is empty */
    pthread_mutex_t overflow_lock; /* a leaf; never held while anything waits for work */
    struct operation_list overflow;

    /* The consumer's: the list that it took, and how far it is. */
    _Alignas(CACHE_LINE) struct operation_list taken;
    size_t taken_next;
};

/* False without memory. The progress must be new, and outlive the queue. */
bool queue_initialise(struct queue *queue, struct progress *progress);

/* The queue must be empty. */
void queue_finish(struct queue *queue);

/* Producer: there will be something to append, as a rule. Shortens queue_append; changes nothing. */
void queue_expect(struct queue *queue);

/*
 * Producer: append copies of all, with consecutive numbers, and return the last one. The queue owns their
 * references then. Returns 0 without memory, when nothing was appended. Allocates only while the ring is
 * full.
 */
uint64_t queue_append(struct queue *queue, const struct operation *operations, size_t count);

/* Consumer: whether the operation of that number, the next one, is there. */
bool queue_has(struct queue *queue, uint64_t number);

/* Consumer: take it, which must be there; the consumer owns its references. */
void queue_take(struct queue *queue, uint64_t number, struct operation *out);

#endif
