/* External memory: importing, mapping, letting go. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "extres/driver.h"
#include "tests/check.h"
#include "tests/fixture.h"
#include "tests/reference_test.h"

#define SIZE 8192

static cudaExternalMemory_t import(uint64_t size)
{
    int fd = -1;
    struct cudaExternalMemoryHandleDesc descriptor = memory_descriptor(size, &fd);
    cudaExternalMemory_t memory = NULL;
    SUCCEEDS(cudaImportExternalMemory(&memory, &descriptor));
    return memory;
}

void test_external_memory_descriptor(void)
{
    int fd = -1;
    cudaExternalMemory_t memory = NULL;
    const struct cudaExternalMemoryHandleDesc good = memory_descriptor(SIZE, &fd);
    struct cudaExternalMemoryHandleDesc descriptor = good;
    EQUAL(cudaImportExternalMemory(NULL, &descriptor), cudaErrorInvalidValue);
    EQUAL(cudaImportExternalMemory(&memory, NULL), cudaErrorInvalidValue);
    descriptor.size = 0;
    EQUAL(cudaImportExternalMemory(&memory, &descriptor), cudaErrorInvalidValue);
    descriptor = good;
    descriptor.flags = 2;
    EQUAL(cudaImportExternalMemory(&memory, &descriptor), cudaErrorInvalidValue);
    descriptor = good;
    for (int type = -1; type <= 10; type++) {
        descriptor.type = (enum cudaExternalMemoryHandleType)type;
        bool known = type >= 1 && type <= cudaExternalMemoryHandleTypeNvSciBuf;
        if (type != cudaExternalMemoryHandleTypeOpaqueFd)
            EQUAL(cudaImportExternalMemory(&memory, &descriptor),
                  known ? cudaErrorNotSupported : cudaErrorInvalidValue);
    }
    CUDA_EXTERNAL_MEMORY_HANDLE_DESC dma_buf = {
        .type = CU_EXTERNAL_MEMORY_HANDLE_TYPE_DMABUF_FD, .handle.fd = fd, .size = SIZE};
    CUexternalMemory driver_memory = NULL;
    EQUAL(cuImportExternalMemory(&driver_memory, &dma_buf), CUDA_ERROR_OPERATING_SYSTEM); /* it is none */
    CHECK(memory == NULL && driver_memory == NULL && is_open(fd));

    descriptor = good; /* the control */
    descriptor.flags = cudaExternalMemoryDedicated;
    memset(descriptor.reserved, 0xff, sizeof descriptor.reserved);
    SUCCEEDS(cudaImportExternalMemory(&memory, &descriptor));
    SUCCEEDS(cudaDestroyExternalMemory(memory));
    cudaGetLastError();
}

static void check_not_taken(int fd)
{
    cudaExternalMemory_t memory = NULL;
    bool before = is_open(fd);
    struct cudaExternalMemoryHandleDesc descriptor = {
        .type = cudaExternalMemoryHandleTypeOpaqueFd, .handle.fd = fd, .size = SIZE};
    cudaError_t error = cudaImportExternalMemory(&memory, &descriptor);
    CHECK(error == cudaErrorOperatingSystem || error == cudaErrorInvalidResourceHandle);
    CHECK(is_open(fd) == before);
}

void test_external_memory_ownership(void)
{
    int fd = -1;
    struct cudaExternalMemoryHandleDesc descriptor = memory_descriptor(SIZE, &fd);
    cudaExternalMemory_t memory = NULL;
    SUCCEEDS(cudaImportExternalMemory(&memory, &descriptor));
    CHECK(!is_open(fd));
    SUCCEEDS(cudaDestroyExternalMemory(memory));

    check_not_taken(-1);
    check_not_taken(INT32_MIN);
    check_not_taken(fd); /* closed */
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    check_not_taken(null);
    close(null);
    semaphore_descriptor(EXTRES_SHARED_BINARY, &fd); /* the other object kind */
    check_not_taken(fd);
    close(fd);
    cudaGetLastError();
}

static cudaError_t map(cudaExternalMemory_t memory, uint64_t offset, uint64_t size, unsigned flags)
{
    struct cudaExternalMemoryBufferDesc descriptor = {.offset = offset, .size = size, .flags = flags};
    void *pointer = NULL;
    cudaError_t error = cudaExternalMemoryGetMappedBuffer(&pointer, memory, &descriptor);
    if (error == cudaSuccess)
        SUCCEEDS(cudaFree(pointer));
    return error;
}

void test_external_memory_bounds(void)
{
    struct cudaExternalMemoryBufferDesc descriptor = {.size = SIZE};
    void *pointer = NULL;
    cudaExternalMemory_t memory = import(SIZE);
    SUCCEEDS(map(memory, 0, SIZE, 0));
    SUCCEEDS(map(memory, SIZE - 1, 1, 0));
    EQUAL(map(memory, 0, SIZE, 1), cudaErrorInvalidValue);
    EQUAL(map(memory, 0, 0, 0), cudaErrorInvalidValue);
    EQUAL(map(memory, 0, SIZE + 1, 0), cudaErrorInvalidValue);
    EQUAL(map(memory, 1, SIZE, 0), cudaErrorInvalidValue);
    EQUAL(map(memory, SIZE, 1, 0), cudaErrorInvalidValue);
    EQUAL(map(memory, UINT64_MAX, 2, 0), cudaErrorInvalidValue);
    EQUAL(map(memory, 2, UINT64_MAX, 0), cudaErrorInvalidValue);
    EQUAL(cudaExternalMemoryGetMappedBuffer(NULL, memory, &descriptor), cudaErrorInvalidValue);
    EQUAL(cudaExternalMemoryGetMappedBuffer(&pointer, memory, NULL), cudaErrorInvalidValue);
    SUCCEEDS(cudaDestroyExternalMemory(memory));
    cudaGetLastError();
}

void test_external_memory_lifetime(void)
{
    char data[16] = "fifteen letters";
    char back[16] = "";
    char *whole = NULL;
    char *part = NULL;
    struct cudaExternalMemoryBufferDesc all = {.size = SIZE};
    struct cudaExternalMemoryBufferDesc rest = {.offset = 4096, .size = 16};
    cudaExternalMemory_t memory = import(SIZE);
    SUCCEEDS(cudaExternalMemoryGetMappedBuffer((void **)&whole, memory, &all));
    SUCCEEDS(cudaExternalMemoryGetMappedBuffer((void **)&part, memory, &rest));
    SUCCEEDS(cudaDestroyExternalMemory(memory));
    SUCCEEDS(cudaMemcpy(whole + 4096, data, sizeof data, cudaMemcpyHostToDevice));
    SUCCEEDS(cudaFree(whole));
    SUCCEEDS(cudaMemcpy(back, part, sizeof back, cudaMemcpyDeviceToHost));
    EQUAL(strcmp(data, back), 0);
    EQUAL(cudaMemcpy(back, part + 1, sizeof back, cudaMemcpyDeviceToHost), cudaErrorInvalidValue);
    SUCCEEDS(cudaFree(part));
    EQUAL(cudaFree(part), cudaErrorInvalidValue);
    cudaGetLastError();
}
