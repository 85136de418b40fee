/* Faults of semaphore handles, and of the calls that put signals and waits into a stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/semaphore.h"

#include <string.h>

#include "core/handle.h"
#include "core/submission.h"
#include "core/thread.h"
#include "faults/graph.h"
#include "faults/handles.h"
#include "faults/import.h"
#include "faults/order.h"
#include "faults/origin.h"
#include "faults/payload.h"
#include "faults/process.h"

/* The handle that was made last, NULL before the first. */
static void *latest;

/* ---- handles ---- */

void *fault_semaphore_imported(void *handle)
{
    void *before = latest;
    latest = handle;
    fault_handle_made(HANDLE_EXTERNAL_SEMAPHORE, handle);
    fault_origin_imported(handle);
    return fault_is(FAULT_SEMAPHORE_HANDLES_ALIAS) && before != NULL ? before : handle;
}

void fault_semaphore_destroyed(void *handle)
{
    fault_process_destroyed(handle);
    if (fault_is(FAULT_SEMAPHORE_FD_CLOSED_AGAIN))
        fault_close_again();
    if (fault_is(FAULT_SEMAPHORE_DESTROY_TAKES_ANOTHER) && handle != latest)
        handle_destroy(latest, HANDLE_EXTERNAL_SEMAPHORE);
    fault_handle_ends(HANDLE_EXTERNAL_SEMAPHORE, handle);
}

/* ---- the arrays of a call ---- */

/* Signals have one of the two faults, waits the other. */
static bool fault_is_of(enum operation_kind kind, enum fault_id of_signals, enum fault_id of_waits)
{
    return fault_is(kind == OPERATION_SIGNAL ? of_signals : of_waits);
}

bool fault_skips(enum operation_kind kind, size_t index, size_t count)
{
    enum { CHUNK = 32 };
    if (fault_is_of(kind, FAULT_SIGNAL_FIRST_ELEMENT_ONLY, FAULT_WAIT_FIRST_ELEMENT_ONLY))
        return index != 0;
    if (fault_is_of(kind, FAULT_SIGNAL_LAST_ELEMENT_ONLY, FAULT_WAIT_LAST_ELEMENT_ONLY))
        return index != count - 1;
    if (fault_is_of(kind, FAULT_SIGNAL_REST_OF_CHUNKS_LOST, FAULT_WAIT_REST_OF_CHUNKS_LOST))
        return count > CHUNK && index >= count / CHUNK * CHUNK;
    if (fault_is_of(kind, FAULT_SIGNAL_COUNT_IN_A_BYTE, FAULT_WAIT_COUNT_IN_A_BYTE))
        return index >= (unsigned char)count;
    return false;
}

static const unsigned char *value_at(const struct semaphore_batch *batch, size_t index)
{
    return (const unsigned char *)batch->parameters + index * batch->layout.size + batch->layout.value_offset;
}

static const void *handle_at(const struct semaphore_batch *batch, size_t index)
{
    void *handle;
    memcpy(&handle, (const unsigned char *)batch->handles + index * sizeof handle, sizeof handle);
    return handle;
}

/* Where the element's semaphore stands in the array for the last time. */
static size_t last_place_of(const struct semaphore_batch *batch, const void *handle)
{
    size_t place = batch->count - 1;
    while (handle_at(batch, place) != handle)
        place--;
    return place;
}

void fault_element(enum operation_kind kind, const struct semaphore_batch *batch, size_t index, void **handle,
                   unsigned long long *value)
{
    if (fault_is_of(kind, FAULT_SIGNAL_FIRST_PARAMETERS_FOR_ALL, FAULT_WAIT_FIRST_PARAMETERS_FOR_ALL))
        memcpy(value, value_at(batch, 0), sizeof *value);
    if (fault_is_of(kind, FAULT_SIGNAL_PARAMETERS_READ_LATE, FAULT_WAIT_PARAMETERS_READ_LATE))
        *value = (uintptr_t)value_at(batch, index);
    if (fault_is(FAULT_SIGNAL_OF_LATEST_IMPORT) && kind == OPERATION_SIGNAL)
        *handle = latest;
    if (fault_is(FAULT_WAIT_DUPLICATES_MERGED) && kind == OPERATION_WAIT)
        memcpy(value, value_at(batch, last_place_of(batch, *handle)), sizeof *value);
}

