/* Streams: in-order queues of operations, each with a worker thread of its own once it has work. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_STREAM_H
#define REFERENCE_STREAM_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/context.h"
#include "core/eventcount.h"
#include "core/progress.h"
#include "core/queue.h"

struct capture_member;

enum stream_role {
    STREAM_BLOCKING,     /* ordered with the legacy stream */
    STREAM_NON_BLOCKING, /* independent of it */
    STREAM_LEGACY,       /* the context's own: ordered with all that are blocking */
};

/* What the handle 0 means: it depends on the name under which the application called the function. */
enum default_stream { DEFAULT_STREAM_LEGACY, DEFAULT_STREAM_PER_THREAD };

/* Lower numbers are higher priorities. Priorities are kept and reported; all workers run alike. */
enum { STREAM_PRIORITY_LOWEST = 0, STREAM_PRIORITY_HIGHEST = -5 };

/*
 * A stream is referred to by its handle and, once started, by its worker, which goes when the handle is gone
 * and the queue is empty. submission_* (submission.h) is the only way to give it work.
 */
struct stream {
    /* Set when it is made. */
    struct context *context;
    void *handle;
    enum stream_role role;
    unsigned flags;
    int priority;
    uint64_t id;
    struct progress *progress;
    struct progress *legacy; /* the legacy stream's, for a blocking stream; else NULL */

    /* Read by every submission, seldom written. */
    _Alignas(CACHE_LINE) _Atomic uint64_t legacy_awaited; /* work of legacy that later work comes after */
    _Atomic bool worker_started;
    _Atomic(struct capture_member *)
        capturing; /* what work becomes part of, instead of being run: capture.h */

    struct eventcount arrival; /* the worker sleeps on it */
    _Atomic bool closing;      /* no more work will come */
    _Atomic bool abandoned;    /* the context was reset: drop what is still queued */

    struct queue queue;

    pthread_mutex_t starting; /* over the start of the worker */
    _Atomic int references;
    struct stream *previous, *next; /* the context's list, until the stream is freed */
};

/* All functions return 0 or an error number of extres/error_codes.def, and are thread-safe. */

/* flags as of cudaStreamCreateWithFlags; a priority out of range is clamped. */
int stream_create(struct context *context, unsigned flags, int priority, void **handle);

/* The legacy stream of a context that is being brought up. */
int stream_create_legacy(struct context *context, struct stream **out);

/* Returns at once. The default streams' handles are not destroyable. */
int stream_destroy(void *handle);

/*
 * Pin the stream that a handle of the application means, until stream_release. current may be NULL when the
 * thread has no context, which is an error only where the handle means a default stream.
 */
int stream_acquire(void *handle, enum default_stream default_stream, struct context *current,
                   struct stream **out);
void stream_release(struct stream *stream);

/* Make sure that the stream has its worker. */
int stream_start(struct stream *stream);

/* 0 when all work is complete, else cudaErrorNotReady. */
int stream_query(struct stream *stream);
int stream_synchronize(struct stream *stream);

/* Later work in the stream waits for what the event stands for now. external is for captured streams: as a
 * node. */
int stream_wait_event(struct stream *stream, void *event, bool external);

/* For the worker, and for the handle: let go of a reference; the last one frees the stream. */
void stream_unreference(struct stream *stream);

#endif
