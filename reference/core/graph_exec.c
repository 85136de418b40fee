/* Executable graphs: launching them, and changing what later launches do. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/graph_exec.h"

#include <stdlib.h>

#include "core/capture.h"
#include "core/graph_plan.h"
#include "core/handle.h"
#include "core/submission.h"
#include "faults/graph.h"

/*
 * The other two are for instantiating in another way, and for launches from the device, where neither host
 * functions nor external semaphores may be.
 */
#define KNOWN_FLAGS (cudaGraphInstantiateFlagAutoFreeOnLaunch | cudaGraphInstantiateFlagUseNodePriority)

struct graph_exec {
    struct graph_plan *plan;
    struct progress *last; /* of the stream that the last launch is in; NULL before the first */
    uint64_t last_number;
};

static void destroy(void *object)
{
    struct graph_exec *exec = object;
    if (fault_is(FAULT_GRAPH_EXEC_DESTROY_ENDS_LAUNCH))
        fault_end_launches(exec->plan);
    if (fault_is(FAULT_GRAPH_EXEC_DESTROY_BLOCKS) && exec->last != NULL)
        progress_wait(exec->last, exec->last_number);
    graph_plan_release(exec->plan);
    if (exec->last != NULL)
        progress_release(exec->last);
    free(exec);
}

static int publish(struct graph_exec *exec, const struct context *owner, void **handle)
{
    void *created = handle_create(&(struct handle_entry){
        .kind = HANDLE_GRAPH_EXEC, .object = exec, .owner = owner, .destroy = destroy});
    if (created == NULL)
        return cudaErrorMemoryAllocation;
    *handle = created;
    return cudaSuccess;
}

int graph_exec_create(const struct graph *graph, unsigned long long flags, const struct context *owner,
                      void **handle)
{
    if ((flags & ~(unsigned long long)KNOWN_FLAGS) != 0)
        return cudaErrorInvalidValue;
    struct graph_exec *exec = calloc(1, sizeof *exec);
    if (exec == NULL)
        return cudaErrorMemoryAllocation;
    int error = graph_plan_create(graph, &exec->plan);
    if (error != cudaSuccess) {
        free(exec);
        return error;
    }
    error = publish(exec, owner, handle);
    if (error != cudaSuccess)
        destroy(exec);
    return error;
}

int graph_exec_destroy(const void *handle)
{
    return handle_destroy(handle, HANDLE_GRAPH_EXEC) ? cudaSuccess : cudaErrorInvalidValue;
}

static int launch(struct graph_exec *exec, struct stream *stream)
{
    struct submission submission;
    submission_begin(&submission, stream);
    if (exec->last != NULL && exec->last != stream->progress && !fault_is(FAULT_GRAPH_LAUNCHES_OVERLAP) &&
        !progress_reached(exec->last, exec->last_number)) {
        submission_add(&submission, &(struct operation){
                                        .kind = OPERATION_AWAIT,
                                        .as.await = {progress_retain(exec->last), exec->last_number},
                                    });
    }
    struct operation operation = {
        .kind = OPERATION_GRAPH,
        .as.graph = {graph_plan_retain(exec->plan), stream},
    };
    if (fault_any())
        fault_graph_launch(stream, &operation);
    submission_add(&submission, &operation);
    uint64_t number = 0;
    int error = submission_end(&submission, &number);
    if (error != cudaSuccess)
        return error;
    struct progress *before = exec->last;
    exec->last = progress_retain(stream->progress);
    exec->last_number = number;
    if (before != NULL)
        progress_release(before);
    return cudaSuccess;
}

int graph_exec_launch(const void *handle, struct stream *stream)
{
    struct graph_exec *exec = handle_acquire(handle, HANDLE_GRAPH_EXEC);
    if (exec == NULL)
        return cudaErrorInvalidValue;
    /* A launch within a launch would share the plan's one run; this runtime does not make such nodes. */
    int error = capture_concerns(stream) ? capture_break(stream, cudaErrorStreamCaptureUnsupported)
                                         : launch(exec, stream);
    handle_release(handle);
    return error;
}

/* The reference of the work is taken over. */
static int set_work(struct graph_exec *exec, const void *source, struct graph_work *work)
{
    size_t node = 0;
    if (!graph_plan_find(exec->plan, source, &node) || exec->plan->nodes[node].work->type != work->type ||
        (exec->plan->nodes[node].work->count != work->count &&
         !fault_is(FAULT_GRAPH_EXEC_SET_COUNT_UNCHECKED))) {
        graph_work_release(work);
        return cudaErrorInvalidValue;
    }
    if (fault_any() && fault_exec_set(exec->plan, node, work))
        return cudaSuccess;
    struct graph_plan *plan = graph_plan_with_work(exec->plan, node, work);
    if (plan == NULL)
        return cudaErrorMemoryAllocation;
    graph_plan_release(exec->plan);
    exec->plan = plan;
    return cudaSuccess;
}

int graph_exec_set_semaphores(const void *handle, const void *source, enum operation_kind kind,
                              const struct semaphore_batch *batch)
{
    struct graph_exec *exec = handle_acquire(handle, HANDLE_GRAPH_EXEC);
    if (exec == NULL)
        return cudaErrorInvalidValue;
    struct graph_work *work = NULL;
    int error = graph_work_semaphores(kind, batch, NULL, &work);
    if (error == cudaSuccess)
        error = set_work(exec, source, work);
    handle_release(handle);
    return error;
}
