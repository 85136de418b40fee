/* Graph work: what a node of a graph does, as operations that can be run any number of times. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_GRAPH_WORK_H
#define REFERENCE_GRAPH_WORK_H

/*
 * Work never changes once it is made, so a node, its clones, and the executable graphs made of them share
 * it: setting a node's parameters gives the node other work. It owns the references of its operations, hence
 * a semaphore that is destroyed lives on in the graphs that name it.
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/external_semaphore.h"
#include "core/operation.h"
#include "extres/runtime_graph.h"

struct graph_work {
    enum cudaGraphNodeType type;
    _Atomic int references;
    void *handles;    /* of a semaphore node: copies of the caller's arrays; else NULL */
    void *parameters; /* as above */
    size_t count;     /* of operations, and of the arrays' elements */
    struct operation operations[];
};

/* All return work with one reference for the caller, or NULL without memory unless they say more. */

struct graph_work *graph_work_empty(void);

/* Owns the operation's references from now on, whatever happens. */
struct graph_work *graph_work_single(enum cudaGraphNodeType type, struct operation operation);

/*
 * Signals (OPERATION_SIGNAL) or waits, in the order of the arrays, which are copied. context is what the
 * semaphores must be of, NULL for any: a node in a graph runs on the device of its own. Returns 0 or an error
 * number of extres/error_codes.def.
 */
int graph_work_semaphores(enum operation_kind kind, const struct semaphore_batch *batch,
                          const struct context *context, struct graph_work **out);

struct graph_work *graph_work_retain(struct graph_work *work);
void graph_work_release(struct graph_work *work);

/* Running it may block until something outside of the graph, or in an independent part of it, happens. */
bool graph_work_may_block(const struct graph_work *work);

/* Run it; error and result are those of operation_execute. */
int graph_work_execute(const struct graph_work *work, int error);

#endif
