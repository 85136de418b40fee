/* Many threads at once: nothing is lost, nothing is torn, nobody waits for ever. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "tests/check.h"
#include "tests/fixture.h"
#include "tests/reference_test.h"

#define THREADS 8
#define ROUNDS  100

static void in_threads(void *(*entry)(void *), void *argument)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        SUCCEEDS(pthread_create(&threads[i], NULL, entry, argument));
    for (int i = 0; i < THREADS; i++)
        SUCCEEDS(pthread_join(threads[i], NULL));
}

/* Handles that the threads use, replace and destroy under one another. */
struct arena {
    _Atomic(cudaStream_t) stream;
    _Atomic(cudaEvent_t) event;
    _Atomic int started;
    _Atomic int ran;
    struct external external;
};

/* What another thread destroyed meanwhile is refused, and nothing else goes wrong. */
static void check_used(cudaError_t error)
{
    CHECK(error == cudaSuccess || error == cudaErrorInvalidResourceHandle || error == cudaErrorNotReady);
}

static void use_shared_handles(struct arena *arena)
{
    cudaStream_t stream = atomic_load(&arena->stream);
    cudaEvent_t event = atomic_load(&arena->event);
    struct cudaExternalSemaphoreSignalParams signal = {.params.fence.value = 1};
    struct cudaExternalSemaphoreWaitParams wait = {.params.fence.value = 1};
    check_used(cudaSignalExternalSemaphoresAsync(&arena->external.semaphore, &signal, 1, stream));
    check_used(cudaWaitExternalSemaphoresAsync(&arena->external.semaphore, &wait, 1, stream));
    check_used(cudaEventRecord(event, stream));
    check_used(cudaStreamWaitEvent(cudaStreamPerThread, event, 0));
    check_used(cudaEventQuery(event));
    if (cudaLaunchHostFunc(stream, count_up, &arena->ran) == cudaSuccess)
        atomic_fetch_add(&arena->started, 1);
    check_used(cudaEventSynchronize(event));
}

static void replace_shared_handles(struct arena *arena)
{
    cudaStream_t stream = NULL;
    cudaEvent_t event = NULL;
    SUCCEEDS(cudaStreamCreate(&stream));
    SUCCEEDS(cudaEventCreate(&event));
    check_used(cudaStreamDestroy(atomic_exchange(&arena->stream, stream)));
    check_used(cudaEventDestroy(atomic_exchange(&arena->event, event)));
}

static void *hammer(void *argument)
{
    struct arena *arena = argument;
    for (int round = 0; round < ROUNDS; round++) {
        void *device = NULL;
        use_shared_handles(arena);
        if (round % 8 == 0)
            replace_shared_handles(arena);
        SUCCEEDS(cudaMalloc(&device, 256));
        SUCCEEDS(cudaMemsetAsync(device, round, 256, round % 2 == 0 ? NULL : cudaStreamPerThread));
        SUCCEEDS(cudaFree(device));
    }
    return NULL;
}

void test_concurrency_hammer(void)
{
    static struct arena arena;
    external_open(&arena.external, EXTRES_SHARED_TIMELINE, 0);
    in_threads(hammer, &arena);
    SUCCEEDS(cudaDeviceSynchronize());
    EQUAL(arena.ran, arena.started);
    CHECK(arena.started > 0);
    SUCCEEDS(cudaStreamDestroy(arena.stream));
    SUCCEEDS(cudaEventDestroy(arena.event));
    external_close(&arena.external);
    cudaGetLastError();
}

static _Atomic int produced;

static void *produce(void *stream)
{
    for (int round = 0; round < 10 * ROUNDS; round++)
        enqueue_count(stream, &produced);
    return NULL;
}

void test_concurrency_producers(void)
{
    cudaStream_t stream = NULL;
    SUCCEEDS(cudaStreamCreate(&stream));
    in_threads(produce, stream);
    SUCCEEDS(cudaStreamSynchronize(stream));
    EQUAL(produced, THREADS * 10 * ROUNDS);
    SUCCEEDS(cudaStreamDestroy(stream));
}

