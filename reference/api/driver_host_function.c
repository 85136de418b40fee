/* Host functions and stream callbacks, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/host_function.h"

#include "api/driver_call.h"
#include "api/export.h"

static CUresult launch(CUstream handle, CUhostFn function, void *user_data,
                       enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    error = host_function_launch(stream, function, user_data);
    stream_release(stream);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuLaunchHostFunc(CUstream stream, CUhostFn function, void *user_data)
{
    return launch(stream, function, user_data, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuLaunchHostFunc_ptsz(CUstream stream, CUhostFn function, void *user_data)
{
    return launch(stream, function, user_data, DEFAULT_STREAM_PER_THREAD);
}

static CUresult add_callback(CUstream handle, CUstreamCallback callback, void *user_data, unsigned flags,
                             enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    error = host_function_add_driver_callback(stream, callback, user_data, flags, handle);
    stream_release(stream);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuStreamAddCallback(CUstream stream, CUstreamCallback callback, void *user_data,
                                           unsigned int flags)
{
    return add_callback(stream, callback, user_data, flags, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuStreamAddCallback_ptsz(CUstream stream, CUstreamCallback callback, void *user_data,
                                                unsigned int flags)
{
    return add_callback(stream, callback, user_data, flags, DEFAULT_STREAM_PER_THREAD);
}
