/* External semaphores: importing them, signalling and waiting in streams. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/external_semaphore.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/capture.h"
#include "core/context.h"
#include "core/graph_work.h"
#include "core/handle.h"
#include "core/submission.h"
#include "extres/runtime_external.h"
#include "faults/graph.h"
#include "faults/import.h"
#include "faults/semaphore.h"
#include "import/provider.h"

struct external_semaphore {
    const struct context *context;
    struct payload *payload;
};

/* What can be done with a handle type here. */
enum support { UNKNOWN, NOT_HERE, AS_BINARY, AS_TIMELINE };

static const enum support supports[] = {
    [cudaExternalSemaphoreHandleTypeOpaqueFd] = AS_BINARY,
    [cudaExternalSemaphoreHandleTypeOpaqueWin32] = NOT_HERE,
    [cudaExternalSemaphoreHandleTypeOpaqueWin32Kmt] = NOT_HERE,
    [cudaExternalSemaphoreHandleTypeD3D12Fence] = NOT_HERE,
    [cudaExternalSemaphoreHandleTypeD3D11Fence] = NOT_HERE,
    [cudaExternalSemaphoreHandleTypeNvSciSync] = NOT_HERE,
    [cudaExternalSemaphoreHandleTypeKeyedMutex] = NOT_HERE,
    [cudaExternalSemaphoreHandleTypeKeyedMutexKmt] = NOT_HERE,
    [cudaExternalSemaphoreHandleTypeTimelineSemaphoreFd] = AS_TIMELINE,
    [cudaExternalSemaphoreHandleTypeTimelineSemaphoreWin32] = NOT_HERE,
};

enum { SUPPORT_COUNT = sizeof supports / sizeof *supports };

static enum support support_of(int type)
{
    return type >= 0 && type < SUPPORT_COUNT ? supports[type] : UNKNOWN;
}

/*
 * The documents list for this import InvalidResourceHandle and OperatingSystem, in the driver API
 * NotSupported as well, but not InvalidValue. So a type that does not exist, which says that the handle is of
 * no sort that there is, is an invalid handle. Flags that must be zero are no matter of the handle; for them
 * there is only the general InvalidValue, as everywhere else.
 */
static int check(const struct semaphore_import *import)
{
    enum support support = support_of(import->type);
    if (support == UNKNOWN)
        return cudaErrorInvalidResourceHandle;
    if (support == NOT_HERE)
        return cudaErrorNotSupported;
    if (import->flags != 0)
        return cudaErrorInvalidValue;
    /* No descriptor at all, so what the providers say of one that is closed. */
    return import->fd < 0 ? cudaErrorOperatingSystem : cudaSuccess;
}

static void destroy(void *object)
{
    struct external_semaphore *semaphore = object;
    if (fault_is(FAULT_SEMAPHORE_DESTROY_SIGNALS) && semaphore->payload != NULL)
        payload_signal(semaphore->payload, UINT64_MAX);
    if (semaphore->payload != NULL)
        payload_release(semaphore->payload);
    free(semaphore);
}

static void *create_handle(struct context *context)
{
    struct external_semaphore *semaphore = calloc(1, sizeof *semaphore);
    if (semaphore == NULL)
        return NULL;
    semaphore->context = fault_is(FAULT_SEMAPHORE_OF_FIRST_DEVICE) ? context_of_device(0) : context;
    void *handle = handle_create(&(struct handle_entry){
        .kind = HANDLE_EXTERNAL_SEMAPHORE, .object = semaphore, .owner = context, .destroy = destroy});
    if (handle == NULL)
        free(semaphore);
    return handle;
}

int external_semaphore_import(struct context *context, const struct semaphore_import *import, void **handle)
{
    int error = check(import);
    if (fault_any())
        error = fault_semaphore_check(import, error);
    if (error != cudaSuccess)
        return error;
    /* What can fail comes before the import, for success there takes the caller's fd. */
    void *created = create_handle(context);
    if (created == NULL)
        return cudaErrorMemoryAllocation;
    struct external_semaphore *semaphore = handle_acquire(created, HANDLE_EXTERNAL_SEMAPHORE);
    if (semaphore == NULL)
        return cudaErrorContextIsDestroyed; /* by a reset in another thread */
    enum payload_kind kind = support_of(import->type) == AS_TIMELINE ? PAYLOAD_TIMELINE : PAYLOAD_BINARY;
    error = import_semaphore_fd(import->fd, kind, &semaphore->payload);
    handle_release(created);
    if (error != cudaSuccess)
        handle_destroy(created, HANDLE_EXTERNAL_SEMAPHORE);
    else
        *handle = fault_any() ? fault_semaphore_imported(created) : created;
    return error;
}

