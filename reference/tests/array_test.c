/* Mipmapped arrays on imported memory, and their levels. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "extres/driver.h"
#include "tests/array_fixture.h"
#include "tests/check.h"
#include "tests/reference_test.h"

/* Map it, and give it back when that succeeds. */
static cudaError_t try_map(struct exported *exported, struct cudaExternalMemoryMipmappedArrayDesc descriptor)
{
    cudaMipmappedArray_t array = NULL;
    cudaError_t error = cudaExternalMemoryGetMappedMipmappedArray(&array, exported->memory, &descriptor);
    if (error == cudaSuccess)
        SUCCEEDS(cudaFreeMipmappedArray(array));
    return error;
}

void test_array_kinds(void)
{
    static const struct {
        size_t width, height, depth;
        unsigned flags;
        cudaError_t expected;
    } kinds[] = {
        {16, 0, 0, 0, cudaSuccess},
        {16, 8, 0, 0, cudaSuccess},
        {16, 8, 4, 0, cudaSuccess},
        {16, 0, 4, cudaArrayLayered, cudaSuccess},
        {16, 8, 4, cudaArrayLayered, cudaSuccess},
        {16, 16, 6, cudaArrayCubemap, cudaSuccess},
        {16, 16, 12, cudaArrayCubemap | cudaArrayLayered, cudaSuccess},
        {16, 8, 0, cudaArrayColorAttachment | cudaArraySurfaceLoadStore, cudaSuccess},
        {16, 8, 0, cudaArrayTextureGather, cudaSuccess},
        {0, 8, 0, 0, cudaErrorInvalidValue},
        {16, 0, 4, 0, cudaErrorInvalidValue},
        {16, 8, 0, cudaArrayLayered, cudaErrorInvalidValue},
        {16, 8, 6, cudaArrayCubemap, cudaErrorInvalidValue},
        {16, 16, 12, cudaArrayCubemap, cudaErrorInvalidValue},
        {16, 16, 7, cudaArrayCubemap | cudaArrayLayered, cudaErrorInvalidValue},
        {16, 0, 0, cudaArrayTextureGather, cudaErrorInvalidValue},
        {16, 8, 0, cudaArraySparse, cudaErrorInvalidValue},
        {16, 8, 0, 0x8000, cudaErrorInvalidValue},
    };
    struct exported exported;
    exported_open(&exported);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct cudaExternalMemoryMipmappedArrayDesc descriptor =
            describe(bytes, kinds[i].width, kinds[i].height, kinds[i].depth, 1);
        descriptor.flags = kinds[i].flags;
        EQUAL(try_map(&exported, descriptor), kinds[i].expected);
    }
    const struct cudaChannelFormatDesc wrong[] = {
        {8, 8, 8, 0, cudaChannelFormatKindUnsigned},
        {8, 0, 8, 0, cudaChannelFormatKindUnsigned},
        {8, 16, 0, 0, cudaChannelFormatKindUnsigned},
        {24, 0, 0, 0, cudaChannelFormatKindUnsigned},
        {0, 0, 0, 0, cudaChannelFormatKindUnsigned},
        {8, 0, 0, 0, cudaChannelFormatKindFloat},
        {8, 0, 0, 0, cudaChannelFormatKindNone},
        {8, 8, 0, 0, cudaChannelFormatKindUnsignedNormalized8X4},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        EQUAL(try_map(&exported, describe(wrong[i], 16, 16, 0, 1)), cudaErrorInvalidValue);
    exported_close(&exported);
    cudaGetLastError();
}

