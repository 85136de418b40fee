/* Stream capture: signals and waits become nodes, and happen when the captured graph is launched. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

CASE(captured_signal,
     .name = "capture.signal",
     .statement =
         "A signal in a capturing stream is made by each launch of the captured graph, and not before",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphCapture-signal"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    begin_capture(t, stream);
    enqueue_signal(t, semaphore, 1, stream);
    cudaGraph_t graph = end_capture(t, stream);
    expect_finishes(t, stream);
    expect_no_signal_outside(t, outside, 1);

    run_graph(t, graph, stream);
    expect_signal_outside(t, outside, 1);
}

CASE(captured_wait,
     .name = "capture.wait",
     .statement = "A wait in a capturing stream holds a launch of the captured graph, and not the stream",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphCapture-wait"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    begin_capture(t, stream);
    enqueue_wait(t, semaphore, 1, stream);
    cudaGraph_t graph = end_capture(t, stream);
    expect_finishes(t, stream);

    run_graph(t, graph, stream);
    expect_blocked(t, stream);
    signal_outside(t, outside, 1);
    expect_finishes(t, stream);
}

/* Launched again where it can be: a timeline is signalled with each value only once. */
CASE(captured_chain,
     .name = "capture.chain",
     .statement = "A captured wait and the signal behind it keep their order in a launch of the graph",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphCapture-order", "EXTRES-GraphCapture-signal", "EXTRES-GraphCapture-wait"})
{
    const int launches = is_timeline(t) ? 1 : 3;
    struct outside *request = make_semaphore(t);
    struct outside *answer = make_semaphore(t);
    cudaExternalSemaphore_t request_semaphore = import_semaphore(t, request);
    cudaExternalSemaphore_t answer_semaphore = import_semaphore(t, answer);
    cudaStream_t stream = make_stream(t);

    begin_capture(t, stream);
    enqueue_wait(t, request_semaphore, 1, stream);
    enqueue_signal(t, answer_semaphore, 1, stream);
    cudaGraphExec_t executable = instantiate(t, end_capture(t, stream));

    for (int i = 0; i < launches; i++) {
        launch(t, executable, stream);
        expect_no_signal_outside(t, answer, 1);
        signal_outside(t, request, 1);
        expect_signal_outside(t, answer, 1);
    }
    expect_finishes(t, stream);
}

/* The signal that shows it is in the first stream: it must wait for the second, which waited for the event.
 */
CASE(captured_fork,
     .name = "capture.fork",
     .statement =
         "A wait in a stream that forked from the capture and joined it holds the signal behind the join",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphCapture-fork", "EXTRES-GraphCapture-order"})
{
    struct caller *c = caller_of(t);
    struct outside *first_gate = make_semaphore(t);
    struct outside *second_gate = make_semaphore(t);
    struct outside *forked_signal = make_semaphore(t);
    struct outside *joined_signal = make_semaphore(t);
    cudaExternalSemaphore_t first_semaphore = import_semaphore(t, first_gate);
    cudaExternalSemaphore_t second_semaphore = import_semaphore(t, second_gate);
    cudaExternalSemaphore_t forked_semaphore = import_semaphore(t, forked_signal);
    cudaExternalSemaphore_t joined_semaphore = import_semaphore(t, joined_signal);
    cudaStream_t origin = make_stream(t);
    cudaStream_t forked = make_stream(t);
    cudaEvent_t fork = make_event(t);
    cudaEvent_t join = make_event(t);

    begin_capture(t, origin);
    enqueue_wait(t, first_semaphore, 1, origin);
    EXPECT_SUCCESS(t, call_event_record(c, fork, origin));
    EXPECT_SUCCESS(t, call_stream_wait_event(c, forked, fork));
    enqueue_signal(t, forked_semaphore, 1, forked);
    enqueue_wait(t, second_semaphore, 1, forked);
    EXPECT_SUCCESS(t, call_event_record(c, join, forked));
    EXPECT_SUCCESS(t, call_stream_wait_event(c, origin, join));
    enqueue_signal(t, joined_semaphore, 1, origin);
    cudaGraph_t graph = end_capture(t, origin);

    run_graph(t, graph, origin);
    expect_no_signal_outside(t, forked_signal, 1);
    signal_outside(t, first_gate, 1);
    expect_signal_outside(t, forked_signal, 1);
    expect_no_signal_outside(t, joined_signal, 1);
    signal_outside(t, second_gate, 1);
    expect_signal_outside(t, joined_signal, 1);
}

/* Two streams, and the events by which the second one forks from the first and joins it. */
struct fork {
    cudaStream_t origin;
    cudaStream_t forked;
    cudaEvent_t split;
    cudaEvent_t join;
    cudaExternalSemaphore_t semaphore;
};

static struct fork make_fork(struct test *t)
{
    return (struct fork){.origin = make_stream(t),
                         .forked = make_stream(t),
                         .split = make_event(t),
                         .join = make_event(t),
                         .semaphore = import_semaphore(t, make_semaphore(t))};
}

/* A capture that the second stream has forked from, and signals in: all but the first one's wait to join. */
static void capture_fork(struct test *t, const struct fork *fork)
{
    struct caller *c = caller_of(t);
    begin_capture(t, fork->origin);
    EXPECT_SUCCESS(t, call_event_record(c, fork->split, fork->origin));
    EXPECT_SUCCESS(t, call_stream_wait_event(c, fork->forked, fork->split));
    enqueue_signal(t, fork->semaphore, 1, fork->forked);
    EXPECT_SUCCESS(t, call_event_record(c, fork->join, fork->forked));
}

CASE(captured_without_join,
     .name = "capture.unjoined",
     .statement = "Ending a capture of which a stream forked that has not joined it should be an error",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-GraphCapture-unjoined"})
{
    struct fork fork = make_fork(t);
    cudaGraph_t graph = NULL;

    capture_fork(t, &fork);
    EXPECT_SUCCESS(t, call_stream_wait_event(caller_of(t), fork.origin, fork.join));
    end_capture(t, fork.origin);

    capture_fork(t, &fork);
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-GraphCapture-unjoined", call_end_capture(caller_of(t), fork.origin, &graph));
}
