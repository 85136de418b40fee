/* Graphs in cases: the shortest ways to make them, all of which must succeed. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_CASE_GRAPH_H
#define HARNESS_CASE_GRAPH_H

#include <stddef.h>
#include <stdint.h>

#include "backend/caller_graph.h"

struct outside;
struct test;

cudaGraph_t make_graph(struct test *t);

/*
 * A new node of one semaphore, behind another node, or with NULL at the root. value counts for timelines
 * alone. A runtime that says NotSupported of every such node skips the case.
 */
cudaGraphNode_t add_signal_node(struct test *t, cudaGraph_t graph, cudaGraphNode_t after,
                                cudaExternalSemaphore_t semaphore, uint64_t value);
cudaGraphNode_t add_wait_node(struct test *t, cudaGraph_t graph, cudaGraphNode_t after,
                              cudaExternalSemaphore_t semaphore, uint64_t value);
/* Skips the case where the runtime declines host nodes with NotSupported, which is documented. */
cudaGraphNode_t add_host_node(struct test *t, struct node_place place, void (*function)(void *),
                              void *argument);

/* The same behind several nodes, or wherever else the place is. */
cudaGraphNode_t add_signal_node_at(struct test *t, struct node_place place, cudaExternalSemaphore_t semaphore,
                                   uint64_t value);

/* The same of several semaphores: count elements of either array. */
cudaGraphNode_t add_signal_batch(struct test *t, cudaGraph_t graph, cudaGraphNode_t after,
                                 const cudaExternalSemaphore_t *semaphores,
                                 const struct cudaExternalSemaphoreSignalParams *elements, unsigned count);
cudaGraphNode_t add_wait_batch(struct test *t, cudaGraph_t graph, cudaGraphNode_t after,
                               const cudaExternalSemaphore_t *semaphores,
                               const struct cudaExternalSemaphoreWaitParams *elements, unsigned count);

/* Behind one other node, or with NULL at the root. */
struct node_place behind(cudaGraph_t graph, const cudaGraphNode_t *after);

/* A graph of a wait node and a signal node behind it, each with the value 1 and an object of its own. */
struct gated {
    struct outside *gate;      /* what the wait node waits for */
    struct outside *signalled; /* what the signal node signals */
    cudaGraph_t graph;
    cudaGraphNode_t wait;
    cudaGraphNode_t signal;
};
struct gated make_gated_graph(struct test *t);

cudaGraphExec_t instantiate(struct test *t, cudaGraph_t graph);
void launch(struct test *t, cudaGraphExec_t executable, cudaStream_t stream);

/* Instantiate the graph, and launch that once. */
void run_graph(struct test *t, cudaGraph_t graph, cudaStream_t stream);

/* The node does this from now on: in the graph, or, where an executable graph is given, in that one. */
void set_signal_node(struct test *t, cudaGraphNode_t node, cudaExternalSemaphore_t semaphore, uint64_t value);
void exec_set_signal_node(struct test *t, cudaGraphExec_t executable, cudaGraphNode_t node,
                          cudaExternalSemaphore_t semaphore, uint64_t value);
void exec_set_wait_node(struct test *t, cudaGraphExec_t executable, cudaGraphNode_t node,
                        cudaExternalSemaphore_t semaphore, uint64_t value);

void begin_capture(struct test *t, cudaStream_t stream);
cudaGraph_t end_capture(struct test *t, cudaStream_t stream);

#endif
