/* Graphs, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/graph_calls.h"

#include "api/driver_call.h"
#include "api/export.h"
#include "core/graph.h"
#include "core/graph_exec.h"
#include "core/library.h"
#include "core/thread.h"
#include "extres/driver_graph.h"

EXTRES_EXPORT CUresult cuGraphCreate(CUgraph *graph, unsigned int flags)
{
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS ? graph_calls_create(graph, flags, thread_current()) : error);
}

EXTRES_EXPORT CUresult cuGraphClone(CUgraph *clone, CUgraph original)
{
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS ? graph_calls_clone(clone, original, thread_current()) : error);
}

EXTRES_EXPORT CUresult cuGraphDestroy(CUgraph graph)
{
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS ? graph_destroy(graph) : error);
}

EXTRES_EXPORT CUresult cuGraphGetNodes(CUgraph graph, CUgraphNode *nodes, size_t *count)
{
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS ? graph_calls_nodes(graph, nodes, count) : error);
}

EXTRES_EXPORT CUresult cuGraphNodeGetType(CUgraphNode node, CUgraphNodeType *type)
{
    int found = 0;
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS && type == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        error = graph_calls_node_type(node, &found);
    if (error == CUDA_SUCCESS)
        *type = (CUgraphNodeType)found;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuGraphAddDependencies_v2(CUgraph graph, const CUgraphNode *from,
                                                 const CUgraphNode *to, const CUgraphEdgeData *edge_data,
                                                 size_t dependency_count)
{
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS
                          ? graph_calls_add_edges(graph, from, to, edge_data, dependency_count)
                          : error);
}

EXTRES_EXPORT CUresult cuGraphDestroyNode(CUgraphNode node)
{
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS ? graph_calls_destroy_node(node) : error);
}

EXTRES_EXPORT CUresult cuGraphAddEmptyNode(CUgraphNode *node, CUgraph graph, const CUgraphNode *dependencies,
                                           size_t dependency_count)
{
    struct graph_place place = {node, graph, dependencies, dependency_count};
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS ? graph_calls_add_empty(&place) : error);
}

EXTRES_EXPORT CUresult cuGraphAddHostNode(CUgraphNode *node, CUgraph graph, const CUgraphNode *dependencies,
                                          size_t dependency_count, const CUDA_HOST_NODE_PARAMS *parameters)
{
    struct graph_place place = {node, graph, dependencies, dependency_count};
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS && parameters == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        error = graph_calls_add_host(&place, parameters->fn, parameters->userData);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuGraphInstantiateWithFlags(CUgraphExec *executable, CUgraph graph,
                                                   unsigned long long flags)
{
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS
                          ? graph_calls_instantiate(executable, graph, flags, thread_current())
                          : error);
}

EXTRES_EXPORT CUresult cuGraphExecDestroy(CUgraphExec executable)
{
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS ? graph_exec_destroy(executable) : error);
}

static CUresult launch(CUgraphExec executable, CUstream handle, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    error = graph_exec_launch(executable, stream);
    stream_release(stream);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuGraphLaunch(CUgraphExec executable, CUstream stream)
{
    return launch(executable, stream, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuGraphLaunch_ptsz(CUgraphExec executable, CUstream stream)
{
    return launch(executable, stream, DEFAULT_STREAM_PER_THREAD);
}
