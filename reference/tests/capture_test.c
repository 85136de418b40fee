/* Stream capture: what becomes of work in a captured stream, forks and joins, and how a capture is spoilt. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stdatomic.h>

#include "extres/driver.h"
#include "tests/check.h"
#include "tests/graph_fixture.h"
#include "tests/reference_test.h"

static enum cudaStreamCaptureStatus status_of(cudaStream_t stream)
{
    enum cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
    SUCCEEDS(cudaStreamIsCapturing(stream, &status));
    return status;
}

static cudaStream_t begin_capture(enum cudaStreamCaptureMode mode)
{
    cudaStream_t stream = NULL;
    SUCCEEDS(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
    SUCCEEDS(cudaStreamBeginCapture(stream, mode));
    return stream;
}

static cudaEvent_t create_event(void)
{
    cudaEvent_t event = NULL;
    SUCCEEDS(cudaEventCreate(&event));
    return event;
}

/* End a capture that is spoilt; the stream works again. */
static void end_spoilt(cudaStream_t stream, cudaError_t expected)
{
    cudaGraph_t graph = (cudaGraph_t)&graph;
    EQUAL(status_of(stream), cudaStreamCaptureStatusInvalidated);
    EQUAL(cudaStreamEndCapture(stream, &graph), expected);
    CHECK(graph == NULL);
    EQUAL(status_of(stream), cudaStreamCaptureStatusNone);
    SUCCEEDS(cudaStreamSynchronize(stream));
}

void test_capture_semaphores(void)
{
    struct external gate;
    struct external done;
    cudaGraph_t graph = NULL;
    _Atomic int count = 0;
    external_open(&gate, EXTRES_SHARED_TIMELINE, 0);
    external_open(&done, EXTRES_SHARED_TIMELINE, 0);
    cudaStream_t stream = begin_capture(cudaStreamCaptureModeGlobal);
    EQUAL(status_of(stream), cudaStreamCaptureStatusActive);
    external_wait(&gate, 1, stream);
    enqueue_count(stream, &count);
    external_signal(&done, 2, stream);
    SUCCEEDS(cudaStreamEndCapture(stream, &graph));
    EQUAL(status_of(stream), cudaStreamCaptureStatusNone);
    SUCCEEDS(cudaStreamSynchronize(stream)); /* nothing was run */
    EQUAL(count, 0);
    EQUAL(extres_shared_value(&done.object), 0);
    EQUAL(count_nodes(graph, cudaGraphNodeTypeExtSemaphoreWait), 1);
    EQUAL(count_nodes(graph, cudaGraphNodeTypeHost), 1);
    EQUAL(count_nodes(graph, cudaGraphNodeTypeExtSemaphoreSignal), 1);

    cudaGraphExec_t exec = NULL;
    SUCCEEDS(cudaGraphInstantiate(&exec, graph, 0));
    SUCCEEDS(cudaGraphLaunch(exec, stream));
    hold();
    EQUAL(count, 0);
    extres_shared_signal(&gate.object, 1);
    SUCCEEDS(cudaStreamSynchronize(stream));
    EQUAL(count, 1);
    EQUAL(extres_shared_value(&done.object), 2);
    SUCCEEDS(cudaGraphExecDestroy(exec));
    SUCCEEDS(cudaGraphDestroy(graph));
    SUCCEEDS(cudaStreamDestroy(stream));
    external_close(&gate);
    external_close(&done);
}

