/* Several devices: what is current, what belongs to which, and chains from one to another. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "extres/driver.h"
#include "tests/check.h"
#include "tests/fixture.h"
#include "tests/reference_test.h"

void test_devices_two(void)
{
    int count = 0;
    SUCCEEDS(cudaGetDeviceCount(&count));
    EQUAL(count, 2);
    struct cudaDeviceProp properties[2];
    for (int device = 0; device < 2; device++) {
        CUuuid uuid;
        SUCCEEDS(cudaGetDeviceProperties(&properties[device], device));
        SUCCEEDS(cuDeviceGetUuid_v2(&uuid, device));
        CHECK(memcmp(&uuid, &properties[device].uuid, sizeof uuid) == 0);
    }
    CHECK(memcmp(&properties[0].uuid, &properties[1].uuid, sizeof properties[0].uuid) != 0);
    CHECK(strcmp(properties[0].name, properties[1].name) != 0);
    EQUAL(cudaGetDeviceProperties(properties, 2), cudaErrorInvalidDevice);
    cudaGetLastError();
}

void test_devices_current(void)
{
    void *pointer = NULL;
    cudaStream_t stream = NULL;
    cudaEvent_t event = NULL;
    CUcontext contexts[2] = {NULL};
    struct cudaPointerAttributes attributes;
    int device = -1;
    SUCCEEDS(cudaSetDevice(0));
    SUCCEEDS(cuCtxGetCurrent(&contexts[0]));
    SUCCEEDS(cudaSetDevice(1));
    SUCCEEDS(cuCtxGetCurrent(&contexts[1]));
    CHECK(contexts[0] != contexts[1]);
    SUCCEEDS(cudaMalloc(&pointer, 64));
    SUCCEEDS(cudaStreamCreate(&stream));
    SUCCEEDS(cudaSetDevice(0));
    SUCCEEDS(cudaPointerGetAttributes(&attributes, pointer));
    EQUAL(attributes.device, 1);
    SUCCEEDS(cudaMemsetAsync(pointer, 1, 64, stream)); /* a stream is as good from another device */
    SUCCEEDS(cudaEventCreate(&event));
    EQUAL(cudaEventRecord(event, stream), cudaErrorInvalidResourceHandle);
    SUCCEEDS(cudaEventRecord(event, NULL));
    SUCCEEDS(cudaStreamWaitEvent(stream, event, 0)); /* but waiting for another device's event is for this */
    SUCCEEDS(cudaStreamSynchronize(stream));
    SUCCEEDS(cuCtxPushCurrent_v2(contexts[1]));
    SUCCEEDS(cudaGetDevice(&device));
    EQUAL(device, 1);
    SUCCEEDS(cuCtxPopCurrent_v2(NULL));
    SUCCEEDS(cudaGetDevice(&device));
    EQUAL(device, 0);
    SUCCEEDS(cudaFree(pointer));
    SUCCEEDS(cudaEventDestroy(event));
    SUCCEEDS(cudaStreamDestroy(stream));
    cudaGetLastError();
}

void test_devices_semaphores(void)
{
    struct external external;
    cudaStream_t own = NULL;
    cudaStream_t other = NULL;
    SUCCEEDS(cudaSetDevice(1));
    SUCCEEDS(cudaStreamCreate(&other));
    SUCCEEDS(cudaSetDevice(0));
    SUCCEEDS(cudaStreamCreate(&own));
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    struct cudaExternalSemaphoreSignalParams signal = {.params.fence.value = 1};
    struct cudaExternalSemaphoreWaitParams wait = {.params.fence.value = 1};
    EQUAL(cudaSignalExternalSemaphoresAsync(&external.semaphore, &signal, 1, other),
          cudaErrorInvalidResourceHandle);
    EQUAL(cudaWaitExternalSemaphoresAsync(&external.semaphore, &wait, 1, other),
          cudaErrorInvalidResourceHandle);
    SUCCEEDS(cudaSetDevice(1)); /* the semaphore and the stream count, not what is current */
    EQUAL(cudaSignalExternalSemaphoresAsync(&external.semaphore, &signal, 1, NULL),
          cudaErrorInvalidResourceHandle);
    external_signal(&external, 1, own);
    SUCCEEDS(cudaStreamSynchronize(own));
    EQUAL(extres_shared_value(&external.object), 1);
    SUCCEEDS(cudaStreamDestroy(other));
    SUCCEEDS(cudaStreamDestroy(own));
    external_close(&external); /* nor does it for destroying */
    SUCCEEDS(cudaSetDevice(0));
    cudaGetLastError();
}

/* Another import of the object, on the current device. */
static void import_again(const struct external *external, int fd, struct external *again)
{
    struct cudaExternalSemaphoreHandleDesc descriptor = {
        .type = cudaExternalSemaphoreHandleTypeTimelineSemaphoreFd, .handle.fd = fd};
    again->object = external->object;
    SUCCEEDS(cudaImportExternalSemaphore(&again->semaphore, &descriptor));
}

