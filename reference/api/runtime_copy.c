/* Copying and setting memory, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/copy.h"

#include "api/export.h"
#include "api/runtime_call.h"

static cudaError_t copy(void *target, const void *source, size_t size, enum cudaMemcpyKind kind,
                        cudaStream_t handle, enum default_stream default_stream, enum copy_form form)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return runtime_result(error);
    error = copy_memory(stream, target, source, size, kind, form);
    stream_release(stream);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaMemcpy(void *target, const void *source, size_t size, enum cudaMemcpyKind kind)
{
    return copy(target, source, size, kind, NULL, DEFAULT_STREAM_LEGACY, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT cudaError_t cudaMemcpy_ptds(void *target, const void *source, size_t size,
                                          enum cudaMemcpyKind kind)
{
    return copy(target, source, size, kind, NULL, DEFAULT_STREAM_PER_THREAD, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT cudaError_t cudaMemcpyAsync(void *target, const void *source, size_t size,
                                          enum cudaMemcpyKind kind, cudaStream_t stream)
{
    return copy(target, source, size, kind, stream, DEFAULT_STREAM_LEGACY, COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT cudaError_t cudaMemcpyAsync_ptsz(void *target, const void *source, size_t size,
                                               enum cudaMemcpyKind kind, cudaStream_t stream)
{
    return copy(target, source, size, kind, stream, DEFAULT_STREAM_PER_THREAD, COPY_ASYNCHRONOUS);
}

static cudaError_t set(void *pointer, int value, size_t size, cudaStream_t handle,
                       enum default_stream default_stream, enum copy_form form)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return runtime_result(error);
    error = copy_fill(stream, pointer, (unsigned)value & 0xff, 1, size, form);
    stream_release(stream);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaMemset(void *pointer, int value, size_t size)
{
    return set(pointer, value, size, NULL, DEFAULT_STREAM_LEGACY, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT cudaError_t cudaMemset_ptds(void *pointer, int value, size_t size)
{
    return set(pointer, value, size, NULL, DEFAULT_STREAM_PER_THREAD, COPY_SYNCHRONOUS);
}

EXTRES_EXPORT cudaError_t cudaMemsetAsync(void *pointer, int value, size_t size, cudaStream_t stream)
{
    return set(pointer, value, size, stream, DEFAULT_STREAM_LEGACY, COPY_ASYNCHRONOUS);
}

EXTRES_EXPORT cudaError_t cudaMemsetAsync_ptsz(void *pointer, int value, size_t size, cudaStream_t stream)
{
    return set(pointer, value, size, stream, DEFAULT_STREAM_PER_THREAD, COPY_ASYNCHRONOUS);
}
