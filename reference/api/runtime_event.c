/* Events, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/event.h"

#include "api/export.h"
#include "api/runtime_call.h"
#include "core/library.h"

static cudaError_t create(cudaEvent_t *event, unsigned flags)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    if (error == cudaSuccess && event == NULL)
        error = cudaErrorInvalidValue;
    void *handle = NULL;
    if (error == cudaSuccess)
        error = event_create(context, flags, &handle);
    if (error == cudaSuccess)
        *event = handle;
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaEventCreate(cudaEvent_t *event)
{
    return create(event, cudaEventDefault);
}

EXTRES_EXPORT cudaError_t cudaEventCreateWithFlags(cudaEvent_t *event, unsigned int flags)
{
    return create(event, flags);
}

EXTRES_EXPORT cudaError_t cudaEventDestroy(cudaEvent_t event)
{
    int error = library_enter_runtime();
    return runtime_result(error == cudaSuccess ? event_destroy(event) : error);
}

static cudaError_t record(cudaEvent_t event, cudaStream_t handle, unsigned flags,
                          enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return runtime_result(error);
    error = (flags & ~(unsigned)cudaEventRecordExternal) != 0
                ? cudaErrorInvalidValue
                : event_record(event, stream, (flags & cudaEventRecordExternal) != 0);
    stream_release(stream);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream)
{
    return record(event, stream, cudaEventRecordDefault, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaEventRecord_ptsz(cudaEvent_t event, cudaStream_t stream)
{
    return record(event, stream, cudaEventRecordDefault, DEFAULT_STREAM_PER_THREAD);
}

EXTRES_EXPORT cudaError_t cudaEventRecordWithFlags(cudaEvent_t event, cudaStream_t stream, unsigned int flags)
{
    return record(event, stream, flags, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaEventRecordWithFlags_ptsz(cudaEvent_t event, cudaStream_t stream,
                                                        unsigned int flags)
{
    return record(event, stream, flags, DEFAULT_STREAM_PER_THREAD);
}

static cudaError_t wait(cudaStream_t handle, cudaEvent_t event, unsigned flags,
                        enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return runtime_result(error);
    error = (flags & ~(unsigned)cudaEventWaitExternal) != 0
                ? cudaErrorInvalidValue
                : stream_wait_event(stream, event, (flags & cudaEventWaitExternal) != 0);
    stream_release(stream);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned int flags)
{
    return wait(stream, event, flags, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaStreamWaitEvent_ptsz(cudaStream_t stream, cudaEvent_t event, unsigned int flags)
{
    return wait(stream, event, flags, DEFAULT_STREAM_PER_THREAD);
}

EXTRES_EXPORT cudaError_t cudaEventQuery(cudaEvent_t event)
{
    int error = library_enter_runtime();
    return runtime_result(error == cudaSuccess ? event_query(event) : error);
}

EXTRES_EXPORT cudaError_t cudaEventSynchronize(cudaEvent_t event)
{
    int error = library_enter_runtime();
    return runtime_result(error == cudaSuccess ? event_synchronize(event) : error);
}

EXTRES_EXPORT cudaError_t cudaEventElapsedTime(float *milliseconds, cudaEvent_t start, cudaEvent_t end)
{
    int error = library_enter_runtime();
    if (error == cudaSuccess && milliseconds == NULL)
        error = cudaErrorInvalidValue;
    return runtime_result(error == cudaSuccess ? event_elapsed_milliseconds(start, end, milliseconds)
                                               : error);
}
