/* Graphs and captures from many threads at once; for the thread sanitizer too. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stdatomic.h>

#include "tests/check.h"
#include "tests/graph_fixture.h"
#include "tests/reference_test.h"

#define THREADS  8
#define ROUNDS   20
#define BRANCHES 4

static void run_threads(void *(*entry)(void *), void *arguments, size_t size)
{
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, entry, (char *)arguments + i * size) == 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

struct launcher {
    cudaStream_t shared; /* one stream for all */
    _Atomic int *count;
};

/* Pairs of branches, of which one lets the other go on, and a node behind all of them. */
static cudaGraph_t build(struct external *externals, _Atomic int *count)
{
    cudaGraph_t graph = NULL;
    cudaGraphNode_t ends[2 * BRANCHES];
    cudaGraphNode_t join = NULL;
    SUCCEEDS(cudaGraphCreate(&graph, 0));
    for (int i = 0; i < BRANCHES; i++) {
        ends[i] = add_count(graph, add_wait(graph, NULL, &externals[i], 0), count);
        ends[BRANCHES + i] = add_signal(graph, NULL, &externals[i], 0);
    }
    SUCCEEDS(cudaGraphAddEmptyNode(&join, graph, ends, sizeof ends / sizeof *ends));
    add_count(graph, join, count);
    return graph;
}

static void *launch_graphs(void *argument)
{
    struct launcher *launcher = argument;
    struct external externals[BRANCHES];
    cudaGraphExec_t exec = NULL;
    for (int i = 0; i < BRANCHES; i++)
        external_open(&externals[i], EXTRES_SHARED_BINARY, 0);
    cudaGraph_t graph = build(externals, launcher->count);
    SUCCEEDS(cudaGraphInstantiate(&exec, graph, 0));
    for (int round = 0; round < ROUNDS; round++)
        SUCCEEDS(cudaGraphLaunch(exec, round % 2 == 0 ? launcher->shared : cudaStreamPerThread));
    SUCCEEDS(cudaGraphExecDestroy(exec));
    SUCCEEDS(cudaGraphDestroy(graph));
    SUCCEEDS(cudaDeviceSynchronize());
    for (int i = 0; i < BRANCHES; i++)
        external_close(&externals[i]);
    return NULL;
}

void test_concurrency_graphs(void)
{
    struct launcher launchers[THREADS];
    _Atomic int count = 0;
    cudaStream_t shared = NULL;
    SUCCEEDS(cudaStreamCreateWithFlags(&shared, cudaStreamNonBlocking));
    for (int i = 0; i < THREADS; i++)
        launchers[i] = (struct launcher){shared, &count};
    run_threads(launch_graphs, launchers, sizeof *launchers);
    SUCCEEDS(cudaDeviceSynchronize());
    EQUAL(count, THREADS * ROUNDS * (BRANCHES + 1));
    SUCCEEDS(cudaStreamDestroy(shared));
}

struct feeder {
    cudaStream_t stream;
    cudaEvent_t fork, join;
    _Atomic int *count;
};

static void *feed_capture(void *argument)
{
    struct feeder *feeder = argument;
    SUCCEEDS(cudaStreamWaitEvent(feeder->stream, feeder->fork, 0));
    for (int round = 0; round < ROUNDS; round++)
        enqueue_count(feeder->stream, feeder->count);
    SUCCEEDS(cudaEventRecord(feeder->join, feeder->stream));
    return NULL;
}

void test_concurrency_capture(void)
{
    struct feeder feeders[THREADS];
    _Atomic int count = 0;
    cudaStream_t origin = NULL;
    cudaEvent_t fork = NULL;
    cudaGraph_t graph = NULL;
    SUCCEEDS(cudaStreamCreateWithFlags(&origin, cudaStreamNonBlocking));
    SUCCEEDS(cudaEventCreate(&fork));
    SUCCEEDS(cudaStreamBeginCapture(origin, cudaStreamCaptureModeGlobal));
    SUCCEEDS(cudaEventRecord(fork, origin));
    for (int i = 0; i < THREADS; i++) {
        feeders[i] = (struct feeder){.fork = fork, .count = &count};
        SUCCEEDS(cudaStreamCreateWithFlags(&feeders[i].stream, cudaStreamNonBlocking));
        SUCCEEDS(cudaEventCreate(&feeders[i].join));
    }
    run_threads(feed_capture, feeders, sizeof *feeders);
    for (int i = 0; i < THREADS; i++)
        SUCCEEDS(cudaStreamWaitEvent(origin, feeders[i].join, 0));
    SUCCEEDS(cudaStreamEndCapture(origin, &graph));
    EQUAL(count, 0);
    run_graph(graph, origin);
    EQUAL(count, THREADS * ROUNDS);
    SUCCEEDS(cudaGraphDestroy(graph));
    for (int i = 0; i < THREADS; i++) {
        SUCCEEDS(cudaEventDestroy(feeders[i].join));
        SUCCEEDS(cudaStreamDestroy(feeders[i].stream));
    }
    SUCCEEDS(cudaEventDestroy(fork));
    SUCCEEDS(cudaStreamDestroy(origin));
}
