/* Setting memory, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/copy.h"

#include "api/driver_call.h"
#include "api/export.h"
#include "extres/driver_memory.h"

/* Elements of width bytes. */
static CUresult set(CUdeviceptr address, unsigned value, unsigned width, size_t count, CUstream handle,
                    enum default_stream default_stream, enum copy_form form)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    error = copy_fill(stream, (void *)(uintptr_t)address, value, width, count, form);
    stream_release(stream);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuMemsetD8_v2(CUdeviceptr address, unsigned char value, size_t count)
{
    return set(address, value, 1, count, NULL, DEFAULT_STREAM_LEGACY, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemsetD8_v2_ptds(CUdeviceptr address, unsigned char value, size_t count)
{
    return set(address, value, 1, count, NULL, DEFAULT_STREAM_PER_THREAD, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemsetD8Async(CUdeviceptr address, unsigned char value, size_t count,
                                       CUstream stream)
{
    return set(address, value, 1, count, stream, DEFAULT_STREAM_LEGACY, COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemsetD8Async_ptsz(CUdeviceptr address, unsigned char value, size_t count,
                                            CUstream stream)
{
    return set(address, value, 1, count, stream, DEFAULT_STREAM_PER_THREAD, COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemsetD32_v2(CUdeviceptr address, unsigned int value, size_t count)
{
    return set(address, value, 4, count, NULL, DEFAULT_STREAM_LEGACY, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemsetD32_v2_ptds(CUdeviceptr address, unsigned int value, size_t count)
{
    return set(address, value, 4, count, NULL, DEFAULT_STREAM_PER_THREAD, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemsetD32Async(CUdeviceptr address, unsigned int value, size_t count,
                                        CUstream stream)
{
    return set(address, value, 4, count, stream, DEFAULT_STREAM_LEGACY, COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT CUresult cuMemsetD32Async_ptsz(CUdeviceptr address, unsigned int value, size_t count,
                                             CUstream stream)
{
    return set(address, value, 4, count, stream, DEFAULT_STREAM_PER_THREAD, COPY_ASYNCHRONOUS);
}
