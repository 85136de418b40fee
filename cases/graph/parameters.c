/* The parameters of nodes: whose the arrays are, what comes back, what setting them changes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <string.h>

enum { BATCH = 3 };

/* Semaphores of one node, signalled with a value each. */
struct batch {
    cudaExternalSemaphore_t semaphores[BATCH];
    struct cudaExternalSemaphoreSignalParams elements[BATCH];
};

static struct batch make_batch(struct test *t, uint64_t first_value)
{
    struct batch batch;
    for (unsigned i = 0; i < BATCH; i++) {
        batch.semaphores[i] = import_semaphore(t, make_semaphore(t));
        batch.elements[i] = signal_params(first_value + i);
    }
    return batch;
}

static struct cudaExternalSemaphoreSignalNodeParams params_of(struct batch *batch)
{
    return (struct cudaExternalSemaphoreSignalNodeParams){batch->semaphores, batch->elements, BATCH};
}

static cudaGraphNode_t add_batch(struct test *t, cudaGraph_t graph, const struct batch *batch)
{
    return add_signal_batch(t, graph, NULL, batch->semaphores, batch->elements, BATCH);
}

static void expect_batch(struct test *t,
                         const struct cudaExternalSemaphoreSignalNodeParams *found,
                         const struct batch *batch)
{
    EXPECT_EQUAL(t, found->numExtSems, BATCH);
    EXPECT(t, found->extSemArray != NULL && found->paramsArray != NULL, "the node gives out no array");
    for (int i = 0; i < BATCH; i++) {
        EXPECT(t, found->extSemArray[i] == batch->semaphores[i], "semaphore %d is another one", i);
        /* Of a binary semaphore the value means nothing, and a node need not keep it. */
        if (is_timeline(t))
            EXPECT_EQUAL(t, found->paramsArray[i].params.fence.value, batch->elements[i].params.fence.value);
        EXPECT_EQUAL(t, found->paramsArray[i].flags, 0);
    }
}

