/* What it costs the host to launch a graph that signals a semaphore and waits for it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/measuring.h"

/* A graph has its values from when it was made, and a timeline must grow: each launch is of a graph of its
 * own. */
enum { MOST_LAUNCHES = 16 };

struct graph_launch {
    struct hot_calls calls;
    struct hot_graph_calls graph;
    struct semaphore semaphore;
    struct semaphore gate;
    cudaStream_t stream;
    void *executables[MOST_LAUNCHES];
};

static void open_graph(struct test *t, void *state, uint64_t parameter)
{
    struct graph_launch *g = state;
    (void)parameter;
    g->calls = hot_calls_of(t);
    g->graph = hot_graph_calls_of(t);
    open_semaphore(t, &g->semaphore);
    open_semaphore(t, &g->gate);
    g->stream = make_stream(t);
    prove_gate(t, &g->calls, &g->gate, g->stream);
}

static void close_graph(struct test *t, void *state)
{
    struct graph_launch *g = state;
    close_stream(t, &g->stream);
    close_semaphore(t, &g->gate);
    close_semaphore(t, &g->semaphore);
}

/* A signal of the next value and, behind it, a wait for the same. */
static void *make_executable(struct test *t, struct graph_launch *g)
{
    void *graph = NULL;
    void *signal_node = NULL;
    void *wait_node = NULL;
    void *executable = NULL;
    const struct cudaExternalSemaphoreSignalParams signal = signal_params(++g->semaphore.value);
    const struct cudaExternalSemaphoreWaitParams wait = wait_params(g->semaphore.value);
    const struct hot_node_params of_signal = {&g->semaphore.handle, &signal, 1};
    const struct hot_node_params of_wait = {&g->semaphore.handle, &wait, 1};
    EXPECT_SUCCESS(t, g->graph.create(&graph, 0));
    EXPECT_SUCCESS(t, g->graph.add_signal(&signal_node, graph, NULL, 0, &of_signal));
    EXPECT_SUCCESS(t, g->graph.add_wait(&wait_node, graph, &signal_node, 1, &of_wait));
    EXPECT_SUCCESS(t, g->graph.instantiate(&executable, graph, 0));
    EXPECT_SUCCESS(t, g->graph.destroy(graph));
    return executable;
}

static uint64_t sample_launch(struct test *t, void *state, uint64_t launches)
{
    struct graph_launch *g = state;
    int code = 0;
    for (uint64_t i = 0; i < launches; i++)
        g->executables[i] = make_executable(t, g);
    shut_gate(t, &g->calls, &g->gate, g->stream);

    uint64_t start = clock_nanoseconds();
    for (uint64_t i = 0; i < launches && code == 0; i++)
        code = g->graph.launch(g->executables[i], g->stream);
    uint64_t end = clock_nanoseconds();

    EXPECT_SUCCESS(t, code);
    expect_held(t, &g->calls, g->stream);
    open_gate(t, &g->gate);
    finish(t, &g->calls, g->stream);
    if (is_timeline(t))
        EXPECT_EQUAL(t, value_outside(t, g->semaphore.outside), g->semaphore.value);
    for (uint64_t i = 0; i < launches; i++)
        EXPECT_SUCCESS(t, g->graph.destroy_executable(g->executables[i]));
    return end - start;
}

MEASUREMENT(graph_launch,
            .name = "graph_launch",
            .statement =
                "What it costs the host to launch a graph of a signal and a wait in a stream that is held up",
            .operation = "launch",
            .types = TIMELINE_FD | BINARY_FD,
            .floor = FLOOR_CLOCK_READ,
            .most_operations = MOST_LAUNCHES,
            .state_size = sizeof(struct graph_launch),
            .open = open_graph,
            .sample = sample_launch,
            .close = close_graph)
