/* What a runtime makes of arrays that the documents leave undefined or open: recorded, not judged. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/array.h"

static const struct array_shape plain = {
    .format = {CHANNEL_UNSIGNED, 8, 4}, .width = 64, .height = 32, .levels = 3};

static void observe_mapping(struct test *t,
                            cudaExternalMemory_t memory,
                            const char *what,
                            struct array_desc desc)
{
    cudaMipmappedArray_t array = NULL;
    OBSERVE_CODE(t, what, call_map_array(caller_of(t), &array, memory, &desc));
}

CASE(
    array_level_numbers,
    .name = "array_level.impossible_numbers",
    .statement = "What mapping an array with no level, or with more than its extents allow, does is recorded",
    .types = MEMORY_FD,
    .rules = {"EXTRES-MapMipmappedArray-levels-limit"},
    .tier = TIER_OBSERVE)
{
    struct outside *outside = make_image(t, &plain);
    cudaExternalMemory_t memory = import_memory(t, outside);
    struct array_desc desc = {.shape = plain};
    desc.shape.levels = 0;
    observe_mapping(t, memory, "no level", desc);
    desc.shape.levels = 8;
    observe_mapping(t, memory, "8 levels of 64 x 32 elements", desc);
}

CASE(array_reserved_words,
     .name = "array_arguments.reserved_word",
     .statement = "What mapping an array with a reserved word that is not 0 does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-reserved"},
     .tier = TIER_ROBUSTNESS)
{
    struct outside *outside = make_image(t, &plain);
    cudaExternalMemory_t memory = import_memory(t, outside);
    observe_mapping(t, memory, "a reserved word of 1", (struct array_desc){.shape = plain, .reserved = 1});
}

CASE(array_of_target_without_flag,
     .name = "array_kind.color_attachment_missing",
     .statement = "What mapping a color target without the flag for it does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-color-attachment-missing"},
     .tier = TIER_ROBUSTNESS)
{
    struct array_shape target = plain;
    target.flags = cudaArrayColorAttachment;
    struct outside *outside = make_image(t, &target);
    cudaExternalMemory_t memory = import_memory(t, outside);
    observe_mapping(t, memory, "without the flag", (struct array_desc){.shape = plain});
}

CASE(array_on_plain_memory,
     .name = "array_map.memory_without_an_image",
     .statement = "What mapping an array onto memory that no image is in does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-image-mismatch"},
     .tier = TIER_ROBUSTNESS)
{
    enum { SIZE = 256 * 1024 };
    cudaExternalMemory_t memory = import_memory(t, make_memory(t, SIZE));
    observe_mapping(t, memory, "memory of a buffer", (struct array_desc){.shape = plain});
}
