/* What the tests of graphs and of capture share. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/graph_fixture.h"

#include "tests/check.h"

#define MOST_NODES 64

cudaGraphNode_t add_signal(cudaGraph_t graph, cudaGraphNode_t behind, struct external *external,
                           uint64_t value)
{
    struct cudaExternalSemaphoreSignalParams signal = {.params.fence.value = value};
    struct cudaExternalSemaphoreSignalNodeParams parameters = {&external->semaphore, &signal, 1};
    cudaGraphNode_t node = NULL;
    SUCCEEDS(cudaGraphAddExternalSemaphoresSignalNode(&node, graph, &behind, behind != NULL, &parameters));
    return node;
}

cudaGraphNode_t add_wait(cudaGraph_t graph, cudaGraphNode_t behind, struct external *external, uint64_t value)
{
    struct cudaExternalSemaphoreWaitParams wait = {.params.fence.value = value};
    struct cudaExternalSemaphoreWaitNodeParams parameters = {&external->semaphore, &wait, 1};
    cudaGraphNode_t node = NULL;
    SUCCEEDS(cudaGraphAddExternalSemaphoresWaitNode(&node, graph, &behind, behind != NULL, &parameters));
    return node;
}

cudaGraphNode_t add_count(cudaGraph_t graph, cudaGraphNode_t behind, _Atomic int *counter)
{
    struct cudaHostNodeParams parameters = {.fn = count_up, .userData = counter};
    cudaGraphNode_t node = NULL;
    SUCCEEDS(cudaGraphAddHostNode(&node, graph, &behind, behind != NULL, &parameters));
    return node;
}

void run_graph(cudaGraph_t graph, cudaStream_t stream)
{
    cudaGraphExec_t exec = NULL;
    SUCCEEDS(cudaGraphInstantiate(&exec, graph, 0));
    SUCCEEDS(cudaGraphLaunch(exec, stream));
    SUCCEEDS(cudaGraphExecDestroy(exec));
    SUCCEEDS(cudaStreamSynchronize(stream));
}

int count_nodes(cudaGraph_t graph, enum cudaGraphNodeType type)
{
    cudaGraphNode_t nodes[MOST_NODES];
    size_t count = MOST_NODES;
    int found = 0;
    SUCCEEDS(cudaGraphGetNodes(graph, nodes, &count));
    for (size_t i = 0; i < count; i++) {
        enum cudaGraphNodeType actual;
        SUCCEEDS(cudaGraphNodeGetType(nodes[i], &actual));
        found += actual == type;
    }
    return found;
}
