/* External memory: importing it, and mapping parts of it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/external_memory.h"

#include <stdbool.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/handle.h"
#include "core/memory.h"
#include "extres/driver_external.h"
#include "extres/runtime_error.h"
#include "faults/array.h"
#include "faults/handles.h"
#include "faults/import.h"
#include "faults/memory.h"
#include "import/provider.h"

struct external_memory {
    struct context *context;
    struct imported_memory *imported;
    uint64_t size; /* as the descriptor said: the bound of what may be mapped */
    bool takes_arrays;
};

static bool is_known(int type)
{
    return type >= CU_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD &&
           type <= CU_EXTERNAL_MEMORY_HANDLE_TYPE_DMABUF_FD;
}

static bool is_dma_buf(const struct memory_import *import)
{
    return import->type == CU_EXTERNAL_MEMORY_HANDLE_TYPE_DMABUF_FD;
}

static int check(const struct memory_import *import)
{
    if (!is_known(import->type))
        return cudaErrorInvalidValue;
    if (import->type != CU_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD && !is_dma_buf(import))
        return cudaErrorNotSupported; /* Windows, NvSci */
    unsigned known_flags = is_dma_buf(import) ? 0 : CUDA_EXTERNAL_MEMORY_DEDICATED;
    if (import->size == 0 || (import->flags & ~known_flags) != 0)
        return cudaErrorInvalidValue;
    /* No descriptor at all, so what the providers say of one that is closed. */
    return import->fd < 0 ? cudaErrorOperatingSystem : cudaSuccess;
}

static void destroy(void *object)
{
    struct external_memory *memory = object;
    if (fault_any() && memory->imported != NULL) {
        fault_memory_destroyed(memory->imported);
        fault_array_memory_destroyed();
    }
    if (memory->imported != NULL)
        imported_memory_release(memory->imported);
    free(memory);
}

static void *create_handle(struct context *context, uint64_t size)
{
    struct external_memory *memory = calloc(1, sizeof *memory);
    if (memory == NULL)
        return NULL;
    memory->context = context;
    memory->size = size;
    void *handle = handle_create(&(struct handle_entry){
        .kind = HANDLE_EXTERNAL_MEMORY, .object = memory, .owner = context, .destroy = destroy});
    if (handle == NULL)
        free(memory);
    return handle;
}

int external_memory_import(struct context *context, const struct memory_import *import, void **handle)
{
    int error = check(import);
    if (fault_any())
        error = fault_memory_check(import, error);
    if (error != cudaSuccess)
        return error;
    /* What can fail comes before the import, for success there takes the caller's fd. */
    void *created = create_handle(context, import->size);
    if (created == NULL)
        return cudaErrorMemoryAllocation;
    struct external_memory *memory = handle_acquire(created, HANDLE_EXTERNAL_MEMORY);
    if (memory == NULL)
        return cudaErrorContextIsDestroyed; /* by a reset in another thread */
    memory->takes_arrays = !is_dma_buf(import);
    error = is_dma_buf(import) ? import_dma_buf_fd(import->fd, import->size, &memory->imported)
                               : import_memory_fd(import->fd, import->size, &memory->imported);
    handle_release(created);
    if (error != cudaSuccess)
        handle_destroy(created, HANDLE_EXTERNAL_MEMORY);
    else
        *handle = created;
    if (fault_any() && error == cudaSuccess)
        fault_handle_made(HANDLE_EXTERNAL_MEMORY, created);
    return error;
}

int external_memory_destroy(void *handle)
{
    if (fault_is(FAULT_MEMORY_NULL_DESTROYED) && handle == NULL)
        return cudaSuccess;
    if (fault_is(FAULT_MEMORY_DESTROY_REFUSED_WHILE_MAPPED) && fault_is_mapped())
        return cudaErrorInvalidResourceHandle;
    if (fault_is(FAULT_DEVICE_RESET_KEEPS_IMPORTS))
        fault_close_duplicate();
    if (fault_any())
        fault_handle_ends(HANDLE_EXTERNAL_MEMORY, handle);
    return handle_destroy(handle, HANDLE_EXTERNAL_MEMORY) ? cudaSuccess : cudaErrorInvalidResourceHandle;
}

static int map(struct external_memory *memory, uint64_t offset, uint64_t size, void **pointer)
{
    bool inside = size > 0 && offset <= memory->size && size <= memory->size - offset;
    if (fault_any())
        inside = fault_map_range(memory->imported, inside, memory->size, &offset, &size);
    if (!inside)
        return cudaErrorInvalidValue;
    struct imported_memory *imported = fault_any() ? fault_mapped_object(memory->imported) : memory->imported;
    int error = memory_map(memory->context, imported, offset, size, pointer);
    if (fault_any() && error == cudaSuccess)
        fault_mapped(imported, offset, size, *pointer);
    return error;
}

int external_memory_map(void *handle, uint64_t offset, uint64_t size, unsigned flags, void **pointer)
{
    if (fault_is(FAULT_MAP_NULL_MEMORY_ACCEPTED) && handle == NULL)
        return cudaSuccess;
    struct external_memory *memory = handle_acquire(handle, HANDLE_EXTERNAL_MEMORY);
    if (memory == NULL)
        return cudaErrorInvalidResourceHandle;
    if (fault_is(FAULT_MAP_FLAGS_UNCHECKED))
        flags = 0;
    int error = flags != 0 ? cudaErrorInvalidValue : map(memory, offset, size, pointer);
    handle_release(handle);
    if (fault_any())
        error = fault_map_error(error);
    return error;
}

int external_memory_map_array(void *handle, const struct mipmap *mipmap, void **array)
{
    if (fault_is(FAULT_ARRAY_NULL_MEMORY_ACCEPTED) && handle == NULL)
        return cudaSuccess;
    struct external_memory *memory = handle_acquire(handle, HANDLE_EXTERNAL_MEMORY);
    if (memory == NULL)
        return cudaErrorInvalidResourceHandle;
    int error = cudaErrorNotSupported; /* for dma-bufs, as documented, though not with which code */
    if (memory->takes_arrays || fault_is(FAULT_ARRAY_OF_DMA_BUF_MAPPED))
        error = mipmapped_array_map(memory->context, memory->imported, memory->size, mipmap, array);
    handle_release(handle);
    if (fault_any())
        error = fault_array_mapped(error, *array);
    return error;
}
