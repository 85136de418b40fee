/* Events: a name for the work that was in a stream at one moment, and the time when it was done. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_EVENT_H
#define REFERENCE_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/progress.h"

struct capture_point;
struct context;
struct event;
struct stream;

/* All functions are thread-safe, and return 0 or an error number of extres/error_codes.def unless they say
 * more. */

/* flags as of cudaEventCreateWithFlags. */
int event_create(struct context *context, unsigned flags, void **handle);

/* Returns at once, also when the event is recorded and not complete. */
int event_destroy(void *handle);

/* Let the event stand for what is in the stream now. external is for captured streams: as a node, not
 * supported. */
int event_record(void *handle, struct stream *stream, bool external);

/* 0 when complete or never recorded, else cudaErrorNotReady. */
int event_query(void *handle);
int event_synchronize(void *handle);

int event_elapsed_milliseconds(void *start, void *end, float *milliseconds);

/*
 * What the event stands for: *progress (a reference for the caller to release) and the number of its
 * operation, or NULL when there is nothing to wait for. cudaErrorCapturedEvent for one recorded in a capture.
 */
int event_capture(void *handle, struct progress **progress, uint64_t *number);

/* The place in a capture that the event stands for, a reference for the caller to release; NULL if there is
 * none. */
int event_point(void *handle, struct capture_point **point);

/* For the operation that records: keep the time, unless the event was recorded again since; then let it go.
 */
void event_arrive(struct event *event, uint64_t recording);
void event_release(struct event *event);

#endif
