/* Sets of graph nodes: what the next node of a captured stream depends on. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/node_set.h"

#include <stdlib.h>

static bool contains(const struct node_set *set, const struct graph_node *node)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->nodes[i] == node)
            return true;
    }
    return false;
}

static bool resize(struct node_set *set, size_t capacity)
{
    struct graph_node **resized = realloc(set->nodes, capacity * sizeof(struct graph_node *));
    if (resized == NULL)
        return false;
    set->nodes = resized;
    return true;
}

bool node_set_unite(struct node_set *set, const struct node_set *other)
{
    if (other->count == 0)
        return true;
    if (!resize(set, set->count + other->count))
        return false;
    size_t before = set->count;
    for (size_t i = 0; i < other->count; i++) {
        if (!contains(&(struct node_set){set->nodes, before}, other->nodes[i]))
            set->nodes[set->count++] = other->nodes[i];
    }
    return true;
}

bool node_set_replace(struct node_set *set, struct graph_node *node)
{
    if (set->count == 0 && !resize(set, 1))
        return false;
    set->nodes[0] = node;
    set->count = 1;
    return true;
}

void node_set_clear(struct node_set *set)
{
    free(set->nodes);
    *set = (struct node_set){0};
}

/* Enter the nodes into the list of those reached, each once. */
static void reach(struct graph_node *const *nodes, size_t count, bool *reached,
                  const struct graph_node **list, size_t *list_count)
{
    for (size_t i = 0; i < count; i++) {
        if (reached[nodes[i]->index])
            continue;
        reached[nodes[i]->index] = true;
        list[(*list_count)++] = nodes[i];
    }
}

bool node_set_closes(const struct node_set *set, const struct graph *graph, int *error)
{
    bool *reached = calloc(graph->node_count + 1, sizeof *reached);
    const struct graph_node **list = calloc(graph->node_count + 1, sizeof(const struct graph_node *));
    size_t count = 0;
    if (reached != NULL && list != NULL) {
        reach(set->nodes, set->count, reached, list, &count);
        for (size_t i = 0; i < count; i++)
            reach(list[i]->dependencies, list[i]->dependency_count, reached, list, &count);
    } else {
        *error = cudaErrorMemoryAllocation;
    }
    free(list);
    free(reached);
    return count == graph->node_count;
}
