/* Calls about graphs, their semaphore nodes, and stream capture. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "backend/caller_graph.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "backend/call.h"
#include "backend/guard.h"

typedef int object_function(void *object);
typedef int create_function(void **out, unsigned flags);
typedef int make_function(void **out, void *from);
typedef int instantiate_function(void **out, void *graph, unsigned long long flags);
typedef int nodes_function(void *graph, void *nodes, size_t *count);
typedef int out_function(void *object, void *out);
typedef int add_function(void **out, void *graph, const void *dependencies, size_t count, const void *params);
typedef int set_function(void *node, const void *params);
typedef int exec_set_function(void *executable, void *node, const void *params);
typedef int launch_function(void *executable, void *stream);
typedef int begin_capture_function(void *stream, int mode);

/* What the structures of signal and of wait nodes both are, but for the type of the elements. */
struct semaphore_node {
    const cudaExternalSemaphore_t *semaphores;
    const void *elements;
    unsigned count;
};

#define HAS_LAYOUT_OF_NODE(type)                                                                        \
    _Static_assert(sizeof(type) == sizeof(struct semaphore_node) && offsetof(type, extSemArray) == 0 && \
                       offsetof(type, paramsArray) == offsetof(struct semaphore_node, elements) &&      \
                       offsetof(type, numExtSems) == offsetof(struct semaphore_node, count),            \
                   #type " differs from the structure that is passed for it")
HAS_LAYOUT_OF_NODE(struct cudaExternalSemaphoreSignalNodeParams);
HAS_LAYOUT_OF_NODE(struct cudaExternalSemaphoreWaitNodeParams);

/* A structure and its arrays in guarded memory; node is NULL where no structure was given. */
struct guarded_node {
    struct semaphore_node *node;
    void *semaphores;
    size_t semaphores_size;
    void *elements;
    size_t elements_size;
};

static struct guarded_node guard_node(const struct semaphore_node *node, size_t element_size)
{
    struct guarded_node guarded = {.node = NULL};
    if (node == NULL)
        return guarded;
    guarded.semaphores_size = node->count * sizeof(cudaExternalSemaphore_t);
    guarded.elements_size = node->count * element_size;
    guarded.semaphores = guard_place(GUARD_HANDLES, node->semaphores, guarded.semaphores_size);
    guarded.elements = guard_place(GUARD_DESCRIPTOR, node->elements, guarded.elements_size);
    struct semaphore_node copy = {guarded.semaphores, guarded.elements, node->count};
    guarded.node = guard_place(GUARD_NODE, &copy, sizeof copy);
    return guarded;
}

static void scribble_node(const struct guarded_node *guarded)
{
    guard_scribble(guarded->semaphores, guarded->semaphores_size);
    guard_scribble(guarded->elements, guarded->elements_size);
    guard_scribble(guarded->node, sizeof *guarded->node);
}

/* Where a handle comes out. What is stored there is passed on only when the call succeeds. */
static void **guard_out(void)
{
    void *nothing = NULL;
    return guard_place(GUARD_OUT, &nothing, sizeof nothing);
}

int call_graph_create(struct caller *caller, cudaGraph_t *out)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_GRAPH_CREATE);
    void **copy = guard_out();
    call_enter(&call);
    int result = ((create_function *)call.address)(copy, 0);
    if (result == 0)
        *out = *copy;
    return call_end(&call, result);
}

int call_graph_clone(struct caller *caller, cudaGraph_t *out, cudaGraph_t original)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_GRAPH_CLONE);
    void **copy = guard_out();
    call.record.object = (uintptr_t)original;
    call_enter(&call);
    int result = ((make_function *)call.address)(copy, original);
    if (result == 0)
        *out = *copy;
    return call_end(&call, result);
}

/* A function of one object and nothing else. */
static int of_object(struct caller *caller, enum extres_operation operation, void *object)
{
    struct call call = call_begin(caller, operation);
    call.record.object = (uintptr_t)object;
    call_enter(&call);
    return call_end(&call, ((object_function *)call.address)(object));
}

int call_graph_destroy(struct caller *caller, cudaGraph_t graph)
{
    return of_object(caller, EXTRES_OPERATION_GRAPH_DESTROY, graph);
}

int call_graph_destroy_node(struct caller *caller, cudaGraphNode_t node)
{
    return of_object(caller, EXTRES_OPERATION_GRAPH_DESTROY_NODE, node);
}

