/* The queue of a stream: chunks of operations, the emptied ones used again. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/queue.h"

#include <stdatomic.h>
#include <stdlib.h>

#define CHUNK_OPERATIONS 64

struct queue_chunk {
    struct queue_chunk *next; /* written by a producer before it publishes anything in the next chunk */
    struct operation operations[CHUNK_OPERATIONS];
};

static struct queue_chunk *new_chunk(struct queue *queue)
{
    struct queue_chunk *chunk = atomic_exchange(&queue->spare, NULL);
    if (chunk == NULL)
        chunk = malloc(sizeof *chunk);
    if (chunk != NULL)
        chunk->next = NULL;
    return chunk;
}

bool queue_initialise(struct queue *queue)
{
    atomic_init(&queue->spare, NULL);
    struct queue_chunk *chunk = new_chunk(queue);
    queue->end = (struct queue_place){.chunk = chunk};
    queue->front = queue->end;
    return chunk != NULL;
}

void queue_finish(struct queue *queue)
{
    /* Chunks behind the end are there when a batch that had grown the queue was taken back. */
    for (struct queue_chunk *chunk = queue->front.chunk; chunk != NULL;) {
        struct queue_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    free(atomic_load(&queue->spare));
}

bool queue_append(struct queue *queue, const struct operation *operation)
{
    struct queue_place *end = &queue->end;
    if (end->index == CHUNK_OPERATIONS) {
        if (end->chunk->next == NULL)
            end->chunk->next = new_chunk(queue);
        if (end->chunk->next == NULL)
            return false;
        *end = (struct queue_place){.chunk = end->chunk->next};
    }
    end->chunk->operations[end->index++] = *operation;
    return true;
}

/* Step over a chunk that is full; false at the place where the queue ends. */
static bool step(struct queue_place *place, struct queue_place end)
{
    if (place->chunk == end.chunk && place->index == end.index)
        return false;
    if (place->index == CHUNK_OPERATIONS)
        *place = (struct queue_place){.chunk = place->chunk->next};
    return place->chunk != end.chunk || place->index != end.index;
}

void queue_take_back(struct queue *queue, struct queue_place end)
{
    for (struct queue_place place = end; step(&place, queue->end); place.index++)
        operation_drop(&place.chunk->operations[place.index]);
    queue->end = end;
}

struct operation queue_remove(struct queue *queue)
{
    struct queue_place *front = &queue->front;
    if (front->index == CHUNK_OPERATIONS) {
        struct queue_chunk *empty = front->chunk;
        *front = (struct queue_place){.chunk = empty->next};
        free(atomic_exchange(&queue->spare, empty));
    }
    return front->chunk->operations[front->index++];
}
