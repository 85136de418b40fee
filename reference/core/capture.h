/* Stream capture: work put into a stream becomes nodes of a graph instead of being run. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_CAPTURE_H
#define REFERENCE_CAPTURE_H

/*
 * A capture begins in one stream, its origin. Another joins by waiting for an event that was recorded in the
 * capture, and must be joined back in the same way before the end. Whoever gives work to a stream asks
 * capture_concerns first, which costs one load where nothing is captured.
 *
 * What breaks the rules invalidates the capture: everything but its end then fails with
 * cudaErrorStreamCaptureInvalidated. Calls that the documents forbid while a capture is going on for being
 * unsafe (those that may wait for the device, such as allocating) are safe in this runtime, and allowed in
 * every mode.
 *
 * All functions are thread-safe, and return 0 or an error number of extres/error_codes.def.
 */

#include <stdatomic.h>
#include <stdbool.h>

#include "core/operation.h"
#include "core/stream.h"
#include "extres/runtime_graph.h"

struct graph_work;

/* What an event that was recorded in a capture stands for. */
struct capture_point;

/* The rest of capture_concerns. */
bool capture_blocks_legacy(struct context *context);

/* Work for this stream must not be run: it is captured, or is the legacy stream behind one that is. */
static inline bool capture_concerns(struct stream *stream)
{
    if (stream->role == STREAM_LEGACY)
        return atomic_load(&stream->context->captured_streams) != 0 && capture_blocks_legacy(stream->context);
    return atomic_load_explicit(&stream->capturing, memory_order_acquire) != NULL;
}

int capture_begin(struct stream *stream, enum cudaStreamCaptureMode mode);

/* *graph is the handle of the graph, or NULL on failure. */
int capture_end(struct stream *stream, void **graph);

/* cudaErrorStreamCaptureImplicit for a legacy stream that stands behind a capture. */
int capture_status(struct stream *stream, enum cudaStreamCaptureStatus *status);

/* As cudaThreadExchangeStreamCaptureMode. */
int capture_exchange_mode(enum cudaStreamCaptureMode *mode);

/*
 * For a stream that capture_concerns. Add a node: the work's reference (NULL where there was no memory for
 * it), or the operation's, is taken over, whatever happens.
 */
int capture_add(struct stream *stream, struct graph_work *work);
int capture_operation(struct stream *stream, struct operation operation);

/* As above; for what cannot be captured: invalidates the capture and returns error, or that of the legacy
 * stream. */
int capture_break(struct stream *stream, int error);

/* Refuse to wait for all of a context of which a stream is captured: invalidates the captures. */
int capture_break_context(struct context *context);

/* Event recording in a stream that capture_concerns; *point has a reference for the caller. */
int capture_record(struct stream *stream, struct capture_point **point);

/* The stream, captured or not, waits for the point: it joins the capture. */
int capture_wait(struct stream *stream, struct capture_point *point);

struct capture_point *capture_point_retain(struct capture_point *point);
void capture_point_release(struct capture_point *point);

/* The stream's handle is gone. */
void capture_forget(struct stream *stream);

#endif
