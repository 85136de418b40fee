/* runtime_graph.h: stream capture, graphs and their external semaphore nodes, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_RUNTIME_GRAPH_H
#define EXTRES_RUNTIME_GRAPH_H

#include <stddef.h>

#include "extres/handles.h"
#include "extres/runtime_error.h"
#include "extres/runtime_external.h"
#include "extres/runtime_stream.h"

#ifdef __cplusplus
extern "C" {
#endif

enum cudaStreamCaptureStatus {
    cudaStreamCaptureStatusNone = 0,
    cudaStreamCaptureStatusActive = 1,
    cudaStreamCaptureStatusInvalidated = 2,
};

/* Whose unsafe calls a capture forbids: every thread's, the capturing thread's, nobody's. */
enum cudaStreamCaptureMode {
    cudaStreamCaptureModeGlobal = 0,
    cudaStreamCaptureModeThreadLocal = 1,
    cudaStreamCaptureModeRelaxed = 2,
};

enum cudaGraphNodeType {
    cudaGraphNodeTypeKernel = 0,
    cudaGraphNodeTypeMemcpy = 1,
    cudaGraphNodeTypeMemset = 2,
    cudaGraphNodeTypeHost = 3,
    cudaGraphNodeTypeGraph = 4,
    cudaGraphNodeTypeEmpty = 5,
    cudaGraphNodeTypeWaitEvent = 6,
    cudaGraphNodeTypeEventRecord = 7,
    cudaGraphNodeTypeExtSemaphoreSignal = 8,
    cudaGraphNodeTypeExtSemaphoreWait = 9,
    cudaGraphNodeTypeMemAlloc = 10,
    cudaGraphNodeTypeMemFree = 11,
    cudaGraphNodeTypeConditional = 13,
    cudaGraphNodeTypeCount,
};

/* flags of cudaGraphInstantiate; they combine. */
enum cudaGraphInstantiateFlags {
    cudaGraphInstantiateFlagAutoFreeOnLaunch = 1,
    cudaGraphInstantiateFlagUpload = 2,
    cudaGraphInstantiateFlagDeviceLaunch = 4,
    cudaGraphInstantiateFlagUseNodePriority = 8,
};

/* What a host node calls. */
struct cudaHostNodeParams {
    cudaHostFn_t fn;
    void *userData;
};

/* What an edge of a graph means. All zero: the node behind it runs when the one before it is complete, which
 * is the only kind that there is between nodes other than kernels. */
typedef struct cudaGraphEdgeData_st {
    unsigned char from_port;
    unsigned char to_port;
    unsigned char type;
    unsigned char reserved[5];
} cudaGraphEdgeData;

/* What a semaphore node does; both arrays have numExtSems elements. The V2 forms are alike. */
struct cudaExternalSemaphoreSignalNodeParams {
    cudaExternalSemaphore_t *extSemArray;
    const struct cudaExternalSemaphoreSignalParams *paramsArray;
    unsigned int numExtSems;
};

struct cudaExternalSemaphoreSignalNodeParamsV2 {
    cudaExternalSemaphore_t *extSemArray;
    const struct cudaExternalSemaphoreSignalParams *paramsArray;
    unsigned int numExtSems;
};

struct cudaExternalSemaphoreWaitNodeParams {
    cudaExternalSemaphore_t *extSemArray;
    const struct cudaExternalSemaphoreWaitParams *paramsArray;
    unsigned int numExtSems;
};

struct cudaExternalSemaphoreWaitNodeParamsV2 {
    cudaExternalSemaphore_t *extSemArray;
    const struct cudaExternalSemaphoreWaitParams *paramsArray;
    unsigned int numExtSems;
};

/*
 * Capture: between begin and end, work put into the stream is not run but recorded as a graph. End returns
 * the graph, which the caller owns; it is NULL if the capture was invalidated, and a capture not begun in
 * relaxed mode ends on the thread that began it. The legacy default stream cannot be captured. The capture
 * mode of a thread is exchanged, so that it can be put back. Errors: the cudaErrorStreamCapture ones. Source:
 * CUDA Runtime API, Stream Management.
 */
cudaError_t cudaStreamBeginCapture(cudaStream_t stream, enum cudaStreamCaptureMode mode);
cudaError_t cudaStreamBeginCapture_ptsz(cudaStream_t stream, enum cudaStreamCaptureMode mode);
cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t *graph);
cudaError_t cudaStreamEndCapture_ptsz(cudaStream_t stream, cudaGraph_t *graph);
cudaError_t cudaStreamIsCapturing(cudaStream_t stream, enum cudaStreamCaptureStatus *status);
cudaError_t cudaStreamIsCapturing_ptsz(cudaStream_t stream, enum cudaStreamCaptureStatus *status);
cudaError_t cudaThreadExchangeStreamCaptureMode(enum cudaStreamCaptureMode *mode);

