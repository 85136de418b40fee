/* External semaphores: importing them, signalling and waiting, one and many. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "extres/driver.h"
#include "tests/check.h"
#include "tests/fixture.h"
#include "tests/reference_test.h"

#define LARGE 200

void test_external_semaphore_descriptor(void)
{
    int fd = -1;
    cudaExternalSemaphore_t semaphore = NULL;
    const struct cudaExternalSemaphoreHandleDesc good = semaphore_descriptor(EXTRES_SHARED_TIMELINE, &fd);
    struct cudaExternalSemaphoreHandleDesc descriptor = good;
    EQUAL(cudaImportExternalSemaphore(NULL, &descriptor), cudaErrorInvalidValue);
    EQUAL(cudaImportExternalSemaphore(&semaphore, NULL), cudaErrorInvalidValue);
    descriptor.flags = 1;
    EQUAL(cudaImportExternalSemaphore(&semaphore, &descriptor), cudaErrorInvalidValue);
    descriptor = good;
    for (int type = -1; type <= 12; type++) {
        descriptor.type = (enum cudaExternalSemaphoreHandleType)type;
        bool known = type >= 1 && type <= cudaExternalSemaphoreHandleTypeTimelineSemaphoreWin32;
        if (type != cudaExternalSemaphoreHandleTypeOpaqueFd && type != (int)good.type)
            EQUAL(cudaImportExternalSemaphore(&semaphore, &descriptor),
                  known ? cudaErrorNotSupported : cudaErrorInvalidResourceHandle);
    }
    CHECK(semaphore == NULL && is_open(fd));
    descriptor = good; /* the control */
    SUCCEEDS(cudaImportExternalSemaphore(&semaphore, &descriptor));
    SUCCEEDS(cudaDestroyExternalSemaphore(semaphore));
    cudaGetLastError();
}

static void check_not_taken(int fd, enum cudaExternalSemaphoreHandleType type)
{
    cudaExternalSemaphore_t semaphore = NULL;
    bool before = is_open(fd);
    struct cudaExternalSemaphoreHandleDesc descriptor = {.type = type, .handle.fd = fd};
    cudaError_t error = cudaImportExternalSemaphore(&semaphore, &descriptor);
    CHECK(error == cudaErrorOperatingSystem || error == cudaErrorInvalidResourceHandle);
    CHECK(is_open(fd) == before);
}

void test_external_semaphore_ownership(void)
{
    int fd = -1;
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc descriptor = semaphore_descriptor(EXTRES_SHARED_BINARY, &fd);
    check_not_taken(fd, cudaExternalSemaphoreHandleTypeTimelineSemaphoreFd);
    SUCCEEDS(cudaImportExternalSemaphore(&semaphore, &descriptor));
    CHECK(!is_open(fd));
    SUCCEEDS(cudaDestroyExternalSemaphore(semaphore));
    check_not_taken(-1, cudaExternalSemaphoreHandleTypeOpaqueFd);
    check_not_taken(fd, cudaExternalSemaphoreHandleTypeOpaqueFd);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    check_not_taken(null, cudaExternalSemaphoreHandleTypeOpaqueFd);
    close(null);
    cudaGetLastError();
}

void test_external_semaphore_timeline(void)
{
    struct external external;
    cudaStream_t first = NULL;
    cudaStream_t second = NULL;
    external_open(&external, EXTRES_SHARED_TIMELINE, 3);
    SUCCEEDS(cudaStreamCreate(&first));
    SUCCEEDS(cudaStreamCreate(&second));
    external_wait(&external, 3, first); /* satisfied at once, by a larger value too */
    external_wait(&external, 1, first);
    SUCCEEDS(cudaStreamSynchronize(first));
    external_wait(&external, 10, first); /* from one stream to the other, and out */
    external_signal(&external, 11, first);
    EQUAL(cudaStreamQuery(first), cudaErrorNotReady);
    external_signal(&external, 10, second);
    SUCCEEDS(extres_shared_wait(&external.object, 11, EXTRES_SHARED_FOREVER));
    SUCCEEDS(cudaStreamSynchronize(first));
    external_signal(&external, UINT64_MAX, second);
    external_wait(&external, UINT64_MAX, second);
    SUCCEEDS(cudaStreamSynchronize(second));
    EQUAL(extres_shared_value(&external.object) == UINT64_MAX, 1);
    SUCCEEDS(cudaStreamDestroy(first));
    SUCCEEDS(cudaStreamDestroy(second));
    external_close(&external);
}

