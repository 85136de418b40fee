/* Several imports of memory: of one object, of one descriptor number, one after the other, very many. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"
#include "case/orders.h"

enum { SIZE = 64 * 1024, SEED = 31 };

/* The exporter gets the lowest free number, which an import that has closed its descriptor left behind. */
CASE(memory_number_again,
     .name = "import.number_used_again",
     .statement = "A descriptor with the number of one that was imported before is an object of its own",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-same-memory", "EXTRES-ImportMemory-returns-handle"})
{
    struct outside *first = make_memory(t, SIZE);
    struct outside *second = make_memory(t, SIZE);
    cudaExternalMemory_t first_memory = import_memory(t, first);
    release_traps(t);
    cudaExternalMemory_t second_memory = import_memory(t, second);

    void *buffer = expect_maps(t, second_memory, second, SIZE, SEED);
    expect_maps(t, first_memory, first, SIZE, SEED + 1);
    expect_pattern_device(t, buffer, 0, SIZE, SEED);
}

CASE(destroy_memory_in_every_order,
     .name = "destroy.in_every_order",
     .statement = "Three imports of an object can be destroyed in every order, and those left can be mapped",
     .types = MEMORY_FD,
     .rules = {"EXTRES-DestroyMemory-other-holders", "EXTRES-MapBuffer-returns-pointer"})
{
    struct outside *outside = make_memory(t, SIZE);
    for (unsigned order = 0; order < ORDERS; order++) {
        cudaExternalMemory_t memories[ORDERED];
        for (int i = 0; i < ORDERED; i++)
            memories[i] = import_memory(t, outside);
        for (unsigned gone = 0; gone < ORDERED; gone++) {
            for (unsigned left = gone; left < ORDERED; left++) {
                void *buffer = expect_maps(t, memories[every_order[order][left]], outside, SIZE, SEED + left);
                EXPECT_SUCCESS(t, call_free(caller_of(t), buffer));
            }
            EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), memories[every_order[order][gone]]));
        }
    }
}

/* The place of what was destroyed, its addresses among others, is free for what is mapped next. */
CASE(map_after_destroy_of_another,
     .name = "destroy.then_another_is_mapped",
     .statement = "What is mapped after other memory was destroyed under its mapping is the memory that is "
                  "named",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-same-memory", "EXTRES-DestroyMemory-mapping-freed-after"})
{
    struct outside *first = make_memory(t, SIZE);
    struct outside *second = make_memory(t, SIZE);
    cudaExternalMemory_t first_memory = import_memory(t, first);
    cudaExternalMemory_t second_memory = import_memory(t, second);
    void *first_buffer = expect_maps(t, first_memory, first, SIZE, SEED);

    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), first_memory));
    void *second_buffer = expect_maps(t, second_memory, second, SIZE, SEED + 1);
    EXPECT_SUCCESS(t, call_free(caller_of(t), first_buffer));
    fill_outside(t, second, 0, SIZE, SEED + 2);
    expect_pattern_device(t, second_buffer, 0, SIZE, SEED + 2);
}

CASE(thousand_memory_imports,
     .name = "import.thousand_live_at_once",
     .statement = "Of 1024 imports that live at once the first is as good as the last",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-returns-handle"},
     .timeout_milliseconds = 60000)
{
    enum { LIVE = 1024, DESCRIPTORS = 2 * LIVE };
    needs_descriptors(t, DESCRIPTORS);
    struct outside *first = make_memory(t, SIZE);
    struct outside *others = make_memory(t, SIZE);
    cudaExternalMemory_t first_memory = import_memory(t, first);
    cudaExternalMemory_t last_memory = NULL;
    for (int i = 1; i < LIVE; i++) {
        last_memory = import_memory(t, others);
        release_traps(t);
    }

    expect_maps(t, first_memory, first, SIZE, SEED);
    expect_maps(t, last_memory, others, SIZE, SEED + 1);
}

/* Beyond what a set of descriptors for select can hold, and beyond what tables of a fixed length do. */
CASE(import_memory_high_number,
     .name = "import.high_descriptor_number",
     .statement = "A descriptor with a large number imports like any other",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-returns-handle", "EXTRES-MapBuffer-same-memory"})
{
    enum { NUMBER = 3000 };
    needs_descriptors(t, NUMBER + 1);
    struct outside *outside = make_memory(t, SIZE);
    int fd = export_fd_at(t, outside, NUMBER);
    expect_maps(t, import_memory_fd(t, fd, outside), outside, SIZE, SEED);
}
