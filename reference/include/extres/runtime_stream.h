/* runtime_stream.h: streams, events and host functions, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_RUNTIME_STREAM_H
#define EXTRES_RUNTIME_STREAM_H

#include "extres/handles.h"
#include "extres/runtime_error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* flags of a new stream: a non-blocking one neither waits for the legacy default stream nor makes it wait. */
#define cudaStreamDefault     0x00
#define cudaStreamNonBlocking 0x01

/* The two default streams, whatever the caller was compiled for; a stream of 0 is one of them. */
#define cudaStreamLegacy    ((cudaStream_t)0x1)
#define cudaStreamPerThread ((cudaStream_t)0x2)

/* flags of a new event; they combine, and an interprocess event must disable timing. */
#define cudaEventDefault       0x00
#define cudaEventBlockingSync  0x01
#define cudaEventDisableTiming 0x02
#define cudaEventInterprocess  0x04

/* flags of recording an event and of waiting for it; external ones become graph nodes when captured. */
#define cudaEventRecordDefault  0x00
#define cudaEventRecordExternal 0x01
#define cudaEventWaitDefault    0x00
#define cudaEventWaitExternal   0x01

/* Called on a thread of the runtime. They must call no CUDA function. user_data stays the caller's. */
typedef void (*cudaHostFn_t)(void *user_data);
typedef void (*cudaStreamCallback_t)(cudaStream_t stream, cudaError_t status, void *user_data);

/*
 * A new stream of the current device. Lower numbers are higher priorities; one out of range is clamped.
 * cudaStreamDestroy returns at once: work that is in the stream still runs to its end. The default streams
 * cannot be destroyed. Source: CUDA Runtime API, Stream Management.
 */
cudaError_t cudaStreamCreate(cudaStream_t *stream);
cudaError_t cudaStreamCreateWithFlags(cudaStream_t *stream, unsigned int flags);
cudaError_t cudaStreamCreateWithPriority(cudaStream_t *stream, unsigned int flags, int priority);
cudaError_t cudaStreamDestroy(cudaStream_t stream);

/* What the stream was created with, and an id that no other stream of the process has. Source: as above. */
cudaError_t cudaStreamGetFlags(cudaStream_t stream, unsigned int *flags);
cudaError_t cudaStreamGetFlags_ptsz(cudaStream_t stream, unsigned int *flags);
cudaError_t cudaStreamGetPriority(cudaStream_t stream, int *priority);
cudaError_t cudaStreamGetPriority_ptsz(cudaStream_t stream, int *priority);
cudaError_t cudaStreamGetId(cudaStream_t stream, unsigned long long *id);
cudaError_t cudaStreamGetId_ptsz(cudaStream_t stream, unsigned long long *id);

/*
 * Whether all work in the stream is done: query says cudaErrorNotReady if not, which is an answer and no
 * failure; synchronize blocks until it is. Source: as above.
 */
cudaError_t cudaStreamQuery(cudaStream_t stream);
cudaError_t cudaStreamQuery_ptsz(cudaStream_t stream);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
cudaError_t cudaStreamSynchronize_ptsz(cudaStream_t stream);

/*
 * Later work in the stream waits for what the event captured when it was last recorded; an event that never
 * was does not hold it back. Source: as above.
 */
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned int flags);
cudaError_t cudaStreamWaitEvent_ptsz(cudaStream_t stream, cudaEvent_t event, unsigned int flags);

/*
 * Calls the function once the earlier work in the stream is done, and holds later work back until it returns.
 * The callback is called after a failure too, with the error as status, and takes flags of 0; a host function
 * is not called after a failure. Sources: CUDA Runtime API, Stream Management and Execution Control.
 */
cudaError_t cudaStreamAddCallback(cudaStream_t stream, cudaStreamCallback_t callback, void *user_data,
                                  unsigned int flags);
cudaError_t cudaStreamAddCallback_ptsz(cudaStream_t stream, cudaStreamCallback_t callback, void *user_data,
                                       unsigned int flags);
cudaError_t cudaLaunchHostFunc(cudaStream_t stream, cudaHostFn_t function, void *user_data);
cudaError_t cudaLaunchHostFunc_ptsz(cudaStream_t stream, cudaHostFn_t function, void *user_data);

/*
 * A new event of the current device. Destroying one that has not completed returns at once; it is released
 * later. Source: CUDA Runtime API, Event Management.
 */
cudaError_t cudaEventCreate(cudaEvent_t *event);
cudaError_t cudaEventCreateWithFlags(cudaEvent_t *event, unsigned int flags);
cudaError_t cudaEventDestroy(cudaEvent_t event);

/* Makes the event stand for the work that is in the stream now, in place of what it stood for. Source: as
 * above. */
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream);
cudaError_t cudaEventRecord_ptsz(cudaEvent_t event, cudaStream_t stream);
cudaError_t cudaEventRecordWithFlags(cudaEvent_t event, cudaStream_t stream, unsigned int flags);
cudaError_t cudaEventRecordWithFlags_ptsz(cudaEvent_t event, cudaStream_t stream, unsigned int flags);

/*
 * As for streams; an event never recorded counts as done. The elapsed time is in milliseconds, and needs two
 * recorded events with timing (cudaErrorInvalidResourceHandle), both done (cudaErrorNotReady). Source: as
 * above.
 */
cudaError_t cudaEventQuery(cudaEvent_t event);
cudaError_t cudaEventSynchronize(cudaEvent_t event);
cudaError_t cudaEventElapsedTime(float *milliseconds, cudaEvent_t start, cudaEvent_t end);

#ifdef __cplusplus
}
#endif

#endif
