/* Stream capture, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/capture.h"

#include "api/driver_call.h"
#include "api/export.h"
#include "core/library.h"
#include "extres/driver_graph.h"

static CUresult begin(CUstream handle, CUstreamCaptureMode mode, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    error = capture_begin(stream, (enum cudaStreamCaptureMode)mode);
    stream_release(stream);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuStreamBeginCapture_v2(CUstream stream, CUstreamCaptureMode mode)
{
    return begin(stream, mode, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuStreamBeginCapture_v2_ptsz(CUstream stream, CUstreamCaptureMode mode)
{
    return begin(stream, mode, DEFAULT_STREAM_PER_THREAD);
}

static CUresult end(CUstream handle, CUgraph *graph, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    void *captured = NULL;
    error = graph == NULL ? CUDA_ERROR_INVALID_VALUE : capture_end(stream, &captured);
    stream_release(stream);
    if (graph != NULL)
        *graph = captured; /* NULL after a failure */
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuStreamEndCapture(CUstream stream, CUgraph *graph)
{
    return end(stream, graph, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuStreamEndCapture_ptsz(CUstream stream, CUgraph *graph)
{
    return end(stream, graph, DEFAULT_STREAM_PER_THREAD);
}

static CUresult ask(CUstream handle, CUstreamCaptureStatus *status, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    enum cudaStreamCaptureStatus found = cudaStreamCaptureStatusNone;
    error = status == NULL ? CUDA_ERROR_INVALID_VALUE : capture_status(stream, &found);
    stream_release(stream);
    if (error == CUDA_SUCCESS)
        *status = (CUstreamCaptureStatus)found;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuStreamIsCapturing(CUstream stream, CUstreamCaptureStatus *status)
{
    return ask(stream, status, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuStreamIsCapturing_ptsz(CUstream stream, CUstreamCaptureStatus *status)
{
    return ask(stream, status, DEFAULT_STREAM_PER_THREAD);
}

EXTRES_EXPORT CUresult cuThreadExchangeStreamCaptureMode(CUstreamCaptureMode *mode)
{
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS && mode == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    CUstreamCaptureMode given = *mode;
    enum cudaStreamCaptureMode exchanged = (enum cudaStreamCaptureMode)given;
    error = capture_exchange_mode(&exchanged);
    *mode = (CUstreamCaptureMode)exchanged;
    return (CUresult)error;
}
