/* Events: a name for the work that was in a stream at one moment, and the time when it was done. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/event.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "core/capture.h"
#include "core/context.h"
#include "core/handle.h"
#include "core/submission.h"
#include "faults/event.h"

#define KNOWN_FLAGS (cudaEventBlockingSync | cudaEventDisableTiming | cudaEventInterprocess)

struct event {
    struct context *context;
    void *handle;
    unsigned flags;
    _Atomic int references; /* the handle's, and one for each recording that is queued */

    /* The last recording. The lock is held over a submission, never while anything waits for work. */
    pthread_mutex_t lock;
    uint64_t recording;          /* counts them; 0 for never */
    struct progress *progress;   /* of the stream that it was recorded in */
    uint64_t number;             /* of the recording operation */
    struct timespec time;        /* when that was done */
    struct capture_point *point; /* of a recording in a captured stream, newer than all of these; or NULL */
};

void event_release(struct event *event)
{
    if (atomic_fetch_sub(&event->references, 1) != 1)
        return;
    if (event->progress != NULL)
        progress_release(event->progress);
    if (event->point != NULL)
        capture_point_release(event->point);
    pthread_mutex_destroy(&event->lock);
    free(event);
}

static void release_handle(void *object)
{
    event_release(object);
}

static int check_flags(unsigned flags)
{
    if ((flags & ~(unsigned)KNOWN_FLAGS) != 0)
        return cudaErrorInvalidValue;
    if ((flags & cudaEventInterprocess) == 0)
        return cudaSuccess;
    /* Events are not shared between processes here; asking for one the wrong way is the caller's error first.
     */
    return (flags & cudaEventDisableTiming) != 0 ? cudaErrorNotSupported : cudaErrorInvalidValue;
}

int event_create(struct context *context, unsigned flags, void **handle)
{
    int error = check_flags(flags);
    if (error != cudaSuccess)
        return error;
    struct event *event = calloc(1, sizeof *event);
    if (event == NULL)
        return cudaErrorMemoryAllocation;
    event->context = context;
    event->flags = flags;
    atomic_init(&event->references, 1);
    pthread_mutex_init(&event->lock, NULL);
    event->handle = handle_create(&(struct handle_entry){
        .kind = HANDLE_EVENT, .object = event, .owner = context, .destroy = release_handle});
    if (event->handle == NULL) {
        event_release(event);
        return cudaErrorMemoryAllocation;
    }
    *handle = event->handle;
    return cudaSuccess;
}

int event_destroy(void *handle)
{
    return handle_destroy(handle, HANDLE_EVENT) ? cudaSuccess : cudaErrorInvalidResourceHandle;
}

/* Pin the event of a handle, or say what is wrong: the handle, or the context that it is of. */
static int acquire(void *handle, struct event **out)
{
    struct event *event = handle_acquire(handle, HANDLE_EVENT);
    if (event == NULL)
        return cudaErrorInvalidResourceHandle;
    int error = context_error(event->context);
    if (error != cudaSuccess)
        handle_release(handle);
    else
        *out = event;
    return error;
}

/* With the event locked. */
static void replace_point(struct event *event, struct capture_point *point)
{
    if (event->point != NULL)
        capture_point_release(event->point);
    event->point = point;
}

/* With the event locked: the recording in a captured stream. */
static int record_in_capture(struct event *event, struct stream *stream, bool external)
{
    struct capture_point *point = NULL;
    int error = external ? capture_break(stream, cudaErrorNotSupported) : capture_record(stream, &point);
    if (error == cudaSuccess)
        replace_point(event, point);
    return error;
}

/* With the event locked: submit the recording, and only when that is done replace the last one. */
static int record_locked(struct event *event, struct stream *stream)
{
    uint64_t recording = event->recording + 1;
    atomic_fetch_add(&event->references, 1);
    int error = submit(stream,
                       (struct operation){
                           .kind = OPERATION_RECORD,
                           .as.record = {.event = event, .recording = recording},
                       },
                       &event->number);
    if (error != cudaSuccess)
        return error;
    if (event->progress != NULL)
        progress_release(event->progress);
    event->progress = progress_retain(stream->progress);
    event->recording = recording;
    replace_point(event, NULL);
    return cudaSuccess;
}

