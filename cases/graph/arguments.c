/* Graph calls with wrong arguments. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

CASE(add_signal_null,
     .name = "graph_add_arguments.null_of_signal_node",
     .statement =
         "Adding a signal node without a graph, parameters, or a place for the node should be an error",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphAdd-null-arguments", "EXTRES-GraphAdd-documented-codes"})
{
    static const char rule[] = "EXTRES-GraphAdd-null-arguments";
    struct caller *c = caller_of(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    struct cudaExternalSemaphoreSignalParams element = signal_params(1);
    struct cudaExternalSemaphoreSignalNodeParams params = {&semaphore, &element, 1};
    struct node_place root = {.graph = make_graph(t)};
    struct node_place nowhere = {.graph = NULL};
    cudaGraphNode_t node = NULL;

    add_signal_node(t, root.graph, NULL, semaphore, 1);
    EXPECT_ERROR_SHOULD(t, rule, call_graph_add_signal_node(c, &node, nowhere, &params));
    EXPECT_ERROR_SHOULD(t, rule, call_graph_add_signal_node(c, &node, root, NULL));
    EXPECT_ERROR_SHOULD(t, rule, call_graph_add_signal_node(c, NULL, root, &params));
}

CASE(
    add_wait_null,
    .name = "graph_add_arguments.null_of_wait_node",
    .statement = "Adding a wait node without a graph, parameters, or a place for the node should be an error",
    .types = TIMELINE_FD | BINARY_FD,
    .rules = {"EXTRES-GraphAdd-null-arguments", "EXTRES-GraphAdd-documented-codes"})
{
    static const char rule[] = "EXTRES-GraphAdd-null-arguments";
    struct caller *c = caller_of(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    struct cudaExternalSemaphoreWaitParams element = wait_params(1);
    struct cudaExternalSemaphoreWaitNodeParams params = {&semaphore, &element, 1};
    struct node_place root = {.graph = make_graph(t)};
    struct node_place nowhere = {.graph = NULL};
    cudaGraphNode_t node = NULL;

    add_wait_node(t, root.graph, NULL, semaphore, 1);
    EXPECT_ERROR_SHOULD(t, rule, call_graph_add_wait_node(c, &node, nowhere, &params));
    EXPECT_ERROR_SHOULD(t, rule, call_graph_add_wait_node(c, &node, root, NULL));
    EXPECT_ERROR_SHOULD(t, rule, call_graph_add_wait_node(c, NULL, root, &params));
}

CASE(duplicate_dependencies,
     .name = "graph_add_arguments.duplicate_dependencies",
     .statement = "Adding a node with the same dependency twice should be an error",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphAdd-duplicate-dependencies"})
{
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    struct cudaExternalSemaphoreSignalParams element = signal_params(1);
    struct cudaExternalSemaphoreSignalNodeParams params = {&semaphore, &element, 1};
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t node = NULL;
    cudaGraphNode_t first = add_wait_node(t, graph, NULL, semaphore, 1);
    cudaGraphNode_t second = add_wait_node(t, graph, NULL, semaphore, 1);
    cudaGraphNode_t different[2] = {first, second};
    cudaGraphNode_t same[2] = {first, first};

    add_signal_node_at(t, (struct node_place){graph, different, 2}, semaphore, 1);
    EXPECT_ERROR_SHOULD(
        t,
        "EXTRES-GraphAdd-duplicate-dependencies",
        call_graph_add_signal_node(caller_of(t), &node, (struct node_place){graph, same, 2}, &params));
}

CASE(get_of_another_type,
     .name = "graph_parameters.get_of_another_type",
     .statement = "Getting a wait node's parameters from a signal node, or the other way round, should be an "
                  "error",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphGetParams-wrong-node"})
{
    static const char rule[] = "EXTRES-GraphGetParams-wrong-node";
    struct caller *c = caller_of(t);
    struct cudaExternalSemaphoreSignalNodeParams signals = {NULL, NULL, 0};
    struct cudaExternalSemaphoreWaitNodeParams waits = {NULL, NULL, 0};
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t signal = add_signal_node(t, graph, NULL, semaphore, 1);
    cudaGraphNode_t wait = add_wait_node(t, graph, NULL, semaphore, 1);

    EXPECT_SUCCESS(t, call_graph_get_signal_node(c, signal, &signals));
    EXPECT_SUCCESS(t, call_graph_get_wait_node(c, wait, &waits));
    EXPECT_ERROR_SHOULD(t, rule, call_graph_get_signal_node(c, wait, &signals));
    EXPECT_ERROR_SHOULD(t, rule, call_graph_get_wait_node(c, signal, &waits));
}

/* Not the other way round: a document names the signal node's function for wait nodes too. */
CASE(set_of_another_type,
     .name = "graph_parameters.set_of_another_type",
     .statement = "Setting a wait node's parameters on a signal node should be an error",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphSetParams-wrong-node"})
{
    struct caller *c = caller_of(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    struct cudaExternalSemaphoreWaitParams element = wait_params(1);
    struct cudaExternalSemaphoreWaitNodeParams params = {&semaphore, &element, 1};
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t signal = add_signal_node(t, graph, NULL, semaphore, 1);
    cudaGraphNode_t wait = add_wait_node(t, graph, NULL, semaphore, 1);

    EXPECT_SUCCESS(t, call_graph_set_wait_node(c, wait, &params));
    EXPECT_ERROR_SHOULD(t, "EXTRES-GraphSetParams-wrong-node", call_graph_set_wait_node(c, signal, &params));
}