void test_capture_fork_and_join(void)
{
    struct external inner;
    cudaGraph_t graph = NULL;
    cudaStream_t branch = NULL;
    _Atomic int count = 0;
    external_open(&inner, EXTRES_SHARED_BINARY, 0);
    cudaEvent_t fork = create_event();
    cudaEvent_t join = create_event();
    SUCCEEDS(cudaStreamCreate(&branch));
    cudaStream_t stream = begin_capture(cudaStreamCaptureModeThreadLocal);
    SUCCEEDS(cudaEventRecord(fork, stream));
    external_wait(&inner, 0, stream); /* for what the other branch signals */
    SUCCEEDS(cudaStreamWaitEvent(branch, fork, 0));
    EQUAL(status_of(branch), cudaStreamCaptureStatusActive);
    enqueue_count(branch, &count);
    external_signal(&inner, 0, branch);
    SUCCEEDS(cudaEventRecord(join, branch));
    SUCCEEDS(cudaStreamWaitEvent(stream, join, 0));
    enqueue_count(stream, &count);
    EQUAL(cudaEventQuery(join), cudaErrorCapturedEvent);
    EQUAL(cudaEventSynchronize(join), cudaErrorCapturedEvent);
    SUCCEEDS(cudaStreamEndCapture(stream, &graph));
    EQUAL(status_of(branch), cudaStreamCaptureStatusNone);
    EQUAL(cudaStreamWaitEvent(branch, join, 0), cudaErrorCapturedEvent);
    SUCCEEDS(cudaEventRecord(join, branch)); /* an event like any other again */
    SUCCEEDS(cudaEventSynchronize(join));

    run_graph(graph, branch);
    EQUAL(count, 2);
    SUCCEEDS(cudaGraphDestroy(graph));
    SUCCEEDS(cudaEventDestroy(fork));
    SUCCEEDS(cudaEventDestroy(join));
    SUCCEEDS(cudaStreamDestroy(branch));
    SUCCEEDS(cudaStreamDestroy(stream));
    external_close(&inner);
    cudaGetLastError();
}

void test_capture_unjoined(void)
{
    cudaGraph_t graph = NULL;
    cudaStream_t branch = NULL;
    _Atomic int count = 0;
    cudaEvent_t fork = create_event();
    SUCCEEDS(cudaStreamCreate(&branch));
    cudaStream_t stream = begin_capture(cudaStreamCaptureModeRelaxed);
    SUCCEEDS(cudaEventRecord(fork, stream));
    SUCCEEDS(cudaStreamWaitEvent(branch, fork, 0));
    enqueue_count(branch, &count);
    EQUAL(cudaStreamEndCapture(stream, &graph), cudaErrorStreamCaptureUnjoined);
    CHECK(graph == NULL);
    enqueue_count(branch, &count);
    SUCCEEDS(cudaStreamSynchronize(branch));
    EQUAL(count, 1);

    /* The same when the branch is gone, and through the wrong stream. */
    SUCCEEDS(cudaStreamBeginCapture(stream, cudaStreamCaptureModeRelaxed));
    SUCCEEDS(cudaEventRecord(fork, stream));
    SUCCEEDS(cudaStreamWaitEvent(branch, fork, 0));
    enqueue_count(branch, &count);
    SUCCEEDS(cudaStreamDestroy(branch));
    EQUAL(cudaStreamEndCapture(stream, &graph), cudaErrorStreamCaptureUnjoined);
    SUCCEEDS(cudaStreamCreate(&branch));
    SUCCEEDS(cudaStreamBeginCapture(stream, cudaStreamCaptureModeRelaxed));
    SUCCEEDS(cudaEventRecord(fork, stream));
    SUCCEEDS(cudaStreamWaitEvent(branch, fork, 0));
    EQUAL(cudaStreamEndCapture(branch, &graph), cudaErrorStreamCaptureUnmatched);
    end_spoilt(stream, cudaErrorStreamCaptureInvalidated);
    SUCCEEDS(cudaEventDestroy(fork));
    SUCCEEDS(cudaStreamDestroy(branch));
    SUCCEEDS(cudaStreamDestroy(stream));
    cudaGetLastError();
}

