/* Streams: making and ending them, finding the one that a handle means, and asking how far they are. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/stream.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "core/capture.h"
#include "core/context.h"
#include "core/event.h"
#include "core/handle.h"
#include "core/submission.h"
#include "core/tails.h"
#include "core/thread.h"
#include "core/worker.h"
#include "faults/event.h"
#include "faults/payload.h"
#include "faults/stream.h"

/* What the documents reserve instead of real handles: cudaStreamLegacy and cudaStreamPerThread. */
#define LEGACY_HANDLE     ((void *)1)
#define PER_THREAD_HANDLE ((void *)2)

static _Atomic uint64_t streams_made;

void stream_unreference(struct stream *stream)
{
    if (atomic_fetch_sub(&stream->references, 1) != 1)
        return;
    context_remove_stream(stream->context, stream);
    queue_finish(&stream->queue);
    pthread_mutex_destroy(&stream->starting);
    if (stream->legacy != NULL)
        progress_release(stream->legacy);
    progress_release(stream->progress);
    free(stream);
}

/* The handle is gone, and nobody is left who could submit. */
static void close_stream(void *object)
{
    struct stream *stream = object;
    capture_forget(stream);
    atomic_store(&stream->closing, true);
    eventcount_notify(&stream->arrival);
    stream_unreference(stream);
}

static int clamp_priority(int priority)
{
    if (priority > STREAM_PRIORITY_LOWEST)
        return STREAM_PRIORITY_LOWEST;
    return priority < STREAM_PRIORITY_HIGHEST ? STREAM_PRIORITY_HIGHEST : priority;
}

/* A stream with one reference, in no list and without a handle; NULL without memory. */
static struct stream *allocate(struct context *context, enum stream_role role, unsigned flags, int priority)
{
    struct stream *stream = cache_line_allocate(sizeof *stream);
    if (stream == NULL)
        return NULL;
    stream->progress = progress_create();
    if (stream->progress == NULL || !queue_initialise(&stream->queue, stream->progress)) {
        free(stream->progress);
        free(stream);
        return NULL;
    }
    stream->context = context;
    stream->role = role;
    stream->flags = flags;
    stream->priority = clamp_priority(priority);
    stream->id = atomic_fetch_add(&streams_made, 1) + 1;
    pthread_mutex_init(&stream->starting, NULL);
    atomic_init(&stream->references, 1);
    return stream;
}

/* Take over a stream from allocate: into the context's list, and behind a handle. */
static int install(struct stream *stream)
{
    context_add_stream(stream->context, stream);
    atomic_fetch_add(&stream->references, 1); /* as soon as there is a handle, a reset may destroy it */
    void *handle = handle_create(&(struct handle_entry){
        .kind = HANDLE_STREAM, .object = stream, .owner = stream->context, .destroy = close_stream});
    stream->handle = handle;
    stream_unreference(stream);
    if (handle != NULL)
        return cudaSuccess;
    stream_unreference(stream);
    return cudaErrorMemoryAllocation;
}

int stream_create_legacy(struct context *context, struct stream **out)
{
    struct stream *stream = allocate(context, STREAM_LEGACY, cudaStreamDefault, STREAM_PRIORITY_LOWEST);
    if (stream == NULL)
        return cudaErrorMemoryAllocation;
    *out = stream;
    return install(stream);
}

/* The progress of the context's legacy stream, with a reference; NULL when the context was reset just now. */
static struct progress *legacy_progress(struct context *context)
{
    struct stream *legacy = handle_acquire(atomic_load(&context->legacy_stream), HANDLE_STREAM);
    if (legacy == NULL)
        return NULL;
    struct progress *progress = progress_retain(legacy->progress);
    stream_release(legacy);
    return progress;
}

int stream_create(struct context *context, unsigned flags, int priority, void **handle)
{
    if ((flags & ~(unsigned)cudaStreamNonBlocking) != 0)
        return cudaErrorInvalidValue;
    if (fault_is(FAULT_NON_BLOCKING_STREAM_BLOCKS))
        flags = cudaStreamDefault;
    enum stream_role role = (flags & cudaStreamNonBlocking) != 0 ? STREAM_NON_BLOCKING : STREAM_BLOCKING;
    struct progress *legacy = NULL;
    if (role == STREAM_BLOCKING) {
        legacy = legacy_progress(context);
        if (legacy == NULL)
            return cudaErrorContextIsDestroyed;
    }
    struct stream *stream = allocate(context, role, flags, priority);
    if (stream == NULL) {
        if (legacy != NULL)
            progress_release(legacy);
        return cudaErrorMemoryAllocation;
    }
    stream->legacy = legacy;
    int error = install(stream);
    if (error == cudaSuccess)
        *handle = stream->handle;
    return error;
}

int stream_destroy(void *handle)
{
    if (fault_any())
        fault_stream_destroy(handle);
    return handle_destroy(handle, HANDLE_STREAM) ? cudaSuccess : cudaErrorInvalidResourceHandle;
}

/* The table's handle of the default stream that is meant. */
static int default_handle(enum default_stream default_stream, struct context *current, void **handle)
{
    if (current == NULL)
        return cudaErrorDeviceUninitialized;
    if (!atomic_load(&current->up))
        return cudaErrorContextIsDestroyed;
    if (default_stream == DEFAULT_STREAM_PER_THREAD && !fault_is(FAULT_PER_THREAD_STREAM_IS_LEGACY))
        return thread_stream(current, handle);
    *handle = atomic_load(&current->legacy_stream);
    return cudaSuccess;
}

