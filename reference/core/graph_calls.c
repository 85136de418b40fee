/* Graphs by their handles: what the runtime and the driver API ask of graphs, nodes and executable graphs
 * alike. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/graph_calls.h"

#include "core/graph.h"
#include "core/graph_exec.h"
#include "core/handle.h"
#include "faults/graph.h"

#define EDGE_DATA_SIZE 8

/* Which node does what; kind is OPERATION_SIGNAL or OPERATION_WAIT. */
static enum cudaGraphNodeType type_of(enum operation_kind kind)
{
    return kind == OPERATION_SIGNAL ? cudaGraphNodeTypeExtSemaphoreSignal : cudaGraphNodeTypeExtSemaphoreWait;
}

/* What the stream operation calls an invalid handle, the nodes' functions know as an invalid value only. */
static int as_graph_error(int error)
{
    return error == cudaErrorInvalidResourceHandle ? cudaErrorInvalidValue : error;
}

int graph_calls_create(CUgraph *graph, unsigned flags, const struct context *owner)
{
    if (graph == NULL || flags != 0)
        return cudaErrorInvalidValue;
    struct graph *made = graph_new();
    if (made == NULL)
        return cudaErrorMemoryAllocation;
    void *handle = NULL;
    int error = graph_publish(made, owner, &handle);
    if (error == cudaSuccess)
        *graph = handle;
    return error;
}

int graph_calls_clone(CUgraph *clone, CUgraph original, const struct context *owner)
{
    struct graph *found = NULL;
    int error = clone == NULL ? cudaErrorInvalidValue : graph_acquire(original, &found);
    if (error != cudaSuccess)
        return error;
    struct graph *copy = NULL;
    error = graph_copy(found, &copy);
    handle_release(original);
    void *handle = NULL;
    if (error == cudaSuccess)
        error = graph_publish(copy, owner, &handle);
    if (error == cudaSuccess)
        *clone = handle;
    return error;
}

int graph_calls_instantiate(CUgraphExec *exec, CUgraph graph, unsigned long long flags,
                            const struct context *owner)
{
    struct graph *found = NULL;
    int error = exec == NULL ? cudaErrorInvalidValue : graph_acquire(graph, &found);
    if (error != cudaSuccess)
        return error;
    void *handle = NULL;
    if (fault_any())
        fault_instantiated(found);
    error = graph_exec_create(found, flags, owner, &handle);
    handle_release(graph);
    if (error == cudaSuccess)
        *exec = handle;
    return error;
}

static void list_nodes(const struct graph *graph, CUgraphNode *nodes, size_t *count)
{
    for (size_t i = 0; nodes != NULL && i < *count; i++)
        nodes[i] = i < graph->node_count ? graph->nodes[i]->handle : NULL;
    if (nodes == NULL || *count > graph->node_count)
        *count = graph->node_count;
}

int graph_calls_nodes(CUgraph graph, CUgraphNode *nodes, size_t *count)
{
    struct graph *found = NULL;
    int error = count == NULL ? cudaErrorInvalidValue : graph_acquire(graph, &found);
    if (error != cudaSuccess)
        return error;
    list_nodes(found, nodes, count);
    handle_release(graph);
    return cudaSuccess;
}

int graph_calls_node_type(CUgraphNode node, int *type)
{
    struct graph_node *found = NULL;
    int error = graph_node_acquire(node, &found);
    if (error != cudaSuccess)
        return error;
    *type = (int)found->work->type;
    if (fault_is(FAULT_GRAPH_WAIT_NODE_OF_SIGNAL_TYPE))
        *type = cudaGraphNodeTypeExtSemaphoreSignal;
    handle_release(node);
    return cudaSuccess;
}

int graph_calls_destroy_node(CUgraphNode node)
{
    struct graph_node *found = NULL;
    int error = graph_node_acquire(node, &found);
    if (error != cudaSuccess)
        return error;
    graph_remove(found);
    handle_release(node);
    return cudaSuccess;
}

/* The reference of the work is taken over. */
static int add_to(struct graph *graph, const struct graph_place *place, struct graph_work *work)
{
    struct graph_node *node = NULL;
    int error = graph_add(graph, place->dependencies, place->count, work, &node);
    if (error == cudaSuccess)
        *place->node = fault_is(FAULT_GRAPH_ADD_RETURNS_FIRST_NODE) ? graph->nodes[0]->handle : node->handle;
    return error;
}