int external_semaphore_destroy(void *handle)
{
    if (fault_is(FAULT_SEMAPHORE_NULL_CRASHES) && handle == NULL)
        raise(SIGSEGV); /* what reading it does; a compiler may leave the reading out */
    if (fault_is(FAULT_SEMAPHORE_NULL_IS_INVALID_VALUE) && handle == NULL)
        return cudaErrorInvalidValue;
    if (fault_is(FAULT_SEMAPHORE_DESTROY_REFUSED))
        return cudaErrorInvalidResourceHandle;
    if (fault_any())
        fault_semaphore_destroyed(handle);
    return handle_destroy(handle, HANDLE_EXTERNAL_SEMAPHORE) ? cudaSuccess : cudaErrorInvalidResourceHandle;
}

/*
 * The documents do not say what becomes of a semaphore in a stream of another device. As with other objects
 * of a context it is an invalid handle there; the object can be imported once for each device.
 */
static bool belongs(const struct external_semaphore *semaphore, const struct context *context)
{
    return context == NULL || semaphore->context == context;
}

int external_semaphore_operation(enum operation_kind kind, const struct semaphore_batch *batch, size_t index,
                                 const struct context *context, struct operation *operation)
{
    const unsigned char *parameters = (const unsigned char *)batch->parameters + index * batch->layout.size;
    void *handle;
    unsigned flags;
    unsigned long long value;
    memcpy(&handle, (const unsigned char *)batch->handles + index * sizeof handle, sizeof handle);
    memcpy(&flags, parameters + batch->layout.flags_offset, sizeof flags);
    memcpy(&value, parameters + batch->layout.value_offset, sizeof value);
    if (fault_any())
        fault_element(kind, batch, index, &handle, &value);

    struct external_semaphore *semaphore = handle_acquire(handle, HANDLE_EXTERNAL_SEMAPHORE);
    if (semaphore == NULL)
        return cudaErrorInvalidResourceHandle;
    int error = belongs(semaphore, context) ? cudaSuccess : cudaErrorInvalidResourceHandle;
    if (error == cudaSuccess && flags != 0) /* all that exist are for NvSciSync alone */
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        *operation = (struct operation){
            .kind = kind,
            .as.semaphore = {.payload = payload_lend(semaphore->payload), .value = value},
        };
    handle_release(handle);
    return error;
}

/* Add element index to the submission, or make the submission fail. */
static void add_element(struct submission *submission, enum operation_kind kind,
                        const struct semaphore_batch *batch, size_t index)
{
    struct operation operation;
    int error = external_semaphore_operation(kind, batch, index, submission->stream->context, &operation);
    if (error != cudaSuccess) {
        submission_fail(submission, error);
        return;
    }
    if (fault_any())
        fault_enqueue(submission->stream, index, &operation);
    submission_add(submission, &operation);
}

/* One node for the whole batch. */
static int capture_batch(struct stream *stream, enum operation_kind kind, const struct semaphore_batch *batch)
{
    struct graph_work *work = NULL;
    int error = graph_work_semaphores(kind, batch, stream->context, &work);
    if (fault_any() && error == cudaSuccess && fault_capture(work))
        return cudaSuccess;
    return error == cudaSuccess ? capture_add(stream, work) : error;
}

/* One operation a semaphore, in the order of the array, and all in one submission. */
static int submit_batch(struct stream *stream, enum operation_kind kind, const struct semaphore_batch *batch)
{
    if (batch->count == 0)
        return context_error(stream->context);
    if (batch->handles == NULL || batch->parameters == NULL)
        return cudaErrorInvalidValue;
    bool captured = capture_concerns(stream);
    if (fault_is(FAULT_CAPTURE_LEAVES_OUT_WAITS) && kind == OPERATION_WAIT)
        captured = false;
    if (captured)
        return capture_batch(stream, kind, batch);
    if (fault_any())
        stream = fault_stream(stream, kind);
    struct submission submission;
    submission_begin(&submission, stream);
    for (size_t index = 0; index < batch->count && submission.error == cudaSuccess; index++) {
        if (fault_any() && fault_skips(kind, index, batch->count))
            continue;
        add_element(&submission, kind, batch, index);
    }
    return submission_end(&submission, NULL);
}

int external_semaphores_signal(struct stream *stream, const struct semaphore_batch *batch)
{
    return submit_batch(stream, OPERATION_SIGNAL, batch);
}

int external_semaphores_wait(struct stream *stream, const struct semaphore_batch *batch)
{
    return submit_batch(stream, OPERATION_WAIT, batch);
}
