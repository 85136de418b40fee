/* dma-bufs: the handle type that the driver API alone has. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <linux/udmabuf.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "extres/driver.h"
#include "tests/check.h"
#include "tests/fixture.h"
#include "tests/reference_test.h"

#define SIZE 65536

static CUDA_EXTERNAL_MEMORY_HANDLE_DESC describe(int fd)
{
    return (CUDA_EXTERNAL_MEMORY_HANDLE_DESC){
        .type = CU_EXTERNAL_MEMORY_HANDLE_TYPE_DMABUF_FD, .handle.fd = fd, .size = SIZE};
}

static void check_refused(CUDA_EXTERNAL_MEMORY_HANDLE_DESC descriptor, CUresult expected)
{
    CUexternalMemory memory = NULL;
    bool before = is_open(descriptor.handle.fd);
    EQUAL(cuImportExternalMemory(&memory, &descriptor), expected);
    CHECK(memory == NULL && is_open(descriptor.handle.fd) == before);
}

void test_dma_buf_refused(void)
{
    SUCCEEDS(cudaSetDevice(0));
    int shared = -1;
    memory_descriptor(SIZE, &shared);
    int others[] = {shared, eventfd(0, EFD_CLOEXEC), memfd_create("dmabuf:", MFD_CLOEXEC),
                    open("/dev/zero", O_RDWR | O_CLOEXEC)};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        check_refused(describe(others[i]), CUDA_ERROR_OPERATING_SYSTEM);
        close(others[i]);
    }
    check_refused(describe(others[0]), CUDA_ERROR_OPERATING_SYSTEM);
    check_refused(describe(-1), CUDA_ERROR_OPERATING_SYSTEM);
    CUDA_EXTERNAL_MEMORY_HANDLE_DESC descriptor = describe(0);
    descriptor.flags = CUDA_EXTERNAL_MEMORY_DEDICATED;
    check_refused(descriptor, CUDA_ERROR_INVALID_VALUE);
    descriptor = describe(0);
    descriptor.size = 0;
    check_refused(descriptor, CUDA_ERROR_INVALID_VALUE);
}

/* A dma-buf of SIZE bytes, -1 where this machine cannot make one; *memory sees the same bytes. */
static int make_dma_buf(unsigned char **memory)
{
    int device = open("/dev/udmabuf", O_RDWR | O_CLOEXEC);
    if (device < 0)
        return -1;
    int file = memfd_create("udmabuf", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    CHECK(ftruncate(file, SIZE) == 0 && fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK) == 0);
    *memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    struct udmabuf_create create = {
        .memfd = (unsigned)file, .flags = UDMABUF_FLAGS_CLOEXEC, .offset = 0, .size = SIZE};
    int fd = ioctl(device, UDMABUF_CREATE, &create);
    CHECK(fd >= 0);
    close(file);
    close(device);
    return fd;
}

void test_dma_buf_imported(void)
{
    unsigned char *bytes = NULL;
    int fd = make_dma_buf(&bytes);
    if (fd < 0) {
        printf("# no udmabuf here: nothing of it was tested\n");
        return;
    }
    CUexternalMemory memory = NULL;
    CUmipmappedArray array = NULL;
    CUdeviceptr address = 0;
    CUDA_EXTERNAL_MEMORY_HANDLE_DESC descriptor = describe(fd);
    descriptor.size = SIZE + 1;
    check_refused(descriptor, CUDA_ERROR_INVALID_HANDLE);
    descriptor.size = SIZE;
    descriptor.type = CU_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD;
    check_refused(descriptor, CUDA_ERROR_OPERATING_SYSTEM);
    descriptor = describe(fd);
    SUCCEEDS(cuImportExternalMemory(&memory, &descriptor));
    CHECK(!is_open(fd));
    CUDA_EXTERNAL_MEMORY_MIPMAPPED_ARRAY_DESC image = {
        .arrayDesc = {.Width = 16, .Format = CU_AD_FORMAT_UNSIGNED_INT8, .NumChannels = 1}, .numLevels = 1};
    EQUAL(cuExternalMemoryGetMappedMipmappedArray(&array, memory, &image), CUDA_ERROR_NOT_SUPPORTED);
    CUDA_EXTERNAL_MEMORY_BUFFER_DESC buffer = {.offset = 4096, .size = SIZE - 4096};
    SUCCEEDS(cuExternalMemoryGetMappedBuffer(&address, memory, &buffer));
    SUCCEEDS(cuDestroyExternalMemory(memory));
    SUCCEEDS(cuMemsetD8_v2(address, 0x3c, SIZE - 4096));
    SUCCEEDS(cuCtxSynchronize());
    EQUAL(bytes[4095], 0);
    EQUAL(bytes[4096], 0x3c);
    EQUAL(bytes[SIZE - 1], 0x3c);
    SUCCEEDS(cuMemFree_v2(address));
    munmap(bytes, SIZE);
}
