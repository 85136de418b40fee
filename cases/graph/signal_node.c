/* Signal nodes: what a launch of one does to its semaphores. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

CASE(adding_signals_nothing,
     .name = "graph_signal.not_before_the_launch",
     .statement = "A signal node signals when it is launched, not when it is added or made executable",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphAdd-not-executed", "EXTRES-GraphSignalNode-signals"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);

    add_signal_node(t, graph, NULL, semaphore, 1);
    cudaGraphExec_t executable = instantiate(t, graph);
    expect_no_signal_outside(t, outside, 1);

    launch(t, executable, stream);
    expect_signal_outside(t, outside, 1);
}

CASE(every_launch_signals,
     .name = "graph_signal.every_launch",
     .statement = "Each launch of a signal node signals once more",
     .types = BINARY_FD,
     .rules = {"EXTRES-GraphSignalNode-signals", "EXTRES-Signal-binary"})
{
    enum { LAUNCHES = 3 };
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    add_signal_node(t, graph, NULL, semaphore, 0);
    cudaGraphExec_t executable = instantiate(t, graph);

    for (int i = 0; i < LAUNCHES; i++) {
        launch(t, executable, stream);
        expect_signal_outside(t, outside, 0);
    }
    expect_no_signal_outside(t, outside, 0);
}

CASE(node_sets_the_value,
     .name = "graph_signal.sets_the_value",
     .statement = "After a launch of a signal node the timeline holds exactly the node's value, all 64 bits",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-GraphSignalNode-signals", "EXTRES-Signal-fence", "EXTRES-Signal-fence-64-bit"})
{
    const uint64_t limit = UINT64_C(1) << 32;
    struct outside *outside = make_semaphore_at(t, limit - 1);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    add_signal_node(t, graph, NULL, semaphore, limit + 3);

    run_graph(t, graph, stream);
    expect_finishes(t, stream);
    expect_value_outside(t, outside, limit + 3);
}

CASE(node_signals_every_element,
     .name = "graph_signal.every_element_signalled",
     .statement = "A launch of a node of several semaphores signals every one, each with its own value",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {
         "EXTRES-GraphSignalNode-signals", "EXTRES-Signal-every-element", "EXTRES-Signal-element-parameters"})
{
    enum { BATCH = 3 };
    struct outside *outside[BATCH];
    cudaExternalSemaphore_t semaphores[BATCH];
    const struct cudaExternalSemaphoreSignalParams elements[BATCH] = {
        signal_params(30), signal_params(20), signal_params(10)};
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    for (int i = 0; i < BATCH; i++) {
        outside[i] = make_semaphore(t);
        semaphores[i] = import_semaphore(t, outside[i]);
    }

    add_signal_batch(t, graph, NULL, semaphores, elements, BATCH);
    run_graph(t, graph, stream);
    expect_finishes(t, stream);
    for (int i = 0; i < BATCH; i++)
        expect_exact_signal_outside(t, outside[i], elements[i].params.fence.value);
}
