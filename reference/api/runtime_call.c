/* What all runtime API functions share: getting in, and returning an error that becomes the last error. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "api/runtime_call.h"

#include "core/library.h"
#include "core/thread.h"

cudaError_t runtime_result(int error)
{
    if (error != cudaSuccess && error != cudaErrorNotReady)
        thread_set_last_error(error);
    return (cudaError_t)error;
}

int runtime_enter_stream(cudaStream_t handle, enum default_stream default_stream, struct stream **stream)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    return error != cudaSuccess ? error : stream_acquire(handle, default_stream, context, stream);
}
