/* Host functions and stream callbacks, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/host_function.h"

#include "api/export.h"
#include "api/runtime_call.h"

static cudaError_t launch(cudaStream_t handle, cudaHostFn_t function, void *user_data,
                          enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return runtime_result(error);
    error = host_function_launch(stream, function, user_data);
    stream_release(stream);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaLaunchHostFunc(cudaStream_t stream, cudaHostFn_t function, void *user_data)
{
    return launch(stream, function, user_data, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaLaunchHostFunc_ptsz(cudaStream_t stream, cudaHostFn_t function, void *user_data)
{
    return launch(stream, function, user_data, DEFAULT_STREAM_PER_THREAD);
}

static cudaError_t add_callback(cudaStream_t handle, cudaStreamCallback_t callback, void *user_data,
                                unsigned flags, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return runtime_result(error);
    error = host_function_add_runtime_callback(stream, callback, user_data, flags, handle);
    stream_release(stream);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaStreamAddCallback(cudaStream_t stream, cudaStreamCallback_t callback,
                                                void *user_data, unsigned int flags)
{
    return add_callback(stream, callback, user_data, flags, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaStreamAddCallback_ptsz(cudaStream_t stream, cudaStreamCallback_t callback,
                                                     void *user_data, unsigned int flags)
{
    return add_callback(stream, callback, user_data, flags, DEFAULT_STREAM_PER_THREAD);
}
