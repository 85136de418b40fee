/* External memory and semaphores, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/driver_external.h"

#include <stddef.h>
#include <stdint.h>

#include "api/driver_call.h"
#include "api/export.h"
#include "api/semaphore_layout.h"
#include "core/external_memory.h"
#include "core/external_semaphore.h"
#include "core/library.h"
#include "faults/cost.h"

static int import_memory(const void *result, const CUDA_EXTERNAL_MEMORY_HANDLE_DESC *descriptor,
                         void **handle)
{
    struct context *context = NULL;
    int error = library_enter_driver_context(&context);
    if (error != CUDA_SUCCESS)
        return error;
    if ((result == NULL || descriptor == NULL) && !fault_is(FAULT_DRIVER_IMPORT_NULL_CRASHES))
        return CUDA_ERROR_INVALID_VALUE;
    struct memory_import import = {
        .type = (int)descriptor->type,
        .fd = descriptor->handle.fd,
        .size = descriptor->size,
        .flags = descriptor->flags,
    };
    return external_memory_import(context, &import, handle);
}

EXTRES_EXPORT CUresult cuImportExternalMemory(CUexternalMemory *memory,
                                              const CUDA_EXTERNAL_MEMORY_HANDLE_DESC *descriptor)
{
    void *handle = NULL;
    int error = import_memory(memory, descriptor, &handle);
    if (error == CUDA_SUCCESS)
        *memory = handle;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuExternalMemoryGetMappedBuffer(CUdeviceptr *address, CUexternalMemory memory,
                                                       const CUDA_EXTERNAL_MEMORY_BUFFER_DESC *descriptor)
{
    struct context *context = NULL;
    int error = library_enter_driver_context(&context);
    if (fault_is(FAULT_DRIVER_MAP_NULL_OUT_ACCEPTED) && address == NULL)
        return CUDA_SUCCESS;
    if (error == CUDA_SUCCESS && (address == NULL || descriptor == NULL))
        error = CUDA_ERROR_INVALID_VALUE;
    void *pointer = NULL;
    if (error == CUDA_SUCCESS)
        error =
            external_memory_map(memory, descriptor->offset, descriptor->size, descriptor->flags, &pointer);
    if (error == CUDA_SUCCESS)
        *address = (uintptr_t)pointer;
    if (fault_is(FAULT_DRIVER_MAP_ADDRESS_TRUNCATED) && error == CUDA_SUCCESS)
        *address &= UINT32_MAX;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuDestroyExternalMemory(CUexternalMemory memory)
{
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS ? external_memory_destroy(memory) : error);
}

static int import_semaphore(const void *result, const CUDA_EXTERNAL_SEMAPHORE_HANDLE_DESC *descriptor,
                            void **handle)
{
    struct context *context = NULL;
    int error = library_enter_driver_context(&context);
    if (error != CUDA_SUCCESS)
        return error;
    if (result == NULL || descriptor == NULL)
        return CUDA_ERROR_INVALID_VALUE;
    if (fault_is(FAULT_DRIVER_SEMAPHORE_NAME_READ) && descriptor->handle.win32.name != NULL)
        return CUDA_ERROR_INVALID_VALUE;
    struct semaphore_import import = {
        .type = (int)descriptor->type,
        .fd = descriptor->handle.fd,
        .flags = descriptor->flags,
    };
    return external_semaphore_import(context, &import, handle);
}

EXTRES_EXPORT CUresult cuImportExternalSemaphore(CUexternalSemaphore *semaphore,
                                                 const CUDA_EXTERNAL_SEMAPHORE_HANDLE_DESC *descriptor)
{
    void *handle = NULL;
    int error = import_semaphore(semaphore, descriptor, &handle);
    if (error == CUDA_SUCCESS && !fault_is(FAULT_DRIVER_SEMAPHORE_HANDLE_NOT_STORED))
        *semaphore = handle;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuDestroyExternalSemaphore(CUexternalSemaphore semaphore)
{
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS ? external_semaphore_destroy(semaphore) : error);
}

static CUresult signal_once(const CUexternalSemaphore *semaphores,
                            const CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS *parameters, unsigned count,
                            CUstream handle, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    struct semaphore_batch batch = {
        .handles = semaphores,
        .parameters = parameters,
        .layout = signal_layout,
        .count = count,
    };
    error = external_semaphores_signal(stream, &batch);
    stream_release(stream);
    return (CUresult)error;
}

static CUresult signal(const CUexternalSemaphore *semaphores,
                       const CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS *parameters, unsigned count,
                       CUstream handle, enum default_stream default_stream)
{
    if (fault_costs() && fault_signals_twice())
        signal_once(semaphores, parameters, count, handle, default_stream);
    return signal_once(semaphores, parameters, count, handle, default_stream);
}

EXTRES_EXPORT CUresult cuSignalExternalSemaphoresAsync(
    const CUexternalSemaphore *semaphores, const CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS *parameters,
    unsigned int count, CUstream stream)
{
    return signal(semaphores, parameters, count, stream, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuSignalExternalSemaphoresAsync_ptsz(
    const CUexternalSemaphore *semaphores, const CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS *parameters,
    unsigned int count, CUstream stream)
{
    if (fault_is(FAULT_PER_THREAD_SIGNAL_IN_LEGACY_STREAM))
        return signal(semaphores, parameters, count, stream, DEFAULT_STREAM_LEGACY);
    return signal(semaphores, parameters, count, stream, DEFAULT_STREAM_PER_THREAD);
}

static CUresult wait(const CUexternalSemaphore *semaphores,
                     const CUDA_EXTERNAL_SEMAPHORE_WAIT_PARAMS *parameters, unsigned count, CUstream handle,
                     enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    struct semaphore_batch batch = {
        .handles = semaphores,
        .parameters = parameters,
        .layout = wait_layout,
        .count = count,
    };
    error = external_semaphores_wait(stream, &batch);
    stream_release(stream);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuWaitExternalSemaphoresAsync(const CUexternalSemaphore *semaphores,
                                                     const CUDA_EXTERNAL_SEMAPHORE_WAIT_PARAMS *parameters,
                                                     unsigned int count, CUstream stream)
{
    return wait(semaphores, parameters, count, stream, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuWaitExternalSemaphoresAsync_ptsz(
    const CUexternalSemaphore *semaphores, const CUDA_EXTERNAL_SEMAPHORE_WAIT_PARAMS *parameters,
    unsigned int count, CUstream stream)
{
    if (fault_is(FAULT_PER_THREAD_WAIT_IN_LEGACY_STREAM))
        return wait(semaphores, parameters, count, stream, DEFAULT_STREAM_LEGACY);
    return wait(semaphores, parameters, count, stream, DEFAULT_STREAM_PER_THREAD);
}
