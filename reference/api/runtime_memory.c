/* Allocating memory and asking about it, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/runtime_memory.h"

#include "api/export.h"
#include "api/runtime_call.h"
#include "core/context.h"
#include "core/library.h"
#include "core/memory.h"

#define HOST_ALLOC_FLAGS (cudaHostAllocPortable | cudaHostAllocMapped | cudaHostAllocWriteCombined)

/* Nothing asked for is nothing given, and no error; the driver API documents one, this API does not. */
static int allocate(enum memory_kind kind, void **pointer, size_t size)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    if (error != cudaSuccess)
        return error;
    if (pointer == NULL)
        return cudaErrorInvalidValue;
    if (size != 0)
        return memory_allocate(context, kind, size, pointer);
    *pointer = NULL;
    return cudaSuccess;
}

static int release(enum memory_kind kind, void *pointer)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    return error == cudaSuccess ? memory_free(kind, pointer) : error;
}

EXTRES_EXPORT cudaError_t cudaMalloc(void **pointer, size_t size)
{
    return runtime_result(allocate(MEMORY_DEVICE, pointer, size));
}

EXTRES_EXPORT cudaError_t cudaFree(void *pointer)
{
    return runtime_result(release(MEMORY_DEVICE, pointer));
}

EXTRES_EXPORT cudaError_t cudaMallocHost(void **pointer, size_t size)
{
    return runtime_result(allocate(MEMORY_PAGE_LOCKED, pointer, size));
}

/* The flags are about caches and other devices; memory of a CPU is all that they ask for already. */
EXTRES_EXPORT cudaError_t cudaHostAlloc(void **pointer, size_t size, unsigned int flags)
{
    if ((flags & ~(unsigned)HOST_ALLOC_FLAGS) != 0)
        return runtime_result(cudaErrorInvalidValue);
    return runtime_result(allocate(MEMORY_PAGE_LOCKED, pointer, size));
}

EXTRES_EXPORT cudaError_t cudaFreeHost(void *pointer)
{
    return runtime_result(release(MEMORY_PAGE_LOCKED, pointer));
}

EXTRES_EXPORT cudaError_t cudaMemGetInfo(size_t *free_size, size_t *total_size)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    if (error == cudaSuccess && (free_size == NULL || total_size == NULL))
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        context_memory(context, free_size, total_size);
    return runtime_result(error);
}

/* Page-locked memory is at one address for host and device; device memory is not for the host to use. */
static void describe(struct cudaPointerAttributes *attributes, const void *pointer,
                     struct allocation *allocation)
{
    *attributes = (struct cudaPointerAttributes){.type = cudaMemoryTypeUnregistered, .device = -1};
    if (allocation == NULL) {
        attributes->hostPointer = (void *)pointer;
        return;
    }
    bool on_device = allocation->kind == MEMORY_DEVICE;
    attributes->type = on_device ? cudaMemoryTypeDevice : cudaMemoryTypeHost;
    attributes->device = allocation->context->device->ordinal;
    attributes->devicePointer = (void *)pointer;
    attributes->hostPointer = on_device ? NULL : (void *)pointer;
}

EXTRES_EXPORT cudaError_t cudaPointerGetAttributes(struct cudaPointerAttributes *attributes,
                                                   const void *pointer)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    if (error == cudaSuccess && attributes == NULL)
        error = cudaErrorInvalidValue;
    if (error != cudaSuccess)
        return runtime_result(error);
    struct allocation *allocation = NULL;
    error = memory_find(pointer, 1, &allocation);
    if (error == cudaSuccess)
        describe(attributes, pointer, allocation);
    allocation_release(allocation);
    return runtime_result(error);
}
