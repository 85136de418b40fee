/* Stream capture: work put into a stream becomes nodes of a graph instead of being run. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/capture.h"

#include <pthread.h>
#include <stdlib.h>

#include "core/capture_state.h"
#include "core/graph.h"
#include "core/graph_work.h"
#include "faults/graph.h"

pthread_mutex_t captures_lock = PTHREAD_MUTEX_INITIALIZER;

static _Thread_local enum cudaStreamCaptureMode thread_mode = cudaStreamCaptureModeGlobal;

/* All static functions here are called with captures_lock held. */

void capture_release(struct capture *capture)
{
    if (--capture->references == 0)
        free(capture); /* it has ended, for streams hold references until then */
}

struct capture_member *capture_enter(struct capture *capture, struct stream *stream)
{
    struct capture_member *member = calloc(1, sizeof *member);
    if (member == NULL)
        return NULL;
    member->capture = capture;
    member->stream = stream;
    member->next = capture->members;
    if (member->next != NULL)
        member->next->previous = member;
    capture->members = member;
    capture->references++;
    atomic_fetch_add(&stream->context->captured_streams, 1);
    atomic_store(&stream->capturing, member);
    return member;
}

void capture_leave(struct capture_member *member)
{
    struct capture *capture = member->capture;
    if (member->previous != NULL)
        member->previous->next = member->next;
    else
        capture->members = member->next;
    if (member->next != NULL)
        member->next->previous = member->previous;
    atomic_store(&member->stream->capturing, NULL);
    atomic_fetch_sub(&member->stream->context->captured_streams, 1);
    node_set_clear(&member->tails);
    free(member);
    capture_release(capture);
}

struct graph *capture_let_go(struct capture *capture)
{
    struct graph *graph = capture->graph;
    capture->state = CAPTURE_ENDED;
    capture->graph = NULL;
    capture->references++; /* until the last stream has left */
    while (capture->members != NULL)
        capture_leave(capture->members);
    capture_release(capture);
    return graph;
}

void capture_invalidate(struct capture *capture)
{
    if (capture->state == CAPTURE_ACTIVE)
        capture->state = CAPTURE_INVALIDATED;
}

bool capture_blocks_legacy(struct context *context)
{
    bool blocks = false;
    pthread_mutex_lock(&context->streams_lock);
    for (struct stream *stream = context->streams; stream != NULL && !blocks; stream = stream->next)
        blocks = stream->role == STREAM_BLOCKING && capture_member_of(stream) != NULL;
    pthread_mutex_unlock(&context->streams_lock);
    return blocks;
}

/* Those of a context's streams. False when there are none. */
static bool invalidate_members(struct context *context, bool blocking_only)
{
    bool any = false;
    pthread_mutex_lock(&context->streams_lock);
    for (struct stream *stream = context->streams; stream != NULL; stream = stream->next) {
        if (capture_member_of(stream) == NULL || (blocking_only && stream->role != STREAM_BLOCKING))
            continue;
        capture_invalidate(capture_member_of(stream)->capture);
        any = true;
    }
    pthread_mutex_unlock(&context->streams_lock);
    return any;
}

int capture_find_active(struct stream *stream, struct capture_member **out)
{
    *out = NULL;
    if (stream->role == STREAM_LEGACY) {
        invalidate_members(stream->context, true);
        return cudaErrorStreamCaptureImplicit;
    }
    struct capture_member *member = capture_member_of(stream);
    if (member == NULL)
        return cudaErrorIllegalState; /* another thread ended it just now */
    if (member->capture->state == CAPTURE_INVALIDATED)
        return cudaErrorStreamCaptureInvalidated;
    *out = member;
    return cudaSuccess;
}

/* A capture of this stream alone, which must not be in one. */
static int begin(struct stream *stream, enum cudaStreamCaptureMode mode)
{
    struct capture *capture = calloc(1, sizeof *capture);
    struct graph *graph = graph_new();
    struct capture_member *member = NULL;
    if (capture != NULL && graph != NULL) {
        *capture = (struct capture){.mode = mode, .thread = pthread_self(), .origin = stream, .graph = graph};
        member = capture_enter(capture, stream);
    }
    if (member != NULL)
        return cudaSuccess;
    free(graph);
    free(capture);
    return cudaErrorMemoryAllocation;
}

int capture_begin(struct stream *stream, enum cudaStreamCaptureMode mode)
{
    if ((unsigned)mode > cudaStreamCaptureModeRelaxed)
        return cudaErrorInvalidValue;
    if (stream->role == STREAM_LEGACY)
        return cudaErrorStreamCaptureUnsupported;
    pthread_mutex_lock(&captures_lock);
    int error = capture_member_of(stream) != NULL ? cudaErrorIllegalState : begin(stream, mode);
    pthread_mutex_unlock(&captures_lock);
    return error;
}

