/* The order within a launch, by the edges between nodes, and of launches among the work of streams. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <errno.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

CASE(every_dependent_is_held,
     .name = "graph_order.every_dependent_is_held",
     .statement = "No signal node behind a wait node signals before the wait is satisfied",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphWaitNode-blocks-dependents", "EXTRES-GraphSignalNode-after-dependencies"})
{
    struct gated gated = make_gated_graph(t);
    struct outside *second = make_semaphore(t);
    cudaStream_t stream = make_stream(t);
    add_signal_node(t, gated.graph, gated.wait, import_semaphore(t, second), 1);

    run_graph(t, gated.graph, stream);
    expect_no_signal_outside(t, gated.signalled, 1);
    expect_no_signal_outside(t, second, 1);

    signal_outside(t, gated.gate, 1);
    expect_signal_outside(t, gated.signalled, 1);
    expect_signal_outside(t, second, 1);
}

CASE(every_dependency_counts,
     .name = "graph_order.every_dependency_counts",
     .statement = "A signal node behind several wait nodes signals when all of them are satisfied",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphSignalNode-after-dependencies", "EXTRES-GraphAdd-returns-node"})
{
    enum { DEPENDENCIES = 3 };
    struct outside *gates[DEPENDENCIES];
    struct outside *signalled = make_semaphore(t);
    cudaGraphNode_t waits[DEPENDENCIES];
    cudaExternalSemaphore_t semaphore = import_semaphore(t, signalled);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    struct node_place behind_all = {graph, waits, DEPENDENCIES};
    for (int i = 0; i < DEPENDENCIES; i++) {
        gates[i] = make_semaphore(t);
        waits[i] = add_wait_node(t, graph, NULL, import_semaphore(t, gates[i]), 1);
    }

    add_signal_node_at(t, behind_all, semaphore, 1);
    run_graph(t, graph, stream);
    /* The first and the last, so that the one in the middle is what is missing. */
    signal_outside(t, gates[0], 1);
    signal_outside(t, gates[2], 1);
    expect_no_signal_outside(t, signalled, 1);

    signal_outside(t, gates[1], 1);
    expect_signal_outside(t, signalled, 1);
}

/* A host function that says that it runs, and does so until it is released. */
struct held_function {
    sem_t entered;
    sem_t released;
};

static void run_until_released(void *argument)
{
    struct held_function *held = argument;
    sem_post(&held->entered);
    while (sem_wait(&held->released) != 0)
        continue;
}

/* Whether the function is called in time. */
static bool is_entered(const struct test *t, struct held_function *held)
{
    enum { SECOND = 1000000000 };
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    uint64_t end = (uint64_t)deadline.tv_nsec + patience(t);
    deadline.tv_sec += (time_t)(end / SECOND);
    deadline.tv_nsec = (long)(end % SECOND);
    int result;
    do
        result = sem_timedwait(&held->entered, &deadline);
    while (result != 0 && errno == EINTR);
    return result == 0;
}

CASE(signal_after_host_node,
     .name = "graph_order.signal_after_host_node",
     .statement = "A signal node behind a host node does not signal while the host function runs",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphSignalNode-after-dependencies"})
{
    static struct held_function held; /* it may outlive this one, when an expectation ends the case */
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    struct node_place root = {.graph = graph};
    if (sem_init(&held.entered, 0, 0) != 0 || sem_init(&held.released, 0, 0) != 0)
        BROKEN(t, "cannot make a semaphore of the host");
    cudaGraphNode_t host = add_host_node(t, root, run_until_released, &held);
    add_signal_node(t, graph, host, semaphore, 1);

    run_graph(t, graph, stream);
    EXPECT(t,
           is_entered(t, &held),
           "the host function was not called within %.1f s after the launch",
           (double)patience(t) / 1e9);
    expect_no_signal_outside(t, outside, 1);

    sem_post(&held.released);
    expect_signal_outside(t, outside, 1);
    expect_finishes(t, stream);
}

static void count_call(void *calls)
{
    atomic_fetch_add((atomic_int *)calls, 1);
}

CASE(host_node_after_wait,
     .name = "graph_order.host_node_after_wait",
     .statement = "A host node behind a wait node is not called before the wait is satisfied",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphWaitNode-blocks-dependents"})
{
    static atomic_int calls;
    struct outside *gate = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, gate);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t wait = add_wait_node(t, graph, NULL, semaphore, 1);
    add_host_node(t, behind(graph, &wait), count_call, &calls);

    run_graph(t, graph, stream);
    expect_blocked(t, stream);
    EXPECT(t, atomic_load(&calls) == 0, "the host function was called while the wait holds the launch");

    signal_outside(t, gate, 1);
    expect_finishes(t, stream);
    EXPECT(t, atomic_load(&calls) == 1, "one launch called the host function %d times", atomic_load(&calls));
}

CASE(launch_after_prior_work,
     .name = "graph_order.launch_after_prior_work",
     .statement = "A launch signals only when the work before it in the stream has completed",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphLaunch-order", "EXTRES-Stream-work-after-wait"})
{
    struct outside *gate = make_semaphore(t);
    struct outside *signalled = make_semaphore(t);
    cudaExternalSemaphore_t gate_semaphore = import_semaphore(t, gate);
    cudaExternalSemaphore_t signalled_semaphore = import_semaphore(t, signalled);
    cudaStream_t stream = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    add_signal_node(t, graph, NULL, signalled_semaphore, 1);
    cudaGraphExec_t executable = instantiate(t, graph);

    enqueue_wait(t, gate_semaphore, 1, stream);
    launch(t, executable, stream);
    expect_no_signal_outside(t, signalled, 1);

    signal_outside(t, gate, 1);
    expect_signal_outside(t, signalled, 1);
}

/* For the second launch the wait is on a semaphore that is signalled already: only the order holds it up. */
CASE(launches_in_turn,
     .name = "graph_order.launches_in_turn",
     .statement = "A launch comes after the earlier launches of the same executable graph in other streams",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphLaunch-order", "EXTRES-GraphExecSetParams-future-launches"})
{
    needs_independent_streams(t, 1);
    struct outside *gate = make_semaphore(t);
    struct outside *open_gate = make_semaphore(t);
    cudaExternalSemaphore_t gate_semaphore = import_semaphore(t, gate);
    cudaExternalSemaphore_t open_semaphore = import_semaphore(t, open_gate);
    cudaStream_t first = make_stream(t);
    cudaStream_t second = make_stream(t);
    cudaGraph_t graph = make_graph(t);
    cudaGraphNode_t wait = add_wait_node(t, graph, NULL, gate_semaphore, 1);
    cudaGraphExec_t executable = instantiate(t, graph);

    signal_outside(t, open_gate, 1);
    launch(t, executable, first);
    exec_set_wait_node(t, executable, wait, open_semaphore, 1);
    launch(t, executable, second);
    expect_blocked(t, second);

    signal_outside(t, gate, 1);
    expect_finishes(t, first);
    expect_finishes(t, second);
}
