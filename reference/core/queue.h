/* The queue of a stream: it grows as needed, takes work in batches, and serves one consumer. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_QUEUE_H
#define REFERENCE_QUEUE_H

/*
 * Operations lie in chunks of a linked list. Producers, one at a time, append behind the end; what they
 * appended is nobody else's until they publish it through the stream's progress, and can be taken back until
 * then. The consumer reads what is published. Producer and consumer share no lock.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/operation.h"

struct queue_chunk;

/* A place in the queue: the next slot to write, or to read. */
struct queue_place {
    struct queue_chunk *chunk;
    unsigned index;
};

struct queue {
    struct queue_place end;   /* the producers' */
    struct queue_place front; /* the consumer's */
    _Atomic(struct queue_chunk *)
        spare; /* an empty chunk on its way from the consumer back to the producers */
};

/* False without memory. */
bool queue_initialise(struct queue *queue);

/* The queue must be empty. */
void queue_finish(struct queue *queue);

/* Producer: append a copy; it owns the operation's references on success. False without memory. */
bool queue_append(struct queue *queue, const struct operation *operation);

/* Producer: remove what was appended since the end was there, unpublished, and drop it. */
void queue_take_back(struct queue *queue, struct queue_place end);

/* Consumer: the first operation, which must have been published; the consumer owns its references. */
struct operation queue_remove(struct queue *queue);

#endif
