/* External semaphore nodes of graphs, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/graph_calls.h"

#include "api/export.h"
#include "api/semaphore_layout.h"
#include "core/library.h"
#include "extres/driver_graph.h"
#include "faults/faults.h"

/* Get in, and read the parameters of a signal or a wait node. Returns 0 or an error number. */
static int read_signals(const CUDA_EXT_SEM_SIGNAL_NODE_PARAMS *parameters, struct semaphore_batch *batch)
{
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS && parameters == NULL && !fault_is(FAULT_DRIVER_SIGNAL_NODE_NULL_CRASHES))
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        *batch = (struct semaphore_batch){.handles = parameters->extSemArray,
                                          .parameters = parameters->paramsArray,
                                          .layout = signal_layout,
                                          .count = parameters->numExtSems};
    return error;
}

static int read_waits(const CUDA_EXT_SEM_WAIT_NODE_PARAMS *parameters, struct semaphore_batch *batch)
{
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS && parameters == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        *batch = (struct semaphore_batch){.handles = parameters->extSemArray,
                                          .parameters = parameters->paramsArray,
                                          .layout = wait_layout,
                                          .count = parameters->numExtSems};
    return error;
}

EXTRES_EXPORT CUresult cuGraphAddExternalSemaphoresSignalNode(
    CUgraphNode *node, CUgraph graph, const CUgraphNode *dependencies, size_t dependency_count,
    const CUDA_EXT_SEM_SIGNAL_NODE_PARAMS *parameters)
{
    struct graph_place place = {node, graph, dependencies, dependency_count};
    struct semaphore_batch batch;
    int error = read_signals(parameters, &batch);
    if (error == CUDA_SUCCESS)
        error = graph_calls_add_semaphores(&place, OPERATION_SIGNAL, &batch);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult
cuGraphExternalSemaphoresSignalNodeGetParams(CUgraphNode node, CUDA_EXT_SEM_SIGNAL_NODE_PARAMS *parameters)
{
    void *semaphores = NULL;
    const void *elements = NULL;
    unsigned count = 0;
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS && parameters == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        error = graph_calls_get_semaphores(node, OPERATION_SIGNAL, &semaphores, &elements, &count);
    if (error == CUDA_SUCCESS)
        *parameters = (CUDA_EXT_SEM_SIGNAL_NODE_PARAMS){semaphores, elements, count};
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuGraphExternalSemaphoresSignalNodeSetParams(
    CUgraphNode node, const CUDA_EXT_SEM_SIGNAL_NODE_PARAMS *parameters)
{
    struct semaphore_batch batch;
    int error = read_signals(parameters, &batch);
    if (error == CUDA_SUCCESS)
        error = graph_calls_set_semaphores(node, OPERATION_SIGNAL, &batch);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuGraphExecExternalSemaphoresSignalNodeSetParams(
    CUgraphExec executable, CUgraphNode node, const CUDA_EXT_SEM_SIGNAL_NODE_PARAMS *parameters)
{
    struct semaphore_batch batch;
    int error = read_signals(parameters, &batch);
    if (error == CUDA_SUCCESS)
        error = graph_calls_exec_set_semaphores(executable, node, OPERATION_SIGNAL, &batch);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuGraphAddExternalSemaphoresWaitNode(CUgraphNode *node, CUgraph graph,
                                                            const CUgraphNode *dependencies,
                                                            size_t dependency_count,
                                                            const CUDA_EXT_SEM_WAIT_NODE_PARAMS *parameters)
{
    struct graph_place place = {node, graph, dependencies, dependency_count};
    struct semaphore_batch batch;
    int error = read_waits(parameters, &batch);
    if (error == CUDA_SUCCESS)
        error = graph_calls_add_semaphores(&place, OPERATION_WAIT, &batch);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuGraphExternalSemaphoresWaitNodeGetParams(CUgraphNode node,
                                                                  CUDA_EXT_SEM_WAIT_NODE_PARAMS *parameters)
{
    void *semaphores = NULL;
    const void *elements = NULL;
    unsigned count = 0;
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS && parameters == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        error = graph_calls_get_semaphores(node, OPERATION_WAIT, &semaphores, &elements, &count);
    if (error == CUDA_SUCCESS)
        *parameters = (CUDA_EXT_SEM_WAIT_NODE_PARAMS){semaphores, elements, count};
    return (CUresult)error;
}

EXTRES_EXPORT CUresult
cuGraphExternalSemaphoresWaitNodeSetParams(CUgraphNode node, const CUDA_EXT_SEM_WAIT_NODE_PARAMS *parameters)
{
    struct semaphore_batch batch;
    int error = read_waits(parameters, &batch);
    if (error == CUDA_SUCCESS)
        error = graph_calls_set_semaphores(node, OPERATION_WAIT, &batch);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuGraphExecExternalSemaphoresWaitNodeSetParams(
    CUgraphExec executable, CUgraphNode node, const CUDA_EXT_SEM_WAIT_NODE_PARAMS *parameters)
{
    struct semaphore_batch batch;
    int error = read_waits(parameters, &batch);
    if (error == CUDA_SUCCESS)
        error = graph_calls_exec_set_semaphores(executable, node, OPERATION_WAIT, &batch);
    return (CUresult)error;
}