int call_graph_exec_destroy(struct caller *caller, cudaGraphExec_t executable)
{
    return of_object(caller, EXTRES_OPERATION_GRAPH_EXEC_DESTROY, executable);
}

int call_graph_nodes(struct caller *caller, cudaGraph_t graph, cudaGraphNode_t *nodes, size_t *count)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_GRAPH_NODES);
    call.record.object = (uintptr_t)graph;
    call_enter(&call);
    return call_end(&call, ((nodes_function *)call.address)(graph, nodes, count));
}

int call_graph_node_type(struct caller *caller, cudaGraphNode_t node, int *type)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_GRAPH_NODE_TYPE);
    call.record.object = (uintptr_t)node;
    call_enter(&call);
    return call_end(&call, ((out_function *)call.address)(node, type));
}

static int add(struct call *call, cudaGraphNode_t *out, struct node_place place, const void *params)
{
    size_t dependencies_size = place.count * sizeof(cudaGraphNode_t);
    void *dependencies = guard_place(GUARD_DEPENDENCIES, place.dependencies, dependencies_size);
    void **copy = out == NULL ? NULL : guard_out();
    call->record.object = (uintptr_t)place.graph;
    call->record.null_argument = out == NULL || place.graph == NULL || params == NULL;
    call_enter(call);
    int result = ((add_function *)call->address)(copy, place.graph, dependencies, place.count, params);
    guard_scribble(dependencies, dependencies_size);
    if (out != NULL && result == 0)
        *out = *copy;
    return result;
}

static int add_semaphores(struct caller *caller, enum extres_operation operation, cudaGraphNode_t *out,
                          struct node_place place, const struct semaphore_node *node, size_t element_size)
{
    struct call call = call_begin(caller, operation);
    struct guarded_node guarded = guard_node(node, element_size);
    int result = add(&call, out, place, guarded.node);
    scribble_node(&guarded);
    return call_end(&call, result);
}

/* NULL for a structure that is NULL; else its members, in *node. */
static const struct semaphore_node *of_signals(const struct cudaExternalSemaphoreSignalNodeParams *params,
                                               struct semaphore_node *node)
{
    if (params == NULL)
        return NULL;
    *node = (struct semaphore_node){params->extSemArray, params->paramsArray, params->numExtSems};
    return node;
}

static const struct semaphore_node *of_waits(const struct cudaExternalSemaphoreWaitNodeParams *params,
                                             struct semaphore_node *node)
{
    if (params == NULL)
        return NULL;
    *node = (struct semaphore_node){params->extSemArray, params->paramsArray, params->numExtSems};
    return node;
}

int call_graph_add_signal_node(struct caller *caller, cudaGraphNode_t *out, struct node_place place,
                               const struct cudaExternalSemaphoreSignalNodeParams *params)
{
    struct semaphore_node node;
    return add_semaphores(caller, EXTRES_OPERATION_GRAPH_ADD_SIGNAL_NODE, out, place,
                          of_signals(params, &node), sizeof *params->paramsArray);
}

int call_graph_add_wait_node(struct caller *caller, cudaGraphNode_t *out, struct node_place place,
                             const struct cudaExternalSemaphoreWaitNodeParams *params)
{
    struct semaphore_node node;
    return add_semaphores(caller, EXTRES_OPERATION_GRAPH_ADD_WAIT_NODE, out, place, of_waits(params, &node),
                          sizeof *params->paramsArray);
}

int call_graph_add_host_node(struct caller *caller, cudaGraphNode_t *out, struct node_place place,
                             void (*function)(void *), void *data)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_GRAPH_ADD_HOST_NODE);
    struct cudaHostNodeParams params = {function, data};
    void *copy = guard_place(GUARD_NODE, &params, sizeof params);
    int result = add(&call, out, place, copy);
    guard_scribble(copy, sizeof params);
    return call_end(&call, result);
}

/* The structure comes out through guarded memory. */
static int get(struct caller *caller, enum extres_operation operation, cudaGraphNode_t node, void *out,
               size_t size)
{
    struct call call = call_begin(caller, operation);
    void *copy = guard_place(GUARD_NODE, out, size);
    call.record.object = (uintptr_t)node;
    call.record.null_argument = out == NULL;
    call_enter(&call);
    int result = ((out_function *)call.address)(node, copy);
    if (out != NULL && result == 0)
        memcpy(out, copy, size);
    return call_end(&call, result);
}

