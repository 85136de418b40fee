/* Where a mipmapped array lies: on the exporter's image, at its offset, each level at a place of its own. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/array.h"

enum { SEED = 17 };

static const struct array_shape plain = {
    .format = {CHANNEL_UNSIGNED, 8, 4}, .width = 64, .height = 32, .levels = 1};
static const struct array_shape chain = {
    .format = {CHANNEL_UNSIGNED, 8, 4}, .width = 64, .height = 32, .levels = 7};

CASE(array_reads_what_exporter_wrote,
     .name = "array_map.reads_what_the_exporter_wrote",
     .statement = "An array shows what the exporter wrote to the image, before it was mapped and after",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-same-memory"})
{
    struct outside *outside = make_image(t, &plain);
    fill_image(t, outside, 0, &plain, SEED);
    cudaMipmappedArray_t array = map_array(t, import_memory(t, outside), 0, &plain);
    expect_pattern_level(t, array, &plain, 0, SEED);

    fill_image(t, outside, 0, &plain, SEED + 1);
    expect_pattern_level(t, array, &plain, 0, SEED + 1);
}

CASE(array_exporter_reads,
     .name = "array_map.exporter_reads_what_was_written",
     .statement = "What is written through an array is in the exporter's image",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-same-memory", "EXTRES-MapMipmappedArray-extent"})
{
    struct outside *outside = make_image(t, &plain);
    cudaMipmappedArray_t array = map_array(t, import_memory(t, outside), 0, &plain);

    fill_level(t, array, &plain, 0, SEED);
    expect_pattern_image(t, outside, 0, &plain, SEED);
}

CASE(array_twice,
     .name = "array_map.one_image_twice",
     .statement = "Two arrays mapped onto one image are the same memory",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-same-memory", "EXTRES-MapMipmappedArray-returns-array"})
{
    struct outside *outside = make_image(t, &chain);
    cudaExternalMemory_t memory = import_memory(t, outside);
    cudaMipmappedArray_t first = map_array(t, memory, 0, &chain);
    cudaMipmappedArray_t second = map_array(t, memory, 0, &chain);

    /* The exporter stands between: what is written through one array need not show through the other. */
    fill_level(t, first, &chain, 0, SEED);
    expect_pattern_image(t, outside, 0, &chain, SEED);
    fill_image(t, outside, 0, &chain, SEED + 1);
    expect_pattern_level(t, second, &chain, 0, SEED + 1);
}

CASE(array_at_offset,
     .name = "array_map.at_an_offset",
     .statement = "An array mapped at an offset is the image that lies there, and no other",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-offset", "EXTRES-MapMipmappedArray-same-memory"})
{
    struct outside *outside = make_two_images(t, &plain);
    fill_image(t, outside, 0, &plain, SEED);
    cudaExternalMemory_t memory = import_memory(t, outside);
    cudaMipmappedArray_t array = map_array(t, memory, image_offset(t, outside, 1), &plain);

    fill_level(t, array, &plain, 0, SEED + 1);
    expect_pattern_image(t, outside, 1, &plain, SEED + 1);
    expect_pattern_image(t, outside, 0, &plain, SEED);
}

CASE(array_two_offsets,
     .name = "array_map.at_two_offsets",
     .statement = "Arrays mapped at two offsets of one object are two images",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-offset", "EXTRES-MapMipmappedArray-returns-array"})
{
    struct outside *outside = make_two_images(t, &chain);
    cudaExternalMemory_t memory = import_memory(t, outside);
    cudaMipmappedArray_t low = map_array(t, memory, 0, &chain);
    cudaMipmappedArray_t high = map_array(t, memory, image_offset(t, outside, 1), &chain);

    fill_level(t, low, &chain, 0, SEED);
    fill_level(t, high, &chain, 0, SEED + 1);
    expect_pattern_level(t, low, &chain, 0, SEED);
    expect_pattern_level(t, high, &chain, 0, SEED + 1);
}

/* All are written before the first is read: levels that share memory would show the last one's data. */
CASE(array_levels_apart,
     .name = "array_level.data_of_its_own",
     .statement = "As many levels as were asked for can be got, and each keeps what was written to it",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-levels", "EXTRES-MapMipmappedArray-returns-array"})
{
    struct outside *outside = make_image(t, &chain);
    cudaMipmappedArray_t array = map_array(t, import_memory(t, outside), 0, &chain);
    for (unsigned level = 0; level < chain.levels; level++)
        fill_level(t, array, &chain, level, SEED);
    for (unsigned level = 0; level < chain.levels; level++)
        expect_pattern_level(t, array, &chain, level, SEED);
}

CASE(array_dedicated,
     .name = "array_map.dedicated",
     .statement = "A dedicated allocation imports with the dedicated flag, and its image can be mapped",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-dedicated-accepted", "EXTRES-MapMipmappedArray-same-memory"})
{
    struct outside *outside = make_dedicated_image(t, &plain);
    cudaMipmappedArray_t array = map_array(t, import_memory(t, outside), 0, &plain);

    fill_level(t, array, &plain, 0, SEED);
    expect_pattern_image(t, outside, 0, &plain, SEED);
}
