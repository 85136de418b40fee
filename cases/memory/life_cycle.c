/* Importing, destroying and freeing memory: what an import refers to, and for how long. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <string.h>

enum { SIZE = 128 * 1024, SEED = 3 };

CASE(import_memory_twice,
     .name = "import.one_object_twice",
     .statement = "Two imports of one object are the same memory",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-same-memory", "EXTRES-ImportMemory-returns-handle"})
{
    struct outside *outside = make_memory(t, SIZE);
    void *first = map_buffer(t, import_memory(t, outside), 0, SIZE);
    void *second = map_buffer(t, import_memory(t, outside), 0, SIZE);

    /* The exporter stands between the two: what is written through one address need not show through another
     * (EXTRES-MapBuffer-overlap-volatile). */
    fill_device(t, first, 0, SIZE, SEED);
    expect_pattern_outside(t, outside, 0, SIZE, SEED);
    fill_outside(t, outside, 0, SIZE, SEED + 1);
    expect_pattern_device(t, second, 0, SIZE, SEED + 1);
}

CASE(import_memory_duplicate,
     .name = "import.of_a_duplicate",
     .statement = "A duplicate of a descriptor imports as the descriptor does, and each import has its own",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-fd-ownership", "EXTRES-MapBuffer-same-memory"})
{
    struct outside *outside = make_memory(t, SIZE);
    int fd = export_fd(t, outside);
    int duplicate = duplicate_fd(t, fd);
    cudaExternalMemory_t first = import_memory_fd(t, fd, outside);
    cudaExternalMemory_t second = import_memory_fd(t, duplicate, outside);

    expect_maps(t, first, outside, SIZE, SEED);
    expect_maps(t, second, outside, SIZE, SEED + 1);
}

CASE(import_memory_fd_zero,
     .name = "import.fd_zero",
     .statement = "Descriptor number 0 imports like any other",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-fd-zero"})
{
    struct outside *outside = make_memory(t, SIZE);
    int fd = export_fd_at(t, outside, 0);
    expect_maps(t, import_memory_fd(t, fd, outside), outside, SIZE, SEED);
}

CASE(import_memory_union,
     .name = "import.other_union_bytes",
     .statement = "Whatever the union holds beside the descriptor changes nothing about the import",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-union-member"})
{
    struct outside *outside = make_memory(t, SIZE);
    int fd = export_fd(t, outside);
    cudaExternalMemory_t memory = NULL;
    struct cudaExternalMemoryHandleDesc desc = memory_desc(t, fd, outside);
    expect_maps(t, import_memory(t, outside), outside, SIZE, SEED);

    memset(&desc.handle, 0x5a, sizeof desc.handle);
    memcpy(&desc.handle, &fd, sizeof fd);
    EXPECT_SUCCESS(t, call_import_memory(caller_of(t), &memory, &desc));
    expect_maps(t, memory, outside, SIZE, SEED + 1);
}

CASE(memory_outlives_exporter,
     .name = "import.outlives_the_exporter",
     .statement = "An import holds the memory by itself: it stays after the exporter has let go of its own",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-holds-reference", "EXTRES-MapBuffer-same-memory"})
{
    struct outside *outside = make_memory(t, SIZE);
    fill_outside(t, outside, 0, SIZE, SEED);
    cudaExternalMemory_t memory = import_memory(t, outside);

    destroy_outside(t, outside);
    expect_pattern_device(t, map_buffer(t, memory, 0, SIZE), 0, SIZE, SEED);
}

CASE(many_memory_imports,
     .name = "import.many_live_at_once",
     .statement = "Of many imports that live at once the first is as good as the last",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-returns-handle", "EXTRES-MapBuffer-same-memory"})
{
    enum { LIVE = 48 };
    struct outside *outside[LIVE];
    cudaExternalMemory_t memories[LIVE];
    for (int i = 0; i < LIVE; i++) {
        outside[i] = make_memory(t, SIZE);
        memories[i] = import_memory(t, outside[i]);
    }

    expect_maps(t, memories[0], outside[0], SIZE, SEED);
    expect_maps(t, memories[LIVE - 1], outside[LIVE - 1], SIZE, SEED + 1);
}

CASE(
    destroy_memory_leaves_exporter,
    .name = "destroy.leaves_the_exporter_its_object",
    .statement = "Destroying an import leaves the memory to the exporter, who can use it and export it again",
    .types = ANY_MEMORY_FD,
    .rules = {"EXTRES-DestroyMemory-other-holders", "EXTRES-DestroyMemory-succeeds"})
{
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = import_memory(t, outside);
    void *buffer = expect_maps(t, memory, outside, SIZE, SEED);

    EXPECT_SUCCESS(t, call_free(caller_of(t), buffer));
    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), memory));
    expect_pattern_outside(t, outside, 0, SIZE, SEED);
    expect_maps(t, import_memory(t, outside), outside, SIZE, SEED + 1);
}

CASE(destroy_leaves_other_memory,
     .name = "destroy.leaves_other_imports",
     .statement = "Destroying one import of an object leaves another import of it, and its mapping",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-DestroyMemory-other-holders", "EXTRES-MapBuffer-same-memory"})
{
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t first = import_memory(t, outside);
    void *buffer = map_buffer(t, import_memory(t, outside), 0, SIZE);

    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), first));
    fill_outside(t, outside, 0, SIZE, SEED);
    expect_pattern_device(t, buffer, 0, SIZE, SEED);
}

