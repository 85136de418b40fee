/* Copies to and from arrays on imported memory. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "tests/array_fixture.h"
#include "tests/check.h"
#include "tests/reference_test.h"

void test_array_shared_with_exporter(void)
{
    struct exported exported;
    exported_open(&exported);
    struct cudaExternalMemoryMipmappedArrayDesc descriptor = describe(bytes, 4, 2, 3, 2);
    descriptor.flags = cudaArrayLayered;
    descriptor.offset = 100;
    cudaMipmappedArray_t mipmapped = map(&exported, descriptor);
    unsigned char values[24 + 6];
    for (size_t i = 0; i < sizeof values; i++)
        values[i] = (unsigned char)(i + 1);
    /* Level 0 is 4 x 2 x 3 bytes, level 1 behind it 2 x 1 x 3. */
    struct cudaMemcpy3DParms copy = {.srcPtr = {values, 4, 4, 2},
                                     .dstArray = level_of(mipmapped, 0),
                                     .extent = {4, 2, 3},
                                     .kind = cudaMemcpyHostToDevice};
    SUCCEEDS(cudaMemcpy3D(&copy));
    copy.srcPtr = (struct cudaPitchedPtr){values + 24, 2, 2, 1};
    copy.dstArray = level_of(mipmapped, 1);
    copy.extent = (struct cudaExtent){2, 1, 3};
    SUCCEEDS(cudaMemcpy3D(&copy));
    const unsigned char *memory = exported.object.memory;
    CHECK(memcmp(memory + 100, values, sizeof values) == 0);
    EQUAL(memory[99], 0);
    EQUAL(memory[130], 0);
    SUCCEEDS(cudaFreeMipmappedArray(mipmapped));
    exported_close(&exported);
}

void test_array_copy_2d(void)
{
    struct exported exported;
    exported_open(&exported);
    cudaMipmappedArray_t mipmapped = map(&exported, describe(floats, 8, 4, 0, 1));
    cudaArray_t array = level_of(mipmapped, 0);
    unsigned char *memory = exported.object.memory;
    unsigned char source[3 * 48];
    unsigned char target[3 * 40];
    memset(source, 0x77, sizeof source);
    memset(target, 0x55, sizeof target);
    /* 2 elements of 16 bytes at column 3, in rows 1 to 3. */
    SUCCEEDS(cudaMemcpy2DToArray(array, 48, 1, source, 48, 32, 3, cudaMemcpyHostToDevice));
    for (size_t row = 0; row < 4; row++) {
        EQUAL(memory[row * 128 + 47], 0);
        EQUAL(memory[row * 128 + 48], row == 0 ? 0 : 0x77);
        EQUAL(memory[row * 128 + 79], row == 0 ? 0 : 0x77);
        EQUAL(memory[row * 128 + 80], 0);
    }
    SUCCEEDS(cudaMemcpy2DFromArrayAsync(target, 40, array, 48, 1, 32, 3, cudaMemcpyDeviceToHost, NULL));
    SUCCEEDS(cudaStreamSynchronize(NULL));
    EQUAL(target[0], 0x77);
    EQUAL(target[31], 0x77);
    EQUAL(target[32], 0x55);
    EQUAL(target[80], 0x77);
    SUCCEEDS(cudaMemcpy2DToArray(array, 0, 0, source, 48, 0, 3, cudaMemcpyHostToDevice));
    SUCCEEDS(cudaFreeMipmappedArray(mipmapped));
    exported_close(&exported);
}

void test_array_copy_3d(void)
{
    struct exported exported;
    exported_open(&exported);
    struct cudaChannelFormatDesc pairs = {16, 16, 0, 0, cudaChannelFormatKindSigned};
    cudaMipmappedArray_t first = map(&exported, describe(pairs, 8, 8, 8, 4));
    struct cudaExternalMemoryMipmappedArrayDesc descriptor = describe(pairs, 4, 4, 4, 1);
    descriptor.offset = EXPORTED_SIZE / 2;
    cudaMipmappedArray_t second = map(&exported, descriptor);
    unsigned char *device = NULL;
    unsigned char target[256]; /* 4 x 4 x 4 elements of 4 bytes */
    SUCCEEDS(cudaMalloc((void **)&device, sizeof target));
    SUCCEEDS(cudaMemset(device, 0x31, sizeof target));
    struct cudaMemcpy3DParms copy = {.srcPtr = {device, 16, 16, 4},
                                     .dstArray = level_of(first, 1),
                                     .extent = {4, 4, 4},
                                     .kind = cudaMemcpyDeviceToDevice};
    SUCCEEDS(cudaMemcpy3DAsync(&copy, NULL));
    copy = (struct cudaMemcpy3DParms){.srcArray = level_of(first, 1),
                                      .srcPos = {1, 1, 1},
                                      .dstArray = level_of(second, 0),
                                      .dstPos = {2, 2, 2},
                                      .extent = {2, 2, 2},
                                      .kind = cudaMemcpyDefault};
    SUCCEEDS(cudaMemcpy3DAsync(&copy, NULL));
    copy = (struct cudaMemcpy3DParms){.srcArray = level_of(second, 0),
                                      .dstPtr = {target, 16, 16, 4},
                                      .extent = {4, 4, 4},
                                      .kind = cudaMemcpyDeviceToHost};
    SUCCEEDS(cudaMemcpy3D(&copy));
    for (size_t z = 0; z < 4; z++) {
        for (size_t y = 0; y < 4; y++) {
            for (size_t x = 0; x < 4; x++)
                EQUAL(target[z * 64 + y * 16 + x * 4 + 3], x >= 2 && y >= 2 && z >= 2 ? 0x31 : 0);
        }
    }
    SUCCEEDS(cudaFree(device));
    SUCCEEDS(cudaFreeMipmappedArray(first));
    SUCCEEDS(cudaFreeMipmappedArray(second));
    exported_close(&exported);
}

