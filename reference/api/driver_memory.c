/* Allocating memory and asking about it, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/driver_memory.h"

#include <stdint.h>

#include "api/export.h"
#include "core/context.h"
#include "core/library.h"
#include "core/memory.h"

#define HOST_ALLOC_FLAGS \
    (CU_MEMHOSTALLOC_PORTABLE | CU_MEMHOSTALLOC_DEVICEMAP | CU_MEMHOSTALLOC_WRITECOMBINED)

static int allocate(enum memory_kind kind, size_t size, void **pointer)
{
    struct context *context = NULL;
    int error = library_enter_driver_context(&context);
    if (error != CUDA_SUCCESS)
        return error;
    return size == 0 ? CUDA_ERROR_INVALID_VALUE : memory_allocate(context, kind, size, pointer);
}

static int release(enum memory_kind kind, void *pointer)
{
    struct context *context = NULL;
    int error = library_enter_driver_context(&context);
    return error == CUDA_SUCCESS ? memory_free(kind, pointer) : error;
}

EXTRES_EXPORT CUresult cuMemAlloc_v2(CUdeviceptr *address, size_t size)
{
    void *pointer = NULL;
    int error = allocate(MEMORY_DEVICE, address == NULL ? 0 : size, &pointer);
    if (error == CUDA_SUCCESS)
        *address = (uintptr_t)pointer;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuMemFree_v2(CUdeviceptr address)
{
    return (CUresult)release(MEMORY_DEVICE, (void *)(uintptr_t)address);
}

static CUresult allocate_host(void **pointer, size_t size)
{
    void *allocated = NULL;
    int error = allocate(MEMORY_PAGE_LOCKED, pointer == NULL ? 0 : size, &allocated);
    if (error == CUDA_SUCCESS)
        *pointer = allocated;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuMemAllocHost_v2(void **pointer, size_t size)
{
    return allocate_host(pointer, size);
}

/* The flags are about caches and other devices; memory of a CPU is all that they ask for already. */
EXTRES_EXPORT CUresult cuMemHostAlloc(void **pointer, size_t size, unsigned int flags)
{
    if ((flags & ~(unsigned)HOST_ALLOC_FLAGS) != 0)
        return CUDA_ERROR_INVALID_VALUE;
    return allocate_host(pointer, size);
}

EXTRES_EXPORT CUresult cuMemFreeHost(void *pointer)
{
    return (CUresult)release(MEMORY_PAGE_LOCKED, pointer);
}

EXTRES_EXPORT CUresult cuMemGetInfo_v2(size_t *free_size, size_t *total_size)
{
    struct context *context = NULL;
    int error = library_enter_driver_context(&context);
    if (error == CUDA_SUCCESS && (free_size == NULL || total_size == NULL))
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        context_memory(context, free_size, total_size);
    return (CUresult)error;
}

/* Store one attribute in its own type. Page-locked memory is at one address for host and device. */
static int store(const struct allocation *allocation, CUpointer_attribute attribute, CUdeviceptr address,
                 void *data)
{
    bool on_device = allocation->kind == MEMORY_DEVICE;
    switch (attribute) {
    case CU_POINTER_ATTRIBUTE_CONTEXT:
        *(CUcontext *)data = allocation->context->handle;
        return CUDA_SUCCESS;
    case CU_POINTER_ATTRIBUTE_MEMORY_TYPE:
        *(unsigned *)data = on_device ? CU_MEMORYTYPE_DEVICE : CU_MEMORYTYPE_HOST;
        return CUDA_SUCCESS;
    case CU_POINTER_ATTRIBUTE_DEVICE_POINTER:
        *(CUdeviceptr *)data = address;
        return CUDA_SUCCESS;
    case CU_POINTER_ATTRIBUTE_HOST_POINTER:
        if (on_device)
            return CUDA_ERROR_INVALID_VALUE; /* it has none */
        *(void **)data = (void *)(uintptr_t)address;
        return CUDA_SUCCESS;
    case CU_POINTER_ATTRIBUTE_IS_MANAGED:
        *(unsigned *)data = 0;
        return CUDA_SUCCESS;
    case CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL:
        *(int *)data = allocation->context->device->ordinal;
        return CUDA_SUCCESS;
    case CU_POINTER_ATTRIBUTE_RANGE_START_ADDR:
        *(CUdeviceptr *)data = (uintptr_t)allocation->base;
        return CUDA_SUCCESS;
    case CU_POINTER_ATTRIBUTE_RANGE_SIZE:
        *(size_t *)data = allocation->size;
        return CUDA_SUCCESS;
    case CU_POINTER_ATTRIBUTE_MAPPED:
        *(unsigned *)data = 1;
        return CUDA_SUCCESS;
    default:
        return CUDA_ERROR_NOT_SUPPORTED;
    }
}

static bool is_attribute(CUpointer_attribute attribute)
{
    return (int)attribute >= CU_POINTER_ATTRIBUTE_CONTEXT &&
           (int)attribute <= CU_POINTER_ATTRIBUTE_IS_HW_DECOMPRESS_CAPABLE;
}

EXTRES_EXPORT CUresult cuPointerGetAttribute(void *data, CUpointer_attribute attribute, CUdeviceptr address)
{
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS && (data == NULL || !is_attribute(attribute)))
        error = CUDA_ERROR_INVALID_VALUE;
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    struct allocation *allocation = NULL;
    error = memory_find((void *)(uintptr_t)address, 1, &allocation);
    if (error == CUDA_SUCCESS)
        error = allocation == NULL ? CUDA_ERROR_INVALID_VALUE : store(allocation, attribute, address, data);
    allocation_release(allocation);
    return (CUresult)error;
}
