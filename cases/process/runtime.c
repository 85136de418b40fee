/* One object and two runtimes, each in a process of its own. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

enum { SIZE = 128 * 1024, SEED = 17 };

CASE(runtime_signal_arrives,
     .name = "process.signal_of_another_runtime",
     .statement = "A wait is released by a signal that another process has enqueued in a stream of its own",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-same-object",
               "EXTRES-Wait-fence-released",
               "EXTRES-Wait-binary-released"},
     .other_process = true)
{
    struct outside *outside = make_semaphore(t);
    /* First here, where it is skipped when the runtime does not support the type. So are those below. */
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    struct outside *there = import_elsewhere(t, outside);
    expect_wait_holds(t, semaphore, there, 1, make_stream(t));
}

CASE(runtime_sees_signal,
     .name = "process.seen_by_another_runtime",
     .statement = "A signal releases a wait that another process has enqueued in a stream of its own",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-same-object", "EXTRES-Signal-fence", "EXTRES-Signal-binary"},
     .other_process = true)
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    struct outside *there = import_elsewhere(t, outside);
    cudaStream_t stream = make_stream(t);

    expect_no_signal_outside(t, there, 1);
    enqueue_signal(t, semaphore, 1, stream);
    expect_signal_outside(t, there, 1);
}

CASE(runtime_round_trips,
     .name = "process.round_trips_between_runtimes",
     .statement = "Signals pass to and fro between streams of two processes, none lost and none early",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-same-object",
               "EXTRES-Signal-fence",
               "EXTRES-Signal-binary",
               "EXTRES-Wait-fence-released",
               "EXTRES-Wait-binary-released"},
     .other_process = true)
{
    needs_independent_streams(t, 1);
    enum { ROUNDS = 20 };
    struct outside *request = make_semaphore(t);
    struct outside *answer = make_semaphore(t);
    cudaExternalSemaphore_t request_semaphore = import_semaphore(t, request);
    cudaExternalSemaphore_t answer_semaphore = import_semaphore(t, answer);
    struct outside *request_there = import_elsewhere(t, request);
    struct outside *answer_there = import_elsewhere(t, answer);
    cudaStream_t stream = make_stream(t);

    for (uint64_t round = 1; round <= ROUNDS; round++) {
        enqueue_wait(t, request_semaphore, round, stream);
        enqueue_signal(t, answer_semaphore, round, stream);
        if (round == 1)
            expect_no_signal_outside(t, answer_there, round);
        signal_outside(t, request_there, round);
        expect_signal_outside(t, answer_there, round);
    }
    expect_finishes(t, stream);
}

/* This process only carries the descriptor: it uses no runtime on the object. */
CASE(runtime_of_third_process,
     .name = "process.passed_on_by_a_third",
     .statement =
         "An object that a third process passes on joins the process that made it and one that imports it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-same-object", "EXTRES-Wait-fence-blocks", "EXTRES-Wait-binary-blocks"},
     .other_process = true)
{
    struct outside *outside = make_semaphore(t);
    struct outside *there = import_elsewhere(t, outside);

    expect_no_signal_outside(t, there, 1);
    signal_outside(t, outside, 1);
    expect_signal_outside(t, there, 1);
}

CASE(destroy_leaves_other_runtime,
     .name = "process.destroy_leaves_the_other_runtime",
     .statement = "Destroying an import leaves the import of another process working",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-DestroySemaphore-other-holders", "EXTRES-ImportSemaphore-same-object"},
     .other_process = true)
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    struct outside *there = import_elsewhere(t, outside);

    expect_no_signal_outside(t, there, 1);
    EXPECT_SUCCESS(t, call_destroy_semaphore(caller_of(t), semaphore));
    expect_no_signal_outside(t, there, 1);
    signal_outside(t, outside, 1);
    expect_signal_outside(t, there, 1);
}

CASE(memory_of_two_runtimes,
     .name = "process.memory_of_two_runtimes",
     .statement =
         "What the runtime of one process writes into the object the runtime of another reads, and back",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-same-memory", "EXTRES-ImportMemory-returns-handle"},
     .other_process = true)
{
    struct outside *outside = make_memory(t, SIZE);
    void *buffer = map_buffer(t, import_memory(t, outside), 0, SIZE);
    struct outside *there = import_elsewhere(t, outside);

    fill_device(t, buffer, 0, SIZE, SEED);
    expect_pattern_outside(t, there, 0, SIZE, SEED);
    fill_outside(t, there, 0, SIZE, SEED + 1);
    expect_pattern_device(t, buffer, 0, SIZE, SEED + 1);
}
