/* Importing, destroying and freeing memory: what an import refers to, and for how long. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <string.h>
#include <unistd.h>

enum { SIZE = 128 * 1024, SEED = 3 };

/* A buffer mapped through this import and the exporter's object are one memory. */
static void *expect_works(struct test *t, cudaExternalMemory_t memory, struct outside *outside, unsigned seed)
{
    void *buffer = map_buffer(t, memory, 0, SIZE);
    fill_outside(t, outside, 0, SIZE, seed);
    expect_pattern_device(t, buffer, 0, SIZE, seed);
    return buffer;
}

CASE(import_memory_twice,
     .name = "import.one_object_twice",
     .statement = "Two imports of one object are the same memory",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-same-memory", "EXTRES-ImportMemory-returns-handle"})
{
    struct outside *outside = make_memory(t, SIZE);
    void *first = map_buffer(t, import_memory(t, outside), 0, SIZE);
    void *second = map_buffer(t, import_memory(t, outside), 0, SIZE);

    fill_device(t, first, 0, SIZE, SEED);
    expect_pattern_device(t, second, 0, SIZE, SEED);
    expect_pattern_outside(t, outside, 0, SIZE, SEED);
}

CASE(import_memory_duplicate,
     .name = "import.of_a_duplicate",
     .statement = "A duplicate of a descriptor imports as the descriptor does, and each import has its own",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-fd-ownership", "EXTRES-MapBuffer-same-memory"})
{
    struct outside *outside = make_memory(t, SIZE);
    int fd = export_fd(t, outside);
    int duplicate = dup(fd);
    cudaExternalMemory_t first = import_memory_fd(t, fd, outside);
    cudaExternalMemory_t second = import_memory_fd(t, duplicate, outside);

    expect_works(t, first, outside, SEED);
    expect_works(t, second, outside, SEED + 1);
}

CASE(import_memory_fd_zero,
     .name = "import.fd_zero",
     .statement = "Descriptor number 0 imports like any other",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-fd-zero"})
{
    struct outside *outside = make_memory(t, SIZE);
    int fd = export_fd(t, outside);
    EXPECT(t, dup2(fd, 0) == 0, "dup2 to descriptor 0 failed");

    expect_works(t, import_memory_fd(t, 0, outside), outside, SEED);
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
    expect_works(t, import_memory(t, outside), outside, SEED);

    memset(&desc.handle, 0x5a, sizeof desc.handle);
    memcpy(&desc.handle, &fd, sizeof fd);
    EXPECT_SUCCESS(t, call_import_memory(caller_of(t), &memory, &desc));
    expect_works(t, memory, outside, SEED + 1);
}

CASE(memory_outlives_exporter,
     .name = "import.outlives_the_exporter",
     .statement = "An import holds the memory by itself: it stays after the exporter has let go of its own",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-fd-ownership", "EXTRES-MapBuffer-same-memory"})
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

    expect_works(t, memories[0], outside[0], SEED);
    expect_works(t, memories[LIVE - 1], outside[LIVE - 1], SEED + 1);
}

CASE(
    destroy_memory_leaves_exporter,
    .name = "destroy.leaves_the_exporter_its_object",
    .statement = "Destroying an import leaves the memory to the exporter, who can use it and export it again",
    .types = ANY_MEMORY_FD,
    .rules = {"EXTRES-DestroyMemory-succeeds", "EXTRES-ImportMemory-fd-ownership"})
{
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = import_memory(t, outside);
    void *buffer = expect_works(t, memory, outside, SEED);

    EXPECT_SUCCESS(t, call_free(caller_of(t), buffer));
    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), memory));
    expect_pattern_outside(t, outside, 0, SIZE, SEED);
    expect_works(t, import_memory(t, outside), outside, SEED + 1);
}

CASE(destroy_leaves_other_memory,
     .name = "destroy.leaves_other_imports",
     .statement = "Destroying one import of an object leaves another import of it, and its mapping",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-DestroyMemory-succeeds", "EXTRES-MapBuffer-same-memory"})
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
    void *buffer = expect_works(t, memory, outside, SEED);

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
        void *buffer = expect_works(t, memory, outside, round);
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
    void *buffer = expect_works(t, import_memory(t, outside), outside, SEED);

    EXPECT_SUCCESS(t, call_free(caller_of(t), buffer));
    EXPECT_ERROR_SHOULD(t, "EXTRES-MapBuffer-free-twice", call_free(caller_of(t), buffer));
}