int stream_acquire(void *handle, enum default_stream default_stream, struct context *current,
                   struct stream **out)
{
    int error = cudaSuccess;
    if (handle == LEGACY_HANDLE)
        error = default_handle(DEFAULT_STREAM_LEGACY, current, &handle);
    else if (handle == PER_THREAD_HANDLE)
        error = default_handle(DEFAULT_STREAM_PER_THREAD, current, &handle);
    else if (handle == NULL)
        error = default_handle(default_stream, current, &handle);
    if (error != cudaSuccess)
        return error;
    *out = handle_acquire(handle, HANDLE_STREAM);
    return *out == NULL ? cudaErrorInvalidResourceHandle : cudaSuccess;
}

void stream_release(struct stream *stream)
{
    handle_release(stream->handle);
}

/* With the lock that makes it happen once. */
static int start_locked(struct stream *stream)
{
    if (atomic_load_explicit(&stream->worker_started, memory_order_relaxed))
        return cudaSuccess;
    int error = worker_start(stream);
    if (error == cudaSuccess)
        atomic_store_explicit(&stream->worker_started, true, memory_order_relaxed);
    return error;
}

int stream_start(struct stream *stream)
{
    /* Relaxed: nothing but the worker's existence follows from it. */
    if (atomic_load_explicit(&stream->worker_started, memory_order_relaxed))
        return cudaSuccess;
    pthread_mutex_lock(&stream->starting);
    int error = start_locked(stream);
    pthread_mutex_unlock(&stream->starting);
    return error;
}

/*
 * Using the legacy stream means first waiting for all blocking streams: so it is complete when they are too.
 * A blocking stream that is idle is complete even while the legacy stream is busy; only new work would wait.
 */
static int query_legacy(struct stream *stream)
{
    struct tails tails;
    int error = tails_capture(stream->context, TAILS_LEGACY_AND_BLOCKING, &tails);
    if (error != cudaSuccess)
        return error;
    bool idle = tails.count == 0;
    tails_drop(&tails);
    return idle ? cudaSuccess : cudaErrorNotReady;
}

int stream_query(struct stream *stream)
{
    if (fault_any())
        fault_queried();
    if (fault_is(FAULT_QUERY_ALWAYS_COMPLETE))
        return cudaSuccess;
    if (fault_is(FAULT_QUERY_NEVER_COMPLETE))
        return cudaErrorNotReady;
    if (capture_concerns(stream))
        return capture_break(stream, cudaErrorStreamCaptureUnsupported);
    int error = context_error(stream->context);
    if (error != cudaSuccess)
        return error;
    error = stream->role == STREAM_LEGACY
                ? query_legacy(stream)
                : (progress_idle(stream->progress) ? cudaSuccess : cudaErrorNotReady);
    /* Work that was complete may have failed; the failure is known before the completion. */
    int failure = context_error(stream->context);
    return failure != cudaSuccess ? failure : error;
}

int stream_synchronize(struct stream *stream)
{
    if (fault_is(FAULT_SYNCHRONIZE_AT_ONCE))
        return cudaSuccess;
    if (capture_concerns(stream))
        return capture_break(stream, cudaErrorStreamCaptureUnsupported);
    if (stream->role == STREAM_LEGACY) {
        struct tails tails;
        int error = tails_capture(stream->context, TAILS_LEGACY_AND_BLOCKING, &tails);
        if (error != cudaSuccess)
            return error;
        tails_wait(&tails);
    } else {
        progress_wait(stream->progress, progress_submitted(stream->progress));
    }
    return context_error(stream->context);
}

/* Wait for work that was really put into a stream. */
static int wait_for_work(struct stream *stream, void *event)
{
    if (fault_is(FAULT_EVENT_WAIT_FOLLOWS_RECORDINGS))
        return fault_wait_for_recordings(stream, event);
    struct progress *progress = NULL;
    uint64_t number = 0;
    int error = event_capture(event, &progress, &number);
    if (error != cudaSuccess || progress == NULL)
        return error;
    if (capture_concerns(stream)) {
        progress_release(progress);
        return capture_break(stream, cudaErrorStreamCaptureIsolation);
    }
    if (progress == stream->progress || progress_reached(progress, number)) {
        progress_release(progress); /* in order anyway, or done */
        return cudaSuccess;
    }
    return submit(
        stream,
        (struct operation){.kind = OPERATION_AWAIT, .as.await = {.progress = progress, .number = number}},
        NULL);
}

int stream_wait_event(struct stream *stream, void *event, bool external)
{
    if (fault_is(FAULT_EVENT_NOT_AWAITED))
        return cudaSuccess;
    if (fault_is(FAULT_EVENT_NOT_AWAITED_BY_ANOTHER_DEVICE) && stream->context != context_of_device(0))
        return cudaSuccess;
    if (external && capture_concerns(stream))
        return capture_break(stream, cudaErrorNotSupported);
    struct capture_point *point = NULL;
    int error = event_point(event, &point);
    if (error != cudaSuccess)
        return error;
    if (point == NULL)
        return wait_for_work(stream, event);
    error = capture_wait(stream, point);
    capture_point_release(point);
    return error;
}