void test_array_levels(void)
{
    struct exported exported;
    exported_open(&exported);
    EQUAL(try_map(&exported, describe(floats, 16, 4, 0, 0)), cudaErrorInvalidValue);
    EQUAL(try_map(&exported, describe(floats, 16, 4, 0, 6)), cudaErrorInvalidValue);
    struct cudaExternalMemoryMipmappedArrayDesc descriptor = describe(floats, 16, 4, 3, 5);
    descriptor.flags = cudaArrayLayered;
    cudaMipmappedArray_t mipmapped = map(&exported, descriptor);
    for (unsigned level = 0; level < 5; level++) {
        struct cudaChannelFormatDesc format;
        struct cudaExtent extent;
        unsigned flags = 0;
        SUCCEEDS(cudaArrayGetInfo(&format, &extent, &flags, level_of(mipmapped, level)));
        CHECK(memcmp(&format, &floats, sizeof format) == 0);
        EQUAL(extent.width, 16u >> level);
        EQUAL(extent.height, 4u >> level > 1 ? 4u >> level : 1);
        EQUAL(extent.depth, 3);
        EQUAL(flags, cudaArrayLayered);
    }
    CHECK(level_of(mipmapped, 0) != level_of(mipmapped, 1));
    CHECK(level_of(mipmapped, 1) == level_of(mipmapped, 1));
    cudaArray_t array = NULL;
    EQUAL(cudaGetMipmappedArrayLevel(&array, mipmapped, 5), cudaErrorInvalidValue);
    EQUAL(cudaGetMipmappedArrayLevel(&array, mipmapped, 6), cudaErrorInvalidValue);
    EQUAL(cudaGetMipmappedArrayLevel(NULL, mipmapped, 0), cudaErrorInvalidValue);
    EQUAL(cudaGetMipmappedArrayLevel(&array, NULL, 0), cudaErrorInvalidResourceHandle);
    EQUAL(cudaArrayGetInfo(NULL, NULL, NULL, (cudaArray_t)mipmapped), cudaErrorInvalidValue);
    array = level_of(mipmapped, 0);
    SUCCEEDS(cudaArrayGetInfo(NULL, NULL, NULL, array));
    SUCCEEDS(cudaFreeMipmappedArray(mipmapped));
    EQUAL(cudaArrayGetInfo(NULL, NULL, NULL, array), cudaErrorInvalidValue);
    EQUAL(cudaFreeMipmappedArray(mipmapped), cudaErrorInvalidValue);
    SUCCEEDS(cudaFreeMipmappedArray(NULL));
    exported_close(&exported);
    cudaGetLastError();
}

void test_array_bounds(void)
{
    struct exported exported;
    exported_open(&exported);
    struct cudaExternalMemoryMipmappedArrayDesc whole = describe(bytes, 256, 256, 0, 1);
    SUCCEEDS(try_map(&exported, whole));
    whole.offset = 1;
    EQUAL(try_map(&exported, whole), cudaErrorInvalidValue);
    whole.offset = EXPORTED_SIZE;
    EQUAL(try_map(&exported, whole), cudaErrorInvalidValue);
    whole.offset = UINT64_MAX;
    EQUAL(try_map(&exported, whole), cudaErrorInvalidValue);
    EQUAL(try_map(&exported, describe(bytes, 256, 256, 0, 2)), cudaErrorInvalidValue);
    SUCCEEDS(try_map(&exported, describe(bytes, 128, 128, 0, 8)));
    EQUAL(try_map(&exported, describe(floats, SIZE_MAX, 1, 1, 1)), cudaErrorInvalidValue);
    EQUAL(try_map(&exported, describe(floats, (size_t)1 << 32, (size_t)1 << 32, 1, 1)),
          cudaErrorInvalidValue);
    cudaMipmappedArray_t array = NULL;
    whole.offset = 0;
    EQUAL(cudaExternalMemoryGetMappedMipmappedArray(NULL, exported.memory, &whole), cudaErrorInvalidValue);
    EQUAL(cudaExternalMemoryGetMappedMipmappedArray(&array, exported.memory, NULL), cudaErrorInvalidValue);
    EQUAL(cudaExternalMemoryGetMappedMipmappedArray(&array, NULL, &whole), cudaErrorInvalidResourceHandle);
    exported_close(&exported);
    cudaGetLastError();
}