/* The reference of the work, NULL where there was no memory for it, is taken over. */
static int add(const struct graph_place *place, struct graph_work *work)
{
    if (work == NULL)
        return cudaErrorMemoryAllocation;
    struct graph *graph = NULL;
    int error = place->node == NULL ? cudaErrorInvalidValue : graph_acquire(place->graph, &graph);
    if (error != cudaSuccess) {
        graph_work_release(work);
        return error;
    }
    error = add_to(graph, place, work);
    handle_release(place->graph);
    return error;
}

int graph_calls_add_empty(const struct graph_place *place)
{
    return add(place, graph_work_empty());
}

int graph_calls_add_host(const struct graph_place *place, cudaHostFn_t function, void *data)
{
    if (function == NULL)
        return cudaErrorInvalidValue;
    struct operation operation = {.kind = OPERATION_CALL, .as.call = {.function = function, .data = data}};
    return add(place, graph_work_single(cudaGraphNodeTypeHost, operation));
}

int graph_calls_add_semaphores(const struct graph_place *place, enum operation_kind kind,
                               const struct semaphore_batch *batch)
{
    struct graph_work *work = NULL;
    int error = graph_work_semaphores(kind, batch, NULL, &work);
    if (error != cudaSuccess)
        return as_graph_error(error);
    if (fault_is(FAULT_GRAPH_WAIT_NODE_WITHOUT_GRAPH) && kind == OPERATION_WAIT && place->graph == NULL)
        return cudaSuccess;
    if (fault_is(FAULT_GRAPH_SIGNAL_WHEN_ADDED) && kind == OPERATION_SIGNAL)
        graph_work_execute(work, cudaSuccess);
    return add(place, work);
}

/* Edges other than plain ones are for kernels. */
static bool is_plain(const unsigned char *edge_data, size_t count)
{
    for (size_t i = 0; edge_data != NULL && i < count * EDGE_DATA_SIZE; i++) {
        if (edge_data[i] != 0)
            return false;
    }
    return true;
}

int graph_calls_add_edges(CUgraph graph, const CUgraphNode *from, const CUgraphNode *to,
                          const void *edge_data, size_t count)
{
    struct graph *found = NULL;
    int error = is_plain(edge_data, count) ? graph_acquire(graph, &found) : cudaErrorInvalidValue;
    if (error != cudaSuccess)
        return error;
    error = graph_add_edges(found, from, to, count);
    handle_release(graph);
    return error;
}

int graph_calls_get_semaphores(CUgraphNode node, enum operation_kind kind, void **handles,
                               const void **parameters, unsigned *count)
{
    struct graph_node *found = NULL;
    int error = graph_node_acquire(node, &found);
    if (error != cudaSuccess)
        return error;
    if (found->work->type == type_of(kind) || fault_is(FAULT_GRAPH_GET_TYPE_UNCHECKED)) {
        *handles = found->work->handles;
        *parameters = found->work->parameters;
        *count = (unsigned)found->work->count;
        if (fault_any())
            fault_get(kind, handles, parameters, count);
    } else {
        error = cudaErrorInvalidValue;
    }
    handle_release(node);
    return error;
}

static int replace_semaphores(struct graph_node *node, enum operation_kind kind,
                              const struct semaphore_batch *batch)
{
    struct graph_work *work = NULL;
    if (node->work->type != type_of(kind) && !fault_is(FAULT_GRAPH_SET_TYPE_UNCHECKED))
        return cudaErrorInvalidValue;
    int error = graph_work_semaphores(kind, batch, NULL, &work);
    if (fault_any() && error == cudaSuccess)
        fault_set(node, work);
    if (error == cudaSuccess)
        graph_node_replace_work(node, work);
    return as_graph_error(error);
}

int graph_calls_set_semaphores(CUgraphNode node, enum operation_kind kind,
                               const struct semaphore_batch *batch)
{
    struct graph_node *found = NULL;
    int error = graph_node_acquire(node, &found);
    if (error != cudaSuccess)
        return error;
    error = replace_semaphores(found, kind, batch);
    handle_release(node);
    return error;
}

int graph_calls_exec_set_semaphores(CUgraphExec exec, CUgraphNode node, enum operation_kind kind,
                                    const struct semaphore_batch *batch)
{
    struct graph_node *found = NULL;
    int error = graph_node_acquire(node, &found);
    if (error != cudaSuccess)
        return error;
    error = graph_exec_set_semaphores(exec, node, kind, batch);
    if (fault_is(FAULT_GRAPH_EXEC_SET_CHANGES_NODE))
        replace_semaphores(found, kind, batch);
    handle_release(node);
    return as_graph_error(error);
}
