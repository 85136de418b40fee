/* External memory and semaphores, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/runtime_external.h"

#include <stddef.h>

#include "api/export.h"
#include "api/runtime_call.h"
#include "api/semaphore_layout.h"
#include "core/external_memory.h"
#include "core/external_semaphore.h"
#include "core/library.h"
#include "faults/cost.h"
#include "faults/import.h"

static int import_memory(const void *result, const struct cudaExternalMemoryHandleDesc *descriptor,
                         void **handle)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    if (error != cudaSuccess)
        return error;
    if (fault_is(FAULT_RUNTIME_FD_CLOSED_FOR_NULL_OUT) && result == NULL)
        fault_close(descriptor->handle.fd);
    if (result == NULL || descriptor == NULL)
        return cudaErrorInvalidValue;
    if (fault_is(FAULT_RUNTIME_MEMORY_NAME_READ) && descriptor->handle.win32.name != NULL)
        return cudaErrorInvalidValue;
    /* The runtime API ends here; the driver API has one more type. */
    if ((int)descriptor->type > cudaExternalMemoryHandleTypeNvSciBuf)
        return cudaErrorInvalidValue;
    struct memory_import import = {
        .type = (int)descriptor->type,
        .fd = descriptor->handle.fd,
        .size = descriptor->size,
        .flags = descriptor->flags,
    };
    return external_memory_import(context, &import, handle);
}

EXTRES_EXPORT cudaError_t cudaImportExternalMemory(cudaExternalMemory_t *memory,
                                                   const struct cudaExternalMemoryHandleDesc *descriptor)
{
    void *handle = NULL;
    int error = import_memory(memory, descriptor, &handle);
    if (error == cudaSuccess && !fault_is(FAULT_RUNTIME_MEMORY_HANDLE_NOT_STORED))
        *memory = handle;
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaExternalMemoryGetMappedBuffer(
    void **pointer, cudaExternalMemory_t memory, const struct cudaExternalMemoryBufferDesc *descriptor)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    if (error == cudaSuccess && (pointer == NULL || descriptor == NULL) &&
        !fault_is(FAULT_RUNTIME_MAP_NULL_CRASHES))
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        error = external_memory_map(memory, descriptor->offset, descriptor->size, descriptor->flags, pointer);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaDestroyExternalMemory(cudaExternalMemory_t memory)
{
    int error = library_enter_runtime();
    return runtime_result(error == cudaSuccess ? external_memory_destroy(memory) : error);
}

static int import_semaphore(const void *result, const struct cudaExternalSemaphoreHandleDesc *descriptor,
                            void **handle)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    if (error != cudaSuccess)
        return error;
    if (result == NULL || descriptor == NULL)
        return cudaErrorInvalidValue;
    struct semaphore_import import = {
        .type = (int)descriptor->type,
        .fd = descriptor->handle.fd,
        .flags = descriptor->flags,
    };
    return external_semaphore_import(context, &import, handle);
}

EXTRES_EXPORT cudaError_t cudaImportExternalSemaphore(
    cudaExternalSemaphore_t *semaphore, const struct cudaExternalSemaphoreHandleDesc *descriptor)
{
    void *handle = NULL;
    int error = import_semaphore(semaphore, descriptor, &handle);
    if (error == cudaSuccess)
        *semaphore = handle;
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaDestroyExternalSemaphore(cudaExternalSemaphore_t semaphore)
{
    int error = library_enter_runtime();
    return runtime_result(error == cudaSuccess ? external_semaphore_destroy(semaphore) : error);
}

static cudaError_t signal_once(const cudaExternalSemaphore_t *semaphores,
                               const struct cudaExternalSemaphoreSignalParams *parameters, unsigned count,
                               cudaStream_t handle, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return runtime_result(error);
    struct semaphore_batch batch = {
        .handles = semaphores,
        .parameters = parameters,
        .layout = signal_layout,
        .count = count,
    };
    error = external_semaphores_signal(stream, &batch);
    stream_release(stream);
    return runtime_result(error);
}

static cudaError_t signal(const cudaExternalSemaphore_t *semaphores,
                          const struct cudaExternalSemaphoreSignalParams *parameters, unsigned count,
                          cudaStream_t handle, enum default_stream default_stream)
{
    if (fault_costs() && fault_signals_twice())
        signal_once(semaphores, parameters, count, handle, default_stream);
    return signal_once(semaphores, parameters, count, handle, default_stream);
}

EXTRES_EXPORT cudaError_t cudaSignalExternalSemaphoresAsync(
    const cudaExternalSemaphore_t *semaphores, const struct cudaExternalSemaphoreSignalParams *parameters,
    unsigned int count, cudaStream_t stream)
{
    return signal(semaphores, parameters, count, stream, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaSignalExternalSemaphoresAsync_ptsz(
    const cudaExternalSemaphore_t *semaphores, const struct cudaExternalSemaphoreSignalParams *parameters,
    unsigned int count, cudaStream_t stream)
{
    if (fault_is(FAULT_PER_THREAD_SIGNAL_IN_LEGACY_STREAM))
        return signal(semaphores, parameters, count, stream, DEFAULT_STREAM_LEGACY);
    return signal(semaphores, parameters, count, stream, DEFAULT_STREAM_PER_THREAD);
}

static cudaError_t wait(const cudaExternalSemaphore_t *semaphores,
                        const struct cudaExternalSemaphoreWaitParams *parameters, unsigned count,
                        cudaStream_t handle, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return runtime_result(error);
    struct semaphore_batch batch = {
        .handles = semaphores,
        .parameters = parameters,
        .layout = wait_layout,
        .count = count,
    };
    if (fault_is(FAULT_RUNTIME_WAIT_READS_ANOTHER_MEMBER))
        batch.layout.value_offset = offsetof(struct cudaExternalSemaphoreWaitParams, params.keyedMutex.key);
    error = external_semaphores_wait(stream, &batch);
    stream_release(stream);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaWaitExternalSemaphoresAsync(
    const cudaExternalSemaphore_t *semaphores, const struct cudaExternalSemaphoreWaitParams *parameters,
    unsigned int count, cudaStream_t stream)
{
    return wait(semaphores, parameters, count, stream, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaWaitExternalSemaphoresAsync_ptsz(
    const cudaExternalSemaphore_t *semaphores, const struct cudaExternalSemaphoreWaitParams *parameters,
    unsigned int count, cudaStream_t stream)
{
    if (fault_is(FAULT_PER_THREAD_WAIT_IN_LEGACY_STREAM))
        return wait(semaphores, parameters, count, stream, DEFAULT_STREAM_LEGACY);
    return wait(semaphores, parameters, count, stream, DEFAULT_STREAM_PER_THREAD);
}
