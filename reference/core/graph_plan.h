/* Graph plans: a graph made ready to run, as it was when it was made executable. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_GRAPH_PLAN_H
#define REFERENCE_GRAPH_PLAN_H

/*
 * A launch that is queued holds a reference on the plan that it is of, and the plan never changes: so setting
 * parameters of an executable graph gives that another plan, and launches made before keep theirs. All memory
 * that a run needs is the plan's, so that running cannot fail for want of it; launches of one executable
 * graph run one after the other, so one set is enough.
 */

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/graph.h"

struct stream;

struct graph_plan_node {
    struct graph_work *work;
    const void *source; /* handle of the graph's node that it was made of */
    size_t dependency_count;
    size_t first_dependent; /* in the plan's array of dependents */
    size_t dependent_count;
    size_t unfinished; /* of its dependencies, in the run that is going on */
};

/* A run that is going on: graph_launch.c. The lock is for all of it. */
struct graph_run {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct stream *stream;
    int error;          /* the first failure of a node */
    size_t *ready;      /* nodes in the order in which they became ready: each node once */
    size_t ready_count; /* nodes that became ready so far */
    size_t taken;       /* of those, by some thread */
    size_t finished;    /* nodes */
    size_t idle;        /* threads that wait for a node to become ready */
    pthread_t *helpers; /* threads beside the stream's own */
    size_t helpers_started;
    size_t helpers_known; /* those that have entered themselves in helpers */
};

struct graph_plan {
    _Atomic int references;
    size_t count;
    struct graph_plan_node *nodes;
    size_t *dependents; /* indices of nodes */
    struct graph_run run;
};

/* Returns 0 or an error number of extres/error_codes.def: cudaErrorInvalidValue for a graph with a cycle. */
int graph_plan_create(const struct graph *graph, struct graph_plan **out);

/* The same with other work (whose reference is taken over, whatever happens) for one node. NULL without
 * memory. */
struct graph_plan *graph_plan_with_work(const struct graph_plan *plan, size_t node, struct graph_work *work);

/* False when the plan has no node made of this one. */
bool graph_plan_find(const struct graph_plan *plan, const void *source, size_t *node);

struct graph_plan *graph_plan_retain(struct graph_plan *plan);
void graph_plan_release(struct graph_plan *plan);

#endif
