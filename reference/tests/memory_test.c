/* Memory: allocating, copying, setting, and freeing it while it is in use. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <string.h>

#include "extres/driver.h"
#include "tests/check.h"
#include "tests/fixture.h"
#include "tests/reference_test.h"

void test_memory_allocate(void)
{
    unsigned char *pointer = NULL;
    void *host = NULL;
    int local = 0;
    SUCCEEDS(cudaMalloc((void **)&pointer, 1000));
    EQUAL((uintptr_t)pointer % 256, 0);
    EQUAL(cudaFree(pointer + 1), cudaErrorInvalidValue);
    EQUAL(cudaFree(&local), cudaErrorInvalidValue);
    EQUAL(cudaFreeHost(pointer), cudaErrorInvalidValue);
    SUCCEEDS(cudaFree(pointer));
    EQUAL(cudaFree(pointer), cudaErrorInvalidValue);
    SUCCEEDS(cudaFree(NULL));
    SUCCEEDS(cudaFreeHost(NULL));
    SUCCEEDS(cuMemFree_v2(0));

    SUCCEEDS(cudaHostAlloc(&host, 100, cudaHostAllocMapped));
    EQUAL(cudaFree(host), cudaErrorInvalidValue);
    SUCCEEDS(cudaFreeHost(host));
    EQUAL(cudaHostAlloc(&host, 100, 0x80), cudaErrorInvalidValue);

    size_t free_before = 0;
    size_t free_after = 0;
    size_t total = 0;
    SUCCEEDS(cudaMemGetInfo(&free_before, &total));
    EQUAL(cudaMalloc((void **)&pointer, SIZE_MAX), cudaErrorMemoryAllocation);
    EQUAL(cudaMalloc((void **)&pointer, total + 1), cudaErrorMemoryAllocation);
    SUCCEEDS(cudaMalloc((void **)&pointer, 4096));
    SUCCEEDS(cudaMemGetInfo(&free_after, &total));
    EQUAL(free_before - free_after, 4096);
    SUCCEEDS(cudaFree(pointer));
    SUCCEEDS(cudaMalloc((void **)&pointer, 0));
    CHECK(pointer == NULL);
    cudaGetLastError();
}

void test_memory_copy(void)
{
    char source[100];
    char target[100] = "";
    void *first = NULL;
    void *second = NULL;
    memset(source, 'x', sizeof source);
    SUCCEEDS(cudaMalloc(&first, sizeof source));
    SUCCEEDS(cudaMalloc(&second, sizeof source));
    SUCCEEDS(cudaMemcpy(first, source, sizeof source, cudaMemcpyHostToDevice));
    SUCCEEDS(cudaMemcpy(second, first, sizeof source, cudaMemcpyDeviceToDevice));
    SUCCEEDS(cudaMemcpy(target, second, sizeof source, cudaMemcpyDeviceToHost));
    EQUAL(memcmp(source, target, sizeof source), 0);

    memset(source, 'y', sizeof source);
    SUCCEEDS(cudaMemcpyAsync(first, source, sizeof source, cudaMemcpyDefault, cudaStreamPerThread));
    SUCCEEDS(cudaMemcpyAsync(target, first, sizeof source, cudaMemcpyDefault, cudaStreamPerThread));
    SUCCEEDS(cudaStreamSynchronize(cudaStreamPerThread));
    EQUAL(memcmp(source, target, sizeof source), 0);

    memset(source, 'z', sizeof source);
    SUCCEEDS(
        cudaMemcpyAsync(target, source, sizeof source, cudaMemcpyHostToHost, NULL)); /* fully synchronous */
    EQUAL(memcmp(source, target, sizeof source), 0);

    CUdeviceptr address = (uintptr_t)first;
    SUCCEEDS(cuMemcpyHtoD_v2(address, source, sizeof source));
    SUCCEEDS(cuMemcpy((uintptr_t)second, address, sizeof source));
    SUCCEEDS(cuMemcpyDtoHAsync_v2(target, (uintptr_t)second, sizeof source, NULL));
    SUCCEEDS(cuStreamSynchronize(NULL));
    EQUAL(target[99], 'z');
    SUCCEEDS(cudaFree(first));
    SUCCEEDS(cudaFree(second));
}

