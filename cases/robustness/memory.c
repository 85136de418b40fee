/* What a runtime makes of memory calls that the documents leave undefined or open: recorded, not judged. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <fcntl.h>

enum { SIZE = 64 * 1024 };

static const char *name_of(struct test *t, int code, char text[96])
{
    return call_error_name(caller_of(t), code, text, 96);
}

CASE(mapping_after_destroy,
     .name = "destroy.mapping_used_after",
     .statement = "What using a mapping of destroyed memory does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-DestroyMemory-mapping-used-after"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    unsigned char bytes[16];
    cudaExternalMemory_t memory = import_memory(t, make_memory(t, SIZE));
    void *buffer = map_buffer(t, memory, 0, SIZE);
    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), memory));
    int code = call_copy(caller_of(t), bytes, buffer, sizeof bytes);
    OBSERVE(t, "a copy from the mapping: %s", name_of(t, code, name));
}

CASE(memory_after_destroy,
     .name = "destroy.used_after",
     .statement = "What mapping destroyed memory does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-DestroyMemory-use-after"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    void *buffer = NULL;
    struct cudaExternalMemoryBufferDesc desc = {.size = SIZE};
    cudaExternalMemory_t memory = import_memory(t, make_memory(t, SIZE));
    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), memory));
    int code = call_map_buffer(caller_of(t), &buffer, memory, &desc);
    OBSERVE(t, "a mapping of it: %s", name_of(t, code, name));
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
    struct cudaExternalMemoryHandleDesc desc =
        memory_desc(t, make_wrong_fd(t, WRONG_FD_closed), make_memory(t, SIZE));
    call_import_memory(caller_of(t), &memory, &desc);
    OBSERVE(t,
            "a failed import %s the place for the handle",
            caller_of(t)->wrote_out_on_failure ? "writes" : "leaves");
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
    call_map_buffer(caller_of(t), &buffer, import_memory(t, make_memory(t, SIZE)), &desc);
    OBSERVE(t,
            "a failed mapping %s the place for the pointer",
            caller_of(t)->wrote_out_on_failure ? "writes" : "leaves");
}

CASE(memory_reserved,
     .name = "import_arguments.reserved",
     .statement = "What an import with other than zeros in the reserved words does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-reserved"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    cudaExternalMemory_t memory = NULL;
    struct outside *outside = make_memory(t, SIZE);
    struct cudaExternalMemoryHandleDesc desc = memory_desc(t, export_fd(t, outside), outside);
    desc.reserved[0] = 1;
    OBSERVE(
        t, "reserved words not zero: %s", name_of(t, call_import_memory(caller_of(t), &memory, &desc), name));
}

CASE(dedicated_mismatch,
     .name = "import_arguments.dedicated_flag",
     .statement = "What the dedicated flag does on memory that is not dedicated, or its lack on memory that "
                  "is, is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-dedicated-mismatch"},
     .tier = TIER_OBSERVE)
{
    char name[96];
    cudaExternalMemory_t memory = NULL;
    struct outside *outside = make_memory(t, SIZE);
    struct cudaExternalMemoryHandleDesc desc = memory_desc(t, export_fd(t, outside), outside);
    desc.flags ^= cudaExternalMemoryDedicated;
    OBSERVE(t,
            "the dedicated flag wrong: %s",
            name_of(t, call_import_memory(caller_of(t), &memory, &desc), name));
}

CASE(map_reserved,
     .name = "map_arguments.reserved",
     .statement = "What a mapping with other than zeros in the reserved words does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-reserved"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    void *buffer = NULL;
    struct cudaExternalMemoryBufferDesc desc = {.size = SIZE, .reserved = {1}};
    cudaExternalMemory_t memory = import_memory(t, make_memory(t, SIZE));
    OBSERVE(t,
            "reserved words not zero: %s",
            name_of(t, call_map_buffer(caller_of(t), &buffer, memory, &desc), name));
}

/* A range that no API of an exporter asks for: what becomes of it, and whether a size is rounded. */
static void observe_range(struct test *t, uint64_t size, struct cudaExternalMemoryBufferDesc desc)
{
    char name[96];
    void *buffer = NULL;
    cudaExternalMemory_t memory = import_memory(t, make_memory(t, SIZE));
    OBSERVE(t,
            "offset %llu, size %llu of %llu: %s",
            desc.offset,
            desc.size,
            (unsigned long long)size,
            name_of(t, call_map_buffer(caller_of(t), &buffer, memory, &desc), name));
}

static uint64_t imported_size(struct test *t)
{
    return size_outside(t, make_memory(t, SIZE));
}

