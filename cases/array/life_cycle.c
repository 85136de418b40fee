/* Freeing mapped arrays: when it succeeds, and what it leaves. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/array.h"

enum { SEED = 19 };

static const struct array_shape plain = {
    .format = {CHANNEL_UNSIGNED, 8, 4}, .width = 64, .height = 32, .levels = 2};

CASE(array_free_before_destroy,
     .name = "array_free.before_destroy",
     .statement = "An array can be freed, and the image mapped again, as often as one likes",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-free"})
{
    struct outside *outside = make_image(t, &plain);
    cudaExternalMemory_t memory = import_memory(t, outside);

    for (unsigned round = 1; round <= 4; round++) {
        cudaMipmappedArray_t array = map_array(t, memory, 0, &plain);
        fill_level(t, array, &plain, 1, round);
        expect_pattern_level(t, array, &plain, 1, round);
        EXPECT_SUCCESS(t, call_free_array(caller_of(t), array));
    }
    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), memory));
}

CASE(array_free_after_destroy,
     .name = "array_free.after_destroy",
     .statement = "An array is freed by its own call, which succeeds after the import was destroyed too",
     .types = MEMORY_FD,
     .rules = {"EXTRES-DestroyMemory-mapping-freed-after", "EXTRES-MapMipmappedArray-free"})
{
    struct outside *outside = make_image(t, &plain);
    cudaExternalMemory_t memory = import_memory(t, outside);
    cudaMipmappedArray_t array = map_array(t, memory, 0, &plain);

    fill_level(t, array, &plain, 0, SEED);
    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), memory));
    EXPECT_SUCCESS(t, call_free_array(caller_of(t), array));
    expect_pattern_image(t, outside, 0, &plain, SEED);
}

CASE(array_free_leaves_others,
     .name = "array_free.leaves_others",
     .statement = "Freeing an array leaves another one that is mapped onto the same image",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-free", "EXTRES-MapMipmappedArray-same-memory"})
{
    struct outside *outside = make_image(t, &plain);
    cudaExternalMemory_t memory = import_memory(t, outside);
    cudaMipmappedArray_t first = map_array(t, memory, 0, &plain);
    cudaMipmappedArray_t second = map_array(t, memory, 0, &plain);

    /* The exporter writes: what is written through one array need not show through the other. */
    fill_level(t, first, &plain, 0, SEED);
    expect_pattern_image(t, outside, 0, &plain, SEED);
    EXPECT_SUCCESS(t, call_free_array(caller_of(t), first));
    fill_image(t, outside, 0, &plain, SEED + 1);
    expect_pattern_level(t, second, &plain, 0, SEED + 1);
}
