/* Mipmapped arrays on external memory, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/array.h"

#include "api/export.h"
#include "api/runtime_call.h"
#include "core/external_memory.h"
#include "core/library.h"
#include "extres/runtime_external.h"
#include "faults/array.h"

static int map(cudaExternalMemory_t memory, const struct cudaExternalMemoryMipmappedArrayDesc *descriptor,
               void **handle)
{
    struct mipmap mipmap = {
        .offset = descriptor->offset,
        .shape = {.width = descriptor->extent.width,
                  .height = descriptor->extent.height,
                  .depth = descriptor->extent.depth,
                  .flags = descriptor->flags},
        .levels = descriptor->numLevels,
    };
    if (!array_format_from_description(&descriptor->formatDesc, &mipmap.shape.format))
        mipmap.shape.format =
            (struct array_format){.channels = 0}; /* none: refused as such, after the handle */
    return external_memory_map_array(memory, &mipmap, handle);
}

EXTRES_EXPORT cudaError_t
cudaExternalMemoryGetMappedMipmappedArray(cudaMipmappedArray_t *mipmapped_array, cudaExternalMemory_t memory,
                                          const struct cudaExternalMemoryMipmappedArrayDesc *descriptor)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    if (error == cudaSuccess && (mipmapped_array == NULL || descriptor == NULL) &&
        !fault_is(FAULT_RUNTIME_MAP_ARRAY_NULL_CRASHES))
        error = cudaErrorInvalidValue;
    void *handle = NULL;
    if (error == cudaSuccess)
        error = map(memory, descriptor, &handle);
    if (error == cudaSuccess)
        *mipmapped_array = handle;
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaGetMipmappedArrayLevel(cudaArray_t *array,
                                                     cudaMipmappedArray_const_t mipmapped_array,
                                                     unsigned int level)
{
    void *handle = NULL;
    int error = library_enter_runtime();
    if (error == cudaSuccess && array == NULL)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        error = mipmapped_array_level(mipmapped_array, level, &handle);
    if (error == cudaSuccess)
        *array = handle;
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaFreeMipmappedArray(cudaMipmappedArray_t mipmapped_array)
{
    int error = library_enter_runtime();
    if (error == cudaSuccess && mipmapped_array != NULL && !mipmapped_array_destroy(mipmapped_array))
        error = cudaErrorInvalidValue;
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaArrayGetInfo(struct cudaChannelFormatDesc *format, struct cudaExtent *extent,
                                           unsigned int *flags, cudaArray_t array)
{
    struct array_shape shape;
    int error = library_enter_runtime();
    if (error == cudaSuccess && array_shape(array, &shape) != cudaSuccess)
        error = cudaErrorInvalidValue; /* the only code that is documented */
    if (error != cudaSuccess)
        return runtime_result(error);
    if (format != NULL)
        *format = array_format_describe(shape.format);
    if (extent != NULL)
        *extent = (struct cudaExtent){shape.width, shape.height, shape.depth};
    if (flags != NULL)
        *flags = shape.flags;
    return cudaSuccess;
}
