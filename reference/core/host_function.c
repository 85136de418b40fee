/* Calling functions of the application from a stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/host_function.h"

#include "core/capture.h"
#include "core/submission.h"
#include "faults/host_function.h"

int host_function_launch(struct stream *stream, cudaHostFn_t function, void *data)
{
    if (function == NULL)
        return cudaErrorInvalidValue;
    struct operation operation = {.kind = OPERATION_CALL, .as.call = {.function = function, .data = data}};
    if (fault_any() && fault_launch(stream, &operation))
        return cudaSuccess;
    return capture_concerns(stream) ? capture_operation(stream, operation) : submit(stream, operation, NULL);
}

/* Callbacks cannot be captured. */
static int submit_callback(struct stream *stream, struct operation operation)
{
    if (capture_concerns(stream))
        return capture_break(stream, cudaErrorStreamCaptureUnsupported);
    return submit(stream, operation, NULL);
}

int host_function_add_runtime_callback(struct stream *stream, cudaStreamCallback_t function, void *data,
                                       unsigned flags, cudaStream_t name)
{
    if (function == NULL || flags != 0)
        return cudaErrorInvalidValue;
    struct operation operation = {
        .kind = OPERATION_CALL_BACK,
        .as.call_back = {.runtime_function = function, .data = data, .stream = name},
    };
    return submit_callback(stream, operation);
}

int host_function_add_driver_callback(struct stream *stream, CUstreamCallback function, void *data,
                                      unsigned flags, CUstream name)
{
    if (function == NULL || flags != 0)
        return cudaErrorInvalidValue;
    struct operation operation = {
        .kind = OPERATION_CALL_BACK,
        .as.call_back = {.driver_function = function, .data = data, .stream = name},
    };
    return submit_callback(stream, operation);
}
