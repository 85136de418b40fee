/* Graphs by their handles: what the runtime and the driver API ask of graphs, nodes and executable graphs
 * alike. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_GRAPH_CALLS_H
#define REFERENCE_GRAPH_CALLS_H

#include <stddef.h>

#include "core/external_semaphore.h"
#include "core/graph_work.h"
#include "extres/handles.h"

struct context;

/*
 * All functions return 0 or an error number of extres/error_codes.def: cudaErrorInvalidValue for a handle or
 * a pointer that is wrong, as the documents name no other code for graphs. owner may be NULL: no reset of a
 * device destroys what is made.
 */

int graph_calls_create(CUgraph *graph, unsigned flags, const struct context *owner);
int graph_calls_clone(CUgraph *clone, CUgraph original, const struct context *owner);
int graph_calls_instantiate(CUgraphExec *exec, CUgraph graph, unsigned long long flags,
                            const struct context *owner);

/* As cudaGraphGetNodes. */
int graph_calls_nodes(CUgraph graph, CUgraphNode *nodes, size_t *count);
int graph_calls_node_type(CUgraphNode node, int *type);
int graph_calls_destroy_node(CUgraphNode node);

/* Where a new node goes, and the handle that it gets. */
struct graph_place {
    CUgraphNode *node;
    CUgraph graph;
    const CUgraphNode *dependencies;
    size_t count;
};

int graph_calls_add_empty(const struct graph_place *place);
int graph_calls_add_host(const struct graph_place *place, cudaHostFn_t function, void *data);
int graph_calls_add_semaphores(const struct graph_place *place, enum operation_kind kind,
                               const struct semaphore_batch *batch);

/* edge_data is count elements of 8 bytes, or NULL. */
int graph_calls_add_edges(CUgraph graph, const CUgraphNode *from, const CUgraphNode *to,
                          const void *edge_data, size_t count);

/* The arrays of a node of that kind, which it owns. */
int graph_calls_get_semaphores(CUgraphNode node, enum operation_kind kind, void **handles,
                               const void **parameters, unsigned *count);
int graph_calls_set_semaphores(CUgraphNode node, enum operation_kind kind,
                               const struct semaphore_batch *batch);
int graph_calls_exec_set_semaphores(CUgraphExec exec, CUgraphNode node, enum operation_kind kind,
                                    const struct semaphore_batch *batch);

#endif