void test_external_semaphore_binary(void)
{
    struct external external;
    cudaStream_t stream = NULL;
    external_open(&external, EXTRES_SHARED_BINARY, 0);
    SUCCEEDS(cudaStreamCreate(&stream));
    external_signal(&external, 0, stream);
    SUCCEEDS(cudaStreamSynchronize(stream));
    EQUAL(extres_shared_value(&external.object), 1);
    external_wait(&external, 0, stream);
    SUCCEEDS(cudaStreamSynchronize(stream));
    EQUAL(extres_shared_value(&external.object), 0); /* one signal, one wait */
    external_wait(&external, 0, stream);
    hold();
    EQUAL(cudaStreamQuery(stream), cudaErrorNotReady);
    extres_shared_signal(&external.object, 0);
    SUCCEEDS(cudaStreamSynchronize(stream));
    SUCCEEDS(cudaStreamDestroy(stream));
    external_close(&external);
}

void test_external_semaphore_batch_atomic(void)
{
    struct external external;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    cudaExternalSemaphore_t semaphores[2] = {external.semaphore, NULL};
    struct cudaExternalSemaphoreSignalParams signals[2] = {{.params.fence.value = 1},
                                                           {.params.fence.value = 2}};
    struct cudaExternalSemaphoreWaitParams waits[2] = {{.params.fence.value = 100}, {.flags = 0}};
    EQUAL(cudaSignalExternalSemaphoresAsync(semaphores, signals, 2, NULL), cudaErrorInvalidResourceHandle);
    EQUAL(cudaWaitExternalSemaphoresAsync(semaphores, waits, 2, NULL), cudaErrorInvalidResourceHandle);
    semaphores[1] = external.semaphore;
    signals[1].flags = cudaExternalSemaphoreSignalSkipNvSciBufMemSync;
    waits[1].flags = cudaExternalSemaphoreWaitSkipNvSciBufMemSync;
    EQUAL(cudaSignalExternalSemaphoresAsync(semaphores, signals, 2, NULL), cudaErrorInvalidValue);
    EQUAL(cudaWaitExternalSemaphoresAsync(semaphores, waits, 2, NULL), cudaErrorInvalidValue);
    EQUAL(cudaSignalExternalSemaphoresAsync(NULL, signals, 1, NULL), cudaErrorInvalidValue);
    EQUAL(cudaSignalExternalSemaphoresAsync(semaphores, NULL, 1, NULL), cudaErrorInvalidValue);
    SUCCEEDS(cudaStreamSynchronize(NULL));
    EQUAL(extres_shared_value(&external.object), 0);
    signals[1].flags = 0;
    SUCCEEDS(cudaSignalExternalSemaphoresAsync(semaphores, signals, 2, NULL));
    SUCCEEDS(cudaStreamSynchronize(NULL));
    EQUAL(extres_shared_value(&external.object), 2);
    external_close(&external);
    cudaGetLastError();
}

void test_external_semaphore_batch_copied(void)
{
    struct external gate;
    struct external target;
    external_open(&gate, EXTRES_SHARED_TIMELINE, 0);
    external_open(&target, EXTRES_SHARED_TIMELINE, 0);
    cudaExternalSemaphore_t semaphores[1] = {gate.semaphore};
    struct cudaExternalSemaphoreWaitParams wait = {.params.fence.value = 1};
    struct cudaExternalSemaphoreSignalParams signal = {.params.fence.value = 7};
    SUCCEEDS(cudaWaitExternalSemaphoresAsync(semaphores, &wait, 1, NULL));
    semaphores[0] = target.semaphore;
    SUCCEEDS(cudaSignalExternalSemaphoresAsync(semaphores, &signal, 1, NULL));
    memset(semaphores, 0xee, sizeof semaphores);
    memset(&wait, 0xee, sizeof wait);
    memset(&signal, 0xee, sizeof signal);
    extres_shared_signal(&gate.object, 1);
    SUCCEEDS(cudaStreamSynchronize(NULL));
    EQUAL(extres_shared_value(&target.object), 7);
    external_close(&gate);
    external_close(&target);
}