/* More than the ring of a stream holds, several times over, while it drains and while it does not. */
#define STEPS         3000
#define LARGE_BATCH   1500
#define GATE_OPENS_AT 1000

struct producer {
    int taken; /* steps that have run */
    bool wrong;
};

struct step {
    struct producer *producer;
    int number;
};

static struct crowd {
    cudaStream_t stream;
    struct external gate;
    struct external open;
    _Atomic int next;
    struct producer producers[THREADS];
    struct step steps[THREADS][STEPS];
} crowd;

static void take_step(void *argument)
{
    struct step *step = argument;
    step->producer->wrong |= step->producer->taken++ != step->number;
}

static void enqueue_large_batch(struct crowd *of)
{
    static cudaExternalSemaphore_t semaphores[LARGE_BATCH];
    static struct cudaExternalSemaphoreWaitParams waits[LARGE_BATCH];
    for (int i = 0; i < LARGE_BATCH; i++)
        semaphores[i] = of->open.semaphore;
    SUCCEEDS(cudaWaitExternalSemaphoresAsync(semaphores, waits, LARGE_BATCH, of->stream));
}

static void *produce_steps(void *argument)
{
    struct crowd *of = argument;
    int index = atomic_fetch_add(&of->next, 1);
    struct producer *producer = &of->producers[index];
    for (int i = 0; i < STEPS; i++) {
        of->steps[index][i] = (struct step){producer, i};
        SUCCEEDS(cudaLaunchHostFunc(of->stream, take_step, &of->steps[index][i]));
        if (index == 0 && i == GATE_OPENS_AT)
            extres_shared_signal(&of->gate.object, 1);
        if (index == 0 && i == 2 * GATE_OPENS_AT)
            enqueue_large_batch(of);
    }
    return NULL;
}

void test_concurrency_overflow(void)
{
    SUCCEEDS(cudaStreamCreateWithFlags(&crowd.stream, cudaStreamNonBlocking));
    external_open(&crowd.gate, EXTRES_SHARED_TIMELINE, 0);
    external_open(&crowd.open, EXTRES_SHARED_TIMELINE, 1);
    external_wait(&crowd.gate, 1, crowd.stream);
    in_threads(produce_steps, &crowd);
    SUCCEEDS(cudaStreamSynchronize(crowd.stream));
    for (int i = 0; i < THREADS; i++) {
        EQUAL(crowd.producers[i].taken, STEPS);
        CHECK(!crowd.producers[i].wrong);
    }
    SUCCEEDS(cudaStreamDestroy(crowd.stream));
    external_close(&crowd.gate);
    external_close(&crowd.open);
}

/* Streams that all wait for one another's events, with work in the default streams in between. */
static void *tangle(void *argument)
{
    cudaStream_t *streams = argument;
    cudaEvent_t event = NULL;
    SUCCEEDS(cudaEventCreateWithFlags(&event, cudaEventDisableTiming));
    for (int round = 0; round < ROUNDS; round++) {
        SUCCEEDS(cudaEventRecord(event, streams[round % THREADS]));
        SUCCEEDS(cudaStreamWaitEvent(streams[(round + 1) % THREADS], event, 0));
        SUCCEEDS(cudaEventRecord(event, round % 3 == 0 ? cudaStreamLegacy : cudaStreamPerThread));
        SUCCEEDS(cudaStreamWaitEvent(streams[(round + 3) % THREADS], event, 0));
    }
    SUCCEEDS(cudaEventDestroy(event));
    return NULL;
}

void test_concurrency_no_deadlock(void)
{
    cudaStream_t streams[THREADS];
    for (int i = 0; i < THREADS; i++)
        SUCCEEDS(
            cudaStreamCreateWithFlags(&streams[i], i % 2 == 0 ? cudaStreamDefault : cudaStreamNonBlocking));
    in_threads(tangle, streams);
    SUCCEEDS(cudaDeviceSynchronize());
    for (int i = 0; i < THREADS; i++)
        SUCCEEDS(cudaStreamDestroy(streams[i]));
}