void test_array_driver(void)
{
    struct exported exported;
    exported_open(&exported);
    CUmipmappedArray mipmapped = NULL;
    CUarray array = NULL;
    CUDA_EXTERNAL_MEMORY_MIPMAPPED_ARRAY_DESC descriptor = {
        .arrayDesc = {.Width = 8,
                      .Height = 4,
                      .Depth = 2,
                      .Format = CU_AD_FORMAT_HALF,
                      .NumChannels = 2,
                      .Flags = CUDA_ARRAY3D_LAYERED | CUDA_ARRAY3D_COLOR_ATTACHMENT},
        .numLevels = 2};
    CUexternalMemory memory = (CUexternalMemory)exported.memory;
    SUCCEEDS(cuExternalMemoryGetMappedMipmappedArray(&mipmapped, memory, &descriptor));
    SUCCEEDS(cuMipmappedArrayGetLevel(&array, mipmapped, 1));
    EQUAL(cuMipmappedArrayGetLevel(&array, NULL, 1), CUDA_ERROR_INVALID_HANDLE);
    CUDA_ARRAY3D_DESCRIPTOR description;
    SUCCEEDS(cuArray3DGetDescriptor_v2(&description, array));
    EQUAL(description.Width, 4);
    EQUAL(description.Height, 2);
    EQUAL(description.Depth, 2);
    EQUAL(description.Format, CU_AD_FORMAT_HALF);
    EQUAL(description.NumChannels, 2);
    EQUAL(description.Flags, CUDA_ARRAY3D_LAYERED | CUDA_ARRAY3D_COLOR_ATTACHMENT);
    CUDA_ARRAY_DESCRIPTOR flat;
    EQUAL(cuArrayGetDescriptor_v2(&flat, array), CUDA_ERROR_INVALID_VALUE);
    EQUAL(cuArray3DGetDescriptor_v2(&description, NULL), CUDA_ERROR_INVALID_HANDLE);

    unsigned char source[32];
    memset(source, 0x66, sizeof source);
    CUDA_MEMCPY3D copy = {.srcMemoryType = CU_MEMORYTYPE_HOST,
                          .srcHost = source,
                          .dstMemoryType = CU_MEMORYTYPE_ARRAY,
                          .dstArray = array,
                          .dstZ = 1,
                          .WidthInBytes = 16,
                          .Height = 2,
                          .Depth = 1};
    SUCCEEDS(cuMemcpy3D_v2(&copy));
    const unsigned char *seen = exported.object.memory;
    EQUAL(seen[256 + 32 - 1], 0); /* behind level 0 and the first layer of level 1 */
    EQUAL(seen[256 + 32], 0x66);
    EQUAL(seen[256 + 63], 0x66);
    EQUAL(seen[256 + 64], 0);
    copy.dstLOD = 1;
    EQUAL(cuMemcpy3D_v2(&copy), CUDA_ERROR_INVALID_VALUE);
    CUDA_MEMCPY2D rows = {.srcMemoryType = CU_MEMORYTYPE_ARRAY,
                          .srcArray = array,
                          .srcY = 1,
                          .dstMemoryType = CU_MEMORYTYPE_UNIFIED,
                          .dstDevice = (CUdeviceptr)(uintptr_t)source,
                          .WidthInBytes = 16,
                          .Height = 1};
    SUCCEEDS(cuMemcpy2D_v2(&rows));
    EQUAL(source[15], 0);
    EQUAL(source[16], 0x66);
    rows.Height = 2;
    EQUAL(cuMemcpy2DAsync_v2(&rows, NULL), CUDA_ERROR_INVALID_VALUE);
    rows.srcMemoryType = (CUmemorytype)9;
    EQUAL(cuMemcpy2D_v2(&rows), CUDA_ERROR_INVALID_VALUE);
    SUCCEEDS(cuMipmappedArrayDestroy(mipmapped));
    EQUAL(cuMipmappedArrayDestroy(mipmapped), CUDA_ERROR_INVALID_HANDLE);
    exported_close(&exported);
}