void test_capture_state(void)
{
    cudaGraph_t graph = NULL;
    enum cudaStreamCaptureStatus status;
    EQUAL(cudaStreamBeginCapture(cudaStreamLegacy, cudaStreamCaptureModeGlobal),
          cudaErrorStreamCaptureUnsupported);
    EQUAL(cudaStreamBeginCapture(cudaStreamPerThread, (enum cudaStreamCaptureMode)3), cudaErrorInvalidValue);
    EQUAL(cudaStreamEndCapture(cudaStreamPerThread, &graph), cudaErrorIllegalState);
    SUCCEEDS(cudaStreamBeginCapture_ptsz(NULL, cudaStreamCaptureModeGlobal));
    EQUAL(cudaStreamBeginCapture_ptsz(NULL, cudaStreamCaptureModeGlobal), cudaErrorIllegalState);
    EQUAL(cudaStreamEndCapture_ptsz(NULL, NULL), cudaErrorInvalidValue);
    EQUAL(cudaStreamIsCapturing_ptsz(NULL, NULL), cudaErrorInvalidValue);
    EQUAL(cudaStreamIsCapturing(cudaStreamLegacy, &status), cudaErrorStreamCaptureImplicit);
    SUCCEEDS(cudaStreamEndCapture_ptsz(NULL, &graph)); /* an empty graph */
    run_graph(graph, cudaStreamPerThread);
    SUCCEEDS(cudaGraphDestroy(graph));
    SUCCEEDS(cudaStreamIsCapturing(cudaStreamLegacy, &status));
    EQUAL(status, cudaStreamCaptureStatusNone);

    enum cudaStreamCaptureMode mode = cudaStreamCaptureModeRelaxed;
    SUCCEEDS(cudaThreadExchangeStreamCaptureMode(&mode));
    EQUAL(mode, cudaStreamCaptureModeGlobal);
    SUCCEEDS(cudaThreadExchangeStreamCaptureMode(&mode));
    EQUAL(mode, cudaStreamCaptureModeRelaxed);
    EQUAL(cudaThreadExchangeStreamCaptureMode(NULL), cudaErrorInvalidValue);
    cudaGetLastError();
}

void test_capture_invalidated(void)
{
    cudaStream_t stream = begin_capture(cudaStreamCaptureModeGlobal);
    _Atomic int count = 0;
    EQUAL(cudaStreamSynchronize(stream), cudaErrorStreamCaptureUnsupported);
    EQUAL(cudaLaunchHostFunc(stream, count_up, &count), cudaErrorStreamCaptureInvalidated);
    end_spoilt(stream, cudaErrorStreamCaptureInvalidated);

    SUCCEEDS(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal));
    EQUAL(cudaDeviceSynchronize(), cudaErrorStreamCaptureUnsupported);
    end_spoilt(stream, cudaErrorStreamCaptureInvalidated);

    cudaEvent_t event = create_event();
    SUCCEEDS(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal));
    SUCCEEDS(cudaStreamWaitEvent(stream, event, 0)); /* never recorded: nothing to wait for */
    SUCCEEDS(cudaEventRecord(event, cudaStreamPerThread));
    EQUAL(cudaStreamWaitEvent(stream, event, 0), cudaErrorStreamCaptureIsolation);
    end_spoilt(stream, cudaErrorStreamCaptureInvalidated);

    cudaStream_t other = begin_capture(cudaStreamCaptureModeGlobal);
    SUCCEEDS(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal));
    SUCCEEDS(cudaEventRecord(event, stream));
    EQUAL(cudaStreamWaitEvent(other, event, 0), cudaErrorStreamCaptureMerge);
    end_spoilt(stream, cudaErrorStreamCaptureInvalidated);
    end_spoilt(other, cudaErrorStreamCaptureInvalidated);

    SUCCEEDS(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal));
    SUCCEEDS(cudaStreamDestroy(stream)); /* as good as never begun */
    SUCCEEDS(cudaDeviceSynchronize());
    SUCCEEDS(cudaStreamDestroy(other));
    SUCCEEDS(cudaEventDestroy(event));
    cudaGetLastError();
}

