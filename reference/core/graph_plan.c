/* Graph plans: a graph made ready to run, as it was when it was made executable. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/graph_plan.h"

#include <stdatomic.h>
#include <stdlib.h>

/* A plan of count nodes without work, and room for edges; NULL without memory. */
static struct graph_plan *allocate(size_t count, size_t edges)
{
    struct graph_plan *plan = calloc(1, sizeof *plan);
    if (plan == NULL)
        return NULL;
    atomic_init(&plan->references, 1);
    pthread_mutex_init(&plan->run.lock, NULL);
    pthread_cond_init(&plan->run.changed, NULL);
    plan->nodes = calloc(count + 1, sizeof *plan->nodes);
    plan->dependents = calloc(edges + 1, sizeof *plan->dependents);
    plan->run.ready = calloc(count + 1, sizeof *plan->run.ready);
    plan->run.helpers = calloc(count + 1, sizeof *plan->run.helpers);
    if (plan->nodes == NULL || plan->dependents == NULL || plan->run.ready == NULL ||
        plan->run.helpers == NULL) {
        graph_plan_release(plan);
        return NULL;
    }
    return plan;
}

struct graph_plan *graph_plan_retain(struct graph_plan *plan)
{
    atomic_fetch_add_explicit(&plan->references, 1, memory_order_relaxed);
    return plan;
}

void graph_plan_release(struct graph_plan *plan)
{
    if (atomic_fetch_sub_explicit(&plan->references, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t i = 0; i < plan->count; i++)
        graph_work_release(plan->nodes[i].work);
    pthread_cond_destroy(&plan->run.changed);
    pthread_mutex_destroy(&plan->run.lock);
    free(plan->run.helpers);
    free(plan->run.ready);
    free(plan->dependents);
    free(plan->nodes);
    free(plan);
}

/* Nodes get their work, and how many edges they are the beginning and the end of. */
static void take_nodes(struct graph_plan *plan, const struct graph *graph)
{
    plan->count = graph->node_count;
    for (size_t i = 0; i < plan->count; i++) {
        const struct graph_node *node = graph->nodes[i];
        plan->nodes[i].work = graph_work_retain(node->work);
        plan->nodes[i].source = node->handle;
        plan->nodes[i].dependency_count = node->dependency_count;
        for (size_t edge = 0; edge < node->dependency_count; edge++)
            plan->nodes[node->dependencies[edge]->index].dependent_count++;
    }
}

/* Edges lie in one array, those of a node together. */
static void take_edges(struct graph_plan *plan, const struct graph *graph)
{
    size_t next = 0;
    for (size_t i = 0; i < plan->count; i++) {
        plan->nodes[i].first_dependent = next;
        next += plan->nodes[i].dependent_count;
        plan->nodes[i].dependent_count = 0; /* counted again as they are entered */
    }
    for (size_t i = 0; i < plan->count; i++) {
        const struct graph_node *node = graph->nodes[i];
        for (size_t edge = 0; edge < node->dependency_count; edge++) {
            struct graph_plan_node *from = &plan->nodes[node->dependencies[edge]->index];
            plan->dependents[from->first_dependent + from->dependent_count++] = i;
        }
    }
}

/* Can every node's turn come? Uses what a run uses. */
static bool is_acyclic(struct graph_plan *plan)
{
    size_t *order = plan->run.ready;
    size_t ready = 0;
    for (size_t i = 0; i < plan->count; i++) {
        plan->nodes[i].unfinished = plan->nodes[i].dependency_count;
        if (plan->nodes[i].unfinished == 0)
            order[ready++] = i;
    }
    for (size_t done = 0; done < ready; done++) {
        const struct graph_plan_node *node = &plan->nodes[order[done]];
        for (size_t edge = 0; edge < node->dependent_count; edge++) {
            size_t dependent = plan->dependents[node->first_dependent + edge];
            if (--plan->nodes[dependent].unfinished == 0)
                order[ready++] = dependent;
        }
    }
    return ready == plan->count;
}

static size_t edges_of(const struct graph *graph)
{
    size_t edges = 0;
    for (size_t i = 0; i < graph->node_count; i++)
        edges += graph->nodes[i]->dependency_count;
    return edges;
}

int graph_plan_create(const struct graph *graph, struct graph_plan **out)
{
    struct graph_plan *plan = allocate(graph->node_count, edges_of(graph));
    if (plan == NULL)
        return cudaErrorMemoryAllocation;
    take_nodes(plan, graph);
    take_edges(plan, graph);
    if (!is_acyclic(plan)) {
        graph_plan_release(plan);
        return cudaErrorInvalidValue;
    }
    *out = plan;
    return cudaSuccess;
}

static size_t edges_of_plan(const struct graph_plan *plan)
{
    size_t edges = 0;
    for (size_t i = 0; i < plan->count; i++)
        edges += plan->nodes[i].dependent_count;
    return edges;
}

struct graph_plan *graph_plan_with_work(const struct graph_plan *plan, size_t node, struct graph_work *work)
{
    size_t edges = edges_of_plan(plan);
    struct graph_plan *copy = allocate(plan->count, edges);
    if (copy == NULL) {
        graph_work_release(work);
        return NULL;
    }
    copy->count = plan->count;
    for (size_t i = 0; i < plan->count; i++) {
        const struct graph_plan_node *original = &plan->nodes[i];
        copy->nodes[i] = (struct graph_plan_node){
            .work = i == node ? work : graph_work_retain(original->work),
            .source = original->source,
            .dependency_count = original->dependency_count,
            .first_dependent = original->first_dependent,
            .dependent_count = original->dependent_count,
        };
    }
    for (size_t i = 0; i < edges; i++)
        copy->dependents[i] = plan->dependents[i];
    return copy;
}

bool graph_plan_find(const struct graph_plan *plan, const void *source, size_t *node)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->nodes[i].source == source) {
            *node = i;
            return true;
        }
    }
    return false;
}
