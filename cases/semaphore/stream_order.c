/* Where signals and waits stand in their stream: after all that came before, before all that comes after. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

CASE(signal_after_prior_work,
     .name = "stream_order.signal_after_prior_work",
     .statement = "A signal is not made before the work in front of it in the stream has completed",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-signal-after-prior-work"})
{
    struct outside *gate = make_semaphore(t);
    struct outside *signalled = make_semaphore(t);
    cudaExternalSemaphore_t gate_semaphore = import_semaphore(t, gate);
    cudaExternalSemaphore_t signalled_semaphore = import_semaphore(t, signalled);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, gate_semaphore, 1, stream);
    enqueue_signal(t, signalled_semaphore, 1, stream);
    expect_no_signal_outside(t, signalled, 1);

    signal_outside(t, gate, 1);
    expect_signal_outside(t, signalled, 1);
}

/* The work behind the wait is a copy between buffers of the runtime's own: its effect can be looked at any
 * time. */
CASE(work_after_wait,
     .name = "stream_order.work_after_wait",
     .statement = "Work behind a wait in the stream does not begin before the wait is satisfied",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-work-after-wait"})
{
    needs_independent_streams(t, 1);
    enum { SIZE = 4096, SEED = 1 };
    struct caller *c = caller_of(t);
    struct outside *gate = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, gate);
    cudaStream_t stream = make_stream(t);
    unsigned char *buffer = make_buffer(t, SIZE);
    unsigned char *source = make_buffer(t, SIZE);
    unsigned char *snapshot = make_buffer(t, SIZE);
    cudaStream_t looking = make_stream(t);
    fill_device(t, source, 0, SIZE, SEED);
    fill_device(t, buffer, 0, SIZE, SEED + 1);

    enqueue_wait(t, semaphore, 1, stream);
    EXPECT_SUCCESS(t, call_copy_async(c, buffer, source, SIZE, stream));
    expect_blocked(t, stream);
    EXPECT_SUCCESS(t, call_copy_async(c, snapshot, buffer, SIZE, looking));
    expect_finishes(t, looking);
    expect_blocked(t, stream);

    signal_outside(t, gate, 1);
    expect_finishes(t, stream);
    expect_pattern_device(t, snapshot, 0, SIZE, SEED + 1);
    expect_pattern_device(t, buffer, 0, SIZE, SEED);
}

/*
 * A wait that ran ahead of the work in front of it would have taken the only signal by then. Two waits on the
 * binary semaphore are enqueued for that one signal, but only one is outstanding: that each signal is for one
 * wait (EXTRES-Wait-binary-one-per-signal) is said of signals and waits as they are executed, in the order of
 * their streams, and the wait behind the gate is not before the gate opens. By then there is a signal for it.
 */
CASE(wait_after_prior_work,
     .name = "stream_order.wait_after_prior_work",
     .statement = "A wait does not take a signal before the work in front of it in the stream has completed",
     .types = BINARY_FD,
     .rules = {"EXTRES-Stream-wait-after-prior-work"})
{
    needs_independent_streams(t, 1);
    struct outside *gate = make_semaphore(t);
    struct outside *contested = make_semaphore(t);
    cudaExternalSemaphore_t gate_semaphore = import_semaphore(t, gate);
    cudaExternalSemaphore_t contested_semaphore = import_semaphore(t, contested);
    cudaStream_t held = make_stream(t);
    cudaStream_t free_stream = make_stream(t);

    enqueue_wait(t, gate_semaphore, 0, held);
    enqueue_wait(t, contested_semaphore, 0, held);
    signal_outside(t, contested, 0);
    expect_blocked(t, held);

    enqueue_wait(t, contested_semaphore, 0, free_stream);
    expect_finishes(t, free_stream);

    signal_outside(t, contested, 0);
    signal_outside(t, gate, 0);
    expect_finishes(t, held);
}

CASE(event_after_wait,
     .name = "stream_order.event_after_wait",
     .statement =
         "An event recorded behind a wait completes only after it, and so does a stream that waits for the "
         "event",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-event", "EXTRES-Stream-work-after-wait"})
{
    struct caller *c = caller_of(t);
    struct outside *gate = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, gate);
    cudaStream_t first = make_stream(t);
    cudaStream_t second = make_stream(t);
    cudaEvent_t event = make_event(t);

    enqueue_wait(t, semaphore, 1, first);
    EXPECT_SUCCESS(t, call_event_record(c, event, first));
    EXPECT_SUCCESS(t, call_stream_wait_event(c, second, event));
    expect_blocked(t, second);
    EXPECT_CODE(t, cudaErrorNotReady, call_event_query(c, event));

    signal_outside(t, gate, 1);
    expect_finishes(t, second);
    EXPECT_SUCCESS(t, call_event_query(c, event));
}

CASE(chain_of_streams,
     .name = "stream_order.chain_of_streams",
     .statement = "A signal passes down a chain of streams, each waiting for the one before",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-signal-after-prior-work", "EXTRES-Stream-work-after-wait"})
{
    enum { LINKS = 6 };
    needs_independent_streams(t, LINKS);
    struct outside *outside[LINKS + 1];
    cudaExternalSemaphore_t semaphores[LINKS + 1];
    cudaStream_t streams[LINKS];
    import_semaphores(t, LINKS + 1, outside, semaphores);
    for (int i = 0; i < LINKS; i++)
        streams[i] = make_stream(t);

    /* Enqueued from the end of the chain, so that nothing is in order by chance. */
    for (int i = LINKS; i-- > 0;) {
        enqueue_wait(t, semaphores[i], 1, streams[i]);
        enqueue_signal(t, semaphores[i + 1], 1, streams[i]);
    }
    expect_no_signal_outside(t, outside[LINKS], 1);

    signal_outside(t, outside[0], 1);
    expect_signal_outside(t, outside[LINKS], 1);
    for (int i = 0; i < LINKS; i++)
        expect_finishes(t, streams[i]);
}

CASE(destroyed_stream_still_signals,
     .name = "stream_order.destroyed_stream_still_signals",
     .statement =
         "Destroying a stream with a wait and a signal enqueued returns, and the signal is still made",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-destroyed-with-work"})
{
    struct outside *gate = make_semaphore(t);
    struct outside *signalled = make_semaphore(t);
    cudaExternalSemaphore_t gate_semaphore = import_semaphore(t, gate);
    cudaExternalSemaphore_t signalled_semaphore = import_semaphore(t, signalled);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, gate_semaphore, 1, stream);
    enqueue_signal(t, signalled_semaphore, 1, stream);
    EXPECT_SUCCESS(t, call_stream_destroy(caller_of(t), stream));
    expect_no_signal_outside(t, signalled, 1);

    signal_outside(t, gate, 1);
    expect_signal_outside(t, signalled, 1);
}