int event_record(void *handle, struct stream *stream, bool external)
{
    struct event *event = NULL;
    int error = acquire(handle, &event);
    if (error != cudaSuccess)
        return error;
    if (fault_is(FAULT_EVENT_KEEPS_FIRST_RECORDING) && event->progress != NULL) {
        handle_release(handle);
        return cudaSuccess;
    }
    if (event->context == stream->context) {
        pthread_mutex_lock(&event->lock);
        error = capture_concerns(stream) ? record_in_capture(event, stream, external)
                                         : record_locked(event, stream);
        pthread_mutex_unlock(&event->lock);
    } else {
        error = cudaErrorInvalidResourceHandle; /* both must be of one context */
    }
    handle_release(handle);
    return error;
}

void event_arrive(struct event *event, uint64_t recording)
{
    pthread_mutex_lock(&event->lock);
    if (event->recording == recording)
        clock_gettime(CLOCK_MONOTONIC, &event->time);
    pthread_mutex_unlock(&event->lock);
}

int event_capture(void *handle, struct progress **progress, uint64_t *number)
{
    struct event *event = NULL;
    int error = acquire(handle, &event);
    if (error != cudaSuccess)
        return error;
    pthread_mutex_lock(&event->lock);
    if (event->point != NULL)
        error = cudaErrorCapturedEvent;
    else
        *progress = event->progress == NULL ? NULL : progress_retain(event->progress);
    *number = fault_is(FAULT_EVENT_RECORDED_AT_ONCE) ? 0 : event->number;
    pthread_mutex_unlock(&event->lock);
    handle_release(handle);
    return error;
}

int event_point(void *handle, struct capture_point **point)
{
    struct event *event = NULL;
    int error = acquire(handle, &event);
    if (error != cudaSuccess)
        return error;
    pthread_mutex_lock(&event->lock);
    *point = event->point == NULL ? NULL : capture_point_retain(event->point);
    pthread_mutex_unlock(&event->lock);
    handle_release(handle);
    return cudaSuccess;
}

int event_query(void *handle)
{
    struct progress *progress = NULL;
    uint64_t number = 0;
    int error = event_capture(handle, &progress, &number);
    if (error != cudaSuccess || progress == NULL)
        return error;
    if (fault_any())
        number = fault_event_query_number(progress, number);
    bool complete = progress_reached(progress, number) && !fault_is(FAULT_EVENT_NEVER_COMPLETE);
    progress_release(progress);
    return complete ? cudaSuccess : cudaErrorNotReady;
}

int event_synchronize(void *handle)
{
    struct progress *progress = NULL;
    uint64_t number = 0;
    int error = event_capture(handle, &progress, &number);
    if (error != cudaSuccess || progress == NULL)
        return error;
    if (fault_any())
        number = fault_event_synchronize_number(progress, number);
    progress_wait(progress, number);
    progress_release(progress);
    /* The work may have failed; and the event may have been destroyed meanwhile, which is no error of the
     * wait. */
    struct event *event = NULL;
    error = acquire(handle, &event);
    if (error == cudaSuccess)
        handle_release(handle);
    return error == cudaErrorInvalidResourceHandle ? cudaSuccess : error;
}

/* When the event's last recording was done, or the reason why there is no such time. */
static int completion_time(struct event *event, struct timespec *time)
{
    int error = cudaSuccess;
    pthread_mutex_lock(&event->lock);
    if (event->point != NULL)
        error = cudaErrorCapturedEvent;
    else if ((event->flags & cudaEventDisableTiming) != 0 || event->progress == NULL)
        error = cudaErrorInvalidResourceHandle;
    else if (!progress_reached(event->progress, event->number))
        error = cudaErrorNotReady;
    else
        *time = event->time;
    pthread_mutex_unlock(&event->lock);
    return error;
}

static int acquire_completion_time(void *handle, struct timespec *time)
{
    struct event *event = NULL;
    int error = acquire(handle, &event);
    if (error != cudaSuccess)
        return error;
    error = completion_time(event, time);
    handle_release(handle);
    return error;
}

int event_elapsed_milliseconds(void *start, void *end, float *milliseconds)
{
    struct timespec from = {0}, to = {0};
    int start_error = acquire_completion_time(start, &from);
    int end_error = acquire_completion_time(end, &to);
    /* A wrong handle counts before one that is not ready: waiting would not mend it. */
    if (start_error != cudaSuccess && start_error != cudaErrorNotReady)
        return start_error;
    if (end_error != cudaSuccess)
        return end_error;
    if (start_error != cudaSuccess)
        return start_error;
    double seconds = (double)(to.tv_sec - from.tv_sec);
    double nanoseconds = (double)(to.tv_nsec - from.tv_nsec);
    *milliseconds = (float)(seconds * 1e3 + nanoseconds / 1e6);
    return cudaSuccess;
}
