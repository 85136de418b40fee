/* Graphs, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/graph_calls.h"

#include "api/export.h"
#include "api/runtime_call.h"
#include "core/graph.h"
#include "core/graph_exec.h"
#include "core/library.h"

EXTRES_EXPORT cudaError_t cudaGraphCreate(cudaGraph_t *graph, unsigned int flags)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    return runtime_result(error == cudaSuccess ? graph_calls_create(graph, flags, context) : error);
}

EXTRES_EXPORT cudaError_t cudaGraphClone(cudaGraph_t *clone, cudaGraph_t original)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    return runtime_result(error == cudaSuccess ? graph_calls_clone(clone, original, context) : error);
}

EXTRES_EXPORT cudaError_t cudaGraphDestroy(cudaGraph_t graph)
{
    int error = library_enter_runtime();
    return runtime_result(error == cudaSuccess ? graph_destroy(graph) : error);
}

EXTRES_EXPORT cudaError_t cudaGraphGetNodes(cudaGraph_t graph, cudaGraphNode_t *nodes, size_t *count)
{
    int error = library_enter_runtime();
    return runtime_result(error == cudaSuccess ? graph_calls_nodes(graph, nodes, count) : error);
}

EXTRES_EXPORT cudaError_t cudaGraphNodeGetType(cudaGraphNode_t node, enum cudaGraphNodeType *type)
{
    int found = 0;
    int error = library_enter_runtime();
    if (error == cudaSuccess && type == NULL)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        error = graph_calls_node_type(node, &found);
    if (error == cudaSuccess)
        *type = (enum cudaGraphNodeType)found;
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaGraphAddDependencies(cudaGraph_t graph, const cudaGraphNode_t *from,
                                                   const cudaGraphNode_t *to,
                                                   const cudaGraphEdgeData *edge_data,
                                                   size_t dependency_count)
{
    int error = library_enter_runtime();
    return runtime_result(
        error == cudaSuccess ? graph_calls_add_edges(graph, from, to, edge_data, dependency_count) : error);
}

EXTRES_EXPORT cudaError_t cudaGraphDestroyNode(cudaGraphNode_t node)
{
    int error = library_enter_runtime();
    return runtime_result(error == cudaSuccess ? graph_calls_destroy_node(node) : error);
}

EXTRES_EXPORT cudaError_t cudaGraphAddEmptyNode(cudaGraphNode_t *node, cudaGraph_t graph,
                                                const cudaGraphNode_t *dependencies, size_t dependency_count)
{
    struct graph_place place = {node, graph, dependencies, dependency_count};
    int error = library_enter_runtime();
    return runtime_result(error == cudaSuccess ? graph_calls_add_empty(&place) : error);
}

EXTRES_EXPORT cudaError_t cudaGraphAddHostNode(cudaGraphNode_t *node, cudaGraph_t graph,
                                               const cudaGraphNode_t *dependencies, size_t dependency_count,
                                               const struct cudaHostNodeParams *parameters)
{
    struct graph_place place = {node, graph, dependencies, dependency_count};
    int error = library_enter_runtime();
    if (error == cudaSuccess && parameters == NULL)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        error = graph_calls_add_host(&place, parameters->fn, parameters->userData);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaGraphInstantiateWithFlags(cudaGraphExec_t *executable, cudaGraph_t graph,
                                                        unsigned long long flags)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    return runtime_result(error == cudaSuccess ? graph_calls_instantiate(executable, graph, flags, context)
                                               : error);
}

EXTRES_EXPORT cudaError_t cudaGraphInstantiate(cudaGraphExec_t *executable, cudaGraph_t graph,
                                               unsigned long long flags)
{
    return cudaGraphInstantiateWithFlags(executable, graph, flags);
}

EXTRES_EXPORT cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable)
{
    int error = library_enter_runtime();
    return runtime_result(error == cudaSuccess ? graph_exec_destroy(executable) : error);
}

static cudaError_t launch(cudaGraphExec_t executable, cudaStream_t handle, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return runtime_result(error);
    error = graph_exec_launch(executable, stream);
    stream_release(stream);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream)
{
    return launch(executable, stream, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaGraphLaunch_ptsz(cudaGraphExec_t executable, cudaStream_t stream)
{
    return launch(executable, stream, DEFAULT_STREAM_PER_THREAD);
}
