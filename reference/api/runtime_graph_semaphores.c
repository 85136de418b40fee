/* External semaphore nodes of graphs, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/graph_calls.h"

#include "api/export.h"
#include "api/runtime_call.h"
#include "api/semaphore_layout.h"
#include "core/library.h"

/* Get in, and read the parameters of a signal or a wait node. Returns 0 or an error number. */
static int read_signals(const struct cudaExternalSemaphoreSignalNodeParams *parameters,
                        struct semaphore_batch *batch)
{
    int error = library_enter_runtime();
    if (error == cudaSuccess && parameters == NULL)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        *batch = (struct semaphore_batch){.handles = parameters->extSemArray,
                                          .parameters = parameters->paramsArray,
                                          .layout = signal_layout,
                                          .count = parameters->numExtSems};
    return error;
}

static int read_waits(const struct cudaExternalSemaphoreWaitNodeParams *parameters,
                      struct semaphore_batch *batch)
{
    int error = library_enter_runtime();
    if (error == cudaSuccess && parameters == NULL)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        *batch = (struct semaphore_batch){.handles = parameters->extSemArray,
                                          .parameters = parameters->paramsArray,
                                          .layout = wait_layout,
                                          .count = parameters->numExtSems};
    return error;
}

EXTRES_EXPORT cudaError_t cudaGraphAddExternalSemaphoresSignalNode(
    cudaGraphNode_t *node, cudaGraph_t graph, const cudaGraphNode_t *dependencies, size_t dependency_count,
    const struct cudaExternalSemaphoreSignalNodeParams *parameters)
{
    struct graph_place place = {node, graph, dependencies, dependency_count};
    struct semaphore_batch batch;
    int error = read_signals(parameters, &batch);
    if (error == cudaSuccess)
        error = graph_calls_add_semaphores(&place, OPERATION_SIGNAL, &batch);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaGraphExternalSemaphoresSignalNodeGetParams(
    cudaGraphNode_t node, struct cudaExternalSemaphoreSignalNodeParams *parameters)
{
    void *semaphores = NULL;
    const void *elements = NULL;
    unsigned count = 0;
    int error = library_enter_runtime();
    if (error == cudaSuccess && parameters == NULL)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        error = graph_calls_get_semaphores(node, OPERATION_SIGNAL, &semaphores, &elements, &count);
    if (error == cudaSuccess)
        *parameters = (struct cudaExternalSemaphoreSignalNodeParams){semaphores, elements, count};
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaGraphExternalSemaphoresSignalNodeSetParams(
    cudaGraphNode_t node, const struct cudaExternalSemaphoreSignalNodeParams *parameters)
{
    struct semaphore_batch batch;
    int error = read_signals(parameters, &batch);
    if (error == cudaSuccess)
        error = graph_calls_set_semaphores(node, OPERATION_SIGNAL, &batch);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaGraphExecExternalSemaphoresSignalNodeSetParams(
    cudaGraphExec_t executable, cudaGraphNode_t node,
    const struct cudaExternalSemaphoreSignalNodeParams *parameters)
{
    struct semaphore_batch batch;
    int error = read_signals(parameters, &batch);
    if (error == cudaSuccess)
        error = graph_calls_exec_set_semaphores(executable, node, OPERATION_SIGNAL, &batch);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaGraphAddExternalSemaphoresWaitNode(
    cudaGraphNode_t *node, cudaGraph_t graph, const cudaGraphNode_t *dependencies, size_t dependency_count,
    const struct cudaExternalSemaphoreWaitNodeParams *parameters)
{
    struct graph_place place = {node, graph, dependencies, dependency_count};
    struct semaphore_batch batch;
    int error = read_waits(parameters, &batch);
    if (error == cudaSuccess)
        error = graph_calls_add_semaphores(&place, OPERATION_WAIT, &batch);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaGraphExternalSemaphoresWaitNodeGetParams(
    cudaGraphNode_t node, struct cudaExternalSemaphoreWaitNodeParams *parameters)
{
    void *semaphores = NULL;
    const void *elements = NULL;
    unsigned count = 0;
    int error = library_enter_runtime();
    if (error == cudaSuccess && parameters == NULL)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        error = graph_calls_get_semaphores(node, OPERATION_WAIT, &semaphores, &elements, &count);
    if (error == cudaSuccess)
        *parameters = (struct cudaExternalSemaphoreWaitNodeParams){semaphores, elements, count};
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaGraphExternalSemaphoresWaitNodeSetParams(
    cudaGraphNode_t node, const struct cudaExternalSemaphoreWaitNodeParams *parameters)
{
    struct semaphore_batch batch;
    int error = read_waits(parameters, &batch);
    if (error == cudaSuccess)
        error = graph_calls_set_semaphores(node, OPERATION_WAIT, &batch);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t
cudaGraphExecExternalSemaphoresWaitNodeSetParams(cudaGraphExec_t executable, cudaGraphNode_t node,
                                                 const struct cudaExternalSemaphoreWaitNodeParams *parameters)
{
    struct semaphore_batch batch;
    int error = read_waits(parameters, &batch);
    if (error == cudaSuccess)
        error = graph_calls_exec_set_semaphores(executable, node, OPERATION_WAIT, &batch);
    return runtime_result(error);
}
