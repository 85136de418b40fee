/* Events in a capture: how streams fork from it and join it again, and leave it when they are destroyed. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "core/capture_state.h"
#include "faults/graph.h"

struct capture_point {
    _Atomic int references;
    struct capture *capture;
    struct node_set nodes; /* of the capture's graph: not to be touched once that has ended */
};

/* With captures_lock held. */
static int make_point(const struct capture_member *member, struct capture_point **out)
{
    struct capture_point *point = calloc(1, sizeof *point);
    if (point == NULL || !node_set_unite(&point->nodes, &member->tails)) {
        free(point);
        return cudaErrorMemoryAllocation;
    }
    atomic_init(&point->references, 1);
    point->capture = member->capture;
    point->capture->references++;
    *out = point;
    return cudaSuccess;
}

int capture_record(struct stream *stream, struct capture_point **point)
{
    struct capture_member *member = NULL;
    pthread_mutex_lock(&captures_lock);
    int error = capture_find_active(stream, &member);
    if (error == cudaSuccess)
        error = make_point(member, point);
    pthread_mutex_unlock(&captures_lock);
    return error;
}

struct capture_point *capture_point_retain(struct capture_point *point)
{
    atomic_fetch_add(&point->references, 1);
    return point;
}

void capture_point_release(struct capture_point *point)
{
    if (atomic_fetch_sub(&point->references, 1) != 1)
        return;
    pthread_mutex_lock(&captures_lock);
    capture_release(point->capture);
    pthread_mutex_unlock(&captures_lock);
    node_set_clear(&point->nodes);
    free(point);
}

/* The stream's membership in the capture, which it may begin; with captures_lock held. */
static int join(struct stream *stream, struct capture *capture, struct capture_member **out)
{
    struct capture_member *member = capture_member_of(stream);
    if (member != NULL && member->capture != capture) {
        capture_invalidate(member->capture);
        capture_invalidate(capture);
        return cudaErrorStreamCaptureMerge;
    }
    *out = member != NULL ? member : capture_enter(capture, stream);
    return *out == NULL ? cudaErrorMemoryAllocation : cudaSuccess;
}

/* With captures_lock held. */
static int wait(struct stream *stream, const struct capture_point *point)
{
    struct capture *capture = point->capture;
    if (capture->state == CAPTURE_ENDED)
        return cudaErrorCapturedEvent;
    if (capture->state == CAPTURE_INVALIDATED)
        return cudaErrorStreamCaptureInvalidated;
    if (stream->role == STREAM_LEGACY) {
        capture_invalidate(capture);
        return cudaErrorStreamCaptureImplicit;
    }
    struct capture_member *member = NULL;
    bool loses_event = fault_any() && fault_loses_event(stream);
    int error = join(stream, capture, &member);
    if (error == cudaSuccess && !loses_event && !node_set_unite(&member->tails, &point->nodes)) {
        capture_invalidate(capture); /* it lacks a dependency */
        error = cudaErrorMemoryAllocation;
    }
    return error;
}

int capture_wait(struct stream *stream, struct capture_point *point)
{
    pthread_mutex_lock(&captures_lock);
    int error = wait(stream, point);
    pthread_mutex_unlock(&captures_lock);
    return error;
}

void capture_forget(struct stream *stream)
{
    struct graph *graph = NULL;
    pthread_mutex_lock(&captures_lock);
    struct capture_member *member = capture_member_of(stream);
    if (member != NULL && member->capture->origin == stream)
        graph = capture_let_go(member->capture); /* nobody can end it any more */
    else if (member != NULL)
        capture_leave(member);
    pthread_mutex_unlock(&captures_lock);
    if (graph != NULL)
        graph_destroy_unpublished(graph);
}
