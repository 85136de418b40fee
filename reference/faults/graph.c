/* Faults of graphs, of their semaphore nodes, and of stream capture. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/graph.h"

#include <pthread.h>
#include <string.h>

#include "core/capture_state.h"
#include "core/graph_plan.h"
#include "faults/semaphore.h"

enum { REMEMBERED_WORKS = 256, BUFFER_ELEMENTS = 64 };

static bool is_of(const struct graph_node *node, enum cudaGraphNodeType type)
{
    return node->work->type == type;
}

static bool signals(const struct graph_work *work)
{
    return work->type == cudaGraphNodeTypeExtSemaphoreSignal;
}

static bool waits(const struct graph_work *work)
{
    return work->type == cudaGraphNodeTypeExtSemaphoreWait;
}

/* ---- the shape of graphs ---- */

static bool has_dependents(const struct graph_node *node)
{
    for (size_t i = 0; i < node->graph->node_count; i++) {
        const struct graph_node *other = node->graph->nodes[i];
        for (size_t edge = 0; edge < other->dependency_count; edge++) {
            if (other->dependencies[edge] == node)
                return true;
        }
    }
    return false;
}

bool fault_loses_edge(const struct graph_node *from, const struct graph_node *to)
{
    if (fault_is(FAULT_GRAPH_WAIT_HOLDS_ONE_DEPENDENT) && waits(from->work))
        return has_dependents(from);
    return (fault_is(FAULT_GRAPH_HOST_DEPENDENCY_LOST) && is_of(from, cudaGraphNodeTypeHost)) ||
           (fault_is(FAULT_GRAPH_HOST_DEPENDENT_LOST) && is_of(to, cudaGraphNodeTypeHost));
}

void fault_instantiated(const struct graph *graph)
{
    if (!fault_is(FAULT_GRAPH_SIGNAL_WHEN_INSTANTIATED))
        return;
    for (size_t i = 0; i < graph->node_count; i++) {
        if (signals(graph->nodes[i]->work))
            graph_work_execute(graph->nodes[i]->work, cudaSuccess);
    }
}

/* The copy that was made last, and of what. */
static struct {
    const struct graph *original;
    struct graph *copy;
} latest_clone;

void fault_cloned(const struct graph *original, struct graph *copy)
{
    latest_clone.original = original;
    latest_clone.copy = copy;
}

/* ---- parameters ---- */

static void get_from_buffer(enum operation_kind kind, void **handles, const void **parameters, unsigned count)
{
    static void *handle_buffer[BUFFER_ELEMENTS];
    static union {
        struct cudaExternalSemaphoreSignalParams signals[BUFFER_ELEMENTS];
        struct cudaExternalSemaphoreWaitParams waits[BUFFER_ELEMENTS];
    } buffer;
    size_t size = kind == OPERATION_SIGNAL ? sizeof buffer.signals[0] : sizeof buffer.waits[0];
    memcpy(handle_buffer, *handles, count * sizeof(void *));
    memcpy(&buffer, *parameters, count * size);
    *handles = handle_buffer;
    *parameters = &buffer;
}

void fault_get(enum operation_kind kind, void **handles, const void **parameters, unsigned *count)
{
    static const struct cudaExternalSemaphoreWaitParams zeros[BUFFER_ELEMENTS];
    if (fault_is(FAULT_GRAPH_GET_COUNTS_ONE))
        *count = 1;
    if (fault_is(FAULT_GRAPH_GET_OF_WAIT_GIVES_ZEROS) && kind == OPERATION_WAIT)
        *parameters = zeros;
    if (fault_is(FAULT_GRAPH_GET_FROM_ONE_BUFFER))
        get_from_buffer(kind, handles, parameters, *count);
}

/* The new work looks as it should, and does what the old did. */
static void take_operations(const struct graph_work *old, struct graph_work *work)
{
    for (size_t i = 0; i < work->count && i < old->count; i++) {
        operation_drop(&work->operations[i]);
        work->operations[i] = old->operations[i];
        payload_retain(work->operations[i].as.semaphore.payload);
    }
}

void fault_set(struct graph_node *node, struct graph_work *work)
{
    if (fault_is(FAULT_GRAPH_SET_FOR_SHOW))
        take_operations(node->work, work);
    if (fault_is(FAULT_GRAPH_CLONE_FOLLOWS_ORIGINAL) && node->graph == latest_clone.original)
        graph_node_replace_work(latest_clone.copy->nodes[node->index], graph_work_retain(work));
}

