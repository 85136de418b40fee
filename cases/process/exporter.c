/* Objects of an exporter in another process: that process makes them, sends their descriptors, and may die.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

enum { SIZE = 128 * 1024, SEED = 11 };

CASE(process_signal_arrives,
     .name = "process.signal_of_another_process",
     .statement = "A wait is released by the signal of another process, whose object it is, and not before",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-same-object",
               "EXTRES-Wait-fence-released",
               "EXTRES-Wait-binary-released"},
     .other_process = true)
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    expect_wait_holds(t, semaphore, outside, 1, make_stream(t));
}

CASE(process_sees_signal,
     .name = "process.seen_by_another_process",
     .statement =
         "A signal in a stream reaches the process that made the object, and nothing reached it before",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-same-object", "EXTRES-Signal-fence", "EXTRES-Signal-binary"},
     .other_process = true)
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    expect_no_signal_outside(t, outside, 1);
    enqueue_signal(t, semaphore, 1, stream);
    expect_signal_outside(t, outside, 1);
}

CASE(process_taken_fd,
     .name = "process.taken_descriptor",
     .statement = "A descriptor that was taken out of another process's table imports like one that was sent",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-same-object", "EXTRES-ImportSemaphore-fd-ownership"},
     .other_process = true)
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore_fd(t, take_fd(t, outside));
    expect_wait_holds(t, semaphore, outside, 1, make_stream(t));
}

CASE(process_killed_before_wait,
     .name = "process.killed_before_the_wait",
     .statement = "An import works on after the process that made the object was killed",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-holds-reference", "EXTRES-ImportSemaphore-fd-ownership"},
     .other_process = true)
{
    needs_independent_streams(t, 1);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    cudaStream_t waiting = make_stream(t);
    cudaStream_t signalling = make_stream(t);

    kill_other_process(t);
    expect_released_by_stream(t, semaphore, waiting, semaphore, signalling, 1);
}

CASE(process_killed_during_wait,
     .name = "process.killed_during_the_wait",
     .statement = "A wait neither ends nor is lost when the process that made the object is killed meanwhile",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-holds-reference",
               "EXTRES-Wait-fence-blocks",
               "EXTRES-Wait-binary-blocks"},
     .other_process = true)
{
    needs_independent_streams(t, 1);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    cudaStream_t waiting = make_stream(t);
    cudaStream_t signalling = make_stream(t);

    enqueue_wait(t, semaphore, 1, waiting);
    expect_blocked(t, waiting);
    kill_other_process(t);
    expect_blocked(t, waiting);
    enqueue_signal(t, semaphore, 1, signalling);
    expect_finishes(t, waiting);
}

CASE(process_killed_after_signal,
     .name = "process.killed_after_the_signal",
     .statement = "The signal of a process stays made when the process is killed before anyone has waited",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-holds-reference",
               "EXTRES-Wait-fence-released",
               "EXTRES-Wait-binary-released"},
     .other_process = true)
{
    needs_independent_streams(t, 1);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t waiting = make_stream(t);
    cudaStream_t signalling = make_stream(t);

    signal_outside(t, outside, 1);
    kill_other_process(t);
    enqueue_wait(t, semaphore, 1, waiting);
    expect_finishes(t, waiting);
    expect_released_by_stream(t, semaphore, waiting, semaphore, signalling, 2);
}

CASE(process_memory,
     .name = "process.memory_of_another_process",
     .statement = "A mapped buffer and the memory of the process that made the object are one memory",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-same-memory", "EXTRES-ImportMemory-returns-handle"},
     .other_process = true)
{
    struct outside *outside = make_memory(t, SIZE);
    void *buffer = map_buffer(t, import_memory(t, outside), 0, SIZE);

    fill_outside(t, outside, 0, SIZE, SEED);
    expect_pattern_device(t, buffer, 0, SIZE, SEED);
    fill_device(t, buffer, 0, SIZE, SEED + 1);
    expect_pattern_outside(t, outside, 0, SIZE, SEED + 1);
}

CASE(process_memory_taken_fd,
     .name = "process.taken_descriptor",
     .statement = "A descriptor that was taken out of another process's table imports like one that was sent",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-same-memory", "EXTRES-ImportMemory-fd-ownership"},
     .other_process = true)
{
    struct outside *outside = make_memory(t, SIZE);
    fill_outside(t, outside, 0, SIZE, SEED);
    void *buffer = map_buffer(t, import_memory_fd(t, take_fd(t, outside), outside), 0, SIZE);
    expect_pattern_device(t, buffer, 0, SIZE, SEED);
}

CASE(process_memory_killed,
     .name = "process.memory_outlives_its_process",
     .statement = "The memory stays, with what was in it, after the process that made it was killed",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-holds-reference", "EXTRES-MapBuffer-same-memory"},
     .other_process = true)
{
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = import_memory(t, outside);
    void *early = map_buffer(t, memory, 0, SIZE);
    fill_outside(t, outside, 0, SIZE, SEED);

    kill_other_process(t);
    expect_pattern_device(t, early, 0, SIZE, SEED);
    expect_pattern_device(t, map_buffer(t, memory, 0, SIZE), 0, SIZE, SEED);
}
