/* Calls to the backend about graphs, their semaphore nodes, and stream capture: the rest of caller.h. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_CALLER_GRAPH_H
#define HARNESS_CALLER_GRAPH_H

#include "backend/caller.h"

/*
 * As caller.h says of all calls: arrays and structures are gone as soon as a call has returned, what comes
 * out is written on success alone, and NULL is passed on as it is.
 */

int call_graph_create(struct caller *caller, cudaGraph_t *out);
int call_graph_clone(struct caller *caller, cudaGraph_t *out, cudaGraph_t original);
int call_graph_destroy(struct caller *caller, cudaGraph_t graph);

/* Up to *count handles go to nodes; *count becomes how many there are of them. */
int call_graph_nodes(struct caller *caller, cudaGraph_t graph, cudaGraphNode_t *nodes, size_t *count);
int call_graph_node_type(struct caller *caller, cudaGraphNode_t node, int *type);
int call_graph_destroy_node(struct caller *caller, cudaGraphNode_t node);

/* Where a new node goes: behind count dependencies, an array that may be NULL where there are none. */
struct node_place {
    cudaGraph_t graph;
    const cudaGraphNode_t *dependencies;
    size_t count;
};

int call_graph_add_signal_node(struct caller *caller, cudaGraphNode_t *out, struct node_place place,
                               const struct cudaExternalSemaphoreSignalNodeParams *params);
int call_graph_add_wait_node(struct caller *caller, cudaGraphNode_t *out, struct node_place place,
                             const struct cudaExternalSemaphoreWaitNodeParams *params);
int call_graph_add_host_node(struct caller *caller, cudaGraphNode_t *out, struct node_place place,
                             void (*function)(void *), void *data);

/* The arrays that come out are the node's. */
int call_graph_get_signal_node(struct caller *caller, cudaGraphNode_t node,
                               struct cudaExternalSemaphoreSignalNodeParams *out);
int call_graph_get_wait_node(struct caller *caller, cudaGraphNode_t node,
                             struct cudaExternalSemaphoreWaitNodeParams *out);
int call_graph_set_signal_node(struct caller *caller, cudaGraphNode_t node,
                               const struct cudaExternalSemaphoreSignalNodeParams *params);
int call_graph_set_wait_node(struct caller *caller, cudaGraphNode_t node,
                             const struct cudaExternalSemaphoreWaitNodeParams *params);

int call_graph_instantiate(struct caller *caller, cudaGraphExec_t *out, cudaGraph_t graph);
int call_graph_launch(struct caller *caller, cudaGraphExec_t executable, cudaStream_t stream);
int call_graph_exec_destroy(struct caller *caller, cudaGraphExec_t executable);
int call_graph_exec_set_signal_node(struct caller *caller, cudaGraphExec_t executable, cudaGraphNode_t node,
                                    const struct cudaExternalSemaphoreSignalNodeParams *params);
int call_graph_exec_set_wait_node(struct caller *caller, cudaGraphExec_t executable, cudaGraphNode_t node,
                                  const struct cudaExternalSemaphoreWaitNodeParams *params);

/* In the relaxed mode, which forbids no other calls meanwhile. */
int call_begin_capture(struct caller *caller, cudaStream_t stream);
int call_end_capture(struct caller *caller, cudaStream_t stream, cudaGraph_t *out);

#endif