/* Why the capture cannot be ended through this stream now; 0 when it can. */
static int check_end(struct stream *stream)
{
    struct capture_member *member = capture_member_of(stream);
    if (member == NULL)
        return cudaErrorIllegalState;
    struct capture *capture = member->capture;
    if (capture->mode != cudaStreamCaptureModeRelaxed && !pthread_equal(capture->thread, pthread_self()))
        return cudaErrorStreamCaptureWrongThread;
    if (capture->origin == stream)
        return cudaSuccess;
    capture_invalidate(capture);
    return cudaErrorStreamCaptureUnmatched;
}

/* What the capture, which is about to end, has come to. */
static int verdict(const struct capture_member *origin)
{
    if (origin->capture->state == CAPTURE_INVALIDATED)
        return cudaErrorStreamCaptureInvalidated;
    int error = cudaErrorStreamCaptureUnjoined;
    bool closed = node_set_closes(&origin->tails, origin->capture->graph, &error) ||
                  (fault_any() && fault_accepts_unjoined());
    return closed ? cudaSuccess : error;
}

int capture_end(struct stream *stream, void **graph)
{
    struct graph *captured = NULL;
    *graph = NULL;
    pthread_mutex_lock(&captures_lock);
    int error = check_end(stream);
    if (error == cudaSuccess) {
        error = verdict(capture_member_of(stream));
        captured = capture_let_go(capture_member_of(stream)->capture);
    }
    pthread_mutex_unlock(&captures_lock);
    if (fault_any() && error == cudaSuccess)
        fault_captured(captured);
    if (error == cudaSuccess)
        return graph_publish(captured, stream->context, graph);
    if (captured != NULL)
        graph_destroy_unpublished(captured);
    return error;
}

int capture_status(struct stream *stream, enum cudaStreamCaptureStatus *status)
{
    if (stream->role == STREAM_LEGACY && capture_concerns(stream))
        return cudaErrorStreamCaptureImplicit;
    pthread_mutex_lock(&captures_lock);
    struct capture_member *member = capture_member_of(stream);
    if (member == NULL)
        *status = cudaStreamCaptureStatusNone;
    else
        *status = member->capture->state == CAPTURE_ACTIVE ? cudaStreamCaptureStatusActive
                                                           : cudaStreamCaptureStatusInvalidated;
    pthread_mutex_unlock(&captures_lock);
    return cudaSuccess;
}

int capture_exchange_mode(enum cudaStreamCaptureMode *mode)
{
    if ((unsigned)*mode > cudaStreamCaptureModeRelaxed)
        return cudaErrorInvalidValue;
    enum cudaStreamCaptureMode before = thread_mode;
    thread_mode = *mode;
    *mode = before;
    return cudaSuccess;
}

/* The work's reference is taken over. */
static int add(struct capture_member *member, struct graph_work *work)
{
    struct graph_node *node = NULL;
    int error =
        graph_add_after(member->capture->graph, member->tails.nodes, member->tails.count, work, &node);
    if (error == cudaSuccess && !node_set_replace(&member->tails, node))
        error = cudaErrorMemoryAllocation;
    if (error != cudaSuccess)
        capture_invalidate(member->capture); /* something that the application wanted in it is missing */
    return error;
}

int capture_add(struct stream *stream, struct graph_work *work)
{
    struct capture_member *member = NULL;
    pthread_mutex_lock(&captures_lock);
    int error = capture_find_active(stream, &member);
    if (error == cudaSuccess)
        error = work == NULL ? cudaErrorMemoryAllocation : add(member, work);
    pthread_mutex_unlock(&captures_lock);
    if (member == NULL && work != NULL)
        graph_work_release(work);
    return error;
}

int capture_operation(struct stream *stream, struct operation operation)
{
    enum cudaGraphNodeType type = operation.kind == OPERATION_CALL   ? cudaGraphNodeTypeHost
                                  : operation.kind == OPERATION_FILL ? cudaGraphNodeTypeMemset
                                                                     : cudaGraphNodeTypeMemcpy;
    return capture_add(stream, graph_work_single(type, operation));
}

int capture_break(struct stream *stream, int error)
{
    struct capture_member *member = NULL;
    pthread_mutex_lock(&captures_lock);
    int found = capture_find_active(stream, &member);
    if (found == cudaSuccess)
        capture_invalidate(member->capture);
    pthread_mutex_unlock(&captures_lock);
    return found == cudaSuccess ? error : found;
}

int capture_break_context(struct context *context)
{
    if (atomic_load(&context->captured_streams) == 0)
        return cudaSuccess;
    pthread_mutex_lock(&captures_lock);
    bool any = invalidate_members(context, false);
    pthread_mutex_unlock(&captures_lock);
    return any ? cudaErrorStreamCaptureUnsupported : cudaSuccess;
}