void test_external_semaphore_batch_sizes(void)
{
    static cudaExternalSemaphore_t semaphores[LARGE];
    static struct cudaExternalSemaphoreSignalParams signals[LARGE];
    static struct cudaExternalSemaphoreWaitParams waits[LARGE];
    struct external external;
    cudaStream_t stream = NULL;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    SUCCEEDS(cudaStreamCreate(&stream));
    SUCCEEDS(cudaSignalExternalSemaphoresAsync(NULL, NULL, 0, stream));
    SUCCEEDS(cudaWaitExternalSemaphoresAsync(NULL, NULL, 0, stream));
    SUCCEEDS(cudaStreamQuery(stream));
    for (int i = 0; i < LARGE; i++) {
        semaphores[i] = external.semaphore;
        signals[i].params.fence.value = (unsigned)i + 1;
        waits[i].params.fence.value = (unsigned)i + 1;
    }
    SUCCEEDS(cudaWaitExternalSemaphoresAsync(semaphores, waits, LARGE, stream));
    extres_shared_signal(&external.object, LARGE - 1);
    hold();
    EQUAL(cudaStreamQuery(stream), cudaErrorNotReady);
    SUCCEEDS(cudaSignalExternalSemaphoresAsync_ptsz(semaphores, signals, LARGE, NULL));
    SUCCEEDS(cudaStreamSynchronize(stream));
    semaphores[LARGE - 1] = NULL; /* more than a submission has room for, dropped, and the stream goes on */
    EQUAL(cudaWaitExternalSemaphoresAsync(semaphores, waits, LARGE, stream), cudaErrorInvalidResourceHandle);
    SUCCEEDS(cudaWaitExternalSemaphoresAsync(semaphores, waits, LARGE - 1, stream));
    SUCCEEDS(cudaStreamSynchronize(stream));
    SUCCEEDS(cudaStreamDestroy(stream));
    external_close(&external);
    cudaGetLastError();
}

void test_external_semaphore_destroy_pending(void)
{
    struct external gate;
    struct external target;
    external_open(&gate, EXTRES_SHARED_TIMELINE, 0);
    external_open(&target, EXTRES_SHARED_TIMELINE, 0);
    external_wait(&gate, 1, cudaStreamPerThread);
    external_signal(&target, 9, cudaStreamPerThread);
    SUCCEEDS(cudaDestroyExternalSemaphore(gate.semaphore));
    SUCCEEDS(cudaDestroyExternalSemaphore(target.semaphore));
    hold();
    extres_shared_signal(&gate.object, 1);
    SUCCEEDS(extres_shared_wait(&target.object, 9, EXTRES_SHARED_FOREVER));
    SUCCEEDS(cudaStreamSynchronize(cudaStreamPerThread));
    gate.semaphore = NULL;
    target.semaphore = NULL;
    external_close(&gate);
    external_close(&target);
}

void test_external_semaphore_driver(void)
{
    struct extres_shared_object object;
    CUDA_EXTERNAL_SEMAPHORE_HANDLE_DESC descriptor = {
        .type = CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_TIMELINE_SEMAPHORE_FD};
    CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS signal = {.params.fence.value = 2};
    CUDA_EXTERNAL_SEMAPHORE_WAIT_PARAMS wait = {.params.fence.value = 2};
    CUexternalSemaphore semaphore = NULL;
    CUstream stream = NULL;
    SUCCEEDS(extres_shared_create(EXTRES_SHARED_TIMELINE, 0, 1, &object, &descriptor.handle.fd));
    SUCCEEDS(cuImportExternalSemaphore(&semaphore, &descriptor));
    SUCCEEDS(cuStreamCreate(&stream, CU_STREAM_NON_BLOCKING));
    SUCCEEDS(cuWaitExternalSemaphoresAsync(&semaphore, &wait, 1, stream));
    EQUAL(cuStreamQuery(stream), CUDA_ERROR_NOT_READY);
    SUCCEEDS(cuSignalExternalSemaphoresAsync_ptsz(&semaphore, &signal, 1, NULL));
    SUCCEEDS(cuStreamSynchronize(stream));
    SUCCEEDS(cuStreamDestroy_v2(stream));
    SUCCEEDS(cuDestroyExternalSemaphore(semaphore));
    EQUAL(cuDestroyExternalSemaphore(semaphore), CUDA_ERROR_INVALID_HANDLE);
    extres_shared_close(&object);
}