void test_array_copy_arguments(void)
{
    struct exported exported;
    exported_open(&exported);
    cudaMipmappedArray_t mipmapped = map(&exported, describe(floats, 8, 4, 0, 1));
    cudaMipmappedArray_t other = map(&exported, describe(bytes, 8, 4, 0, 1));
    cudaArray_t array = level_of(mipmapped, 0);
    unsigned char memory[1024] = {0};
    static const struct {
        size_t x, y, pitch, width, height;
        enum cudaMemcpyKind kind;
        cudaError_t expected;
    } wrong[] = {
        {0, 0, 128, 144, 1, cudaMemcpyHostToDevice, cudaErrorInvalidValue},
        {16, 0, 128, 128, 1, cudaMemcpyHostToDevice, cudaErrorInvalidValue},
        {0, 1, 128, 128, 4, cudaMemcpyHostToDevice, cudaErrorInvalidValue},
        {0, SIZE_MAX, 128, 128, 2, cudaMemcpyHostToDevice, cudaErrorInvalidValue},
        {8, 0, 128, 16, 1, cudaMemcpyHostToDevice, cudaErrorInvalidValue},
        {0, 0, 128, 8, 1, cudaMemcpyHostToDevice, cudaErrorInvalidValue},
        {0, 0, 16, 32, 2, cudaMemcpyHostToDevice, cudaErrorInvalidPitchValue},
        {0, 0, 128, 128, 2, cudaMemcpyDeviceToHost, cudaErrorInvalidMemcpyDirection},
        {0, 0, 128, 128, 2, (enum cudaMemcpyKind)9, cudaErrorInvalidMemcpyDirection},
        {0, 0, 128, 128, 2, cudaMemcpyDeviceToDevice, cudaErrorInvalidValue},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        EQUAL(cudaMemcpy2DToArray(array, wrong[i].x, wrong[i].y, memory, wrong[i].pitch, wrong[i].width,
                                  wrong[i].height, wrong[i].kind),
              wrong[i].expected);
    EQUAL(cudaMemcpy2DToArray(NULL, 0, 0, memory, 128, 128, 1, cudaMemcpyHostToDevice),
          cudaErrorInvalidValue);
    EQUAL(cudaMemcpy2DToArray(array, 0, 0, NULL, 128, 128, 1, cudaMemcpyHostToDevice), cudaErrorInvalidValue);

    struct cudaMemcpy3DParms copy = {
        .srcArray = array, .dstArray = level_of(other, 0), .extent = {1, 1, 1}, .kind = cudaMemcpyDefault};
    EQUAL(cudaMemcpy3D(&copy), cudaErrorInvalidValue); /* elements of two sizes */
    copy.dstArray = NULL;
    EQUAL(cudaMemcpy3D(&copy), cudaErrorInvalidValue); /* no target */
    copy.dstArray = array;
    copy.dstPtr.ptr = memory;
    EQUAL(cudaMemcpy3D(&copy), cudaErrorInvalidValue); /* two */
    copy.dstArray = NULL;
    copy.dstPtr = (struct cudaPitchedPtr){memory, 16, 16, 1};
    SUCCEEDS(cudaMemcpy3D(&copy));
    copy.extent.depth = 2;
    EQUAL(cudaMemcpy3D(&copy), cudaErrorInvalidValue);
    copy.extent.width = SIZE_MAX;
    EQUAL(cudaMemcpy3D(&copy), cudaErrorInvalidValue);
    EQUAL(cudaMemcpy3D(NULL), cudaErrorInvalidValue);
    SUCCEEDS(cudaFreeMipmappedArray(mipmapped));
    SUCCEEDS(cudaFreeMipmappedArray(other));
    exported_close(&exported);
    cudaGetLastError();
}

void test_array_lifetime(void)
{
    struct exported exported;
    struct external gate;
    exported_open(&exported);
    external_open(&gate, EXTRES_SHARED_TIMELINE, 0);
    cudaMipmappedArray_t mipmapped = map(&exported, describe(bytes, 16, 0, 0, 1));
    void *page_locked = NULL;
    SUCCEEDS(cudaMallocHost(&page_locked, 16));
    memset(page_locked, 0x42, 16);
    external_wait(&gate, 1, cudaStreamPerThread);
    SUCCEEDS(cudaMemcpy2DToArrayAsync(level_of(mipmapped, 0), 0, 0, page_locked, 16, 16, 1,
                                      cudaMemcpyHostToDevice, cudaStreamPerThread));
    SUCCEEDS(cudaDestroyExternalMemory(exported.memory));
    SUCCEEDS(cudaFreeMipmappedArray(mipmapped));
    SUCCEEDS(cudaFreeHost(page_locked));
    extres_shared_signal(&gate.object, 1);
    SUCCEEDS(cudaStreamSynchronize(cudaStreamPerThread));
    EQUAL(((unsigned char *)exported.object.memory)[15], 0x42);
    extres_shared_close(&exported.object);
    external_close(&gate);
}
