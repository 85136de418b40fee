/* What the tests of graphs and of capture share. All of it is checked. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_TESTS_GRAPH_FIXTURE_H
#define REFERENCE_TESTS_GRAPH_FIXTURE_H

#include "tests/fixture.h"

/* Add a node behind one other, or, with NULL, at the root: a signal, a wait, or a call that counts up. */
cudaGraphNode_t add_signal(cudaGraph_t graph, cudaGraphNode_t behind, struct external *external,
                           uint64_t value);
cudaGraphNode_t add_wait(cudaGraph_t graph, cudaGraphNode_t behind, struct external *external,
                         uint64_t value);
cudaGraphNode_t add_count(cudaGraph_t graph, cudaGraphNode_t behind, _Atomic int *counter);

/* Instantiate it, launch it once, and wait for that. */
void run_graph(cudaGraph_t graph, cudaStream_t stream);

/* How many nodes of this type a graph has. */
int count_nodes(cudaGraph_t graph, enum cudaGraphNodeType type);

#endif
