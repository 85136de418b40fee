/* Tails: the unfinished work of several streams of a context, as it is at one moment. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tails.h"

#include <stdlib.h>

#include "core/context.h"
#include "core/stream.h"

/* Streams from before a reset are nobody's business any more. */
static bool is_in_scope(struct stream *stream, enum tails_scope scope)
{
    return !atomic_load(&stream->abandoned) &&
           (scope == TAILS_ALL_STREAMS || stream->role != STREAM_NON_BLOCKING);
}

int tails_capture(struct context *context, enum tails_scope scope, struct tails *tails)
{
    pthread_mutex_lock(&context->streams_lock);
    size_t streams = 0;
    for (struct stream *stream = context->streams; stream != NULL; stream = stream->next)
        streams++;
    tails->count = 0;
    tails->items = calloc(streams + 1, sizeof *tails->items);
    for (struct stream *stream = context->streams; stream != NULL && tails->items != NULL;
         stream = stream->next) {
        uint64_t number = progress_submitted(stream->progress);
        if (is_in_scope(stream, scope) && !progress_reached(stream->progress, number))
            tails->items[tails->count++] = (struct tail){progress_retain(stream->progress), number};
    }
    pthread_mutex_unlock(&context->streams_lock);
    return tails->items == NULL ? cudaErrorMemoryAllocation : cudaSuccess;
}

void tails_wait(struct tails *tails)
{
    for (size_t i = 0; i < tails->count; i++)
        progress_wait(tails->items[i].progress, tails->items[i].number);
    tails_drop(tails);
}

void tails_drop(struct tails *tails)
{
    for (size_t i = 0; i < tails->count; i++)
        progress_release(tails->items[i].progress);
    free(tails->items);
}
