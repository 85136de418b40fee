/* Graphs: nodes, and which of them come before which. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/graph.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/handle.h"
#include "faults/graph.h"

struct graph *graph_new(void)
{
    return calloc(1, sizeof(struct graph));
}

static void free_node(void *object)
{
    struct graph_node *node = object;
    graph_work_release(node->work);
    free(node->dependencies);
    free(node);
}

static void free_graph(void *object)
{
    struct graph *graph = object;
    for (size_t i = 0; i < graph->node_count; i++)
        handle_destroy(graph->nodes[i]->handle, HANDLE_GRAPH_NODE);
    free(graph->nodes);
    free(graph);
}

void graph_destroy_unpublished(struct graph *graph)
{
    free_graph(graph);
}

int graph_publish(struct graph *graph, const struct context *owner, void **handle)
{
    void *created = handle_create(
        &(struct handle_entry){.kind = HANDLE_GRAPH, .object = graph, .owner = owner, .destroy = free_graph});
    if (created == NULL) {
        free_graph(graph);
        return cudaErrorMemoryAllocation;
    }
    graph->handle = created;
    *handle = created;
    return cudaSuccess;
}

/* The documents name InvalidValue alone for these functions, so it is also what a wrong handle gets. */
int graph_acquire(const void *handle, struct graph **out)
{
    *out = handle_acquire(handle, HANDLE_GRAPH);
    if (fault_is(FAULT_GRAPH_NULL_IS_INVALID_HANDLE) && handle == NULL)
        return cudaErrorInvalidResourceHandle;
    return *out == NULL ? cudaErrorInvalidValue : cudaSuccess;
}

int graph_node_acquire(const void *handle, struct graph_node **out)
{
    *out = handle_acquire(handle, HANDLE_GRAPH_NODE);
    return *out == NULL ? cudaErrorInvalidValue : cudaSuccess;
}

int graph_destroy(const void *handle)
{
    return handle_destroy(handle, HANDLE_GRAPH) ? cudaSuccess : cudaErrorInvalidValue;
}

static bool depends_on(const struct graph_node *node, const struct graph_node *dependency)
{
    for (size_t i = 0; i < node->dependency_count; i++) {
        if (node->dependencies[i] == dependency)
            return true;
    }
    return false;
}

/* Make room for one more; *array has count elements. */
static bool reserve(struct graph_node ***array, size_t count)
{
    /* Capacities are powers of two, so the array is full exactly when its count is one. */
    if (count != 0 && (count & (count - 1)) != 0)
        return true;
    struct graph_node **grown = realloc(*array, (count == 0 ? 1 : 2 * count) * sizeof(struct graph_node *));
    if (grown == NULL)
        return false;
    *array = grown;
    return true;
}

static bool add_edge(struct graph_node *from, struct graph_node *to)
{
    if (fault_any() && fault_loses_edge(from, to))
        return true;
    if (!reserve(&to->dependencies, to->dependency_count))
        return false;
    to->dependencies[to->dependency_count++] = from;
    return true;
}

/* The node of a handle, if it is one of this graph's; NULL if not. */
static struct graph_node *find(const struct graph *graph, const void *handle)
{
    struct graph_node *node = handle_acquire(handle, HANDLE_GRAPH_NODE);
    if (node == NULL)
        return NULL;
    bool ours = node->graph == graph;
    handle_release(handle);
    return ours ? node : NULL;
}

/* Enter a node without dependencies; the work is taken over on success only. NULL without memory. */
static struct graph_node *enter(struct graph *graph, struct graph_work *work)
{
    struct graph_node *node = calloc(1, sizeof *node);
    if (node == NULL || !reserve(&graph->nodes, graph->node_count)) {
        free(node);
        return NULL;
    }
    node->graph = graph;
    node->work = work;
    node->index = graph->node_count;
    node->handle = handle_create(&(struct handle_entry){
        .kind = HANDLE_GRAPH_NODE, .object = node, .owner = graph, .destroy = free_node});
    if (node->handle == NULL) {
        free(node);
        return NULL;
    }
    graph->nodes[graph->node_count++] = node;
    return node;
}

int graph_add_after(struct graph *graph, struct graph_node *const *dependencies, size_t count,
                    struct graph_work *work, struct graph_node **out)
{
    struct graph_node *node = enter(graph, work);
    if (node == NULL) {
        graph_work_release(work);
        return cudaErrorMemoryAllocation;
    }
    for (size_t i = 0; i < count; i++) {
        if (!add_edge(dependencies[i], node)) {
            graph_remove(node);
            return cudaErrorMemoryAllocation;
        }
    }
    *out = node;
    return cudaSuccess;
}

