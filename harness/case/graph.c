/* Graphs in cases: the shortest ways to make them, all of which must succeed. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/test.h"

cudaGraph_t make_graph(struct test *t)
{
    cudaGraph_t graph = NULL;
    EXPECT_SUCCESS(t, call_graph_create(&t->caller, &graph));
    return graph;
}

struct node_place behind(cudaGraph_t graph, const cudaGraphNode_t *after)
{
    if (*after == NULL)
        return (struct node_place){graph, NULL, 0};
    return (struct node_place){graph, after, 1};
}

/* What the plainest node is refused with, all are. */
static int add_plain_node(struct test *t)
{
    cudaGraphNode_t node = NULL;
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    struct cudaExternalSemaphoreSignalParams element = signal_params(1);
    struct cudaExternalSemaphoreSignalNodeParams params = {&semaphore, &element, 1};
    return call_graph_add_signal_node(&t->caller, &node, (struct node_place){make_graph(t), NULL, 0},
                                      &params);
}

static cudaGraphNode_t expect_added(struct test *t, const char *call, int code, cudaGraphNode_t node)
{
    char name[96];
    if (code == cudaErrorNotSupported && add_plain_node(t) == cudaErrorNotSupported)
        skip(t, "the runtime does not support semaphore nodes in graphs: %s",
             call_error_name(&t->caller, code, name, sizeof name));
    expect_success(t, call, code);
    EXPECT(t, node != NULL, "%s succeeded, and the handle that came out is NULL", call);
    return node;
}

cudaGraphNode_t add_host_node(struct test *t, struct node_place place, void (*function)(void *),
                              void *argument)
{
    cudaGraphNode_t node = NULL;
    int code = call_graph_add_host_node(&t->caller, &node, place, function, argument);
    if (code == cudaErrorNotSupported)
        skip(t, "the runtime does not support host nodes in graphs");
    expect_success(t, "adding a host node", code);
    return node;
}

/* The API's structures point to what may be changed, and adding a node changes none of it. */
static cudaGraphNode_t add_signals(struct test *t, struct node_place place,
                                   const cudaExternalSemaphore_t *semaphores,
                                   const struct cudaExternalSemaphoreSignalParams *elements, unsigned count)
{
    cudaGraphNode_t node = NULL;
    struct cudaExternalSemaphoreSignalNodeParams params = {(cudaExternalSemaphore_t *)semaphores, elements,
                                                           count};
    int code = call_graph_add_signal_node(&t->caller, &node, place, &params);
    return expect_added(t, "adding a signal node", code, node);
}

cudaGraphNode_t add_signal_batch(struct test *t, cudaGraph_t graph, cudaGraphNode_t after,
                                 const cudaExternalSemaphore_t *semaphores,
                                 const struct cudaExternalSemaphoreSignalParams *elements, unsigned count)
{
    return add_signals(t, behind(graph, &after), semaphores, elements, count);
}

cudaGraphNode_t add_signal_node_at(struct test *t, struct node_place place, cudaExternalSemaphore_t semaphore,
                                   uint64_t value)
{
    struct cudaExternalSemaphoreSignalParams element = signal_params(value);
    return add_signals(t, place, &semaphore, &element, 1);
}

cudaGraphNode_t add_wait_batch(struct test *t, cudaGraph_t graph, cudaGraphNode_t after,
                               const cudaExternalSemaphore_t *semaphores,
                               const struct cudaExternalSemaphoreWaitParams *elements, unsigned count)
{
    cudaGraphNode_t node = NULL;
    struct cudaExternalSemaphoreWaitNodeParams params = {(cudaExternalSemaphore_t *)semaphores, elements,
                                                         count};
    int code = call_graph_add_wait_node(&t->caller, &node, behind(graph, &after), &params);
    return expect_added(t, "adding a wait node", code, node);
}

cudaGraphNode_t add_signal_node(struct test *t, cudaGraph_t graph, cudaGraphNode_t after,
                                cudaExternalSemaphore_t semaphore, uint64_t value)
{
    return add_signal_node_at(t, behind(graph, &after), semaphore, value);
}

cudaGraphNode_t add_wait_node(struct test *t, cudaGraph_t graph, cudaGraphNode_t after,
                              cudaExternalSemaphore_t semaphore, uint64_t value)
{
    struct cudaExternalSemaphoreWaitParams element = wait_params(value);
    return add_wait_batch(t, graph, after, &semaphore, &element, 1);
}

struct gated make_gated_graph(struct test *t)
{
    struct gated gated = {.gate = make_semaphore(t), .signalled = make_semaphore(t), .graph = make_graph(t)};
    gated.wait = add_wait_node(t, gated.graph, NULL, import_semaphore(t, gated.gate), 1);
    gated.signal = add_signal_node(t, gated.graph, gated.wait, import_semaphore(t, gated.signalled), 1);
    return gated;
}

cudaGraphExec_t instantiate(struct test *t, cudaGraph_t graph)
{
    cudaGraphExec_t executable = NULL;
    EXPECT_SUCCESS(t, call_graph_instantiate(&t->caller, &executable, graph));
    return executable;
}

void launch(struct test *t, cudaGraphExec_t executable, cudaStream_t stream)
{
    EXPECT_SUCCESS(t, call_graph_launch(&t->caller, executable, stream));
}

void run_graph(struct test *t, cudaGraph_t graph, cudaStream_t stream)
{
    launch(t, instantiate(t, graph), stream);
}

void set_signal_node(struct test *t, cudaGraphNode_t node, cudaExternalSemaphore_t semaphore, uint64_t value)
{
    struct cudaExternalSemaphoreSignalParams element = signal_params(value);
    struct cudaExternalSemaphoreSignalNodeParams params = {&semaphore, &element, 1};
    EXPECT_SUCCESS(t, call_graph_set_signal_node(&t->caller, node, &params));
}

void exec_set_signal_node(struct test *t, cudaGraphExec_t executable, cudaGraphNode_t node,
                          cudaExternalSemaphore_t semaphore, uint64_t value)
{
    struct cudaExternalSemaphoreSignalParams element = signal_params(value);
    struct cudaExternalSemaphoreSignalNodeParams params = {&semaphore, &element, 1};
    EXPECT_SUCCESS(t, call_graph_exec_set_signal_node(&t->caller, executable, node, &params));
}

void exec_set_wait_node(struct test *t, cudaGraphExec_t executable, cudaGraphNode_t node,
                        cudaExternalSemaphore_t semaphore, uint64_t value)
{
    struct cudaExternalSemaphoreWaitParams element = wait_params(value);
    struct cudaExternalSemaphoreWaitNodeParams params = {&semaphore, &element, 1};
    EXPECT_SUCCESS(t, call_graph_exec_set_wait_node(&t->caller, executable, node, &params));
}

void begin_capture(struct test *t, cudaStream_t stream)
{
    EXPECT_SUCCESS(t, call_begin_capture(&t->caller, stream));
}

cudaGraph_t end_capture(struct test *t, cudaStream_t stream)
{
    cudaGraph_t graph = NULL;
    EXPECT_SUCCESS(t, call_end_capture(&t->caller, stream, &graph));
    return graph;
}