CASE(free_after_destroy,
     .name = "free.after_destroy",
     .statement = "A mapping is freed by its own call, which succeeds after the import was destroyed too",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-DestroyMemory-mapping-freed-after"})
{
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = import_memory(t, outside);
    void *buffer = expect_maps(t, memory, outside, SIZE, SEED);

    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), memory));
    EXPECT_SUCCESS(t, call_free(caller_of(t), buffer));
}

CASE(free_before_destroy,
     .name = "free.before_destroy",
     .statement = "A mapping can be freed, and the object mapped again, as often as one likes",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-free"})
{
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = import_memory(t, outside);

    for (unsigned round = 1; round <= 4; round++) {
        void *buffer = expect_maps(t, memory, outside, SIZE, round);
        EXPECT_SUCCESS(t, call_free(caller_of(t), buffer));
    }
    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), memory));
}

CASE(free_twice,
     .name = "free.twice",
     .statement = "Freeing a mapping a second time should be an error",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-free-twice"})
{
    struct outside *outside = make_memory(t, SIZE);
    void *buffer = expect_maps(t, import_memory(t, outside), outside, SIZE, SEED);

    EXPECT_SUCCESS(t, call_free(caller_of(t), buffer));
    EXPECT_ERROR_SHOULD(t, "EXTRES-MapBuffer-free-twice", call_free(caller_of(t), buffer));
}

/*
 * What can be seen of the end of an import is a descriptor that it held: of a runtime whose imports hold none
 * nothing is. The reset takes the mapping and the import with it, whatever they still hold.
 */
CASE(device_reset,
     .name = "device_reset.destroys_imports",
     .statement = "Resetting the device closes the descriptors that imports hold: they do not pile up",
     .types = MEMORY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-DeviceReset-destroys-imports"},
     .timeout_milliseconds = 60000)
{
    enum { ROUNDS = 5, WARM_UP = 2, IMPORTS = 8 };
    struct outside *outside = make_memory(t, SIZE);
    size_t open_at_rest = 0;
    bool held = false;

    for (int round = 0; round < ROUNDS; round++) {
        /* The context of this round has descriptors of its own, which are not counted as an import's. */
        map_buffer(t, import_memory(t, outside), 0, SIZE);
        release_traps(t);
        size_t open_before = count_open_fds(t);
        for (int i = 0; i < IMPORTS; i++)
            map_buffer(t, import_memory(t, outside), 0, SIZE);
        release_traps(t);
        held = count_open_fds(t) >= open_before + IMPORTS;
        EXPECT_SUCCESS(t, call_device_reset(caller_of(t)));
        if (round == WARM_UP)
            open_at_rest = count_open_fds(t);
    }
    if (!held)
        OBSERVE(t, "imports hold no descriptor, so whether the reset has destroyed them cannot be seen");
    expect_growth_below(t, "open descriptors", open_at_rest, count_open_fds(t), IMPORTS);
}
