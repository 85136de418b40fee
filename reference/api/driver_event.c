/* Events, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/event.h"

#include "api/driver_call.h"
#include "api/export.h"
#include "core/library.h"
#include "extres/driver_stream.h"

static CUresult create(CUevent *event, unsigned flags)
{
    struct context *context = NULL;
    int error = library_enter_driver_context(&context);
    if (error == CUDA_SUCCESS && event == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    void *handle = NULL;
    if (error == CUDA_SUCCESS)
        error = event_create(context, flags, &handle);
    if (error == CUDA_SUCCESS)
        *event = handle;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuEventCreate(CUevent *event, unsigned int flags)
{
    return create(event, flags);
}

EXTRES_EXPORT CUresult cuEventDestroy_v2(CUevent event)
{
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS ? event_destroy(event) : error);
}

static CUresult record(CUevent event, CUstream handle, unsigned flags, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    error = (flags & ~(unsigned)CU_EVENT_RECORD_EXTERNAL) != 0
                ? CUDA_ERROR_INVALID_VALUE
                : event_record(event, stream, (flags & CU_EVENT_RECORD_EXTERNAL) != 0);
    stream_release(stream);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuEventRecord(CUevent event, CUstream stream)
{
    return record(event, stream, CU_EVENT_RECORD_DEFAULT, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuEventRecord_ptsz(CUevent event, CUstream stream)
{
    return record(event, stream, CU_EVENT_RECORD_DEFAULT, DEFAULT_STREAM_PER_THREAD);
}

EXTRES_EXPORT CUresult cuEventRecordWithFlags(CUevent event, CUstream stream, unsigned int flags)
{
    return record(event, stream, flags, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuEventRecordWithFlags_ptsz(CUevent event, CUstream stream, unsigned int flags)
{
    return record(event, stream, flags, DEFAULT_STREAM_PER_THREAD);
}

static CUresult wait(CUstream handle, CUevent event, unsigned flags, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    error = (flags & ~(unsigned)CU_EVENT_WAIT_EXTERNAL) != 0
                ? CUDA_ERROR_INVALID_VALUE
                : stream_wait_event(stream, event, (flags & CU_EVENT_WAIT_EXTERNAL) != 0);
    stream_release(stream);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuStreamWaitEvent(CUstream stream, CUevent event, unsigned int flags)
{
    return wait(stream, event, flags, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuStreamWaitEvent_ptsz(CUstream stream, CUevent event, unsigned int flags)
{
    return wait(stream, event, flags, DEFAULT_STREAM_PER_THREAD);
}

EXTRES_EXPORT CUresult cuEventQuery(CUevent event)
{
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS ? event_query(event) : error);
}

EXTRES_EXPORT CUresult cuEventSynchronize(CUevent event)
{
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS ? event_synchronize(event) : error);
}

EXTRES_EXPORT CUresult cuEventElapsedTime_v2(float *milliseconds, CUevent start, CUevent end)
{
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS && milliseconds == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    return (CUresult)(error == CUDA_SUCCESS ? event_elapsed_milliseconds(start, end, milliseconds) : error);
}
