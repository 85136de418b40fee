/* What a runtime makes of memory calls that the documents leave undefined or open: recorded, not judged. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <fcntl.h>
#include <stdio.h>

enum { SIZE = 64 * 1024 };

/* Whether what failed wrote where its result would have gone. */
static void observe_out(struct test *t, const char *what, int code)
{
    if (code == 0)
        OBSERVE(t, "%s did not fail", what);
    else
        OBSERVE(t,
                "%s fails, and %s the place for its result",
                what,
                caller_of(t)->wrote_out_on_failure ? "writes" : "leaves");
}

CASE(mapping_after_destroy,
     .name = "destroy.mapping_used_after",
     .statement = "What using a mapping of destroyed memory does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-DestroyMemory-mapping-used-after"},
     .tier = TIER_ROBUSTNESS)
{
    unsigned char bytes[16];
    cudaExternalMemory_t memory = import_memory(t, make_memory(t, SIZE));
    void *buffer = map_buffer(t, memory, 0, SIZE);
    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), memory));
    OBSERVE_CODE(t, "a copy from the mapping", call_copy(caller_of(t), bytes, buffer, sizeof bytes));
}

CASE(memory_after_destroy,
     .name = "destroy.used_after",
     .statement = "What mapping destroyed memory does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-DestroyMemory-use-after"},
     .tier = TIER_ROBUSTNESS)
{
    void *buffer = NULL;
    struct cudaExternalMemoryBufferDesc desc = {.size = SIZE};
    cudaExternalMemory_t memory = import_memory(t, make_memory(t, SIZE));
    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), memory));
    OBSERVE_CODE(t, "a mapping of it", call_map_buffer(caller_of(t), &buffer, memory, &desc));
}

CASE(memory_fd_after_import,
     .name = "ownership.fd_after_import",
     .statement = "Whether the descriptor is still open after its import is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-fd-use-after-import"},
     .tier = TIER_ROBUSTNESS)
{
    struct outside *outside = make_memory(t, SIZE);
    int fd = export_fd(t, outside);
    import_memory_fd(t, fd, outside);
    release_traps(t);
    OBSERVE(t, "after the import the descriptor is %s", fcntl(fd, F_GETFD) < 0 ? "closed" : "open");
}

CASE(memory_out_on_failure,
     .name = "import_arguments.out_on_failure",
     .statement = "Whether an import that fails writes the place for the handle is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-out-on-failure"},
     .tier = TIER_OBSERVE)
{
    cudaExternalMemory_t memory = NULL;
    struct outside *outside = make_memory(t, SIZE);
    /* Closed last of all, so that nothing gets its number. */
    struct cudaExternalMemoryHandleDesc desc = memory_desc(t, make_wrong_fd(t, WRONG_FD_closed), outside);
    observe_out(t, "an import of a closed descriptor", call_import_memory(caller_of(t), &memory, &desc));
}

CASE(map_out_on_failure,
     .name = "map_arguments.out_on_failure",
     .statement = "Whether a mapping that fails writes the place for the pointer is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-out-on-failure"},
     .tier = TIER_OBSERVE)
{
    void *buffer = NULL;
    struct cudaExternalMemoryBufferDesc desc = {.size = UINT64_C(1) << 40};
    cudaExternalMemory_t memory = import_memory(t, make_memory(t, SIZE));
    observe_out(t, "a mapping of 2^40 bytes", call_map_buffer(caller_of(t), &buffer, memory, &desc));
}

CASE(memory_reserved,
     .name = "import_arguments.reserved",
     .statement = "What an import with other than zeros in the reserved words does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-reserved"},
     .tier = TIER_ROBUSTNESS)
{
    cudaExternalMemory_t memory = NULL;
    struct outside *outside = make_memory(t, SIZE);
    struct cudaExternalMemoryHandleDesc desc = memory_desc(t, export_fd(t, outside), outside);
    desc.reserved[0] = 1;
    OBSERVE_CODE(t, "reserved words not zero", call_import_memory(caller_of(t), &memory, &desc));
}

CASE(dedicated_mismatch,
     .name = "import_arguments.dedicated_flag",
     .statement = "What the dedicated flag does on memory that is not dedicated, or its lack on memory that "
                  "is, is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-dedicated-mismatch"},
     .tier = TIER_OBSERVE)
{
    cudaExternalMemory_t memory = NULL;
    struct outside *outside = make_memory(t, SIZE);
    struct cudaExternalMemoryHandleDesc desc = memory_desc(t, export_fd(t, outside), outside);
    desc.flags ^= cudaExternalMemoryDedicated;
    OBSERVE_CODE(t, "the dedicated flag wrong", call_import_memory(caller_of(t), &memory, &desc));
}

CASE(map_reserved,
     .name = "map_arguments.reserved",
     .statement = "What a mapping with other than zeros in the reserved words does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-reserved"},
     .tier = TIER_ROBUSTNESS)
{
    void *buffer = NULL;
    struct cudaExternalMemoryBufferDesc desc = {.size = SIZE, .reserved = {1}};
    cudaExternalMemory_t memory = import_memory(t, make_memory(t, SIZE));
    OBSERVE_CODE(t, "reserved words not zero", call_map_buffer(caller_of(t), &buffer, memory, &desc));
}

