/* The state of captures, for the files that make up core/capture.h. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_CAPTURE_STATE_H
#define REFERENCE_CAPTURE_STATE_H

#include <pthread.h>
#include <stdatomic.h>

#include "core/capture.h"
#include "core/node_set.h"

enum capture_state { CAPTURE_ACTIVE, CAPTURE_INVALIDATED, CAPTURE_ENDED };

struct capture {
    unsigned references; /* one a stream, one a point */
    enum capture_state state;
    enum cudaStreamCaptureMode mode;
    pthread_t thread; /* that began it */
    struct stream *origin;
    struct graph *graph; /* NULL once it has ended */
    struct capture_member *members;
};

/* A stream in a capture. */
struct capture_member {
    struct capture *capture;
    struct stream *stream;
    struct node_set tails; /* what the stream's next node depends on */
    struct capture_member *previous, *next;
};

/* For all of the above, and for what streams know of captures. Nothing of the application runs with it held.
 */
extern pthread_mutex_t captures_lock;

/* All functions below are called with it held. */

/* Also without it, to see no more than whether there is one. */
static inline struct capture_member *capture_member_of(struct stream *stream)
{
    return atomic_load(&stream->capturing);
}

/* NULL without memory. */
struct capture_member *capture_enter(struct capture *capture, struct stream *stream);
void capture_leave(struct capture_member *member);
void capture_release(struct capture *capture);

/* No-op when it is not active. */
void capture_invalidate(struct capture *capture);

/* End it: let all streams go. Returns the graph, which is now the caller's. */
struct graph *capture_let_go(struct capture *capture);

/*
 * The membership of a stream that capture_concerns in a capture that is active, or why there is none: for a
 * legacy stream, the captures that it would have to wait for are invalidated.
 */
int capture_find_active(struct stream *stream, struct capture_member **out);

#endif
