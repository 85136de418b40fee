/* Stream capture, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/capture.h"

#include "api/export.h"
#include "api/runtime_call.h"
#include "core/library.h"

static cudaError_t begin(cudaStream_t handle, enum cudaStreamCaptureMode mode,
                         enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return runtime_result(error);
    error = capture_begin(stream, mode);
    stream_release(stream);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaStreamBeginCapture(cudaStream_t stream, enum cudaStreamCaptureMode mode)
{
    return begin(stream, mode, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaStreamBeginCapture_ptsz(cudaStream_t stream, enum cudaStreamCaptureMode mode)
{
    return begin(stream, mode, DEFAULT_STREAM_PER_THREAD);
}

static cudaError_t end(cudaStream_t handle, cudaGraph_t *graph, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return runtime_result(error);
    void *captured = NULL;
    error = graph == NULL ? cudaErrorInvalidValue : capture_end(stream, &captured);
    stream_release(stream);
    if (graph != NULL)
        *graph = captured; /* NULL after a failure */
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t *graph)
{
    return end(stream, graph, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaStreamEndCapture_ptsz(cudaStream_t stream, cudaGraph_t *graph)
{
    return end(stream, graph, DEFAULT_STREAM_PER_THREAD);
}

static cudaError_t ask(cudaStream_t handle, enum cudaStreamCaptureStatus *status,
                       enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return runtime_result(error);
    error = status == NULL ? cudaErrorInvalidValue : capture_status(stream, status);
    stream_release(stream);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaStreamIsCapturing(cudaStream_t stream, enum cudaStreamCaptureStatus *status)
{
    return ask(stream, status, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaStreamIsCapturing_ptsz(cudaStream_t stream,
                                                     enum cudaStreamCaptureStatus *status)
{
    return ask(stream, status, DEFAULT_STREAM_PER_THREAD);
}

EXTRES_EXPORT cudaError_t cudaThreadExchangeStreamCaptureMode(enum cudaStreamCaptureMode *mode)
{
    int error = library_enter_runtime();
    if (error == cudaSuccess && mode == NULL)
        error = cudaErrorInvalidValue;
    return runtime_result(error == cudaSuccess ? capture_exchange_mode(mode) : error);
}
