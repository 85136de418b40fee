/* Submitting work to a stream: all of a batch or nothing, with the order that the default stream implies. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/submission.h"

#include "core/worker.h"
#include "faults/faults.h"

static uint64_t submitted(struct progress *progress)
{
    return atomic_load(&progress->submitted);
}

/* Make the stream's next operation wait for all that was submitted to another stream so far. */
static void await_all(struct submission *submission, struct progress *progress, uint64_t number)
{
    if (progress_reached(progress, number))
        return;
    submission_add(submission, (struct operation){
                                   .kind = OPERATION_AWAIT,
                                   .as.await = {.progress = progress_retain(progress), .number = number},
                               });
}

/* A blocking stream's work comes after the work that is in the legacy stream already. */
static void await_legacy(struct submission *submission)
{
    struct stream *stream = submission->stream;
    uint64_t number = submitted(stream->legacy);
    if (number == stream->legacy_awaited)
        return;
    await_all(submission, stream->legacy, number);
    stream->legacy_awaited = number;
}

/* The legacy stream's work comes after the work that is in any blocking stream already. */
static void await_blocking_streams(struct submission *submission)
{
    struct context *context = submission->stream->context;
    pthread_mutex_lock(&context->streams_lock);
    for (struct stream *stream = context->streams; stream != NULL; stream = stream->next) {
        if (stream->role == STREAM_BLOCKING && !atomic_load(&stream->abandoned))
            await_all(submission, stream->progress, submitted(stream->progress));
    }
    pthread_mutex_unlock(&context->streams_lock);
}

void submission_begin(struct submission *submission, struct stream *stream)
{
    pthread_mutex_lock(&stream->producing);
    *submission = (struct submission){
        .stream = stream,
        .start = stream->queue.end,
        .legacy_awaited = stream->legacy_awaited,
        .error = context_error(stream->context),
    };
    if (!stream->worker_started && submission->error == cudaSuccess) {
        submission->error = worker_start(stream);
        stream->worker_started = submission->error == cudaSuccess;
    }
    if (stream->role == STREAM_BLOCKING && !fault_is(FAULT_BLOCKING_STREAM_IGNORES_LEGACY))
        await_legacy(submission);
    if (stream->role == STREAM_LEGACY && !fault_is(FAULT_LEGACY_STREAM_IGNORES_BLOCKING))
        await_blocking_streams(submission);
}

void submission_add(struct submission *submission, struct operation operation)
{
    if (submission->error == cudaSuccess && !queue_append(&submission->stream->queue, &operation))
        submission->error = cudaErrorMemoryAllocation;
    if (submission->error == cudaSuccess)
        submission->count++;
    else
        operation_drop(&operation);
}

void submission_fail(struct submission *submission, int error)
{
    if (submission->error == cudaSuccess)
        submission->error = error;
}

int submission_end(struct submission *submission, uint64_t *number)
{
    struct stream *stream = submission->stream;
    if (submission->error == cudaSuccess) {
        uint64_t last = submitted(stream->progress) + submission->count;
        atomic_store(&stream->progress->submitted, last);
        eventcount_notify(&stream->arrival);
        if (number != NULL)
            *number = last;
    } else {
        queue_take_back(&stream->queue, submission->start);
        stream->legacy_awaited = submission->legacy_awaited;
    }
    pthread_mutex_unlock(&stream->producing);
    return submission->error;
}

int submit(struct stream *stream, struct operation operation, uint64_t *number)
{
    struct submission submission;
    submission_begin(&submission, stream);
    submission_add(&submission, operation);
    return submission_end(&submission, number);
}
