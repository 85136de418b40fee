/* The data behind a semaphore: what was written before the signal is there after the wait. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

enum { SIZE = 64 * 1024, ROUNDS = 4 };

CASE(visible_after_wait,
     .name = "data.visible_after_wait",
     .statement = "What the exporter wrote before its signal is what work behind the wait reads",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Wait-fence-released", "EXTRES-Wait-binary-released", "EXTRES-Stream-work-after-wait"})
{
    struct outside *written = make_memory(t, SIZE);
    struct outside *ready = make_semaphore(t);
    void *mapping = map_buffer(t, import_memory(t, written), 0, SIZE);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, ready);
    cudaStream_t stream = make_stream(t);
    void *copy = make_buffer(t, SIZE);

    for (unsigned round = 1; round <= ROUNDS; round++) {
        enqueue_wait(t, semaphore, round, stream);
        EXPECT_SUCCESS(t, call_copy_async(caller_of(t), copy, mapping, SIZE, stream));
        fill_outside(t, written, 0, SIZE, round);
        signal_outside(t, ready, round);
        expect_finishes(t, stream);
        expect_pattern_device(t, copy, 0, SIZE, round);
    }
}

/*
 * The copy is large and begins only when the gate opens: a signal that did not wait for it would be seen
 * while most of it is still to be done.
 */
CASE(visible_outside_after_signal,
     .name = "data.visible_outside_after_signal",
     .statement = "What work in front of a signal wrote is what the exporter reads after the signal",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-signal-after-prior-work", "EXTRES-Signal-fence", "EXTRES-Signal-binary"})
{
    enum { LARGE = 2 * 1024 * 1024, SEED = 5 };
    struct outside *written = make_memory(t, LARGE);
    struct outside *gate = make_semaphore(t);
    struct outside *ready = make_semaphore(t);
    void *mapping = map_buffer(t, import_memory(t, written), 0, LARGE);
    cudaExternalSemaphore_t gate_semaphore = import_semaphore(t, gate);
    cudaExternalSemaphore_t ready_semaphore = import_semaphore(t, ready);
    cudaStream_t stream = make_stream(t);
    void *source = make_buffer(t, LARGE);
    fill_device(t, source, 0, LARGE, SEED);

    enqueue_wait(t, gate_semaphore, 1, stream);
    EXPECT_SUCCESS(t, call_copy_async(caller_of(t), mapping, source, LARGE, stream));
    enqueue_signal(t, ready_semaphore, 1, stream);
    signal_outside(t, gate, 1);
    expect_signal_outside(t, ready, 1);
    expect_pattern_outside(t, written, 0, LARGE, SEED);
    expect_finishes(t, stream);
}
