/* driver_stream.h: streams, events and host functions, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_DRIVER_STREAM_H
#define EXTRES_DRIVER_STREAM_H

#include "extres/driver_error.h"
#include "extres/handles.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The two default streams, whatever the caller was compiled for; a stream of 0 is one of them. */
#define CU_STREAM_LEGACY     ((CUstream)0x1)
#define CU_STREAM_PER_THREAD ((CUstream)0x2)

/* flags of a new stream: a non-blocking one neither waits for the legacy default stream nor makes it wait. */
typedef enum CUstream_flags_enum {
    CU_STREAM_DEFAULT = 0x0,
    CU_STREAM_NON_BLOCKING = 0x1,
} CUstream_flags;

/* flags of a new event; they combine, and an interprocess event must disable timing. */
typedef enum CUevent_flags_enum {
    CU_EVENT_DEFAULT = 0x0,
    CU_EVENT_BLOCKING_SYNC = 0x1,
    CU_EVENT_DISABLE_TIMING = 0x2,
    CU_EVENT_INTERPROCESS = 0x4,
} CUevent_flags;

/* flags of recording an event and of waiting for it; external ones become graph nodes when captured. */
typedef enum CUevent_record_flags_enum {
    CU_EVENT_RECORD_DEFAULT = 0x0,
    CU_EVENT_RECORD_EXTERNAL = 0x1,
} CUevent_record_flags;

typedef enum CUevent_wait_flags_enum {
    CU_EVENT_WAIT_DEFAULT = 0x0,
    CU_EVENT_WAIT_EXTERNAL = 0x1,
} CUevent_wait_flags;

/* Called on a thread of the driver. They must call no CUDA function. user_data stays the caller's. */
typedef void (*CUhostFn)(void *user_data);
typedef void (*CUstreamCallback)(CUstream stream, CUresult status, void *user_data);

/*
 * A new stream of the current context. Lower numbers are higher priorities; one out of range is clamped.
 * cuStreamDestroy_v2 returns at once: work that is in the stream still runs to its end. The default streams
 * cannot be destroyed. Source: CUDA Driver API, Stream Management.
 */
CUresult cuStreamCreate(CUstream *stream, unsigned int flags);
CUresult cuStreamCreateWithPriority(CUstream *stream, unsigned int flags, int priority);
CUresult cuStreamDestroy_v2(CUstream stream);

/* What the stream was created with, and an id that no other stream of the process has. Source: as above. */
CUresult cuStreamGetFlags(CUstream stream, unsigned int *flags);
CUresult cuStreamGetFlags_ptsz(CUstream stream, unsigned int *flags);
CUresult cuStreamGetPriority(CUstream stream, int *priority);
CUresult cuStreamGetPriority_ptsz(CUstream stream, int *priority);
CUresult cuStreamGetId(CUstream stream, unsigned long long *id);
CUresult cuStreamGetId_ptsz(CUstream stream, unsigned long long *id);

/*
 * Whether all work in the stream is done: query says CUDA_ERROR_NOT_READY if not, which is an answer and no
 * failure; synchronize blocks until it is. Source: as above.
 */
CUresult cuStreamQuery(CUstream stream);
CUresult cuStreamQuery_ptsz(CUstream stream);
CUresult cuStreamSynchronize(CUstream stream);
CUresult cuStreamSynchronize_ptsz(CUstream stream);

/*
 * Later work in the stream waits for what the event captured when it was last recorded; an event that never
 * was does not hold it back. Source: as above.
 */
CUresult cuStreamWaitEvent(CUstream stream, CUevent event, unsigned int flags);
CUresult cuStreamWaitEvent_ptsz(CUstream stream, CUevent event, unsigned int flags);

/*
 * Calls the function once the earlier work in the stream is done, and holds later work back until it returns.
 * The callback is called after a failure too, with the error as status, and takes flags of 0; a host function
 * is not called after a failure. Sources: CUDA Driver API, Stream Management and Execution Control.
 */
CUresult cuStreamAddCallback(CUstream stream, CUstreamCallback callback, void *user_data, unsigned int flags);
CUresult cuStreamAddCallback_ptsz(CUstream stream, CUstreamCallback callback, void *user_data,
                                  unsigned int flags);
CUresult cuLaunchHostFunc(CUstream stream, CUhostFn function, void *user_data);
CUresult cuLaunchHostFunc_ptsz(CUstream stream, CUhostFn function, void *user_data);

/*
 * A new event of the current context. Destroying one that has not completed returns at once; it is released
 * later. Source: CUDA Driver API, Event Management.
 */
CUresult cuEventCreate(CUevent *event, unsigned int flags);
CUresult cuEventDestroy_v2(CUevent event);

/* Makes the event stand for the work that is in the stream now, in place of what it stood for. Source: as
 * above. */
CUresult cuEventRecord(CUevent event, CUstream stream);
CUresult cuEventRecord_ptsz(CUevent event, CUstream stream);
CUresult cuEventRecordWithFlags(CUevent event, CUstream stream, unsigned int flags);
CUresult cuEventRecordWithFlags_ptsz(CUevent event, CUstream stream, unsigned int flags);

/*
 * As for streams; an event never recorded counts as done. The elapsed time is in milliseconds, and needs two
 * recorded events with timing (CUDA_ERROR_INVALID_HANDLE), both done (CUDA_ERROR_NOT_READY). Source: as
 * above.
 */
CUresult cuEventQuery(CUevent event);
CUresult cuEventSynchronize(CUevent event);
CUresult cuEventElapsedTime_v2(float *milliseconds, CUevent start, CUevent end);

#ifdef __cplusplus
}
#endif

#endif
