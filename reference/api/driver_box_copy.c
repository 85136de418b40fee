/* Copies of rows and slices, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/box_copy.h"

#include <stdint.h>

#include "api/driver_call.h"
#include "api/export.h"
#include "core/library.h"
#include "extres/driver_array.h"

/* One side, whichever of its members the memory type says; false for a type that does not exist. */
static bool read_end(CUmemorytype type, const void *host, CUdeviceptr device, CUarray array,
                     struct box_end *end)
{
    switch (type) {
    case CU_MEMORYTYPE_HOST:
        end->pointer = (void *)host;
        end->claim = CLAIM_HOST;
        return true;
    case CU_MEMORYTYPE_DEVICE:
        end->pointer = (void *)(uintptr_t)device;
        end->claim = CLAIM_DEVICE;
        return true;
    case CU_MEMORYTYPE_UNIFIED:
        end->pointer = (void *)(uintptr_t)device;
        end->claim = CLAIM_NONE;
        return true;
    case CU_MEMORYTYPE_ARRAY:
        end->array = array;
        return array != NULL;
    default:
        return false;
    }
}

/* The driver API knows a pitch that is too small, as all else here, as an invalid value; 0 is for rows in a
 * row. */
static CUresult copy(struct box_end *target, struct box_end *source, const struct box *box, CUstream handle,
                     enum default_stream default_stream, enum copy_form form)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    if (target->pitch == 0)
        target->pitch = box->width + target->x;
    if (source->pitch == 0)
        source->pitch = box->width + source->x;
    error = box_copy(stream, target, source, box, form);
    stream_release(stream);
    return error == cudaErrorInvalidPitchValue ? CUDA_ERROR_INVALID_VALUE : (CUresult)error;
}

static CUresult copy_2d(const CUDA_MEMCPY2D *parameters, CUstream stream, enum default_stream default_stream,
                        enum copy_form form)
{
    int error = library_enter_driver();
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    if (parameters == NULL)
        return CUDA_ERROR_INVALID_VALUE;
    struct box_end target = {
        .pitch = parameters->dstPitch, .x = parameters->dstXInBytes, .y = parameters->dstY};
    struct box_end source = {
        .pitch = parameters->srcPitch, .x = parameters->srcXInBytes, .y = parameters->srcY};
    if (!read_end(parameters->dstMemoryType, parameters->dstHost, parameters->dstDevice, parameters->dstArray,
                  &target) ||
        !read_end(parameters->srcMemoryType, parameters->srcHost, parameters->srcDevice, parameters->srcArray,
                  &source))
        return CUDA_ERROR_INVALID_VALUE;
    struct box box = {parameters->WidthInBytes, parameters->Height, 1};
    return copy(&target, &source, &box, stream, default_stream, form);
}

static CUresult copy_3d(const CUDA_MEMCPY3D *parameters, CUstream stream, enum default_stream default_stream,
                        enum copy_form form)
{
    int error = library_enter_driver();
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    if (parameters == NULL || parameters->srcLOD != 0 || parameters->dstLOD != 0 ||
        parameters->reserved0 != NULL || parameters->reserved1 != NULL)
        return CUDA_ERROR_INVALID_VALUE;
    struct box_end target = {.pitch = parameters->dstPitch,
                             .height = parameters->dstHeight,
                             .x = parameters->dstXInBytes,
                             .y = parameters->dstY,
                             .z = parameters->dstZ};
    struct box_end source = {.pitch = parameters->srcPitch,
                             .height = parameters->srcHeight,
                             .x = parameters->srcXInBytes,
                             .y = parameters->srcY,
                             .z = parameters->srcZ};
    if (!read_end(parameters->dstMemoryType, parameters->dstHost, parameters->dstDevice, parameters->dstArray,
                  &target) ||
        !read_end(parameters->srcMemoryType, parameters->srcHost, parameters->srcDevice, parameters->srcArray,
                  &source))
        return CUDA_ERROR_INVALID_VALUE;
    struct box box = {parameters->WidthInBytes, parameters->Height, parameters->Depth};
    return copy(&target, &source, &box, stream, default_stream, form);
}

EXTRES_EXPORT CUresult cuMemcpy2D_v2(const CUDA_MEMCPY2D *parameters)
{
    return copy_2d(parameters, NULL, DEFAULT_STREAM_LEGACY, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpy2D_v2_ptds(const CUDA_MEMCPY2D *parameters)
{
    return copy_2d(parameters, NULL, DEFAULT_STREAM_PER_THREAD, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpy2DAsync_v2(const CUDA_MEMCPY2D *parameters, CUstream stream)
{
    return copy_2d(parameters, stream, DEFAULT_STREAM_LEGACY, COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpy2DAsync_v2_ptsz(const CUDA_MEMCPY2D *parameters, CUstream stream)
{
    return copy_2d(parameters, stream, DEFAULT_STREAM_PER_THREAD, COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpy3D_v2(const CUDA_MEMCPY3D *parameters)
{
    return copy_3d(parameters, NULL, DEFAULT_STREAM_LEGACY, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpy3D_v2_ptds(const CUDA_MEMCPY3D *parameters)
{
    return copy_3d(parameters, NULL, DEFAULT_STREAM_PER_THREAD, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpy3DAsync_v2(const CUDA_MEMCPY3D *parameters, CUstream stream)
{
    return copy_3d(parameters, stream, DEFAULT_STREAM_LEGACY, COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpy3DAsync_v2_ptsz(const CUDA_MEMCPY3D *parameters, CUstream stream)
{
    return copy_3d(parameters, stream, DEFAULT_STREAM_PER_THREAD, COPY_ASYNCHRONOUS);
}