CASE(map_unaligned,
     .name = "map_arguments.unaligned",
     .statement = "What mapping at an odd offset does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-alignment"},
     .tier = TIER_ROBUSTNESS)
{
    observe_range(t, imported_size(t), (struct cudaExternalMemoryBufferDesc){.offset = 1, .size = 3});
}

CASE(map_first_byte,
     .name = "map_arguments.first_byte",
     .statement = "What mapping the first byte alone does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-alignment"},
     .tier = TIER_ROBUSTNESS)
{
    observe_range(t, imported_size(t), (struct cudaExternalMemoryBufferDesc){.size = 1});
}

CASE(map_last_byte,
     .name = "map_arguments.last_byte",
     .statement = "What mapping the last byte alone does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-alignment"},
     .tier = TIER_ROBUSTNESS)
{
    uint64_t size = imported_size(t);
    observe_range(t, size, (struct cudaExternalMemoryBufferDesc){.offset = size - 1, .size = 1});
}

CASE(map_one_byte_more,
     .name = "map_arguments.one_byte_more",
     .statement = "What mapping one byte more than there is does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-alignment", "EXTRES-MapBuffer-range-outside"},
     .tier = TIER_ROBUSTNESS)
{
    uint64_t size = imported_size(t);
    observe_range(t, size, (struct cudaExternalMemoryBufferDesc){.size = size + 1});
}

CASE(size_below_object,
     .name = "import_arguments.size_below_the_object",
     .statement = "What importing with half of the object's size, and mapping behind it, does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-size-differs"},
     .tier = TIER_ROBUSTNESS)
{
    char names[2][96];
    void *buffer = NULL;
    cudaExternalMemory_t memory = NULL;
    struct outside *outside = make_memory(t, SIZE);
    struct cudaExternalMemoryHandleDesc desc = memory_desc(t, export_fd(t, outside), outside);
    struct cudaExternalMemoryBufferDesc behind = {.offset = desc.size / 2, .size = desc.size / 2};
    desc.size /= 2;

    int code = call_import_memory(caller_of(t), &memory, &desc);
    int mapped = code == 0 ? call_map_buffer(caller_of(t), &buffer, memory, &behind) : code;
    OBSERVE(t,
            "the import: %s, a buffer in the other half: %s",
            name_of(t, code, names[0]),
            name_of(t, mapped, names[1]));
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

CASE(memory_unsupported_type,
     .name = "import_arguments.type_of_another_system",
     .statement = "A handle type of another operating system should be an error",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-type-unsupported"})
{
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = NULL;
    struct cudaExternalMemoryHandleDesc desc = {.type = cudaExternalMemoryHandleTypeOpaqueWin32,
                                                .size = SIZE};
    static const uint16_t no_such_name[] = {'n', 'o', 'n', 'e', 0};
    desc.handle.win32.name = no_such_name;

    expect_usable_memory(t, import_memory(t, outside), outside);
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-ImportMemory-type-unsupported", call_import_memory(caller_of(t), &memory, &desc));
}

/* The reset takes the mapping and the import with it, whatever they still hold. */
CASE(device_reset,
     .name = "device_reset.destroys_imports",
     .statement = "Resetting the device lets go of imports: descriptors that they held do not pile up",
     .types = MEMORY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-DeviceReset-destroys-imports"})
{
    enum { ROUNDS = 5, WARM_UP = 2, IMPORTS = 8 };
    struct caller *c = caller_of(t);
    struct outside *outside = make_memory(t, SIZE);
    size_t open_before = 0;

    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < IMPORTS; i++)
            map_buffer(t, import_memory(t, outside), 0, SIZE);
        EXPECT_SUCCESS(t, call_device_reset(c));
        release_traps(t);
        if (round == WARM_UP)
            open_before = count_open_fds(t);
    }
    expect_growth_below(t, "open descriptors", open_before, count_open_fds(t), IMPORTS);
}

CASE(used_after_reset,
     .name = "device_reset.used_after",
     .statement = "What mapping memory of before the reset does is recorded",
     .types = MEMORY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-DeviceReset-use-after"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    void *buffer = NULL;
    struct cudaExternalMemoryBufferDesc desc = {.size = SIZE};
    cudaExternalMemory_t memory = import_memory(t, make_memory(t, SIZE));
    EXPECT_SUCCESS(t, call_device_reset(caller_of(t)));
    int code = call_map_buffer(caller_of(t), &buffer, memory, &desc);
    OBSERVE(t, "a mapping after the reset: %s", name_of(t, code, name));
}
