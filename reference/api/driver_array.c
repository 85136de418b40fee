/* Mipmapped arrays on external memory, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/array.h"

#include "api/export.h"
#include "core/external_memory.h"
#include "core/library.h"
#include "extres/driver_external.h"
#include "faults/array.h"

static int map(CUexternalMemory memory, const CUDA_EXTERNAL_MEMORY_MIPMAPPED_ARRAY_DESC *descriptor,
               void **handle)
{
    const CUDA_ARRAY3D_DESCRIPTOR *array = &descriptor->arrayDesc;
    struct mipmap mipmap = {
        .offset = descriptor->offset,
        .shape = {.format = {array->Format, array->NumChannels},
                  .width = array->Width,
                  .height = array->Height,
                  .depth = array->Depth,
                  .flags = array->Flags},
        .levels = descriptor->numLevels,
    };
    return external_memory_map_array(memory, &mipmap, handle);
}

EXTRES_EXPORT CUresult
cuExternalMemoryGetMappedMipmappedArray(CUmipmappedArray *mipmapped_array, CUexternalMemory memory,
                                        const CUDA_EXTERNAL_MEMORY_MIPMAPPED_ARRAY_DESC *descriptor)
{
    struct context *context = NULL;
    int error = library_enter_driver_context(&context);
    if (fault_is(FAULT_DRIVER_MAP_ARRAY_NULL_OUT_ACCEPTED) && mipmapped_array == NULL)
        return CUDA_SUCCESS;
    if (error == CUDA_SUCCESS && (mipmapped_array == NULL || descriptor == NULL))
        error = CUDA_ERROR_INVALID_VALUE;
    void *handle = NULL;
    if (error == CUDA_SUCCESS)
        error = map(memory, descriptor, &handle);
    if (error == CUDA_SUCCESS)
        *mipmapped_array = handle;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuMipmappedArrayGetLevel(CUarray *array, CUmipmappedArray mipmapped_array,
                                                unsigned int level)
{
    struct context *context = NULL;
    void *handle = NULL;
    int error = library_enter_driver_context(&context);
    if (error == CUDA_SUCCESS && array == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        error = mipmapped_array_level(mipmapped_array, level, &handle);
    if (error == CUDA_SUCCESS)
        *array = handle;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuMipmappedArrayDestroy(CUmipmappedArray mipmapped_array)
{
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS && !mipmapped_array_destroy(mipmapped_array))
        error = CUDA_ERROR_INVALID_HANDLE;
    return (CUresult)error;
}

/* The shape, once the call is let in and result is somewhere to write to. */
static int get_shape(CUarray array, const void *result, struct array_shape *shape)
{
    struct context *context = NULL;
    int error = library_enter_driver_context(&context);
    if (error != CUDA_SUCCESS)
        return error;
    return result == NULL ? CUDA_ERROR_INVALID_VALUE : array_shape(array, shape);
}

EXTRES_EXPORT CUresult cuArrayGetDescriptor_v2(CUDA_ARRAY_DESCRIPTOR *descriptor, CUarray array)
{
    struct array_shape shape;
    int error = get_shape(array, descriptor, &shape);
    if (error == CUDA_SUCCESS && shape.depth != 0)
        error = CUDA_ERROR_INVALID_VALUE; /* there is no member for it */
    if (error == CUDA_SUCCESS)
        *descriptor = (CUDA_ARRAY_DESCRIPTOR){
            .Width = shape.width,
            .Height = shape.height,
            .Format = shape.format.format,
            .NumChannels = shape.format.channels,
        };
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuArray3DGetDescriptor_v2(CUDA_ARRAY3D_DESCRIPTOR *descriptor, CUarray array)
{
    struct array_shape shape;
    int error = get_shape(array, descriptor, &shape);
    if (error == CUDA_SUCCESS)
        *descriptor = (CUDA_ARRAY3D_DESCRIPTOR){
            .Width = shape.width,
            .Height = shape.height,
            .Depth = shape.depth,
            .Format = shape.format.format,
            .NumChannels = shape.format.channels,
            .Flags = shape.flags,
        };
    return (CUresult)error;
}