void test_devices_chain(void)
{
    struct external links[2]; /* one object, imported on either device */
    struct cudaExternalSemaphoreHandleDesc descriptor = {
        .type = cudaExternalSemaphoreHandleTypeTimelineSemaphoreFd};
    _Atomic int count = 0;
    SUCCEEDS(extres_shared_create(EXTRES_SHARED_TIMELINE, 0, 0, &links[0].object, &descriptor.handle.fd));
    int second = dup(descriptor.handle.fd);
    SUCCEEDS(cudaSetDevice(0));
    SUCCEEDS(cudaImportExternalSemaphore(&links[0].semaphore, &descriptor));
    SUCCEEDS(cudaSetDevice(1));
    import_again(&links[0], second, &links[1]);
    external_wait(&links[1], 2, NULL);
    enqueue_count(NULL, &count);
    external_signal(&links[1], 3, NULL);
    SUCCEEDS(cudaSetDevice(0));
    external_wait(&links[0], 1, NULL);
    external_signal(&links[0], 2, NULL);
    external_wait(&links[0], 3, NULL);
    hold();
    EQUAL(count, 0);
    EQUAL(cudaStreamQuery(NULL), cudaErrorNotReady);
    extres_shared_signal(&links[0].object, 1);
    SUCCEEDS(cudaDeviceSynchronize());
    EQUAL(count, 1);
    EQUAL(extres_shared_value(&links[0].object), 3);
    SUCCEEDS(cudaDestroyExternalSemaphore(links[1].semaphore));
    external_close(&links[0]);
}

void test_devices_peers(void)
{
    int possible = -1;
    CUcontext contexts[2] = {NULL};
    SUCCEEDS(cudaDeviceCanAccessPeer(&possible, 0, 1));
    EQUAL(possible, 1);
    SUCCEEDS(cudaDeviceCanAccessPeer(&possible, 1, 1));
    EQUAL(possible, 0);
    EQUAL(cudaDeviceCanAccessPeer(&possible, 0, 2), cudaErrorInvalidDevice);
    EQUAL(cudaDeviceCanAccessPeer(NULL, 0, 1), cudaErrorInvalidValue);
    SUCCEEDS(cudaSetDevice(1));
    SUCCEEDS(cuCtxGetCurrent(&contexts[1]));
    SUCCEEDS(cudaSetDevice(0));
    SUCCEEDS(cuCtxGetCurrent(&contexts[0]));
    EQUAL(cudaDeviceEnablePeerAccess(0, 0), cudaErrorInvalidDevice);
    EQUAL(cudaDeviceEnablePeerAccess(1, 1), cudaErrorInvalidValue);
    EQUAL(cudaDeviceDisablePeerAccess(1), cudaErrorPeerAccessNotEnabled);
    SUCCEEDS(cudaDeviceEnablePeerAccess(1, 0));
    EQUAL(cuCtxEnablePeerAccess(contexts[1], 0), CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED);
    EQUAL(cuCtxEnablePeerAccess(contexts[0], 0), CUDA_ERROR_INVALID_CONTEXT);
    SUCCEEDS(cuCtxDisablePeerAccess(contexts[1]));
    EQUAL(cuCtxDisablePeerAccess(contexts[1]), CUDA_ERROR_PEER_ACCESS_NOT_ENABLED);
    SUCCEEDS(cuDeviceCanAccessPeer(&possible, 0, 1));
    SUCCEEDS(cudaDeviceEnablePeerAccess(1, 0));
    SUCCEEDS(cuDevicePrimaryCtxReset_v2(1)); /* a reset of either ends it */
    EQUAL(cudaDeviceDisablePeerAccess(1), cudaErrorPeerAccessNotEnabled);
    cudaGetLastError();
}

void test_devices_reset_one(void)
{
    void *pointers[2] = {NULL};
    struct external external;
    SUCCEEDS(cudaSetDevice(0));
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    SUCCEEDS(cudaMalloc(&pointers[0], 64));
    SUCCEEDS(cudaSetDevice(1));
    SUCCEEDS(cudaMalloc(&pointers[1], 64));
    SUCCEEDS(cudaMemcpy(pointers[1], pointers[0], 64, cudaMemcpyDefault));
    SUCCEEDS(cudaDeviceReset());
    EQUAL(cudaFree(pointers[1]), cudaErrorInvalidValue);
    SUCCEEDS(cudaSetDevice(0));
    SUCCEEDS(cudaFree(pointers[0]));
    external_signal(&external, 4, NULL);
    SUCCEEDS(cudaDeviceSynchronize());
    EQUAL(extres_shared_value(&external.object), 4);
    external_close(&external);
    cudaGetLastError();
}
