/* Mappings of arrays that are asked for wrongly: each with the one wrong thing, and the control without it.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/array.h"

static const struct array_shape plain = {
    .format = {CHANNEL_UNSIGNED, 8, 4}, .width = 64, .height = 32, .levels = 3};

/* Memory with an image that can be mapped: the control comes first. */
static cudaExternalMemory_t import_image(struct test *t, struct outside **outside)
{
    *outside = make_image(t, &plain);
    cudaExternalMemory_t memory = import_memory(t, *outside);
    expect_array_works(t, memory, &plain);
    return memory;
}

CASE(array_null_out,
     .name = "array_arguments.null_out",
     .statement = "Mapping an array without a place for the handle should be an error",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-null-arguments"})
{
    struct outside *outside = NULL;
    cudaExternalMemory_t memory = import_image(t, &outside);
    const struct array_desc desc = {.shape = plain};
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-MapMipmappedArray-null-arguments", call_map_array(caller_of(t), NULL, memory, &desc));
}

CASE(array_null_desc,
     .name = "array_arguments.null_descriptor",
     .statement = "Mapping an array without a descriptor should be an error",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-null-arguments"})
{
    struct outside *outside = NULL;
    cudaExternalMemory_t memory = import_image(t, &outside);
    cudaMipmappedArray_t array = NULL;
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-MapMipmappedArray-null-arguments", call_map_array(caller_of(t), &array, memory, NULL));
}

CASE(array_null_memory,
     .name = "array_arguments.null_memory",
     .statement = "Mapping an array without external memory should be an error",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-null-handle", "EXTRES-MapMipmappedArray-documented-codes"})
{
    struct outside *outside = NULL;
    import_image(t, &outside);
    cudaMipmappedArray_t array = NULL;
    const struct array_desc desc = {.shape = plain};
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-MapMipmappedArray-null-handle", call_map_array(caller_of(t), &array, NULL, &desc));
}

CASE(array_beyond_memory,
     .name = "array_arguments.begins_beyond_the_object",
     .statement = "An array that begins beyond the object should be an error",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-range-outside", "EXTRES-MapMipmappedArray-documented-codes"})
{
    struct outside *outside = NULL;
    cudaExternalMemory_t memory = import_image(t, &outside);
    cudaMipmappedArray_t array = NULL;
    const struct array_desc desc = {.offset = UINT64_C(1) << 40, .shape = plain};
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-MapMipmappedArray-range-outside", call_map_array(caller_of(t), &array, memory, &desc));
}

/* However a driver lays out an image, it cannot be in a sixty-fourth of the bytes of its elements. */
CASE(array_larger_than_memory,
     .name = "array_arguments.larger_than_the_object",
     .statement = "An array with far more elements than there are bytes in the object should be an error",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-range-outside", "EXTRES-MapMipmappedArray-documented-codes"})
{
    struct outside *outside = NULL;
    cudaExternalMemory_t memory = import_image(t, &outside);
    cudaMipmappedArray_t array = NULL;
    struct array_desc desc = {.shape = plain};
    desc.shape.width = 16384;
    desc.shape.height = 16384;
    if (size_outside(t, outside) >= UINT64_C(1) << 24)
        skip(t, "the exporter's object is large enough for such an array");
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-MapMipmappedArray-range-outside", call_map_array(caller_of(t), &array, memory, &desc));
}

/* One more than the number of levels: whether that number itself is too large the documents leave open. */
CASE(array_level_beyond,
     .name = "array_level.beyond_the_last",
     .statement = "A level greater than the number of levels should be an error",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-level-beyond"})
{
    struct outside *outside = make_image(t, &plain);
    cudaMipmappedArray_t array = map_array(t, import_memory(t, outside), 0, &plain);
    cudaArray_t level = get_level(t, array, plain.levels - 1);
    EXPECT_ERROR_SHOULD(t,
                        "EXTRES-MapMipmappedArray-level-beyond",
                        call_get_level(caller_of(t), &level, array, plain.levels + 1));
}
