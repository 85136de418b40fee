/* Copying and setting memory, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/copy.h"

#include "api/driver_call.h"
#include "api/export.h"
#include "extres/driver_memory.h"

static void *pointer_of(CUdeviceptr address)
{
    return (void *)(uintptr_t)address;
}

static CUresult copy(void *target, const void *source, size_t size, enum cudaMemcpyKind kind, CUstream handle,
                     enum default_stream default_stream, enum copy_form form)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    error = copy_memory(stream, target, source, size, kind, form);
    stream_release(stream);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuMemcpy(CUdeviceptr target, CUdeviceptr source, size_t size)
{
    return copy(pointer_of(target), pointer_of(source), size, cudaMemcpyDefault, NULL, DEFAULT_STREAM_LEGACY,
                COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpy_ptds(CUdeviceptr target, CUdeviceptr source, size_t size)
{
    return copy(pointer_of(target), pointer_of(source), size, cudaMemcpyDefault, NULL,
                DEFAULT_STREAM_PER_THREAD, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpyAsync(CUdeviceptr target, CUdeviceptr source, size_t size, CUstream stream)
{
    return copy(pointer_of(target), pointer_of(source), size, cudaMemcpyDefault, stream,
                DEFAULT_STREAM_LEGACY, COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpyAsync_ptsz(CUdeviceptr target, CUdeviceptr source, size_t size,
                                          CUstream stream)
{
    return copy(pointer_of(target), pointer_of(source), size, cudaMemcpyDefault, stream,
                DEFAULT_STREAM_PER_THREAD, COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpyHtoD_v2(CUdeviceptr target, const void *source, size_t size)
{
    return copy(pointer_of(target), source, size, cudaMemcpyHostToDevice, NULL, DEFAULT_STREAM_LEGACY,
                COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpyHtoD_v2_ptds(CUdeviceptr target, const void *source, size_t size)
{
    return copy(pointer_of(target), source, size, cudaMemcpyHostToDevice, NULL, DEFAULT_STREAM_PER_THREAD,
                COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr target, const void *source, size_t size,
                                            CUstream stream)
{
    return copy(pointer_of(target), source, size, cudaMemcpyHostToDevice, stream, DEFAULT_STREAM_LEGACY,
                COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpyHtoDAsync_v2_ptsz(CUdeviceptr target, const void *source, size_t size,
                                                 CUstream stream)
{
    return copy(pointer_of(target), source, size, cudaMemcpyHostToDevice, stream, DEFAULT_STREAM_PER_THREAD,
                COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpyDtoH_v2(void *target, CUdeviceptr source, size_t size)
{
    return copy(target, pointer_of(source), size, cudaMemcpyDeviceToHost, NULL, DEFAULT_STREAM_LEGACY,
                COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpyDtoH_v2_ptds(void *target, CUdeviceptr source, size_t size)
{
    return copy(target, pointer_of(source), size, cudaMemcpyDeviceToHost, NULL, DEFAULT_STREAM_PER_THREAD,
                COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpyDtoHAsync_v2(void *target, CUdeviceptr source, size_t size, CUstream stream)
{
    return copy(target, pointer_of(source), size, cudaMemcpyDeviceToHost, stream, DEFAULT_STREAM_LEGACY,
                COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpyDtoHAsync_v2_ptsz(void *target, CUdeviceptr source, size_t size,
                                                 CUstream stream)
{
    return copy(target, pointer_of(source), size, cudaMemcpyDeviceToHost, stream, DEFAULT_STREAM_PER_THREAD,
                COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpyDtoD_v2(CUdeviceptr target, CUdeviceptr source, size_t size)
{
    return copy(pointer_of(target), pointer_of(source), size, cudaMemcpyDeviceToDevice, NULL,
                DEFAULT_STREAM_LEGACY, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpyDtoD_v2_ptds(CUdeviceptr target, CUdeviceptr source, size_t size)
{
    return copy(pointer_of(target), pointer_of(source), size, cudaMemcpyDeviceToDevice, NULL,
                DEFAULT_STREAM_PER_THREAD, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr target, CUdeviceptr source, size_t size,
                                            CUstream stream)
{
    return copy(pointer_of(target), pointer_of(source), size, cudaMemcpyDeviceToDevice, stream,
                DEFAULT_STREAM_LEGACY, COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemcpyDtoDAsync_v2_ptsz(CUdeviceptr target, CUdeviceptr source, size_t size,
                                                 CUstream stream)
{
    return copy(pointer_of(target), pointer_of(source), size, cudaMemcpyDeviceToDevice, stream,
                DEFAULT_STREAM_PER_THREAD, COPY_ASYNCHRONOUS);
}