/* The nodes of an application's handles, in an array for the caller to free. */
static int find_dependencies(const struct graph *graph, const CUgraphNode *handles, size_t count,
                             struct graph_node ***out)
{
    *out = NULL;
    /* None can be there twice, so more of them than nodes are wrong before any is read. */
    if (count > graph->node_count || (count != 0 && handles == NULL))
        return cudaErrorInvalidValue;
    struct graph_node **nodes = calloc(count + 1, sizeof(struct graph_node *));
    if (nodes == NULL)
        return cudaErrorMemoryAllocation;
    bool valid = true;
    for (size_t i = 0; i < count && valid; i++) {
        nodes[i] = find(graph, handles[i]);
        valid = nodes[i] != NULL;
        for (size_t before = 0; before < i && valid; before++)
            valid = nodes[before] != nodes[i] || fault_is(FAULT_GRAPH_DUPLICATE_DEPENDENCIES_ACCEPTED);
    }
    if (valid) {
        *out = nodes;
        return cudaSuccess;
    }
    free(nodes);
    return cudaErrorInvalidValue;
}

int graph_add(struct graph *graph, const CUgraphNode *dependencies, size_t count, struct graph_work *work,
              struct graph_node **out)
{
    struct graph_node **nodes = NULL;
    int error = find_dependencies(graph, dependencies, count, &nodes);
    if (error != cudaSuccess) {
        graph_work_release(work);
        return error;
    }
    error = graph_add_after(graph, nodes, count, work, out);
    free(nodes);
    return error;
}

static int add_one_edge(struct graph *graph, const void *from_handle, const void *to_handle)
{
    struct graph_node *from = find(graph, from_handle);
    struct graph_node *to = find(graph, to_handle);
    if (from == NULL || to == NULL || from == to || depends_on(to, from))
        return cudaErrorInvalidValue;
    return add_edge(from, to) ? cudaSuccess : cudaErrorMemoryAllocation;
}

int graph_add_edges(struct graph *graph, const CUgraphNode *from, const CUgraphNode *to, size_t count)
{
    if (count != 0 && (from == NULL || to == NULL))
        return cudaErrorInvalidValue;
    size_t added = 0;
    int error = cudaSuccess;
    while (added < count && error == cudaSuccess) {
        error = add_one_edge(graph, from[added], to[added]);
        if (error == cudaSuccess)
            added++;
    }
    if (error == cudaSuccess)
        return cudaSuccess;
    while (added > 0) /* each was the last of its node when it was added */
        find(graph, to[--added])->dependency_count--;
    return error;
}

static void remove_edge(struct graph_node *from, struct graph_node *to)
{
    size_t kept = 0;
    for (size_t i = 0; i < to->dependency_count; i++) {
        if (to->dependencies[i] != from)
            to->dependencies[kept++] = to->dependencies[i];
    }
    to->dependency_count = kept;
}

void graph_remove(struct graph_node *node)
{
    struct graph *graph = node->graph;
    graph->node_count--;
    for (size_t i = node->index; i < graph->node_count; i++) {
        graph->nodes[i] = graph->nodes[i + 1];
        graph->nodes[i]->index = i;
    }
    for (size_t i = 0; i < graph->node_count; i++)
        remove_edge(node, graph->nodes[i]);
    handle_destroy(node->handle, HANDLE_GRAPH_NODE);
}

void graph_node_replace_work(struct graph_node *node, struct graph_work *work)
{
    graph_work_release(node->work);
    node->work = work;
}

/* Give the copy the edges of the original; nodes are at the same places in both. */
static bool copy_edges(const struct graph *original, struct graph *copy)
{
    if (fault_is(FAULT_GRAPH_CLONE_WITHOUT_EDGES))
        return true;
    for (size_t i = 0; i < original->node_count; i++) {
        const struct graph_node *node = original->nodes[i];
        for (size_t edge = 0; edge < node->dependency_count; edge++) {
            if (!add_edge(copy->nodes[node->dependencies[edge]->index], copy->nodes[i]))
                return false;
        }
    }
    return true;
}

static bool copy_nodes(const struct graph *original, struct graph *copy)
{
    for (size_t i = 0; i < original->node_count; i++) {
        struct graph_work *work = graph_work_retain(original->nodes[i]->work);
        if (enter(copy, work) == NULL) {
            graph_work_release(work);
            return false;
        }
    }
    return true;
}

int graph_copy(const struct graph *original, struct graph **out)
{
    struct graph *copy = graph_new();
    if (copy == NULL)
        return cudaErrorMemoryAllocation;
    if (fault_any())
        fault_cloned(original, copy);
    if (!copy_nodes(original, copy) || !copy_edges(original, copy)) {
        free_graph(copy);
        return cudaErrorMemoryAllocation;
    }
    *out = copy;
    return cudaSuccess;
}
