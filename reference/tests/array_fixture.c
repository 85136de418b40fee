/* What the tests of arrays share: exported memory, and mapping arrays onto it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/array_fixture.h"

#include "tests/check.h"

void exported_open(struct exported *exported)
{
    struct cudaExternalMemoryHandleDesc descriptor = {.type = cudaExternalMemoryHandleTypeOpaqueFd,
                                                      .size = EXPORTED_SIZE};
    SUCCEEDS(extres_shared_create(EXTRES_SHARED_MEMORY, EXPORTED_SIZE, 0, &exported->object,
                                  &descriptor.handle.fd));
    SUCCEEDS(cudaImportExternalMemory(&exported->memory, &descriptor));
}

void exported_close(struct exported *exported)
{
    SUCCEEDS(cudaDestroyExternalMemory(exported->memory));
    extres_shared_close(&exported->object);
}

const struct cudaChannelFormatDesc bytes = {8, 0, 0, 0, cudaChannelFormatKindUnsigned};
const struct cudaChannelFormatDesc floats = {32, 32, 32, 32, cudaChannelFormatKindFloat};

struct cudaExternalMemoryMipmappedArrayDesc describe(struct cudaChannelFormatDesc format, size_t width,
                                                     size_t height, size_t depth, unsigned levels)
{
    return (struct cudaExternalMemoryMipmappedArrayDesc){
        .formatDesc = format, .extent = {width, height, depth}, .numLevels = levels};
}

cudaMipmappedArray_t map(struct exported *exported, struct cudaExternalMemoryMipmappedArrayDesc descriptor)
{
    cudaMipmappedArray_t array = NULL;
    SUCCEEDS(cudaExternalMemoryGetMappedMipmappedArray(&array, exported->memory, &descriptor));
    return array;
}

cudaArray_t level_of(cudaMipmappedArray_t mipmapped, unsigned level)
{
    cudaArray_t array = NULL;
    SUCCEEDS(cudaGetMipmappedArrayLevel(&array, mipmapped, level));
    return array;
}