/* A range that no API of an exporter asks for: what becomes of it, and whether a size is rounded. */
static void observe_range(struct test *t, struct outside *outside, struct cudaExternalMemoryBufferDesc desc)
{
    char what[96];
    void *buffer = NULL;
    cudaExternalMemory_t memory = import_memory(t, outside);
    snprintf(what,
             sizeof what,
             "offset %llu, size %llu of %llu",
             desc.offset,
             desc.size,
             (unsigned long long)size_outside(t, outside));
    OBSERVE_CODE(t, what, call_map_buffer(caller_of(t), &buffer, memory, &desc));
}

CASE(map_unaligned,
     .name = "map_arguments.unaligned",
     .statement = "What mapping at an odd offset does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-alignment"},
     .tier = TIER_ROBUSTNESS)
{
    observe_range(t, make_memory(t, SIZE), (struct cudaExternalMemoryBufferDesc){.offset = 1, .size = 3});
}

CASE(map_first_byte,
     .name = "map_arguments.first_byte",
     .statement = "What mapping the first byte alone does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-alignment"},
     .tier = TIER_ROBUSTNESS)
{
    observe_range(t, make_memory(t, SIZE), (struct cudaExternalMemoryBufferDesc){.size = 1});
}

CASE(map_last_byte,
     .name = "map_arguments.last_byte",
     .statement = "What mapping the last byte alone does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-alignment"},
     .tier = TIER_ROBUSTNESS)
{
    struct outside *outside = make_memory(t, SIZE);
    uint64_t size = size_outside(t, outside);
    observe_range(t, outside, (struct cudaExternalMemoryBufferDesc){.offset = size - 1, .size = 1});
}

CASE(map_one_byte_more,
     .name = "map_arguments.one_byte_more",
     .statement = "What mapping one byte more than there is does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-alignment", "EXTRES-MapBuffer-range-outside"},
     .tier = TIER_ROBUSTNESS)
{
    struct outside *outside = make_memory(t, SIZE);
    uint64_t size = size_outside(t, outside);
    observe_range(t, outside, (struct cudaExternalMemoryBufferDesc){.size = size + 1});
}

CASE(size_below_object,
     .name = "import_arguments.size_below_the_object",
     .statement = "What importing with half of the object's size, and mapping behind it, does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-size-differs"},
     .tier = TIER_ROBUSTNESS)
{
    void *buffer = NULL;
    cudaExternalMemory_t memory = NULL;
    struct outside *outside = make_memory(t, SIZE);
    struct cudaExternalMemoryHandleDesc desc = memory_desc(t, export_fd(t, outside), outside);
    struct cudaExternalMemoryBufferDesc behind = {.offset = desc.size / 2, .size = desc.size / 2};
    desc.size /= 2;

    int code = call_import_memory(caller_of(t), &memory, &desc);
    OBSERVE_CODE(t, "the import", code);
    if (code == 0)
        OBSERVE_CODE(
            t, "a buffer in the other half", call_map_buffer(caller_of(t), &buffer, memory, &behind));
    else
        OBSERVE(t, "no mapping in the other half: there is no import");
}

CASE(overlap_address,
     .name = "map.overlap_address",
     .statement = "Whether one range mapped twice has one address is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-overlap-address"},
     .tier = TIER_OBSERVE)
{
    cudaExternalMemory_t memory = import_memory(t, make_memory(t, SIZE));
    void *first = map_buffer(t, memory, 0, SIZE);
    void *second = map_buffer(t, memory, 0, SIZE);
    OBSERVE(t, "one range twice: %s", first == second ? "one address" : "two addresses");
}

CASE(used_after_reset,
     .name = "device_reset.used_after",
     .statement = "What mapping memory of before the reset does is recorded",
     .types = MEMORY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-DeviceReset-use-after"},
     .tier = TIER_ROBUSTNESS)
{
    void *buffer = NULL;
    struct cudaExternalMemoryBufferDesc desc = {.size = SIZE};
    cudaExternalMemory_t memory = import_memory(t, make_memory(t, SIZE));
    EXPECT_SUCCESS(t, call_device_reset(caller_of(t)));
    OBSERVE_CODE(t, "a mapping after the reset", call_map_buffer(caller_of(t), &buffer, memory, &desc));
}

CASE(size_beyond_object,
     .name = "import_arguments.size_beyond_the_object",
     .statement = "What importing with a size far beyond the object's does is recorded",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-size-differs"},
     .tier = TIER_ROBUSTNESS)
{
    cudaExternalMemory_t memory = NULL;
    struct outside *outside = make_memory(t, SIZE);
    struct cudaExternalMemoryHandleDesc desc = memory_desc(t, export_fd(t, outside), outside);
    desc.size = UINT64_C(1) << 40;
    OBSERVE_CODE(t, "a size of 2^40", call_import_memory(caller_of(t), &memory, &desc));
}

CASE(map_size_zero,
     .name = "map_arguments.size_zero",
     .statement = "What mapping a buffer of size 0 does is recorded",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-size-zero"},
     .tier = TIER_OBSERVE)
{
    void *buffer = NULL;
    struct cudaExternalMemoryBufferDesc desc = {.size = 0};
    cudaExternalMemory_t memory = import_memory(t, make_memory(t, SIZE));
    OBSERVE_CODE(t, "a buffer of size 0", call_map_buffer(caller_of(t), &buffer, memory, &desc));
}
