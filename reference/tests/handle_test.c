/* Handles: none that is wrong is taken, whatever it is. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

#include "extres/driver.h"
#include "tests/check.h"
#include "tests/fixture.h"
#include "tests/reference_test.h"

/* Every call that takes a handle, with this one; 0 and the reserved stream handles are not streams to
 * destroy. */
static void check_refused(void *handle)
{
    struct cudaExternalSemaphoreSignalParams signal = {.flags = 0};
    struct cudaExternalSemaphoreWaitParams wait = {.flags = 0};
    struct cudaExternalMemoryBufferDesc buffer = {.size = 1};
    cudaExternalSemaphore_t semaphore = handle;
    void *pointer = NULL;
    EQUAL(cudaStreamDestroy(handle), cudaErrorInvalidResourceHandle);
    EQUAL(cudaEventDestroy(handle), cudaErrorInvalidResourceHandle);
    EQUAL(cudaEventQuery(handle), cudaErrorInvalidResourceHandle);
    EQUAL(cudaEventSynchronize(handle), cudaErrorInvalidResourceHandle);
    EQUAL(cudaEventRecord(handle, NULL), cudaErrorInvalidResourceHandle);
    EQUAL(cudaStreamWaitEvent(NULL, handle, 0), cudaErrorInvalidResourceHandle);
    EQUAL(cudaDestroyExternalMemory(handle), cudaErrorInvalidResourceHandle);
    EQUAL(cudaDestroyExternalSemaphore(handle), cudaErrorInvalidResourceHandle);
    EQUAL(cudaExternalMemoryGetMappedBuffer(&pointer, handle, &buffer), cudaErrorInvalidResourceHandle);
    EQUAL(cudaSignalExternalSemaphoresAsync(&semaphore, &signal, 1, NULL), cudaErrorInvalidResourceHandle);
    EQUAL(cudaWaitExternalSemaphoresAsync(&semaphore, &wait, 1, NULL), cudaErrorInvalidResourceHandle);
    if ((uintptr_t)handle > 2) {
        EQUAL(cudaStreamQuery(handle), cudaErrorInvalidResourceHandle);
        EQUAL(cudaSignalExternalSemaphoresAsync(NULL, NULL, 0, handle), cudaErrorInvalidResourceHandle);
    }
    EQUAL(cudaGetLastError(), cudaErrorInvalidResourceHandle);
}

void test_handle_garbage(void)
{
    int local = 0;
    static int global;
    check_refused(NULL);
    check_refused((void *)1);
    check_refused((void *)2);
    check_refused((void *)3);
    check_refused(&local);
    check_refused(&global);
    check_refused((void *)UINTPTR_MAX);
    for (int bit = 2; bit < 64; bit++)
        check_refused((void *)(uintptr_t)(UINT64_C(1) << bit));
    EQUAL(cuCtxSetCurrent((CUcontext)&local), CUDA_ERROR_INVALID_CONTEXT);

    cudaStream_t stream = NULL;
    SUCCEEDS(cudaStreamCreate(&stream));
    for (int bit = 0; bit < 64; bit++) /* near misses */
        EQUAL(cudaStreamDestroy((cudaStream_t)((uintptr_t)stream ^ UINT64_C(1) << bit)),
              cudaErrorInvalidResourceHandle);
    SUCCEEDS(cudaStreamDestroy(stream));
    cudaGetLastError();
}

void test_handle_stale(void)
{
    cudaStream_t first = NULL;
    SUCCEEDS(cudaStreamCreate(&first));
    SUCCEEDS(cudaStreamDestroy(first));
    check_refused(first);
    for (int i = 0; i < 100; i++) {
        cudaStream_t next = NULL;
        SUCCEEDS(cudaStreamCreate(&next));
        CHECK(next != first);
        EQUAL(cudaStreamQuery(first), cudaErrorInvalidResourceHandle);
        SUCCEEDS(cudaStreamDestroy(next));
    }

    struct external external;
    external_open(&external, EXTRES_SHARED_BINARY, 0);
    SUCCEEDS(cudaDestroyExternalSemaphore(external.semaphore));
    check_refused(external.semaphore);
    external.semaphore = NULL;
    external_close(&external);
}

void test_handle_kind(void)
{
    struct external external;
    cudaStream_t stream = NULL;
    cudaEvent_t event = NULL;
    external_open(&external, EXTRES_SHARED_BINARY, 0);
    SUCCEEDS(cudaStreamCreate(&stream));
    SUCCEEDS(cudaEventCreate(&event));
    EQUAL(cudaStreamDestroy((cudaStream_t)event), cudaErrorInvalidResourceHandle);
    EQUAL(cudaEventDestroy((cudaEvent_t)stream), cudaErrorInvalidResourceHandle);
    EQUAL(cudaDestroyExternalMemory((cudaExternalMemory_t)external.semaphore),
          cudaErrorInvalidResourceHandle);
    EQUAL(cudaStreamQuery((cudaStream_t)external.semaphore), cudaErrorInvalidResourceHandle);
    SUCCEEDS(
        cuDestroyExternalSemaphore((CUexternalSemaphore)external.semaphore)); /* one table for both APIs */
    external.semaphore = NULL;
    SUCCEEDS(cudaEventDestroy(event));
    SUCCEEDS(cudaStreamDestroy(stream));
    external_close(&external);
    cudaGetLastError();
}
