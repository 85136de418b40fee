/* Sets of graph nodes: what the next node of a captured stream depends on. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_NODE_SET_H
#define REFERENCE_NODE_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "core/graph.h"

/* Zeroed it is empty. The nodes are not owned. */
struct node_set {
    struct graph_node **nodes;
    size_t count;
};

/* False without memory; the set is then as it was. */
bool node_set_unite(struct node_set *set, const struct node_set *other);

/* Nothing but this node, which needs no memory if the set was not empty; false without memory. */
bool node_set_replace(struct node_set *set, struct graph_node *node);

/* Free its memory, and leave it empty. */
void node_set_clear(struct node_set *set);

/* Do all nodes of the graph lead into the set? *error becomes cudaErrorMemoryAllocation where that cannot be
 * told. */
bool node_set_closes(const struct node_set *set, const struct graph *graph, int *error);

#endif
