/* Eight threads at once: each imports, works and destroys, on objects of its own and on one of all. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 8, ROUNDS = 200, DESCRIPTORS = 2 * THREADS * ROUNDS, SIZE = 64 * 1024 };

/* One thread's work. It must not end the case itself, so it leaves the first code that is not success. */
struct worker {
    struct caller *caller;
    cudaStream_t stream;
    int code;
    const char *call;
    int round; /* that it was in */

    /* Descriptors cannot be exported by several threads at once, so they were before: one a round. */
    struct cudaExternalSemaphoreHandleDesc semaphores[ROUNDS];
    struct cudaExternalMemoryHandleDesc memories[ROUNDS];
};

static struct worker workers[THREADS];

/* Notes a failure; true to go on. */
static bool did(struct worker *worker, const char *call, int code)
{
    worker->code = code;
    worker->call = call;
    return code == 0;
}

/* Of one import: a signal and the wait for it, both behind one another in the thread's stream. */
static bool signal_and_wait(struct worker *worker, cudaExternalSemaphore_t semaphore, uint64_t value)
{
    struct cudaExternalSemaphoreSignalParams signal = signal_params(value);
    struct cudaExternalSemaphoreWaitParams wait = wait_params(value);
    return did(worker, "signal", call_signal(worker->caller, &semaphore, &signal, 1, worker->stream)) &&
           did(worker, "wait", call_wait(worker->caller, &semaphore, &wait, 1, worker->stream)) &&
           did(worker, "synchronise", call_stream_synchronize(worker->caller, worker->stream));
}

static bool use_semaphore(struct worker *worker, int round)
{
    cudaExternalSemaphore_t semaphore = NULL;
    const struct cudaExternalSemaphoreHandleDesc *desc = &worker->semaphores[round];
    return did(worker, "import", call_import_semaphore(worker->caller, &semaphore, desc)) &&
           signal_and_wait(worker, semaphore, (uint64_t)round + 1) &&
           did(worker, "destroy", call_destroy_semaphore(worker->caller, semaphore));
}

static bool use_memory(struct worker *worker, int round)
{
    cudaExternalMemory_t memory = NULL;
    void *buffer = NULL;
    const struct cudaExternalMemoryBufferDesc desc = {.size = SIZE};
    return did(worker, "import", call_import_memory(worker->caller, &memory, &worker->memories[round])) &&
           did(worker, "map", call_map_buffer(worker->caller, &buffer, memory, &desc)) &&
           did(worker,
               "fill",
               call_set_async(worker->caller, buffer, (unsigned char)round, SIZE, worker->stream)) &&
           did(worker, "synchronise", call_stream_synchronize(worker->caller, worker->stream)) &&
           did(worker, "free", call_free(worker->caller, buffer)) &&
           did(worker, "destroy", call_destroy_memory(worker->caller, memory));
}

static void *work_on_semaphores(void *argument)
{
    struct worker *worker = argument;
    while (worker->round < ROUNDS && use_semaphore(worker, worker->round))
        worker->round++;
    return NULL;
}

static void *work_on_memory(void *argument)
{
    struct worker *worker = argument;
    while (worker->round < ROUNDS && use_memory(worker, worker->round))
        worker->round++;
    return NULL;
}

static void expect_all_succeed(struct test *t, void *(*work)(void *worker))
{
    pthread_t threads[THREADS];
    let_threads_call(t);
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, work, &workers[i]) != 0)
            BROKEN(t, "cannot start a thread");
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS; i++) {
        char name[96];
        EXPECT(t,
               workers[i].code == 0,
               "thread %d, round %d of %d: %s says %s",
               i,
               workers[i].round + 1,
               ROUNDS,
               workers[i].call,
               call_error_name(caller_of(t), workers[i].code, name, sizeof name));
    }
}

CASE(threads_on_semaphores,
     .name = "threads.import_signal_wait_destroy",
     .statement = "Eight threads import, signal, wait and destroy at once, each its own object",
     .types = TIMELINE_FD | BINARY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-ImportSemaphore-returns-handle",
               "EXTRES-DestroySemaphore-succeeds",
               "EXTRES-Wait-fence-released",
               "EXTRES-Wait-binary-released"},
     .tier = TIER_STRESS,
     .timeout_milliseconds = 60000)
{
    needs_descriptors(t, DESCRIPTORS);
    import_semaphore(t, make_semaphore(t)); /* skips the case where the runtime does not support the type */
    for (int i = 0; i < THREADS; i++) {
        struct outside *outside = make_semaphore(t);
        workers[i].caller = caller_of(t);
        workers[i].stream = make_stream(t);
        for (int round = 0; round < ROUNDS; round++)
            workers[i].semaphores[round] = semaphore_desc(t, export_fd(t, outside));
    }
    expect_all_succeed(t, work_on_semaphores);
}

CASE(threads_on_memory,
     .name = "threads.import_map_free_destroy",
     .statement = "Eight threads import, map, fill, free and destroy at once, all one object",
     .types = MEMORY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-ImportMemory-returns-handle",
               "EXTRES-MapBuffer-free",
               "EXTRES-DestroyMemory-succeeds"},
     .tier = TIER_STRESS,
     .timeout_milliseconds = 60000)
{
    needs_descriptors(t, DESCRIPTORS);
    struct outside *outside = make_memory(t, SIZE);
    import_memory(t, outside); /* skips the case where the runtime does not support the type */
    for (int i = 0; i < THREADS; i++) {
        workers[i].caller = caller_of(t);
        workers[i].stream = make_stream(t);
        for (int round = 0; round < ROUNDS; round++)
            workers[i].memories[round] = memory_desc(t, export_fd(t, outside), outside);
    }
    expect_all_succeed(t, work_on_memory);
}
