/* Many at once: streams that wait for one value, imports that live, work that waits in one stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

CASE(sixteen_streams,
     .name = "wait.sixteen_streams",
     .statement = "One signal releases sixteen streams that wait for the same value",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-fence-many", "EXTRES-Wait-fence-released"})
{
    enum { STREAMS = 16 };
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t streams[STREAMS];

    /* All are made before any is held: streams may share a queue of the device. */
    for (int i = 0; i < STREAMS; i++)
        streams[i] = make_stream(t);
    for (int i = 0; i < STREAMS; i++)
        enqueue_wait(t, semaphore, 1, streams[i]);
    expect_blocked(t, streams[STREAMS - 1]);

    signal_outside(t, outside, 1);
    for (int i = 0; i < STREAMS; i++)
        expect_finishes(t, streams[i]);
}

/* Of one object all but the first: what is shown is that handles and their imports are not limited. */
CASE(thousand_imports,
     .name = "import.thousand_live_at_once",
     .statement = "Of 1024 imports that live at once the first works as well as the last",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-returns-handle"},
     .timeout_milliseconds = 60000)
{
    enum { LIVE = 1024, DESCRIPTORS = 2 * LIVE };
    needs_descriptors(t, DESCRIPTORS);
    struct outside *first = make_semaphore(t);
    struct outside *others = make_semaphore(t);
    cudaExternalSemaphore_t first_semaphore = import_semaphore(t, first);
    cudaExternalSemaphore_t last_semaphore = NULL;
    for (int i = 1; i < LIVE; i++) {
        last_semaphore = import_semaphore(t, others);
        release_traps(t);
    }

    expect_wait_holds(t, first_semaphore, first, 1, make_stream(t));
    expect_wait_holds(t, last_semaphore, others, 1, make_stream(t));
}

/* Fewer than the id says, which stays: no document promises that a stream takes hundreds while it is held. */
CASE(hundreds_behind_a_wait,
     .name = "stream_order.hundreds_behind_a_wait",
     .statement = "Sixty signals and waits that are enqueued behind a wait are all carried out after it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-work-after-wait",
               "EXTRES-Stream-signal-after-prior-work",
               "EXTRES-Stream-signal-enqueued"})
{
    enum { PAIRS = 30 };
    struct outside *gate = make_semaphore(t);
    struct outside *between = make_semaphore(t);
    struct outside *done = make_semaphore(t);
    cudaExternalSemaphore_t gate_semaphore = import_semaphore(t, gate);
    cudaExternalSemaphore_t passed = import_semaphore(t, between);
    cudaExternalSemaphore_t done_semaphore = import_semaphore(t, done);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, gate_semaphore, 1, stream);
    for (uint64_t value = 1; value <= PAIRS; value++) {
        enqueue_signal(t, passed, value, stream);
        enqueue_wait(t, passed, value, stream);
    }
    enqueue_signal(t, done_semaphore, 1, stream);
    expect_no_signal_outside(t, done, 1);

    signal_outside(t, gate, 1);
    expect_signal_outside(t, done, 1);
    expect_finishes(t, stream);
    if (is_timeline(t))
        expect_value_outside(t, between, PAIRS);
}