/*
 * Source of all functions below: CUDA Runtime API, Graph Management. A graph, its nodes and a graph made
 * executable are not safe to use from two threads at once.
 *
 * flags of a new graph are 0. Destroying a graph destroys its nodes, but not the executable graphs and clones
 * made of it.
 */
cudaError_t cudaGraphCreate(cudaGraph_t *graph, unsigned int flags);
cudaError_t cudaGraphClone(cudaGraph_t *clone, cudaGraph_t original);
cudaError_t cudaGraphDestroy(cudaGraph_t graph);

/*
 * With nodes NULL, stores how many there are. Otherwise stores up to *count of them, sets the rest of *count
 * elements to NULL, and stores how many it wrote. Nodes belong to the graph.
 */
cudaError_t cudaGraphGetNodes(cudaGraph_t graph, cudaGraphNode_t *nodes, size_t *count);
cudaError_t cudaGraphNodeGetType(cudaGraphNode_t node, enum cudaGraphNodeType *type);

/*
 * Adds an edge from each element of from to the element of to at the same place. An edge that exists already
 * is an error. edge_data may be NULL. Removing a node removes its edges. Errors: cudaErrorInvalidValue.
 */
cudaError_t cudaGraphAddDependencies(cudaGraph_t graph, const cudaGraphNode_t *from,
                                     const cudaGraphNode_t *to, const cudaGraphEdgeData *edge_data,
                                     size_t dependency_count);
cudaError_t cudaGraphDestroyNode(cudaGraphNode_t node);

/* Makes a graph executable; later changes of the graph do not reach it. Destroying it lets a running launch
 * finish. Of the two functions, which are alike, the second had other parameters before CUDA 12. */
cudaError_t cudaGraphInstantiateWithFlags(cudaGraphExec_t *executable, cudaGraph_t graph,
                                          unsigned long long flags);
cudaError_t cudaGraphInstantiate(cudaGraphExec_t *executable, cudaGraph_t graph, unsigned long long flags);
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable);

/* Runs it as one piece of work in the stream. Launches of one executable graph run one after the other. */
cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream);
cudaError_t cudaGraphLaunch_ptsz(cudaGraphExec_t executable, cudaStream_t stream);

/*
 * Adds a node that runs after the dependencies, an array of dependency_count nodes of the same graph, none of
 * them twice. An empty node does nothing: it stands for many dependencies in one. The parameters and both
 * arrays of a semaphore node are copied. Errors: cudaErrorInvalidValue.
 */
cudaError_t cudaGraphAddEmptyNode(cudaGraphNode_t *node, cudaGraph_t graph,
                                  const cudaGraphNode_t *dependencies, size_t dependency_count);
cudaError_t cudaGraphAddHostNode(cudaGraphNode_t *node, cudaGraph_t graph,
                                 const cudaGraphNode_t *dependencies, size_t dependency_count,
                                 const struct cudaHostNodeParams *parameters);
cudaError_t cudaGraphAddExternalSemaphoresSignalNode(
    cudaGraphNode_t *node, cudaGraph_t graph, const cudaGraphNode_t *dependencies, size_t dependency_count,
    const struct cudaExternalSemaphoreSignalNodeParams *parameters);
cudaError_t cudaGraphAddExternalSemaphoresWaitNode(
    cudaGraphNode_t *node, cudaGraph_t graph, const cudaGraphNode_t *dependencies, size_t dependency_count,
    const struct cudaExternalSemaphoreWaitNodeParams *parameters);

/*
 * Getting stores pointers to arrays that belong to the node: they must not be written, and last until its
 * next change or its end. Setting copies, as adding does. A node of another type is cudaErrorInvalidValue.
 */
cudaError_t cudaGraphExternalSemaphoresSignalNodeGetParams(
    cudaGraphNode_t node, struct cudaExternalSemaphoreSignalNodeParams *parameters);
cudaError_t cudaGraphExternalSemaphoresSignalNodeSetParams(
    cudaGraphNode_t node, const struct cudaExternalSemaphoreSignalNodeParams *parameters);
cudaError_t cudaGraphExternalSemaphoresWaitNodeGetParams(
    cudaGraphNode_t node, struct cudaExternalSemaphoreWaitNodeParams *parameters);
cudaError_t cudaGraphExternalSemaphoresWaitNodeSetParams(
    cudaGraphNode_t node, const struct cudaExternalSemaphoreWaitNodeParams *parameters);

/*
 * Changes what later launches of the executable graph do at node, a node of the graph that it was made of;
 * neither that graph nor launches already made change. numExtSems must stay as it was.
 */
cudaError_t cudaGraphExecExternalSemaphoresSignalNodeSetParams(
    cudaGraphExec_t executable, cudaGraphNode_t node,
    const struct cudaExternalSemaphoreSignalNodeParams *parameters);
cudaError_t cudaGraphExecExternalSemaphoresWaitNodeSetParams(
    cudaGraphExec_t executable, cudaGraphNode_t node,
    const struct cudaExternalSemaphoreWaitNodeParams *parameters);

#ifdef __cplusplus
}
#endif

#endif
