/* Running a launch of a graph: its nodes in the order of their dependencies, independent ones concurrently.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/graph_launch.h"

#include <stdatomic.h>

#include "core/graph_plan.h"
#include "core/stream.h"
#include "faults/graph.h"
#include "platform/thread.h"

static void make_ready(struct graph_run *run, size_t node)
{
    run->ready[run->ready_count++] = node;
}

static void reset(struct graph_plan *plan, struct stream *stream)
{
    struct graph_run *run = &plan->run;
    run->stream = stream;
    run->error = cudaSuccess;
    run->ready_count = run->taken = run->finished = run->idle = 0;
    run->helpers_started = run->helpers_known = 0;
    for (size_t i = 0; i < plan->count; i++) {
        plan->nodes[i].unfinished = plan->nodes[i].dependency_count;
        if (fault_is(FAULT_GRAPH_ANY_DEPENDENCY_RELEASES) && plan->nodes[i].unfinished > 1)
            plan->nodes[i].unfinished = 1;
        if (plan->nodes[i].unfinished == 0)
            make_ready(run, i);
    }
}

/* Why a node is not to be run any more; 0 when it is. With the run locked. */
static int reason_to_stop(const struct graph_run *run)
{
    if (run->error != cudaSuccess)
        return run->error;
    return atomic_load(&run->stream->abandoned) ? cudaErrorContextIsDestroyed
                                                : context_error(run->stream->context);
}

static void finish_node(struct graph_plan *plan, size_t index, int error)
{
    struct graph_run *run = &plan->run;
    const struct graph_plan_node *node = &plan->nodes[index];
    if (run->error == cudaSuccess)
        run->error = error;
    run->finished++;
    for (size_t edge = 0; edge < node->dependent_count; edge++) {
        size_t dependent = plan->dependents[node->first_dependent + edge];
        if (--plan->nodes[dependent].unfinished == 0)
            make_ready(run, dependent);
    }
    if (run->idle != 0)
        pthread_cond_broadcast(&run->changed);
}

static void *helper_main(void *argument);

/*
 * Before this thread may block: let another take what is ready. What becomes ready later does so through a
 * thread that has completed a node and goes on with it, so nothing that is ready is ever left lying.
 */
static int hand_over(struct graph_plan *plan)
{
    struct graph_run *run = &plan->run;
    if (run->taken == run->ready_count || run->idle != 0)
        return cudaSuccess;
    if (thread_start(helper_main, plan) != 0)
        return cudaErrorOperatingSystem;
    run->helpers_started++;
    return cudaSuccess;
}

/* With the run locked, which it is not while the node runs. */
static void run_node(struct graph_plan *plan, size_t index)
{
    struct graph_run *run = &plan->run;
    const struct graph_work *work = plan->nodes[index].work;
    int stopped = reason_to_stop(run);
    int error = stopped == cudaSuccess && graph_work_may_block(work) ? hand_over(plan) : cudaSuccess;
    if (stopped == cudaSuccess && error == cudaSuccess) {
        pthread_mutex_unlock(&run->lock);
        error = fault_any() ? fault_run_node(plan, work) : graph_work_execute(work, cudaSuccess);
        pthread_mutex_lock(&run->lock);
    }
    finish_node(plan, index, error);
}

/* Take nodes as they become ready, until all are finished. With the run locked. */
static void take_part(struct graph_plan *plan)
{
    struct graph_run *run = &plan->run;
    while (run->finished != plan->count) {
        if (run->taken != run->ready_count) {
            run_node(plan, run->ready[run->taken++]);
        } else {
            run->idle++;
            pthread_cond_wait(&run->changed, &run->lock);
            run->idle--;
        }
    }
}

static void *helper_main(void *argument)
{
    struct graph_plan *plan = argument;
    struct graph_run *run = &plan->run;
    pthread_mutex_lock(&run->lock);
    run->helpers[run->helpers_known++] = pthread_self();
    pthread_cond_broadcast(&run->changed);
    take_part(plan);
    pthread_mutex_unlock(&run->lock);
    return NULL;
}

static void join_helpers(struct graph_run *run)
{
    while (run->helpers_known != run->helpers_started)
        pthread_cond_wait(&run->changed, &run->lock);
    pthread_mutex_unlock(&run->lock);
    for (size_t i = 0; i < run->helpers_started; i++)
        pthread_join(run->helpers[i], NULL);
    pthread_mutex_lock(&run->lock);
}

int graph_plan_run(struct graph_plan *plan, struct stream *stream)
{
    pthread_mutex_lock(&plan->run.lock);
    reset(plan, stream);
    take_part(plan);
    join_helpers(&plan->run);
    int error = plan->run.error;
    pthread_mutex_unlock(&plan->run.lock);
    return error;
}
