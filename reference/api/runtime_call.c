/* What all runtime API functions share: getting in, and returning an error that becomes the last error. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "api/runtime_call.h"

#include "core/library.h"
#include "core/thread.h"
#include "faults/faults.h"

cudaError_t runtime_result(int error)
{
    if (fault_is(FAULT_RUNTIME_ERRORS_ARE_UNKNOWN) && error != cudaSuccess && error != cudaErrorNotReady)
        error = cudaErrorUnknown;
    if (fault_is(FAULT_LAST_ERROR_RESET_BY_SUCCESS) && error == cudaSuccess)
        thread_set_last_error(cudaSuccess);
    if (error != cudaSuccess && error != cudaErrorNotReady && !fault_is(FAULT_LAST_ERROR_NOT_SET))
        thread_set_last_error(error);
    return (cudaError_t)error;
}

int runtime_enter_stream(cudaStream_t handle, enum default_stream default_stream, struct stream **stream)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    return error != cudaSuccess ? error : stream_acquire(handle, default_stream, context, stream);
}
