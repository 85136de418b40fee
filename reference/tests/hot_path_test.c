/* The hot path of semaphores: putting signals and satisfied waits into a stream takes no lock and no memory.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stdlib.h>

#include "extres/driver.h"
#include "extres/runtime.h"
#include "tests/check.h"
#include "tests/fixture.h"

enum { CALLS = 10000, CALLS_BETWEEN_LOOKS = 100, BATCH = 8 };

/* ---- what the calling thread does: the linker puts these in the place of the real ones ---- */

static _Thread_local int allocations;
static _Thread_local int locks;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
int __real_pthread_mutex_lock(pthread_mutex_t *mutex);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
int __wrap_pthread_mutex_lock(pthread_mutex_t *mutex);

void *__wrap_malloc(size_t size)
{
    allocations++;
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    allocations++;
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    allocations++;
    return __real_realloc(memory, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    allocations++;
    return __real_aligned_alloc(alignment, size);
}

int __wrap_pthread_mutex_lock(pthread_mutex_t *mutex)
{
    locks++;
    return __real_pthread_mutex_lock(mutex);
}

/* ---- enqueueing ---- */

struct fixture {
    struct external gate;
    struct external external;
    cudaStream_t stream;
    uint64_t opened; /* how often the gate was */
};

static void set_up(struct fixture *fixture, cudaStream_t stream)
{
    external_open(&fixture->gate, EXTRES_SHARED_TIMELINE, 0);
    external_open(&fixture->external, EXTRES_SHARED_TIMELINE, 1);
    fixture->stream = stream;
    fixture->opened = 0;
    external_signal(&fixture->external, 1, stream); /* starts the worker */
    SUCCEEDS(cudaStreamSynchronize(stream));
}

static void tear_down(struct fixture *fixture)
{
    external_close(&fixture->external);
    external_close(&fixture->gate);
}

static void enqueue(struct fixture *fixture, unsigned count)
{
    cudaExternalSemaphore_t signalled[BATCH];
    CUexternalSemaphore awaited[BATCH];
    struct cudaExternalSemaphoreSignalParams signals[BATCH];
    CUDA_EXTERNAL_SEMAPHORE_WAIT_PARAMS waits[BATCH];
    for (unsigned i = 0; i < count; i++) {
        signalled[i] = fixture->external.semaphore;
        awaited[i] = (CUexternalSemaphore)fixture->external.semaphore;
        signals[i] = (struct cudaExternalSemaphoreSignalParams){.params.fence.value = 1};
        waits[i] = (CUDA_EXTERNAL_SEMAPHORE_WAIT_PARAMS){.params.fence.value = 1};
    }
    SUCCEEDS(cudaSignalExternalSemaphoresAsync(signalled, signals, count, fixture->stream));
    EQUAL(cuWaitExternalSemaphoresAsync(awaited, waits, count, fixture->stream), CUDA_SUCCESS);
}

/* Fewer between two looks than a ring holds; the worker drains them meanwhile, or is held up. */
static void check_calls(struct fixture *fixture, unsigned count, bool held)
{
    allocations = 0;
    locks = 0;
    for (int call = 0; call < CALLS; call += CALLS_BETWEEN_LOOKS) {
        if (held)
            external_wait(&fixture->gate, fixture->opened + 1, fixture->stream);
        for (int i = 0; i < CALLS_BETWEEN_LOOKS / 2; i++)
            enqueue(fixture, count);
        extres_shared_signal(&fixture->gate.object, ++fixture->opened);
        SUCCEEDS(cudaStreamSynchronize(fixture->stream));
    }
    EQUAL(allocations, 0);
    EQUAL(locks, 0);
}

static void check_stream(cudaStream_t stream)
{
    struct fixture fixture;
    set_up(&fixture, stream);
    check_calls(&fixture, 1, false);
    check_calls(&fixture, 1, true);
    check_calls(&fixture, BATCH, false);
    check_calls(&fixture, BATCH, true);
    tear_down(&fixture);
}

static void test_non_blocking(void)
{
    cudaStream_t stream = NULL;
    SUCCEEDS(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
    check_stream(stream);
    SUCCEEDS(cudaStreamDestroy(stream));
}

static void test_blocking(void)
{
    cudaStream_t stream = NULL;
    SUCCEEDS(cudaStreamCreate(&stream));
    check_stream(stream);
    SUCCEEDS(cudaStreamDestroy(stream));
}

/* That the counting counts. */
static void test_control(void)
{
    cudaStream_t stream = NULL;
    allocations = 0;
    locks = 0;
    SUCCEEDS(cudaStreamCreate(&stream));
    CHECK(allocations > 0 && locks > 0);
    SUCCEEDS(cudaStreamDestroy(stream));
}

static const struct test tests[] = {
    {"a non-blocking stream: no lock, no allocation", test_non_blocking},
    {"a blocking stream: no lock, no allocation", test_blocking},
    {"making a stream: both", test_control},
};

int main(void)
{
    return run_tests(tests, sizeof tests / sizeof *tests);
}
