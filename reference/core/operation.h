/* Operations: what a stream does in order, each a small value with the references that it needs. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_OPERATION_H
#define REFERENCE_OPERATION_H

#include <stddef.h>
#include <stdint.h>

#include "core/event.h"
#include "core/memory.h"
#include "core/progress.h"
#include "extres/driver_stream.h"
#include "extres/runtime_stream.h"
#include "payload/payload.h"

enum operation_kind {
    OPERATION_AWAIT,  /* wait for work of another stream */
    OPERATION_SIGNAL, /* signal one external semaphore */
    OPERATION_WAIT,   /* wait for one external semaphore */
    OPERATION_RECORD, /* an event's time has come */
    OPERATION_COPY,
    OPERATION_COPY_BOX,
    OPERATION_FILL,
    OPERATION_CALL,      /* a host function: not called after an error */
    OPERATION_CALL_BACK, /* a stream callback: called with the error */
    OPERATION_GRAPH,     /* one launch of an executable graph, all of it */
};

struct box_copy;
struct graph_plan;
struct stream;

/*
 * Operations are copied by value; whoever holds one owns its references (progress, payload, event,
 * allocations) and hands it on or drops it. Allocations may be NULL: pageable host memory is nobody's.
 */
struct operation {
    enum operation_kind kind;
    union {
        struct {
            struct progress *progress;
            uint64_t number;
        } await;
        struct {
            struct payload *payload;
            uint64_t value;
        } semaphore;
        struct {
            struct event *event;
            uint64_t recording;
        } record;
        struct {
            void *target;
            const void *source;
            size_t size;
            struct allocation *target_allocation;
            struct allocation *source_allocation;
        } copy;
        struct box_copy *box; /* the operation's own */
        struct {
            void *target;
            size_t count; /* elements */
            struct allocation *allocation;
            uint32_t value;
            uint32_t width; /* bytes of an element: 1, 2 or 4 */
        } fill;
        struct {
            cudaHostFn_t function;
            void *data;
        } call;
        struct {
            cudaStreamCallback_t
                runtime_function; /* one of the two: the APIs differ in the type of the status */
            CUstreamCallback driver_function;
            void *data;
            CUstream stream; /* what the caller called it */
        } call_back;
        struct {
            struct graph_plan *plan;
            struct stream *stream; /* the one that runs it, and so outlives it */
        } graph;
    } as;
};

/*
 * Run it, on the thread of its stream. error is the context's: not 0 after an asynchronous failure, when only
 * those operations still do something that must, so that nobody waits for ever. Returns the error number of
 * its own failure.
 */
int operation_execute(struct operation *operation, int error);

/* Release what it refers to, once, whether it ran or not. */
void operation_drop(const struct operation *operation);

#endif
