/* Executable graphs: what setting parameters in one changes, and its end. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

CASE(exec_set_reaches_later_launches,
     .name = "graph_exec_set.later_launches",
     .statement = "A launch waits for and signals what was set in the executable graph before it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphExecSetParams-future-launches"})
{
    struct gated before = make_gated_graph(t);
    struct outside *gate = make_semaphore(t);
    struct outside *signalled = make_semaphore(t);
    cudaStream_t stream = make_stream(t);
    cudaGraphExec_t executable = instantiate(t, before.graph);

    exec_set_wait_node(t, executable, before.wait, import_semaphore(t, gate), 3);
    exec_set_signal_node(t, executable, before.signal, import_semaphore(t, signalled), 4);
    launch(t, executable, stream);
    expect_no_signal_outside(t, signalled, 4);

    signal_outside(t, gate, 3);
    expect_signal_outside(t, signalled, 4);
    expect_finishes(t, stream);
    expect_no_signal_outside(t, before.signalled, 1);
}

CASE(exec_set_leaves_running_launch,
     .name = "graph_exec_set.running_launch",
     .statement = "A launch that is running signals what it would have, whatever is set meanwhile",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphExecSetParams-running-launch", "EXTRES-GraphExecSetParams-future-launches"})
{
    struct gated before = make_gated_graph(t);
    struct outside *after = make_semaphore(t);
    cudaStream_t stream = make_stream(t);
    cudaGraphExec_t executable = instantiate(t, before.graph);

    launch(t, executable, stream);
    expect_blocked(t, stream);
    exec_set_signal_node(t, executable, before.signal, import_semaphore(t, after), 1);
    signal_outside(t, before.gate, 1);
    expect_signal_outside(t, before.signalled, 1);
    expect_finishes(t, stream);
    expect_no_signal_outside(t, after, 1);
}

CASE(exec_set_leaves_the_node,
     .name = "graph_exec_set.node_unchanged",
     .statement = "Setting parameters in an executable graph leaves the node of the graph that it came from",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphExecSetParams-node-unchanged", "EXTRES-GraphGetParams-returns"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    struct cudaExternalSemaphoreSignalNodeParams found = {NULL, NULL, 0};
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t node = add_signal_node(t, graph, NULL, semaphore, 5);
    cudaGraphExec_t executable = instantiate(t, graph);

    exec_set_signal_node(t, executable, node, import_semaphore(t, make_semaphore(t)), 6);
    EXPECT_SUCCESS(t, call_graph_get_signal_node(caller_of(t), node, &found));
    EXPECT_EQUAL(t, found.numExtSems, 1);
    EXPECT(t, found.extSemArray != NULL && found.paramsArray != NULL, "the node gives out no array");
    EXPECT(t, found.extSemArray[0] == semaphore, "the node has another semaphore now");
    /* Of a binary semaphore the value means nothing, and a node need not keep it. */
    if (is_timeline(t))
        EXPECT_EQUAL(t, found.paramsArray[0].params.fence.value, 5);

    run_graph(t, graph, stream);
    expect_signal_outside(t, outside, 5);
}

CASE(exec_set_another_count,
     .name = "graph_exec_set.another_count",
     .statement = "Setting another number of semaphores in an executable graph should be an error",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphExecSetParams-count"})
{
    cudaExternalSemaphore_t semaphores[2] = {import_semaphore(t, make_semaphore(t)),
                                             import_semaphore(t, make_semaphore(t))};
    const struct cudaExternalSemaphoreSignalParams elements[2] = {signal_params(1), signal_params(1)};
    struct cudaExternalSemaphoreSignalNodeParams two = {semaphores, elements, 2};
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t node = add_signal_node(t, graph, NULL, semaphores[0], 1);
    cudaGraphExec_t executable = instantiate(t, graph);

    exec_set_signal_node(t, executable, node, semaphores[1], 1);
    EXPECT_ERROR_SHOULD(t,
                        "EXTRES-GraphExecSetParams-count",
                        call_graph_exec_set_signal_node(caller_of(t), executable, node, &two));
}

CASE(exec_destroyed_in_flight,
     .name = "graph_exec_destroy.in_flight",
     .statement = "Destroying an executable graph returns while a launch waits, and the launch still signals",
     .types = TIMELINE_FD | BINARY_FD,
     .apis = DRIVER_ONLY,
     .rules = {"EXTRES-GraphExecDestroy-in-flight"})
{
    struct gated gated = make_gated_graph(t);
    cudaStream_t stream = make_stream(t);
    cudaGraphExec_t executable = instantiate(t, gated.graph);

    launch(t, executable, stream);
    expect_blocked(t, stream);
    EXPECT_SUCCESS(t, call_graph_exec_destroy(caller_of(t), executable));
    expect_blocked(t, stream);

    signal_outside(t, gated.gate, 1);
    expect_finishes(t, stream);
    expect_signal_outside(t, gated.signalled, 1);
}