void test_capture_legacy_stream(void)
{
    _Atomic int count = 0;
    cudaStream_t non_blocking = begin_capture(cudaStreamCaptureModeGlobal);
    enqueue_count(NULL, &count); /* they have nothing to do with each other */
    SUCCEEDS(cudaStreamSynchronize(NULL));
    EQUAL(count, 1);
    cudaStream_t blocking = NULL;
    SUCCEEDS(cudaStreamCreate(&blocking));
    SUCCEEDS(cudaStreamBeginCapture(blocking, cudaStreamCaptureModeGlobal));
    EQUAL(cudaLaunchHostFunc(NULL, count_up, &count), cudaErrorStreamCaptureImplicit);
    end_spoilt(blocking, cudaErrorStreamCaptureInvalidated);
    EQUAL(status_of(non_blocking), cudaStreamCaptureStatusActive);
    cudaGraph_t graph = NULL;
    SUCCEEDS(cudaStreamEndCapture(non_blocking, &graph));
    SUCCEEDS(cudaGraphDestroy(graph));
    SUCCEEDS(cudaStreamDestroy(blocking));
    SUCCEEDS(cudaStreamDestroy(non_blocking));
    cudaGetLastError();
}

void test_capture_copies(void)
{
    unsigned char *device = NULL;
    unsigned char source[64];
    unsigned char target[64] = {0};
    cudaGraph_t graph = NULL;
    SUCCEEDS(cudaMalloc((void **)&device, sizeof source));
    cudaStream_t stream = begin_capture(cudaStreamCaptureModeRelaxed);
    SUCCEEDS(cudaMemcpyAsync(device, source, sizeof source, cudaMemcpyHostToDevice, stream));
    SUCCEEDS(cudaMemsetAsync(device, 0x11, 32, stream));
    SUCCEEDS(cudaMemcpyAsync(target, device, sizeof target, cudaMemcpyDeviceToHost, stream));
    SUCCEEDS(cudaStreamEndCapture(stream, &graph));
    EQUAL(count_nodes(graph, cudaGraphNodeTypeMemcpy), 2);
    EQUAL(count_nodes(graph, cudaGraphNodeTypeMemset), 1);
    for (size_t i = 0; i < sizeof source; i++) /* read when it runs */
        source[i] = 0x22;
    run_graph(graph, stream);
    EQUAL(target[31], 0x11);
    EQUAL(target[32], 0x22);
    SUCCEEDS(cudaGraphDestroy(graph));
    SUCCEEDS(cudaFree(device));
    SUCCEEDS(cudaStreamDestroy(stream));

    SUCCEEDS(cudaStreamBeginCapture_ptsz(NULL, cudaStreamCaptureModeRelaxed));
    EQUAL(cudaMemcpy_ptds(target, source, sizeof target, cudaMemcpyHostToHost),
          cudaErrorStreamCaptureUnsupported);
    end_spoilt(cudaStreamPerThread, cudaErrorStreamCaptureInvalidated);
    cudaGetLastError();
}

static void *end_elsewhere(void *stream)
{
    cudaGraph_t graph = NULL;
    EQUAL(cudaStreamEndCapture(stream, &graph), cudaErrorStreamCaptureWrongThread);
    return NULL;
}

void test_capture_threads(void)
{
    cudaGraph_t graph = NULL;
    pthread_t thread;
    cudaStream_t stream = begin_capture(cudaStreamCaptureModeThreadLocal);
    CHECK(pthread_create(&thread, NULL, end_elsewhere, stream) == 0);
    pthread_join(thread, NULL);
    EQUAL(status_of(stream), cudaStreamCaptureStatusActive);
    SUCCEEDS(cudaStreamEndCapture(stream, &graph));
    SUCCEEDS(cudaGraphDestroy(graph));
    SUCCEEDS(cudaStreamDestroy(stream));
}

