/* What a runtime makes of graph calls that the documents leave undefined or open: recorded, not judged. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

static const char *name_of(struct test *t, int code, char text[96])
{
    return call_error_name(caller_of(t), code, text, 96);
}

CASE(node_of_null,
     .name = "graph_add_arguments.null_element",
     .statement = "What adding a signal node of no semaphore at all does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphAdd-null-element"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    cudaGraphNode_t node = NULL;
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreSignalParams element = signal_params(1);
    struct cudaExternalSemaphoreSignalNodeParams params = {&semaphore, &element, 1};
    struct node_place root = {.graph = make_graph(t)};
    OBSERVE(t,
            "a NULL element: %s",
            name_of(t, call_graph_add_signal_node(caller_of(t), &node, root, &params), name));
}

CASE(node_of_none,
     .name = "graph_add_arguments.of_none",
     .statement = "What adding a signal node of no semaphores does is recorded",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-GraphAdd-count-zero"},
     .tier = TIER_OBSERVE)
{
    char name[96];
    cudaGraphNode_t node = NULL;
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    struct cudaExternalSemaphoreSignalParams element = signal_params(1);
    struct cudaExternalSemaphoreSignalNodeParams params = {&semaphore, &element, 0};
    struct node_place root = {.graph = make_graph(t)};
    OBSERVE(t,
            "none at all: %s",
            name_of(t, call_graph_add_signal_node(caller_of(t), &node, root, &params), name));
}

CASE(exec_set_of_removed_node,
     .name = "graph_exec_set.removed_node",
     .statement = "What setting parameters by a node that was removed from the graph does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphExecSetParams-removed-node"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    struct cudaExternalSemaphoreSignalParams element = signal_params(2);
    struct cudaExternalSemaphoreSignalNodeParams params = {&semaphore, &element, 1};
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t node = add_signal_node(t, graph, NULL, semaphore, 1);
    cudaGraphExec_t executable = instantiate(t, graph);

    EXPECT_SUCCESS(t, call_graph_destroy_node(caller_of(t), node));
    int code = call_graph_exec_set_signal_node(caller_of(t), executable, node, &params);
    OBSERVE(t, "a removed node: %s", name_of(t, code, name));
}

CASE(written_array,
     .name = "graph_parameters.array_written",
     .statement = "What writing to the array of semaphores that a node gave out does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphGetParams-modified"},
     .tier = TIER_ROBUSTNESS)
{
    struct outside *first = make_semaphore(t);
    struct outside *second = make_semaphore(t);
    struct cudaExternalSemaphoreSignalNodeParams found = {NULL, NULL, 0};
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t node = add_signal_node(t, graph, NULL, import_semaphore(t, first), 1);

    EXPECT_SUCCESS(t, call_graph_get_signal_node(caller_of(t), node, &found));
    found.extSemArray[0] = import_semaphore(t, second);
    run_graph(t, graph, stream);
    expect_finishes(t, stream);
    OBSERVE(t, "a launch then signals the %s semaphore", sees_signal_outside(t, first, 1) ? "old" : "new");
}

CASE(captured_shape,
     .name = "capture.node_shape",
     .statement = "How captured signals and waits are laid out in nodes is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphCapture-node-shape"},
     .tier = TIER_OBSERVE)
{
    enum { MOST = 16 };
    cudaGraphNode_t nodes[MOST];
    size_t count = MOST;
    int found[2] = {0, 0};
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    cudaStream_t stream = make_stream(t);

    begin_capture(t, stream);
    enqueue_signal(t, semaphore, 1, stream);
    enqueue_wait(t, semaphore, 1, stream);
    enqueue_signal(t, semaphore, 2, stream);
    EXPECT_SUCCESS(t, call_graph_nodes(caller_of(t), end_capture(t, stream), nodes, &count));
    for (size_t i = 0; i < count; i++) {
        int type = -1;
        EXPECT_SUCCESS(t, call_graph_node_type(caller_of(t), nodes[i], &type));
        found[0] += type == cudaGraphNodeTypeExtSemaphoreSignal;
        found[1] += type == cudaGraphNodeTypeExtSemaphoreWait;
    }
    OBSERVE(t, "of two signals and a wait: %zu nodes, %d signal, %d wait", count, found[0], found[1]);
}

CASE(independent_branches,
     .name = "graph_order.independent_branches",
     .statement = "Whether a wait node holds up an independent signal node that it waits for is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphLaunch-independent-branches"},
     .tier = TIER_OBSERVE)
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    add_wait_node(t, graph, NULL, semaphore, 1);
    add_signal_node(t, graph, NULL, semaphore, 1);

    run_graph(t, graph, stream);
    bool held = is_blocked(t, stream);
    OBSERVE(
        t, "an independent signal %s", held ? "stands behind the wait that needs it" : "releases the wait");
}

CASE(
    changed_after_instantiation,
    .name = "graph_parameters.set_after_instantiation",
    .statement = "Whether a graph that is changed and destroyed changes what was made executable is recorded",
    .types = TIMELINE_FD | BINARY_FD,
    .rules = {"EXTRES-GraphInstantiate-independent"},
    .tier = TIER_OBSERVE)
{
    char name[96];
    struct outside *before = make_semaphore(t);
    struct outside *after = make_semaphore(t);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t node = add_signal_node(t, graph, NULL, import_semaphore(t, before), 1);
    cudaGraphExec_t executable = instantiate(t, graph);

    set_signal_node(t, node, import_semaphore(t, after), 1);
    EXPECT_SUCCESS(t, call_graph_destroy(caller_of(t), graph));
    int code = call_graph_launch(caller_of(t), executable, stream);
    bool held = is_blocked(t, stream);
    OBSERVE(t,
            "launch: %s, the stream %s, and the semaphore of the %s is signalled",
            name_of(t, code, name),
            held ? "is blocked" : "finishes",
            sees_signal_outside(t, before, 1) ? "instantiation" : "change");
}