bool fault_exec_set(struct graph_plan *plan, size_t node, struct graph_work *work)
{
    if (fault_is(FAULT_GRAPH_EXEC_SET_IGNORES_WAITS) && waits(work)) {
        graph_work_release(work);
        return true;
    }
    if (!fault_is(FAULT_GRAPH_EXEC_SET_REACHES_RUNNING))
        return false;
    plan->nodes[node].work = work; /* the old may be running: never released */
    return true;
}

/* ---- launches ---- */

/* Whether the work was asked for before. */
static bool is_known(const struct graph_work *work)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static const struct graph_work *known[REMEMBERED_WORKS];
    static size_t count;
    bool found = false;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < count && !found; i++)
        found = known[i] == work;
    if (!found && count < REMEMBERED_WORKS)
        known[count++] = work;
    pthread_mutex_unlock(&lock);
    return found;
}

static const struct graph_plan *_Atomic ended;

void fault_end_launches(const struct graph_plan *plan)
{
    ended = plan;
}

/* How many of the elements the mutant takes. */
static size_t elements_of(const struct graph_work *work)
{
    bool none = signals(work) ? fault_is(FAULT_GRAPH_SIGNAL_NODE_EMPTY) ||
                                    (fault_is(FAULT_GRAPH_SIGNALS_ONCE) && is_known(work))
                              : fault_is(FAULT_GRAPH_WAIT_NODE_EMPTY) ||
                                    (fault_is(FAULT_GRAPH_WAITS_ONCE) && is_known(work));
    bool one =
        fault_is(signals(work) ? FAULT_GRAPH_SIGNAL_FIRST_ELEMENT_ONLY : FAULT_GRAPH_WAIT_FIRST_ELEMENT_ONLY);
    return none ? 0 : one ? 1 : work->count;
}

static uint64_t value_of(const struct graph_work *work, size_t index)
{
    uint64_t value = work->operations[index].as.semaphore.value;
    if (fault_is(FAULT_GRAPH_SIGNAL_CUT_TO_32_BITS) && signals(work))
        return (uint32_t)value;
    if (fault_is(FAULT_GRAPH_WAIT_FOR_ANY_VALUE) && waits(work))
        return 1;
    return value;
}

int fault_run_node(const struct graph_plan *plan, const struct graph_work *work)
{
    if (plan == ended)
        return cudaSuccess;
    if (!signals(work) && !waits(work))
        return graph_work_execute(work, cudaSuccess);
    int error = cudaSuccess;
    const size_t count = elements_of(work);
    for (size_t i = 0; i < count && error == cudaSuccess; i++) {
        struct operation operation = work->operations[i];
        operation.as.semaphore.value = value_of(work, i);
        error = operation_execute(&operation, cudaSuccess);
    }
    return error;
}

static const struct stream *launched_in;

void fault_graph_launch(struct stream *stream, struct operation *operation)
{
    launched_in = stream;
    if (fault_is(FAULT_GRAPH_LAUNCH_OVERTAKES))
        fault_run_beside(stream, operation);
}

bool fault_overtakes_launch(const struct stream *stream)
{
    return fault_is(FAULT_GRAPH_LAUNCH_OVERTAKEN) && stream == launched_in;
}

/* ---- capture ---- */

bool fault_capture(struct graph_work *work)
{
    if (fault_is(FAULT_CAPTURE_MAKES_SIGNALS) && signals(work))
        graph_work_execute(work, cudaSuccess);
    if (!fault_is(FAULT_CAPTURE_DROPS_SIGNALS) || !signals(work))
        return false;
    graph_work_release(work);
    return true;
}

bool fault_accepts_unjoined(void)
{
    return fault_is(FAULT_CAPTURE_UNJOINED_ACCEPTED) || fault_is(FAULT_CAPTURE_JOIN_LOSES_ORDER);
}

void fault_captured(struct graph *graph)
{
    if (!fault_is(FAULT_CAPTURE_LOSES_ORDER))
        return;
    for (size_t i = 0; i < graph->node_count; i++)
        graph->nodes[i]->dependency_count = 0;
}

bool fault_loses_event(struct stream *stream)
{
    bool forks = capture_member_of(stream) == NULL;
    return fault_is(forks ? FAULT_CAPTURE_FORK_LOSES_ORDER : FAULT_CAPTURE_JOIN_LOSES_ORDER);
}
