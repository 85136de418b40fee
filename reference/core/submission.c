/* Submitting work to a stream: all of a batch or nothing, with the order that the default stream implies. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/submission.h"

#include <stdlib.h>
#include <string.h>

#include "core/worker.h"
#include "faults/faults.h"

/* ---- the order that the default stream implies ---- */

/* Make the stream's next operation wait for all that was submitted to another stream so far. */
static void await_all(struct submission *submission, struct progress *progress, uint64_t number)
{
    if (progress_reached(progress, number))
        return;
    submission_add(submission, &(struct operation){
                                   .kind = OPERATION_AWAIT,
                                   .as.await = {.progress = progress_retain(progress), .number = number},
                               });
}

/*
 * A blocking stream's work comes after the work that is in the legacy stream already. One that finds this
 * number in legacy_awaited was submitted after the operation that waits for it, as that is in the stream
 * before the number is written (keep_legacy_awaited): so it need not wait again.
 */
static void await_legacy(struct submission *submission)
{
    struct stream *stream = submission->stream;
    submission->legacy_number = progress_submitted(stream->legacy);
    if (submission->legacy_number != atomic_load_explicit(&stream->legacy_awaited, memory_order_acquire))
        await_all(submission, stream->legacy, submission->legacy_number);
}

/* Of two threads that do this at once the one that is behind may win; then some work waits in vain, briefly.
 */
static void keep_legacy_awaited(struct submission *submission)
{
    _Atomic uint64_t *awaited = &submission->stream->legacy_awaited;
    if (atomic_load_explicit(awaited, memory_order_relaxed) != submission->legacy_number)
        atomic_store_explicit(awaited, submission->legacy_number, memory_order_release);
}

/* The legacy stream's work comes after the work that is in any blocking stream already. */
static void await_blocking_streams(struct submission *submission)
{
    struct context *context = submission->stream->context;
    if (atomic_load(&context->blocking_streams) == 0)
        return;
    pthread_mutex_lock(&context->streams_lock);
    for (struct stream *stream = context->streams; stream != NULL; stream = stream->next) {
        if (stream->role == STREAM_BLOCKING && !atomic_load(&stream->abandoned))
            await_all(submission, stream->progress, progress_submitted(stream->progress));
    }
    pthread_mutex_unlock(&context->streams_lock);
}

/* ---- submissions ---- */

void submission_begin(struct submission *submission, struct stream *stream)
{
    queue_expect(&stream->queue);
    submission->stream = stream;
    submission->legacy_number = 0;
    submission->operations = submission->room;
    submission->count = 0;
    submission->capacity = SUBMISSION_ROOM;
    submission->error = context_error(stream->context);
    if (submission->error == cudaSuccess)
        submission->error = stream_start(stream);
    if (stream->role == STREAM_BLOCKING && !fault_is(FAULT_BLOCKING_STREAM_IGNORES_LEGACY))
        await_legacy(submission);
    if (stream->role == STREAM_LEGACY && !fault_is(FAULT_LEGACY_STREAM_IGNORES_BLOCKING))
        await_blocking_streams(submission);
}

/* False without memory. */
static bool grow(struct submission *submission)
{
    bool is_first = submission->operations == submission->room;
    size_t capacity = 2 * submission->capacity;
    struct operation *grown =
        realloc(is_first ? NULL : submission->operations, capacity * sizeof *submission->operations);
    if (grown == NULL)
        return false;
    if (is_first)
        memcpy(grown, submission->room, sizeof submission->room);
    submission->operations = grown;
    submission->capacity = capacity;
    return true;
}

void submission_add(struct submission *submission, const struct operation *operation)
{
    if (submission->error == cudaSuccess && submission->count == submission->capacity && !grow(submission))
        submission->error = cudaErrorMemoryAllocation;
    if (submission->error == cudaSuccess)
        submission->operations[submission->count++] = *operation;
    else
        operation_drop(operation);
}

void submission_fail(struct submission *submission, int error)
{
    if (submission->error == cudaSuccess)
        submission->error = error;
}

static int publish(struct submission *submission, uint64_t *number)
{
    struct stream *stream = submission->stream;
    uint64_t last = queue_append(&stream->queue, submission->operations, submission->count);
    if (last == 0)
        return cudaErrorMemoryAllocation;
    eventcount_notify(&stream->arrival);
    keep_legacy_awaited(submission);
    if (number != NULL)
        *number = last;
    return cudaSuccess;
}

int submission_end(struct submission *submission, uint64_t *number)
{
    if (submission->error == cudaSuccess && submission->count != 0)
        submission->error = publish(submission, number);
    for (size_t i = 0; submission->error != cudaSuccess && i < submission->count; i++)
        operation_drop(&submission->operations[i]);
    if (submission->operations != submission->room)
        free(submission->operations);
    return submission->error;
}

int submit(struct stream *stream, struct operation operation, uint64_t *number)
{
    struct submission submission;
    submission_begin(&submission, stream);
    submission_add(&submission, &operation);
    return submission_end(&submission, number);
}
