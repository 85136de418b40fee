/* Asynchronous failures: the runtime's sources with providers whose payloads fail when they are told to. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "extres/driver.h"
#include "extres/runtime.h"
#include "import/provider.h"
#include "tests/check.h"

/* This program has no other providers, so these two are all that an import asks. A payload fails with the
 * error whose number its fd is. */
struct failing_payload {
    struct payload payload;
    int error;
};

static int fail(struct payload *payload, uint64_t value)
{
    (void)value;
    return ((struct failing_payload *)payload)->error;
}

static void destroy(struct payload *payload)
{
    free(payload);
}

static const struct payload_operations operations = {.signal = fail, .wait = fail, .destroy = destroy};

int import_semaphore_fd(int fd, enum payload_kind kind, struct payload **out)
{
    struct failing_payload *failing = (struct failing_payload *)payload_allocate(sizeof *failing);
    if (failing == NULL)
        return cudaErrorMemoryAllocation;
    payload_initialise(&failing->payload, &operations, kind);
    failing->error = fd;
    *out = &failing->payload;
    return cudaSuccess;
}

int import_memory_fd(int fd, uint64_t size, struct imported_memory **out)
{
    (void)fd;
    (void)size;
    (void)out;
    return cudaErrorOperatingSystem;
}

int import_dma_buf_fd(int fd, uint64_t size, struct imported_memory **out)
{
    return import_memory_fd(fd, size, out);
}

struct imported_memory *imported_memory_retain(struct imported_memory *memory)
{
    return memory;
}

void imported_memory_release(struct imported_memory *memory)
{
    (void)memory;
}

void import_device_uuid(unsigned char uuid[16])
{
    memset(uuid, 0, 16);
}

static cudaExternalSemaphore_t import_failing(cudaError_t error)
{
    struct cudaExternalSemaphoreHandleDesc descriptor = {
        .type = cudaExternalSemaphoreHandleTypeOpaqueFd,
        .handle.fd = (int)error,
    };
    cudaExternalSemaphore_t semaphore = NULL;
    SUCCEEDS(cudaImportExternalSemaphore(&semaphore, &descriptor));
    return semaphore;
}

static void enqueue_wait(cudaExternalSemaphore_t semaphore)
{
    struct cudaExternalSemaphoreWaitParams parameters = {.flags = 0};
    SUCCEEDS(cudaWaitExternalSemaphoresAsync(&semaphore, &parameters, 1, NULL));
}

static void count_up(void *counter)
{
    atomic_fetch_add((_Atomic int *)counter, 1);
}

static void keep_status(cudaStream_t stream, cudaError_t status, void *result)
{
    (void)stream;
    *(cudaError_t *)result = status;
}

/* Holds the stream back until the test has enqueued everything: after the failure it could not any more. */
static void await_flag(void *flag)
{
    while (!atomic_load((_Atomic bool *)flag))
        ;
}

static void test_sticky(void)
{
    _Atomic bool enqueued = false;
    _Atomic int ran = 0;
    cudaError_t status = cudaSuccess;
    cudaEvent_t event = NULL;
    void *device = NULL;
    cudaExternalSemaphore_t semaphore = import_failing(cudaErrorExternalDevice);
    SUCCEEDS(cudaMalloc(&device, 64));
    SUCCEEDS(cudaEventCreate(&event));
    SUCCEEDS(cudaLaunchHostFunc(NULL, await_flag, &enqueued));
    enqueue_wait(semaphore);
    SUCCEEDS(cudaLaunchHostFunc(NULL, count_up, &ran));
    SUCCEEDS(cudaStreamAddCallback(NULL, keep_status, &status, 0));
    SUCCEEDS(cudaEventRecord(event, NULL));
    atomic_store(&enqueued, true);

    EQUAL(cudaStreamSynchronize(NULL), cudaErrorExternalDevice);
    EQUAL(ran, 0);                          /* a host function is not called after a failure */
    EQUAL(status, cudaErrorExternalDevice); /* a callback is */
    EQUAL(cudaEventQuery(event), cudaErrorExternalDevice);
    EQUAL(cudaStreamQuery(NULL), cudaErrorExternalDevice);
    EQUAL(cudaDeviceSynchronize(), cudaErrorExternalDevice);
    EQUAL(cudaMalloc(&device, 64), cudaErrorExternalDevice);
    EQUAL(cuStreamQuery(NULL), CUDA_ERROR_EXTERNAL_DEVICE);
    EQUAL(cuCtxSynchronize(), CUDA_ERROR_EXTERNAL_DEVICE);
    EQUAL(cudaLaunchHostFunc(NULL, count_up, &ran), cudaErrorExternalDevice);
    EQUAL(cudaGetLastError(), cudaErrorExternalDevice);
    EQUAL(cudaGetLastError(), cudaErrorExternalDevice); /* does not go away */
    SUCCEEDS(cudaDestroyExternalSemaphore(semaphore));  /* letting go works */
    SUCCEEDS(cudaEventDestroy(event));

    SUCCEEDS(cudaDeviceReset());
    EQUAL(cudaGetLastError(), cudaSuccess);
    SUCCEEDS(cudaMalloc(&device, 64));
    SUCCEEDS(cudaLaunchHostFunc(NULL, count_up, &ran));
    SUCCEEDS(cudaDeviceSynchronize());
    EQUAL(ran, 1);
    SUCCEEDS(cudaFree(device));
}

static void test_first_stays(void)
{
    cudaExternalSemaphore_t first = import_failing(cudaErrorTimeout);
    cudaExternalSemaphore_t second = import_failing(cudaErrorUnknown);
    struct cudaExternalSemaphoreSignalParams parameters[2] = {{.flags = 0}, {.flags = 0}};
    cudaExternalSemaphore_t both[2] = {first, second};
    SUCCEEDS(cudaSignalExternalSemaphoresAsync(both, parameters, 2, NULL));
    EQUAL(cudaDeviceSynchronize(), cudaErrorTimeout);
    SUCCEEDS(cudaDeviceReset());
}

static const struct test tests[] = {
    {"an asynchronous failure is sticky until a reset", test_sticky},
    {"the first failure is the one that is told", test_first_stays},
};

int main(void)
{
    return run_tests(tests, sizeof tests / sizeof *tests);
}
