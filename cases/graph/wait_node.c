/* Wait nodes: what a launch of one waits for, and what it holds up. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

CASE(node_holds_the_stream,
     .name = "graph_wait.holds_the_stream",
     .statement =
         "A launch of a wait node holds what is behind it in the stream until the semaphore allows it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphWaitNode-waits", "EXTRES-Stream-work-after-wait"})
{
    struct outside *gate = make_semaphore(t);
    struct outside *signalled = make_semaphore(t);
    cudaExternalSemaphore_t gate_semaphore = import_semaphore(t, gate);
    cudaExternalSemaphore_t signalled_semaphore = import_semaphore(t, signalled);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    add_wait_node(t, graph, NULL, gate_semaphore, 1);

    run_graph(t, graph, stream);
    enqueue_signal(t, signalled_semaphore, 1, stream);
    expect_blocked(t, stream);
    expect_no_signal_outside(t, signalled, 1);

    signal_outside(t, gate, 1);
    expect_finishes(t, stream);
    expect_signal_outside(t, signalled, 1);
}

CASE(every_launch_waits,
     .name = "graph_wait.every_launch",
     .statement = "Each launch of a wait node takes a signal of its own",
     .types = BINARY_FD,
     .rules = {"EXTRES-GraphWaitNode-waits", "EXTRES-Wait-binary-resets"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    add_wait_node(t, graph, NULL, semaphore, 0);
    cudaGraphExec_t executable = instantiate(t, graph);

    signal_outside(t, outside, 0);
    launch(t, executable, stream);
    expect_finishes(t, stream);

    launch(t, executable, stream);
    expect_blocked(t, stream);
    signal_outside(t, outside, 0);
    expect_finishes(t, stream);
}

CASE(node_waits_for_its_value,
     .name = "graph_wait.lower_value_holds",
     .statement = "A signal of one less than the value of a wait node does not release its launch",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-GraphWaitNode-waits", "EXTRES-Wait-fence-blocks", "EXTRES-Wait-fence-released"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    add_wait_node(t, graph, NULL, semaphore, 5);

    run_graph(t, graph, stream);
    signal_outside(t, outside, 4);
    expect_blocked(t, stream);

    signal_outside(t, outside, 5);
    expect_finishes(t, stream);
}

CASE(node_waits_for_every_element,
     .name = "graph_wait.every_element_holds",
     .statement = "A launch of a wait node of several semaphores holds until every one of them allows it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphWaitNode-waits", "EXTRES-Wait-every-element", "EXTRES-Wait-element-parameters"})
{
    enum { BATCH = 3 };
    struct outside *outside[BATCH];
    cudaExternalSemaphore_t semaphores[BATCH];
    const struct cudaExternalSemaphoreWaitParams elements[BATCH] = {
        wait_params(30), wait_params(20), wait_params(10)};
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    for (int i = 0; i < BATCH; i++) {
        outside[i] = make_semaphore(t);
        semaphores[i] = import_semaphore(t, outside[i]);
    }

    add_wait_batch(t, graph, NULL, semaphores, elements, BATCH);
    run_graph(t, graph, stream);
    /* Not in the order of the array: what is last is its middle, which holds to its own value. */
    signal_outside(t, outside[2], 10);
    signal_outside(t, outside[0], 30);
    if (is_timeline(t))
        signal_outside(t, outside[1], 19);
    expect_blocked(t, stream);

    signal_outside(t, outside[1], 20);
    expect_finishes(t, stream);
}
