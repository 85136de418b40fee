/* Faults of semaphore handles, and of the calls that put signals and waits into a stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/semaphore.h"

#include <string.h>

#include "core/handle.h"
#include "core/submission.h"
#include "faults/import.h"
#include "faults/payload.h"

enum { RING = 4 };

/* The handle that was made last, NULL before the first. */
static void *latest;

/* ---- handles ---- */

static void replace_in_ring(void *handle)
{
    static void *ring[RING];
    static size_t next;
    void *oldest = ring[next];
    ring[next] = handle;
    next = (next + 1) % RING;
    if (oldest != NULL)
        external_semaphore_destroy(oldest);
}

void *fault_semaphore_imported(void *handle)
{
    void *before = latest;
    latest = handle;
    if (fault_is(FAULT_SEMAPHORE_RING_OF_FOUR))
        replace_in_ring(handle);
    return fault_is(FAULT_SEMAPHORE_HANDLES_ALIAS) && before != NULL ? before : handle;
}

void fault_semaphore_destroyed(void *handle)
{
    if (fault_is(FAULT_SEMAPHORE_FD_CLOSED_AGAIN))
        fault_close_again();
    if (fault_is(FAULT_SEMAPHORE_DESTROY_TAKES_ANOTHER) && handle != latest)
        handle_destroy(latest, HANDLE_EXTERNAL_SEMAPHORE);
}

/* ---- the arrays of a call ---- */

bool fault_skips(enum operation_kind kind, size_t index, size_t count)
{
    bool first_only = kind == OPERATION_SIGNAL ? fault_is(FAULT_SIGNAL_FIRST_ELEMENT_ONLY)
                                               : fault_is(FAULT_WAIT_FIRST_ELEMENT_ONLY);
    bool last_only = kind == OPERATION_SIGNAL ? fault_is(FAULT_SIGNAL_LAST_ELEMENT_ONLY)
                                              : fault_is(FAULT_WAIT_LAST_ELEMENT_ONLY);
    return (first_only && index != 0) || (last_only && index != count - 1);
}

static const unsigned char *value_at(const struct semaphore_batch *batch, size_t index)
{
    return (const unsigned char *)batch->parameters + index * batch->layout.size + batch->layout.value_offset;
}

void fault_element(enum operation_kind kind, const struct semaphore_batch *batch, size_t index, void **handle,
                   unsigned long long *value)
{
    bool of_first = kind == OPERATION_SIGNAL ? fault_is(FAULT_SIGNAL_FIRST_PARAMETERS_FOR_ALL)
                                             : fault_is(FAULT_WAIT_FIRST_PARAMETERS_FOR_ALL);
    bool late = kind == OPERATION_SIGNAL ? fault_is(FAULT_SIGNAL_PARAMETERS_READ_LATE)
                                         : fault_is(FAULT_WAIT_PARAMETERS_READ_LATE);
    if (of_first)
        memcpy(value, value_at(batch, 0), sizeof *value);
    if (late)
        *value = (uintptr_t)value_at(batch, index);
    if (fault_is(FAULT_SIGNAL_OF_LATEST_IMPORT) && kind == OPERATION_SIGNAL)
        *handle = latest;
}

/* ---- the stream ---- */

struct stream *fault_stream(struct stream *stream, enum operation_kind kind)
{
    bool strays = kind == OPERATION_SIGNAL ? fault_is(FAULT_SIGNAL_IN_LEGACY_STREAM)
                                           : fault_is(FAULT_WAIT_IN_LEGACY_STREAM);
    if (!strays)
        return stream;
    void *handle = atomic_load(&stream->context->legacy_stream);
    struct stream *legacy = handle_acquire(handle, HANDLE_STREAM);
    handle_release(handle);
    return legacy;
}

/* Instead of the operation one that does nothing, as what it waits for is done. */
static void omit(struct stream *stream, struct operation *operation)
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
    omit(stream, operation);
}

/* The operation goes into a stream of its own, and this stream waits for that one. */
static void run_beside(struct stream *stream, struct operation *operation)
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
    omit(stream, operation);
    if (index != 0)
        return;
    operation_drop(operation);
    *operation = (struct operation){.kind = OPERATION_WAIT, .as.semaphore = {.payload = payload_lend(any)}};
    payload_release(any);
}

static void enqueue_signal(struct stream *stream, struct operation *operation)
{
    if (fault_is(FAULT_SIGNAL_AT_ENQUEUE))
        run_now(stream, operation);
    if (fault_is(FAULT_SIGNAL_CALL_BLOCKS))
        progress_wait(stream->progress, progress_submitted(stream->progress));
}

static void enqueue_wait(struct stream *stream, size_t index, struct operation *operation)
{
    if (fault_is(FAULT_WAIT_AT_ENQUEUE))
        run_now(stream, operation);
    if (fault_is(FAULT_WAIT_OVERTAKES))
        run_beside(stream, operation);
    if (fault_is(FAULT_WAIT_FOR_ANY_ELEMENT))
        gather(stream, index, operation);
    if (fault_is(FAULT_LEGACY_STREAM_IGNORES_WAITS) && stream->role == STREAM_LEGACY)
        omit(stream, operation);
}

void fault_enqueue(struct stream *stream, size_t index, struct operation *operation)
{
    if (operation->kind == OPERATION_SIGNAL)
        enqueue_signal(stream, operation);
    else
        enqueue_wait(stream, index, operation);
}
