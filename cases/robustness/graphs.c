/* What a runtime makes of graph calls that the documents leave undefined or open: recorded, not judged. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

/* Which of the two semaphores has been signalled, once what signals has come to its end. */
static const char *which_signalled(struct test *t, struct outside *old, struct outside *new)
{
    bool first = has_signal_outside(t, old, 1);
    bool second = has_signal_outside(t, new, 1);
    if (first)
        return second ? "both semaphores" : "the old semaphore";
    return second ? "the new semaphore" : "neither semaphore";
}

CASE(node_of_null,
     .name = "graph_add_arguments.null_element",
     .statement = "What adding a signal node with a NULL semaphore does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphAdd-null-element"},
     .tier = TIER_ROBUSTNESS)
{
    cudaGraphNode_t node = NULL;
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreSignalParams element = signal_params(1);
    struct cudaExternalSemaphoreSignalNodeParams params = {&semaphore, &element, 1};
    struct node_place root = {.graph = make_graph(t)};
    OBSERVE_CODE(t, "a NULL element", call_graph_add_signal_node(caller_of(t), &node, root, &params));
}

CASE(node_of_none,
     .name = "graph_add_arguments.of_none",
     .statement = "What adding a signal node with a count of 0 does is recorded",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-GraphAdd-count-zero"},
     .tier = TIER_OBSERVE)
{
    cudaGraphNode_t node = NULL;
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    struct cudaExternalSemaphoreSignalParams element = signal_params(1);
    struct cudaExternalSemaphoreSignalNodeParams params = {&semaphore, &element, 0};
    struct node_place root = {.graph = make_graph(t)};
    OBSERVE_CODE(t, "none at all", call_graph_add_signal_node(caller_of(t), &node, root, &params));
}

CASE(exec_set_of_removed_node,
     .name = "graph_exec_set.removed_node",
     .statement = "What setting parameters by a node that was removed from the graph does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphExecSetParams-removed-node"},
     .tier = TIER_ROBUSTNESS)
{
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    struct cudaExternalSemaphoreSignalParams element = signal_params(2);
    struct cudaExternalSemaphoreSignalNodeParams params = {&semaphore, &element, 1};
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t node = add_signal_node(t, graph, NULL, semaphore, 1);
    cudaGraphExec_t executable = instantiate(t, graph);

    EXPECT_SUCCESS(t, call_graph_destroy_node(caller_of(t), node));
    OBSERVE_CODE(
        t, "a removed node", call_graph_exec_set_signal_node(caller_of(t), executable, node, &params));
}

CASE(written_array,
     .name = "graph_parameters.array_written",
     .statement = "What writing to the array of semaphores that a node gave out does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphGetParams-modified"},
     .tier = TIER_ROBUSTNESS)
{
    struct caller *c = caller_of(t);
    struct outside *old = make_semaphore(t);
    struct outside *new = make_semaphore(t);
    cudaExternalSemaphore_t new_semaphore = import_semaphore(t, new);
    struct cudaExternalSemaphoreSignalNodeParams found = {NULL, NULL, 0};
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    cudaGraphExec_t executable = NULL;
    cudaGraphNode_t node = add_signal_node(t, graph, NULL, import_semaphore(t, old), 1);

    EXPECT_SUCCESS(t, call_graph_get_signal_node(c, node, &found));
    EXPECT(t, found.extSemArray != NULL, "the node gives out no array");
    found.extSemArray[0] = new_semaphore;
    int code = call_graph_instantiate(c, &executable, graph);
    OBSERVE_CODE(t, "making the graph executable", code);
    if (code != 0)
        return;
    OBSERVE_CODE(t, "launching it", call_graph_launch(c, executable, stream));
    OBSERVE(t, "the stream is %s", state_after_release(t, stream));
    OBSERVE(t, "signalled: %s", which_signalled(t, old, new));
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
    OBSERVE(t, "with the signal independent of the wait that needs it the stream is %s", state_of(t, stream));
}

CASE(
    changed_after_instantiation,
    .name = "graph_parameters.set_after_instantiation",
    .statement = "Whether a graph that is changed and destroyed changes what was made executable is recorded",
    .types = TIMELINE_FD | BINARY_FD,
    .rules = {"EXTRES-GraphInstantiate-independent"},
    .tier = TIER_OBSERVE)
{
    struct outside *old = make_semaphore(t);
    struct outside *new = make_semaphore(t);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t node = add_signal_node(t, graph, NULL, import_semaphore(t, old), 1);
    cudaGraphExec_t executable = instantiate(t, graph);

    set_signal_node(t, node, import_semaphore(t, new), 1);
    EXPECT_SUCCESS(t, call_graph_destroy(caller_of(t), graph));
    OBSERVE_CODE(t, "launch", call_graph_launch(caller_of(t), executable, stream));
    OBSERVE(t, "the stream is %s", state_after_release(t, stream));
    OBSERVE(t, "signalled: %s", which_signalled(t, old, new));
}
