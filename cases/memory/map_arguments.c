/* Mappings that are asked for wrongly: each with the one wrong thing, and the control without it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

enum { SIZE = 256 * 1024, PAGE = 4096 };

/* Imported memory, and how many bytes there are of it: the exporter may make more than were asked for. */
struct object {
    cudaExternalMemory_t memory;
    uint64_t end;
};

/* The control comes first: of this very object everything can be mapped, to its last byte. */
static struct object import_whole(struct test *t)
{
    struct outside *outside = make_memory(t, SIZE);
    struct object object = {.memory = import_memory(t, outside), .end = size_outside(t, outside)};
    expect_usable_memory(t, object.memory, outside);
    map_buffer(t, object.memory, 0, object.end);
    return object;
}

static void expect_not_mapped(struct test *t,
                              const char *rule,
                              struct object object,
                              struct cudaExternalMemoryBufferDesc desc)
{
    void *pointer = NULL;
    EXPECT_ERROR_SHOULD(t, rule, call_map_buffer(caller_of(t), &pointer, object.memory, &desc));
}

CASE(map_one_past,
     .name = "map_arguments.one_page_past_the_end",
     .statement = "A buffer that ends past the end of the object should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-range-outside"})
{
    struct object object = import_whole(t);
    expect_not_mapped(t,
                      "EXTRES-MapBuffer-range-outside",
                      object,
                      (struct cudaExternalMemoryBufferDesc){.offset = PAGE, .size = object.end});
}

CASE(map_at_the_end,
     .name = "map_arguments.begins_at_the_end",
     .statement = "A buffer that begins at the end of the object should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-range-outside"})
{
    struct object object = import_whole(t);
    expect_not_mapped(t,
                      "EXTRES-MapBuffer-range-outside",
                      object,
                      (struct cudaExternalMemoryBufferDesc){.offset = object.end, .size = PAGE});
}

CASE(map_too_large,
     .name = "map_arguments.larger_than_the_object",
     .statement = "A buffer larger than the object should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-range-outside"})
{
    struct object object = import_whole(t);
    expect_not_mapped(t,
                      "EXTRES-MapBuffer-range-outside",
                      object,
                      (struct cudaExternalMemoryBufferDesc){.size = object.end + PAGE});
}

CASE(map_overflow,
     .name = "map_arguments.end_overflows",
     .statement = "An offset and a size whose sum passes 2^64 should be an error, not a small range",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-range-overflow"})
{
    expect_not_mapped(
        t,
        "EXTRES-MapBuffer-range-overflow",
        import_whole(t),
        (struct cudaExternalMemoryBufferDesc){.offset = UINT64_MAX - PAGE + 1, .size = PAGE + PAGE});
}

/* As a signed number the offset is negative, and so less than any size. */
CASE(map_beyond_63_bits,
     .name = "map_arguments.offset_beyond_63_bits",
     .statement = "A buffer at an offset of 2^63 should be an error",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-range-outside"})
{
    expect_not_mapped(t,
                      "EXTRES-MapBuffer-range-outside",
                      import_whole(t),
                      (struct cudaExternalMemoryBufferDesc){.offset = UINT64_C(1) << 63, .size = PAGE});
}

/* What stands for the whole of an object in the API of many an exporter. */
CASE(
    map_whole_size,
    .name = "map_arguments.greatest_size",
    .statement = "The greatest size that there is does not stand for the whole object: it should be an error",
    .types = MEMORY_FD,
    .rules = {"EXTRES-MapBuffer-range-outside"})
{
    expect_not_mapped(t,
                      "EXTRES-MapBuffer-range-outside",
                      import_whole(t),
                      (struct cudaExternalMemoryBufferDesc){.size = UINT64_MAX});
}

CASE(map_flags,
     .name = "map_arguments.flags",
     .statement = "Flags other than 0 should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-flags"})
{
    expect_not_mapped(t,
                      "EXTRES-MapBuffer-flags",
                      import_whole(t),
                      (struct cudaExternalMemoryBufferDesc){.size = PAGE, .flags = 1});
}

CASE(map_null_memory,
     .name = "map_arguments.null_memory",
     .statement = "Mapping without external memory should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-null-handle", "EXTRES-MapBuffer-documented-codes"})
{
    struct cudaExternalMemoryBufferDesc desc = {.size = PAGE};
    void *pointer = NULL;

    struct outside *outside = make_memory(t, SIZE);
    expect_usable_memory(t, import_memory(t, outside), outside);
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-MapBuffer-null-handle", call_map_buffer(caller_of(t), &pointer, NULL, &desc));
}

CASE(map_null_out,
     .name = "map_arguments.null_out",
     .statement = "Mapping without a place for the pointer should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-null-arguments"})
{
    struct cudaExternalMemoryBufferDesc desc = {.size = PAGE};
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = import_memory(t, outside);

    expect_usable_memory(t, memory, outside);
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-MapBuffer-null-arguments", call_map_buffer(caller_of(t), NULL, memory, &desc));
}

CASE(map_null_desc,
     .name = "map_arguments.null_descriptor",
     .statement = "Mapping without a descriptor should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-null-arguments"})
{
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = import_memory(t, outside);
    void *pointer = NULL;

    expect_usable_memory(t, memory, outside);
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-MapBuffer-null-arguments", call_map_buffer(caller_of(t), &pointer, memory, NULL));
}