void test_memory_ranges(void)
{
    char host[64] = "";
    char *device = NULL;
    SUCCEEDS(cudaMalloc((void **)&device, 64));
    EQUAL(cudaMemcpy(device, host, 65, cudaMemcpyHostToDevice), cudaErrorInvalidValue);
    EQUAL(cudaMemcpy(device + 1, host, 64, cudaMemcpyDefault), cudaErrorInvalidValue);
    EQUAL(cudaMemcpy(host, host, 1, cudaMemcpyHostToDevice), cudaErrorInvalidValue);
    EQUAL(cudaMemcpy(NULL, host, 1, cudaMemcpyDefault), cudaErrorInvalidValue);
    EQUAL(cudaMemcpy(device, host, 64, (enum cudaMemcpyKind)5), cudaErrorInvalidMemcpyDirection);
    EQUAL(cudaMemcpy(device, host, 64, (enum cudaMemcpyKind) - 1), cudaErrorInvalidMemcpyDirection);
    EQUAL(cudaMemset(host, 0, 1), cudaErrorInvalidValue);
    EQUAL(cudaMemset(device, 0, 65), cudaErrorInvalidValue);
    EQUAL(cuMemsetD32_v2((uintptr_t)device, 0, SIZE_MAX / 2), CUDA_ERROR_INVALID_VALUE);
    EQUAL(cuMemsetD32_v2((uintptr_t)device + 1, 0, 1), CUDA_ERROR_INVALID_VALUE);
    SUCCEEDS(cudaMemcpy(device + 63, host, 1, cudaMemcpyHostToDevice));
    SUCCEEDS(cudaMemcpy(NULL, NULL, 0, cudaMemcpyDefault));
    SUCCEEDS(cudaFree(device));
    cudaGetLastError();
}

void test_memory_set(void)
{
    uint32_t words[16] = {0};
    void *device = NULL;
    SUCCEEDS(cudaMalloc(&device, sizeof words));
    SUCCEEDS(cudaMemset(device, 0x1ab, sizeof words));
    SUCCEEDS(cudaMemcpy(words, device, sizeof words, cudaMemcpyDeviceToHost));
    EQUAL(words[15], 0xabababab);
    SUCCEEDS(cuMemsetD32Async((uintptr_t)device, 0x12345678, 16, NULL));
    SUCCEEDS(cudaMemcpy(words, device, sizeof words, cudaMemcpyDeviceToHost));
    EQUAL(words[0], 0x12345678);
    EQUAL(words[15], 0x12345678);
    SUCCEEDS(cudaFree(device));
}

void test_memory_pointer_attributes(void)
{
    struct cudaPointerAttributes attributes;
    char *device = NULL;
    void *host = NULL;
    int local = 0;
    SUCCEEDS(cudaMalloc((void **)&device, 64));
    SUCCEEDS(cudaMallocHost(&host, 64));
    SUCCEEDS(cudaPointerGetAttributes(&attributes, device + 8));
    EQUAL(attributes.type, cudaMemoryTypeDevice);
    EQUAL(attributes.device, 0);
    CHECK(attributes.devicePointer == device + 8 && attributes.hostPointer == NULL);
    SUCCEEDS(cudaPointerGetAttributes(&attributes, host));
    EQUAL(attributes.type, cudaMemoryTypeHost);
    CHECK(attributes.devicePointer == host && attributes.hostPointer == host);
    SUCCEEDS(cudaPointerGetAttributes(&attributes, &local));
    EQUAL(attributes.type, cudaMemoryTypeUnregistered);

    size_t size = 0;
    CUdeviceptr address = (uintptr_t)device;
    SUCCEEDS(cuPointerGetAttribute(&size, CU_POINTER_ATTRIBUTE_RANGE_SIZE, address + 8));
    EQUAL(size, 64);
    EQUAL(cuPointerGetAttribute(&size, CU_POINTER_ATTRIBUTE_RANGE_SIZE, (uintptr_t)&local),
          CUDA_ERROR_INVALID_VALUE);
    EQUAL(cuPointerGetAttribute(&size, (CUpointer_attribute)0, address), CUDA_ERROR_INVALID_VALUE);
    SUCCEEDS(cudaFree(device));
    SUCCEEDS(cudaFreeHost(host));
}

void test_memory_free_while_used(void)
{
    struct external external;
    char source[64] = "abc";
    char target[64] = "";
    void *device = NULL;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    SUCCEEDS(cudaMalloc(&device, sizeof source));
    SUCCEEDS(cudaMemcpy(device, source, sizeof source, cudaMemcpyHostToDevice));
    external_wait(&external, 1, cudaStreamPerThread);
    SUCCEEDS(cudaMemcpyAsync(target, device, sizeof source, cudaMemcpyDeviceToHost, cudaStreamPerThread));
    SUCCEEDS(cudaMemsetAsync(device, 0, sizeof source, cudaStreamPerThread));
    SUCCEEDS(cudaFree(device)); /* returns, though the stream is blocked */
    extres_shared_signal(&external.object, 1);
    SUCCEEDS(cudaStreamSynchronize(cudaStreamPerThread));
    EQUAL(strcmp(target, "abc"), 0);
    external_close(&external);
}
