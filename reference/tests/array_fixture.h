/* What the tests of arrays share: exported memory, and mapping arrays onto it. All of it is checked. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_TESTS_ARRAY_FIXTURE_H
#define REFERENCE_TESTS_ARRAY_FIXTURE_H

#include "tests/fixture.h"

/* Bytes of exported memory. */
#define EXPORTED_SIZE 65536

/* Memory, as its exporter and as the runtime see it. */
struct exported {
    struct extres_shared_object object;
    cudaExternalMemory_t memory;
};

void exported_open(struct exported *exported);
void exported_close(struct exported *exported);

/* Elements of one byte, and of four floats. */
extern const struct cudaChannelFormatDesc bytes;
extern const struct cudaChannelFormatDesc floats;

/* A descriptor with offset and flags 0. */
struct cudaExternalMemoryMipmappedArrayDesc describe(struct cudaChannelFormatDesc format, size_t width,
                                                     size_t height, size_t depth, unsigned levels);

cudaMipmappedArray_t map(struct exported *exported, struct cudaExternalMemoryMipmappedArrayDesc descriptor);
cudaArray_t level_of(cudaMipmappedArray_t mipmapped, unsigned level);

#endif