void test_capture_driver(void)
{
    struct external external;
    CUstream stream = NULL;
    CUgraph graph = NULL;
    CUgraphExec exec = NULL;
    CUstreamCaptureStatus status;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS signal = {.params.fence.value = 7};
    CUexternalSemaphore semaphore = (CUexternalSemaphore)external.semaphore;
    SUCCEEDS(cuStreamCreate(&stream, CU_STREAM_NON_BLOCKING));
    SUCCEEDS(cuStreamBeginCapture_v2(stream, CU_STREAM_CAPTURE_MODE_GLOBAL));
    SUCCEEDS(cuSignalExternalSemaphoresAsync(&semaphore, &signal, 1, stream));
    SUCCEEDS(cuStreamIsCapturing(stream, &status));
    EQUAL(status, CU_STREAM_CAPTURE_STATUS_ACTIVE);
    EQUAL(cuStreamAddCallback(stream, NULL, NULL, 0), CUDA_ERROR_INVALID_VALUE);
    SUCCEEDS(cuStreamEndCapture(stream, &graph));
    CUgraphNode nodes[2] = {NULL};
    size_t count = 1;
    SUCCEEDS(cuGraphGetNodes(graph, nodes, &count));
    SUCCEEDS(cuGraphAddEmptyNode(&nodes[1], graph, NULL, 0));
    SUCCEEDS(cuGraphAddDependencies_v2(graph, nodes, nodes + 1, NULL, 1));
    SUCCEEDS(cuGraphInstantiateWithFlags(&exec, graph, 0));
    SUCCEEDS(cuGraphLaunch(exec, stream));
    SUCCEEDS(cuStreamSynchronize(stream));
    EQUAL(extres_shared_value(&external.object), 7);
    signal.params.fence.value = 8;
    CUDA_EXT_SEM_SIGNAL_NODE_PARAMS parameters = {&semaphore, &signal, 1};
    SUCCEEDS(cuGraphExecExternalSemaphoresSignalNodeSetParams(exec, nodes[0], &parameters));
    SUCCEEDS(cuGraphLaunch_ptsz(exec, NULL));
    SUCCEEDS(cuCtxSynchronize());
    EQUAL(extres_shared_value(&external.object), 8);
    EQUAL(cuGraphDestroyNode((CUgraphNode)graph), CUDA_ERROR_INVALID_VALUE);
    SUCCEEDS(cuGraphExecDestroy(exec));
    SUCCEEDS(cuGraphDestroy(graph));
    SUCCEEDS(cuStreamDestroy_v2(stream));
    external_close(&external);
}

void test_graph_reset(void)
{
    struct external gate;
    _Atomic int count = 0;
    cudaGraph_t graph = NULL;
    cudaGraphExec_t exec = NULL;
    cudaStream_t captured = begin_capture(cudaStreamCaptureModeGlobal);
    external_open(&gate, EXTRES_SHARED_TIMELINE, 0);
    enqueue_count(captured, &count);
    SUCCEEDS(cudaGraphCreate(&graph, 0));
    add_count(graph, add_wait(graph, NULL, &gate, 1), &count);
    SUCCEEDS(cudaGraphInstantiate(&exec, graph, 0));
    SUCCEEDS(cudaGraphLaunch(exec, cudaStreamPerThread));
    hold();
    SUCCEEDS(cudaDeviceReset());
    EQUAL(cudaGraphDestroy(graph), cudaErrorInvalidValue);
    EQUAL(cudaGraphExecDestroy(exec), cudaErrorInvalidValue);
    EQUAL(cudaStreamEndCapture(captured, &graph), cudaErrorInvalidResourceHandle);
    extres_shared_signal(&gate.object, 1); /* the rest of the launch does not run any more */
    hold();
    EQUAL(count, 0);
    SUCCEEDS(cudaStreamSynchronize(cudaStreamPerThread));
    gate.semaphore = NULL;
    external_close(&gate);
    cudaGetLastError();
}
