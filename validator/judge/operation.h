/* The operations that a call record can be of: one for each pair of a runtime and a driver function. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_OPERATION_H
#define EXTRES_OPERATION_H

enum extres_api { EXTRES_API_RUNTIME, EXTRES_API_DRIVER, EXTRES_API_COUNT };

/*
 * X(name, runtime function, driver function): the one table of functions. Where several exported names offer
 * the function, they stand separated by spaces, the one to be taken first in front: CUDA 11.2 to 12 export
 * the present layout of signal and wait as _v2, CUDA 13 under the plain name alone. The names with _ptsz are
 * those of applications that are compiled to mean the per-thread default stream by the stream 0. An empty
 * string: that API has no such function.
 */
#define EXTRES_OPERATIONS(X)                                                                                 \
    X(INITIALISE, "", "cuInit")                                                                              \
    X(VERSION_OF_RUNTIME, "cudaRuntimeGetVersion", "")                                                       \
    X(VERSION_OF_DRIVER, "cudaDriverGetVersion", "cuDriverGetVersion")                                       \
    X(DEVICE_COUNT, "cudaGetDeviceCount", "cuDeviceGetCount")                                                \
    X(DEVICE_GET, "", "cuDeviceGet")                                                                         \
    X(DEVICE_NAME, "", "cuDeviceGetName")                                                                    \
    X(DEVICE_UUID, "", "cuDeviceGetUuid_v2 cuDeviceGetUuid")                                                 \
    X(DEVICE_ATTRIBUTE, "cudaDeviceGetAttribute", "cuDeviceGetAttribute")                                    \
    X(DEVICE_PROPERTIES, "cudaGetDeviceProperties_v2 cudaGetDeviceProperties", "")                           \
    X(SET_DEVICE, "cudaSetDevice", "")                                                                       \
    X(PRIMARY_CONTEXT_RETAIN, "", "cuDevicePrimaryCtxRetain")                                                \
    X(PRIMARY_CONTEXT_RELEASE, "", "cuDevicePrimaryCtxRelease_v2 cuDevicePrimaryCtxRelease")                 \
    X(SET_CURRENT, "", "cuCtxSetCurrent")                                                                    \
    X(DEVICE_RESET, "cudaDeviceReset", "")                                                                   \
    X(DEVICE_SYNCHRONIZE, "cudaDeviceSynchronize", "cuCtxSynchronize")                                       \
    X(IMPORT_MEMORY, "cudaImportExternalMemory", "cuImportExternalMemory")                                   \
    X(MAP_BUFFER, "cudaExternalMemoryGetMappedBuffer", "cuExternalMemoryGetMappedBuffer")                    \
    X(DESTROY_MEMORY, "cudaDestroyExternalMemory", "cuDestroyExternalMemory")                                \
    X(MAP_ARRAY, "cudaExternalMemoryGetMappedMipmappedArray", "cuExternalMemoryGetMappedMipmappedArray")     \
    X(FREE_ARRAY, "cudaFreeMipmappedArray", "cuMipmappedArrayDestroy")                                       \
    X(GET_LEVEL, "cudaGetMipmappedArrayLevel", "cuMipmappedArrayGetLevel")                                   \
    X(LEVEL_SHAPE, "cudaArrayGetInfo", "cuArray3DGetDescriptor_v2")                                          \
    X(COPY_LEVEL_ASYNC, "cudaMemcpy3DAsync", "cuMemcpy3DAsync_v2")                                           \
    X(IMPORT_SEMAPHORE, "cudaImportExternalSemaphore", "cuImportExternalSemaphore")                          \
    X(SIGNAL, "cudaSignalExternalSemaphoresAsync_v2 cudaSignalExternalSemaphoresAsync",                      \
      "cuSignalExternalSemaphoresAsync")                                                                     \
    X(WAIT, "cudaWaitExternalSemaphoresAsync_v2 cudaWaitExternalSemaphoresAsync",                            \
      "cuWaitExternalSemaphoresAsync")                                                                       \
    X(SIGNAL_PTSZ,                                                                                           \
      "cudaSignalExternalSemaphoresAsync_v2_ptsz "                                                           \
      "cudaSignalExternalSemaphoresAsync_ptsz",                                                              \
      "cuSignalExternalSemaphoresAsync_ptsz")                                                                \
    X(WAIT_PTSZ,                                                                                             \
      "cudaWaitExternalSemaphoresAsync_v2_ptsz "                                                             \
      "cudaWaitExternalSemaphoresAsync_ptsz",                                                                \
      "cuWaitExternalSemaphoresAsync_ptsz")                                                                  \
    X(DESTROY_SEMAPHORE, "cudaDestroyExternalSemaphore", "cuDestroyExternalSemaphore")                       \
    X(MALLOC, "cudaMalloc", "cuMemAlloc_v2")                                                                 \
    X(FREE, "cudaFree", "cuMemFree_v2")                                                                      \
    X(COPY, "cudaMemcpy", "cuMemcpy")                                                                        \
    X(COPY_ASYNC, "cudaMemcpyAsync", "cuMemcpyAsync")                                                        \
    X(SET, "cudaMemset", "cuMemsetD8_v2")                                                                    \
    X(SET_ASYNC, "cudaMemsetAsync", "cuMemsetD8Async")                                                       \
    X(STREAM_CREATE, "cudaStreamCreateWithFlags", "cuStreamCreate")                                          \
    X(STREAM_DESTROY, "cudaStreamDestroy", "cuStreamDestroy_v2")                                             \
    X(STREAM_QUERY, "cudaStreamQuery", "cuStreamQuery")                                                      \
    X(STREAM_SYNCHRONIZE, "cudaStreamSynchronize", "cuStreamSynchronize")                                    \
    X(STREAM_WAIT_EVENT, "cudaStreamWaitEvent", "cuStreamWaitEvent")                                         \
    X(EVENT_CREATE, "cudaEventCreateWithFlags", "cuEventCreate")                                             \
    X(EVENT_DESTROY, "cudaEventDestroy", "cuEventDestroy_v2")                                                \
    X(EVENT_RECORD, "cudaEventRecord", "cuEventRecord")                                                      \
    X(EVENT_QUERY, "cudaEventQuery", "cuEventQuery")                                                         \
    X(EVENT_SYNCHRONIZE, "cudaEventSynchronize", "cuEventSynchronize")                                       \
    X(LAUNCH_HOST_FUNCTION, "cudaLaunchHostFunc", "cuLaunchHostFunc")                                        \
    X(GRAPH_CREATE, "cudaGraphCreate", "cuGraphCreate")                                                      \
    X(GRAPH_ADD_SIGNAL_NODE, "cudaGraphAddExternalSemaphoresSignalNode",                                     \
      "cuGraphAddExternalSemaphoresSignalNode")                                                              \
    X(GRAPH_ADD_WAIT_NODE, "cudaGraphAddExternalSemaphoresWaitNode", "cuGraphAddExternalSemaphoresWaitNode") \
    X(GRAPH_INSTANTIATE, "cudaGraphInstantiateWithFlags", "cuGraphInstantiateWithFlags")                     \
    X(GRAPH_LAUNCH, "cudaGraphLaunch", "cuGraphLaunch")                                                      \
    X(GRAPH_EXEC_DESTROY, "cudaGraphExecDestroy", "cuGraphExecDestroy")                                      \
    X(GRAPH_DESTROY, "cudaGraphDestroy", "cuGraphDestroy")                                                   \
    X(GRAPH_CLONE, "cudaGraphClone", "cuGraphClone")                                                         \
    X(GRAPH_NODES, "cudaGraphGetNodes", "cuGraphGetNodes")                                                   \
    X(GRAPH_NODE_TYPE, "cudaGraphNodeGetType", "cuGraphNodeGetType")                                         \
    X(GRAPH_DESTROY_NODE, "cudaGraphDestroyNode", "cuGraphDestroyNode")                                      \
    X(GRAPH_ADD_HOST_NODE, "cudaGraphAddHostNode", "cuGraphAddHostNode")                                     \
    X(GRAPH_GET_SIGNAL_NODE, "cudaGraphExternalSemaphoresSignalNodeGetParams",                               \
      "cuGraphExternalSemaphoresSignalNodeGetParams")                                                        \
    X(GRAPH_GET_WAIT_NODE, "cudaGraphExternalSemaphoresWaitNodeGetParams",                                   \
      "cuGraphExternalSemaphoresWaitNodeGetParams")                                                          \
    X(GRAPH_SET_SIGNAL_NODE, "cudaGraphExternalSemaphoresSignalNodeSetParams",                               \
      "cuGraphExternalSemaphoresSignalNodeSetParams")                                                        \
    X(GRAPH_SET_WAIT_NODE, "cudaGraphExternalSemaphoresWaitNodeSetParams",                                   \
      "cuGraphExternalSemaphoresWaitNodeSetParams")                                                          \
    X(GRAPH_EXEC_SET_SIGNAL_NODE, "cudaGraphExecExternalSemaphoresSignalNodeSetParams",                      \
      "cuGraphExecExternalSemaphoresSignalNodeSetParams")                                                    \
    X(GRAPH_EXEC_SET_WAIT_NODE, "cudaGraphExecExternalSemaphoresWaitNodeSetParams",                          \
      "cuGraphExecExternalSemaphoresWaitNodeSetParams")                                                      \
    X(BEGIN_CAPTURE, "cudaStreamBeginCapture", "cuStreamBeginCapture_v2")                                    \
    X(END_CAPTURE, "cudaStreamEndCapture", "cuStreamEndCapture")                                             \
    X(GET_LAST_ERROR, "cudaGetLastError", "")                                                                \
    X(PEEK_AT_LAST_ERROR, "cudaPeekAtLastError", "")                                                         \
    X(ERROR_NAME, "cudaGetErrorName", "cuGetErrorName")                                                      \
    X(ERROR_STRING, "cudaGetErrorString", "cuGetErrorString")

#define EXTRES_OPERATION_ENUMERATOR(name, runtime, driver) EXTRES_OPERATION_##name,
enum extres_operation { EXTRES_OPERATIONS(EXTRES_OPERATION_ENUMERATOR) EXTRES_OPERATION_COUNT };
#undef EXTRES_OPERATION_ENUMERATOR

#endif
