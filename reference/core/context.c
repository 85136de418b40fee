/* Contexts: the primary context of each device, and what is reset with it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/context.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "core/capture.h"
#include "core/handle.h"
#include "core/memory.h"
#include "core/peer.h"
#include "core/stream.h"
#include "core/tails.h"
#include "core/worker.h"
#include "extres/runtime_device.h"
#include "faults/faults.h"

static struct context contexts[DEVICE_COUNT];
static pthread_once_t contexts_once = PTHREAD_ONCE_INIT;

static void initialise_contexts(void)
{
    for (int ordinal = 0; ordinal < DEVICE_COUNT; ordinal++) {
        struct context *context = &contexts[ordinal];
        context->device = device_at(ordinal);
        pthread_mutex_init(&context->lock, NULL);
        pthread_mutex_init(&context->streams_lock, NULL);
    }
}

struct context *context_of_device(int ordinal)
{
    pthread_once(&contexts_once, initialise_contexts);
    return ordinal >= 0 && ordinal < DEVICE_COUNT ? &contexts[ordinal] : NULL;
}

static void keep(void *object)
{
    (void)object; /* contexts are never freed */
}

/* With context->lock held. */
static int bring_up(struct context *context)
{
    if (atomic_load(&context->up))
        return cudaSuccess;
    if (context->handle == NULL)
        context->handle = handle_create(&(struct handle_entry){
            .kind = HANDLE_CONTEXT, .object = context, .owner = NULL, .destroy = keep});
    if (context->handle == NULL)
        return cudaErrorMemoryAllocation;

    struct stream *legacy = NULL;
    int error = stream_create_legacy(context, &legacy);
    if (error != cudaSuccess)
        return error;
    atomic_store(&context->legacy_stream, legacy->handle);
    atomic_store(&context->up, true);
    return cudaSuccess;
}

int context_retain(struct context *context)
{
    pthread_mutex_lock(&context->lock);
    int error = bring_up(context);
    if (error == cudaSuccess)
        context->references++;
    pthread_mutex_unlock(&context->lock);
    return error;
}

int context_retain_by_runtime(struct context *context)
{
    pthread_mutex_lock(&context->lock);
    int error = bring_up(context);
    if (error == cudaSuccess && !context->retained_by_runtime) {
        context->retained_by_runtime = true;
        context->references++;
    }
    pthread_mutex_unlock(&context->lock);
    return error;
}

/*
 * Abandoning comes first, so that a worker which finds its queue growing no more also drops what is left in
 * it. A worker that is blocked in a semaphore wait cannot be called back; it ends when the wait does, and
 * holds references on all that it uses.
 */
static void abandon_streams(struct context *context)
{
    pthread_mutex_lock(&context->streams_lock);
    for (struct stream *stream = context->streams; stream != NULL; stream = stream->next)
        atomic_store(&stream->abandoned, true);
    pthread_mutex_unlock(&context->streams_lock);
}

/* With context->lock held. */
static void reset_locked(struct context *context)
{
    atomic_store(&context->up, false);
    abandon_streams(context);
    atomic_store(&context->error, cudaSuccess);
    atomic_store(&context->legacy_stream, NULL);
    peer_forget(context);
    handle_destroy_owned(context);
    memory_free_owned(context);
}

int context_unretain(struct context *context)
{
    int error = cudaErrorDeviceUninitialized;
    pthread_mutex_lock(&context->lock);
    if (context->references > 0) {
        error = cudaSuccess;
        context->references--;
        if (context->references == 0) {
            context->retained_by_runtime = false;
            reset_locked(context);
        }
    }
    pthread_mutex_unlock(&context->lock);
    return error;
}

void context_reset(struct context *context)
{
    pthread_mutex_lock(&context->lock);
    if (atomic_load(&context->up))
        reset_locked(context);
    pthread_mutex_unlock(&context->lock);
}

void context_state(struct context *context, bool *up, unsigned *flags)
{
    pthread_mutex_lock(&context->lock);
    *up = atomic_load(&context->up);
    *flags = context->flags;
    pthread_mutex_unlock(&context->lock);
}

int context_set_flags(struct context *context, unsigned flags)
{
    if ((flags & ~(unsigned)cudaDeviceMask) != 0)
        return cudaErrorInvalidValue;
    pthread_mutex_lock(&context->lock);
    context->flags = flags;
    pthread_mutex_unlock(&context->lock);
    return cudaSuccess;
}

void context_memory(struct context *context, size_t *free_size, size_t *total_size)
{
    *total_size = context->device->memory_size;
    *free_size = *total_size - atomic_load(&context->memory_in_use);
}

int context_error(struct context *context)
{
    return atomic_load_explicit(&context->error, memory_order_acquire);
}

void context_fail(struct context *context, struct stream *stream, int error)
{
    /* Under the lock that a reset abandons streams under, so that nothing old fails a context that is new. */
    pthread_mutex_lock(&context->streams_lock);
    int none = cudaSuccess;
    if (!atomic_load(&stream->abandoned))
        atomic_compare_exchange_strong(&context->error, &none, error);
    pthread_mutex_unlock(&context->streams_lock);
}

void context_add_stream(struct context *context, struct stream *stream)
{
    pthread_mutex_lock(&context->streams_lock);
    stream->next = context->streams;
    if (stream->next != NULL)
        stream->next->previous = stream;
    context->streams = stream;
    if (stream->role == STREAM_BLOCKING)
        atomic_fetch_add(&context->blocking_streams, 1);
    pthread_mutex_unlock(&context->streams_lock);
}

void context_remove_stream(struct context *context, struct stream *stream)
{
    pthread_mutex_lock(&context->streams_lock);
    if (stream->previous != NULL)
        stream->previous->next = stream->next;
    else
        context->streams = stream->next;
    if (stream->next != NULL)
        stream->next->previous = stream->previous;
    if (stream->role == STREAM_BLOCKING)
        atomic_fetch_sub(&context->blocking_streams, 1);
    pthread_mutex_unlock(&context->streams_lock);
}

int context_synchronize(struct context *context)
{
    if (fault_is(FAULT_DEVICE_SYNCHRONIZE_AT_ONCE))
        return cudaSuccess;
    int error = capture_break_context(context);
    if (error != cudaSuccess)
        return error;
    struct tails tails;
    error = tails_capture(context, TAILS_ALL_STREAMS, &tails);
    if (error != cudaSuccess)
        return error;
    tails_wait(&tails);
    return context_error(context);
}

static bool is_idle(struct context *context)
{
    bool idle = true;
    pthread_mutex_lock(&context->streams_lock);
    for (struct stream *stream = context->streams; stream != NULL && idle; stream = stream->next)
        idle = progress_idle(stream->progress);
    pthread_mutex_unlock(&context->streams_lock);
    return idle;
}

void context_shut_down_all(void)
{
    worker_join_ended();
    for (int ordinal = 0; ordinal < DEVICE_COUNT; ordinal++) {
        if (!is_idle(context_of_device(ordinal)))
            return;
    }
    for (int ordinal = 0; ordinal < DEVICE_COUNT; ordinal++) {
        context_reset(&contexts[ordinal]);
        if (contexts[ordinal].handle != NULL)
            handle_destroy(contexts[ordinal].handle, HANDLE_CONTEXT);
    }
    worker_join_all();
    handle_free_table();
}