int call_graph_get_signal_node(struct caller *caller, cudaGraphNode_t node,
                               struct cudaExternalSemaphoreSignalNodeParams *out)
{
    return get(caller, EXTRES_OPERATION_GRAPH_GET_SIGNAL_NODE, node, out, sizeof *out);
}

int call_graph_get_wait_node(struct caller *caller, cudaGraphNode_t node,
                             struct cudaExternalSemaphoreWaitNodeParams *out)
{
    return get(caller, EXTRES_OPERATION_GRAPH_GET_WAIT_NODE, node, out, sizeof *out);
}

static int set(struct caller *caller, enum extres_operation operation, cudaGraphNode_t node,
               const struct semaphore_node *params, size_t element_size)
{
    struct call call = call_begin(caller, operation);
    struct guarded_node guarded = guard_node(params, element_size);
    call.record.object = (uintptr_t)node;
    call_enter(&call);
    int result = ((set_function *)call.address)(node, guarded.node);
    scribble_node(&guarded);
    return call_end(&call, result);
}

int call_graph_set_signal_node(struct caller *caller, cudaGraphNode_t node,
                               const struct cudaExternalSemaphoreSignalNodeParams *params)
{
    struct semaphore_node members;
    return set(caller, EXTRES_OPERATION_GRAPH_SET_SIGNAL_NODE, node, of_signals(params, &members),
               sizeof *params->paramsArray);
}

int call_graph_set_wait_node(struct caller *caller, cudaGraphNode_t node,
                             const struct cudaExternalSemaphoreWaitNodeParams *params)
{
    struct semaphore_node members;
    return set(caller, EXTRES_OPERATION_GRAPH_SET_WAIT_NODE, node, of_waits(params, &members),
               sizeof *params->paramsArray);
}

static int exec_set(struct caller *caller, enum extres_operation operation, cudaGraphExec_t executable,
                    cudaGraphNode_t node, const struct semaphore_node *params, size_t element_size)
{
    struct call call = call_begin(caller, operation);
    struct guarded_node guarded = guard_node(params, element_size);
    call.record.object = (uintptr_t)executable;
    call_enter(&call);
    int result = ((exec_set_function *)call.address)(executable, node, guarded.node);
    scribble_node(&guarded);
    return call_end(&call, result);
}

int call_graph_exec_set_signal_node(struct caller *caller, cudaGraphExec_t executable, cudaGraphNode_t node,
                                    const struct cudaExternalSemaphoreSignalNodeParams *params)
{
    struct semaphore_node members;
    return exec_set(caller, EXTRES_OPERATION_GRAPH_EXEC_SET_SIGNAL_NODE, executable, node,
                    of_signals(params, &members), sizeof *params->paramsArray);
}

int call_graph_exec_set_wait_node(struct caller *caller, cudaGraphExec_t executable, cudaGraphNode_t node,
                                  const struct cudaExternalSemaphoreWaitNodeParams *params)
{
    struct semaphore_node members;
    return exec_set(caller, EXTRES_OPERATION_GRAPH_EXEC_SET_WAIT_NODE, executable, node,
                    of_waits(params, &members), sizeof *params->paramsArray);
}

int call_graph_instantiate(struct caller *caller, cudaGraphExec_t *out, cudaGraph_t graph)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_GRAPH_INSTANTIATE);
    void **copy = guard_out();
    call.record.object = (uintptr_t)graph;
    call_enter(&call);
    int result = ((instantiate_function *)call.address)(copy, graph, 0);
    if (result == 0)
        *out = *copy;
    return call_end(&call, result);
}

int call_graph_launch(struct caller *caller, cudaGraphExec_t executable, cudaStream_t stream)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_GRAPH_LAUNCH);
    call.record.object = (uintptr_t)executable;
    call.record.stream = (uintptr_t)stream;
    call_enter(&call);
    return call_end(&call, ((launch_function *)call.address)(executable, stream));
}

int call_begin_capture(struct caller *caller, cudaStream_t stream)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_BEGIN_CAPTURE);
    call.record.stream = (uintptr_t)stream;
    call_enter(&call);
    return call_end(&call, ((begin_capture_function *)call.address)(stream, cudaStreamCaptureModeRelaxed));
}

int call_end_capture(struct caller *caller, cudaStream_t stream, cudaGraph_t *out)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_END_CAPTURE);
    void **copy = guard_out();
    call.record.stream = (uintptr_t)stream;
    call_enter(&call);
    int result = ((out_function *)call.address)(stream, copy);
    if (result == 0)
        *out = *copy;
    return call_end(&call, result);
}
