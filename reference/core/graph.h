/* Graphs: nodes, and which of them come before which. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_GRAPH_H
#define REFERENCE_GRAPH_H

/*
 * As the documents say of graph objects, a graph and its nodes are the application's to use from one thread
 * at a time; what is made of a graph (clones, executable graphs, launches) is independent of it. The nodes
 * belong to the graph: their handles end with it.
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/graph_work.h"

struct context;
struct graph;

struct graph_node {
    void *handle;
    struct graph *graph;
    struct graph_work *work;
    size_t index;                     /* in the graph's array */
    struct graph_node **dependencies; /* each once */
    size_t dependency_count;
};

struct graph {
    void *handle;              /* NULL while it is being captured */
    struct graph_node **nodes; /* in the order in which they were added */
    size_t node_count;
};

/* All functions return 0 or an error number of extres/error_codes.def unless they say more. */

/* A graph without a handle; NULL without memory. graph_destroy_unpublished, or graph_publish, takes it. */
struct graph *graph_new(void);
void graph_destroy_unpublished(struct graph *graph);

/* Put it behind a handle, which owns it from now on, also on failure. owner may be NULL: no reset destroys
 * it. */
int graph_publish(struct graph *graph, const struct context *owner, void **handle);

/* Pin the graph or the node of a handle until handle_release; anything else is cudaErrorInvalidValue. */
int graph_acquire(const void *handle, struct graph **out);
int graph_node_acquire(const void *handle, struct graph_node **out);

int graph_destroy(const void *handle);

/* Nodes of the copy share the work of the original's. */
int graph_copy(const struct graph *original, struct graph **out);

/*
 * Add a node that does this work. The work's reference is taken over, whatever happens. The first form reads
 * handles as an application gave them: each a node of this graph, none twice.
 */
int graph_add(struct graph *graph, const CUgraphNode *dependencies, size_t count, struct graph_work *work,
              struct graph_node **out);
int graph_add_after(struct graph *graph, struct graph_node *const *dependencies, size_t count,
                    struct graph_work *work, struct graph_node **out);

/* Add an edge from each element of from to the element of to at the same place: all of them, or none. */
int graph_add_edges(struct graph *graph, const CUgraphNode *from, const CUgraphNode *to, size_t count);

/* Take a node out of its graph, with its edges, and destroy its handle. */
void graph_remove(struct graph_node *node);

/* Give the node other work; the reference is taken over. */
void graph_node_replace_work(struct graph_node *node, struct graph_work *work);

#endif