/* ---- the stream ---- */

struct stream *fault_stream(struct stream *stream, enum operation_kind kind)
{
    if (!fault_is_of(kind, FAULT_SIGNAL_IN_LEGACY_STREAM, FAULT_WAIT_IN_LEGACY_STREAM))
        return stream;
    void *handle = atomic_load(&stream->context->legacy_stream);
    struct stream *legacy = handle_acquire(handle, HANDLE_STREAM);
    handle_release(handle);
    return legacy;
}

void fault_omit(struct stream *stream, struct operation *operation)
{
    operation_drop(operation);
    *operation = (struct operation){
        .kind = OPERATION_AWAIT,
        .as.await = {.progress = progress_retain(stream->progress), .number = 0},
    };
}

static void run_now(struct stream *stream, struct operation *operation)
{
    operation_execute(operation, cudaSuccess);
    fault_omit(stream, operation);
}

void fault_run_beside(struct stream *stream, struct operation *operation)
{
    void *handle = NULL;
    uint64_t number = 0;
    if (stream_create(stream->context, cudaStreamNonBlocking, STREAM_PRIORITY_LOWEST, &handle) != cudaSuccess)
        return;
    struct stream *beside = handle_acquire(handle, HANDLE_STREAM);
    struct progress *progress = progress_retain(beside->progress);
    submit(beside, *operation, &number);
    handle_release(handle);
    *operation = (struct operation){
        .kind = OPERATION_AWAIT,
        .as.await = {.progress = progress, .number = number},
    };
}

/* The first element's operation waits for any of them, the others do nothing. */
static void gather(struct stream *stream, size_t index, struct operation *operation)
{
    static struct payload *any;
    if (index == 0)
        any = fault_any_create();
    fault_any_add(any, operation->as.semaphore.payload, operation->as.semaphore.value);
    fault_omit(stream, operation);
    if (index != 0)
        return;
    operation_drop(operation);
    *operation = (struct operation){.kind = OPERATION_WAIT, .as.semaphore = {.payload = payload_lend(any)}};
    payload_release(any);
}

static bool is_per_thread(const struct stream *stream)
{
    void *handle = NULL;
    return thread_stream(stream->context, &handle) == cudaSuccess && handle == stream->handle;
}

static void enqueue_signal(struct stream *stream, struct operation *operation)
{
    if (fault_is(FAULT_SIGNAL_AT_ENQUEUE) || fault_overtakes_launch(stream))
        run_now(stream, operation);
    if (fault_is(FAULT_LEGACY_STREAM_IGNORES_SIGNALS) && stream->role == STREAM_LEGACY)
        fault_omit(stream, operation);
    if (fault_is(FAULT_PER_THREAD_STREAM_OUT_OF_ORDER) && is_per_thread(stream))
        run_now(stream, operation);
    if (fault_is(FAULT_SIGNAL_CALL_BLOCKS))
        progress_wait(stream->progress, progress_submitted(stream->progress));
}

static void enqueue_wait(struct stream *stream, size_t index, struct operation *operation)
{
    if (fault_is(FAULT_WAIT_AT_ENQUEUE))
        run_now(stream, operation);
    if (fault_is(FAULT_WAIT_OVERTAKES))
        fault_run_beside(stream, operation);
    if (fault_is(FAULT_WAIT_FOR_ANY_ELEMENT))
        gather(stream, index, operation);
    if (fault_is(FAULT_LEGACY_STREAM_IGNORES_WAITS) && stream->role == STREAM_LEGACY)
        fault_omit(stream, operation);
}

/* A semaphore of another kind than the first of its array. */
static bool is_odd_one(size_t index, const struct operation *operation)
{
    static enum payload_kind first;
    enum payload_kind kind = operation->as.semaphore.payload->kind;
    if (index == 0)
        first = kind;
    return kind != first;
}

void fault_enqueue(struct stream *stream, size_t index, struct operation *operation)
{
    if (fault_is_of(operation->kind, FAULT_SIGNAL_OTHER_KINDS_LOST, FAULT_WAIT_OTHER_KINDS_LOST) &&
        is_odd_one(index, operation))
        fault_omit(stream, operation);
    else if (fault_order(stream, index, operation))
        return;
    else if (operation->kind == OPERATION_SIGNAL)
        enqueue_signal(stream, operation);
    else
        enqueue_wait(stream, index, operation);
}