/* The harness overwrites the arrays of every call as soon as it has returned. */
CASE(get_returns_what_was_set,
     .name = "graph_parameters.get",
     .statement = "A signal node gives back the semaphores and parameters that it was added with, then those "
                  "that were set, whatever became of the caller's arrays",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphGetParams-returns", "EXTRES-GraphAdd-owns-arrays", "EXTRES-GraphSetParams-sets"})
{
    struct caller *c = caller_of(t);
    struct batch added = make_batch(t, 10);
    struct batch set = make_batch(t, 20);
    struct cudaExternalSemaphoreSignalNodeParams params = params_of(&set);
    struct cudaExternalSemaphoreSignalNodeParams found = {NULL, NULL, 0};
    cudaGraphNode_t node = add_batch(t, make_graph(t), &added);

    EXPECT_SUCCESS(t, call_graph_get_signal_node(c, node, &found));
    expect_batch(t, &found, &added);

    EXPECT_SUCCESS(t, call_graph_set_signal_node(c, node, &params));
    EXPECT_SUCCESS(t, call_graph_get_signal_node(c, node, &found));
    expect_batch(t, &found, &set);
}

CASE(wait_node_returns_its_parameters,
     .name = "graph_parameters.get_of_wait_node",
     .statement = "A wait node gives back the semaphore and the value that it was added with",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphGetParams-returns"})
{
    struct cudaExternalSemaphoreWaitNodeParams found = {NULL, NULL, 0};
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    cudaGraphNode_t node = add_wait_node(t, make_graph(t), NULL, semaphore, 7);

    EXPECT_SUCCESS(t, call_graph_get_wait_node(caller_of(t), node, &found));
    EXPECT_EQUAL(t, found.numExtSems, 1);
    EXPECT(t, found.extSemArray != NULL && found.paramsArray != NULL, "the node gives out no array");
    EXPECT(t, found.extSemArray[0] == semaphore, "the semaphore is another one");
    if (is_timeline(t))
        EXPECT_EQUAL(t, found.paramsArray[0].params.fence.value, 7);
}

CASE(arrays_stay_valid,
     .name = "graph_parameters.arrays_stay_valid",
     .statement = "The arrays got from a node stay as they are while other nodes are added, read, set and "
                  "launched",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphGetParams-lifetime", "EXTRES-GraphGetParams-returns"})
{
    struct caller *c = caller_of(t);
    struct batch first = make_batch(t, 10);
    struct batch second = make_batch(t, 20);
    struct batch third = make_batch(t, 30);
    struct cudaExternalSemaphoreSignalNodeParams params = params_of(&third);
    struct cudaExternalSemaphoreSignalNodeParams found = {NULL, NULL, 0};
    struct cudaExternalSemaphoreSignalNodeParams other = {NULL, NULL, 0};
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t node = add_batch(t, graph, &first);

    EXPECT_SUCCESS(t, call_graph_get_signal_node(c, node, &found));
    cudaGraphNode_t other_node = add_batch(t, graph, &second);
    EXPECT_SUCCESS(t, call_graph_get_signal_node(c, other_node, &other));
    EXPECT_SUCCESS(t, call_graph_set_signal_node(c, other_node, &params));
    run_graph(t, graph, stream);
    expect_finishes(t, stream);
    expect_batch(t, &found, &first);
}

CASE(set_reaches_instantiation,
     .name = "graph_parameters.set",
     .statement = "A graph made executable after a node's parameters were set does what was set",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphSetParams-sets"})
{
    struct outside *before = make_semaphore(t);
    struct outside *after = make_semaphore(t);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t node = add_signal_node(t, graph, NULL, import_semaphore(t, before), 1);

    set_signal_node(t, node, import_semaphore(t, after), 2);
    run_graph(t, graph, stream);
    expect_signal_outside(t, after, 2);
    expect_no_signal_outside(t, before, 1);
}

CASE(clone_is_independent,
     .name = "graph_clone.independent",
     .statement = "A clone keeps the nodes, their order and their parameters when the original is changed",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphClone-independent"})
{
    struct gated original = make_gated_graph(t);
    struct outside *after = make_semaphore(t);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t clone = NULL;

    EXPECT_SUCCESS(t, call_graph_clone(caller_of(t), &clone, original.graph));
    set_signal_node(t, original.signal, import_semaphore(t, after), 1);
    run_graph(t, clone, stream);
    expect_no_signal_outside(t, original.signalled, 1);

    signal_outside(t, original.gate, 1);
    expect_signal_outside(t, original.signalled, 1);
    expect_finishes(t, stream);
    expect_no_signal_outside(t, after, 1);
}

static bool is_one_of(cudaGraphNode_t node, const cudaGraphNode_t *nodes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (nodes[i] == node)
            return true;
    }
    return false;
}

static void expect_type(struct test *t, cudaGraphNode_t node, enum cudaGraphNodeType type)
{
    int found = -1;
    EXPECT_SUCCESS(t, call_graph_node_type(caller_of(t), node, &found));
    EXPECT(t, found == (int)type, "the node is of type %d, expected %d", found, (int)type);
}

CASE(
    add_returns_the_node,
    .name = "graph_add.returns_the_node",
    .statement = "Adding a node, at the root or behind another, returns a new node of the graph, of its type",
    .types = TIMELINE_FD | BINARY_FD,
    .rules = {"EXTRES-GraphAdd-returns-node"})
{
    enum { NODES = 3 };
    cudaGraphNode_t found[NODES + 1];
    size_t count = NODES + 1;
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t added[NODES];
    added[0] = add_signal_node(t, graph, NULL, semaphore, 1);
    added[1] = add_wait_node(t, graph, added[0], semaphore, 1);
    added[2] = add_signal_node(t, graph, added[1], semaphore, 2);

    EXPECT_SUCCESS(t, call_graph_nodes(caller_of(t), graph, found, &count));
    EXPECT_EQUAL(t, count, NODES);
    for (size_t i = 0; i < NODES; i++) {
        EXPECT(t, is_one_of(added[i], found, count), "node %zu is not one of the graph's", i);
        EXPECT(t, !is_one_of(added[i], added, i), "node %zu has the handle of an earlier one", i);
        expect_type(
            t, added[i], i == 1 ? cudaGraphNodeTypeExtSemaphoreWait : cudaGraphNodeTypeExtSemaphoreSignal);
    }
}
