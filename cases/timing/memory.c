/* What it costs to import memory and to destroy the import, to map it, and to free a mapping. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/measuring.h"

enum { MOST_OBJECTS = 64, SIZE = 64 * 1024, SEED = 41 };

struct memory {
    struct hot_calls calls;
    struct outside *outside;
    cudaExternalMemory_t import;
    struct cudaExternalMemoryHandleDesc descs[MOST_OBJECTS];
    void *mappings[MOST_OBJECTS];
};

static void open_memory(struct test *t, void *state, uint64_t parameter)
{
    struct memory *m = state;
    (void)parameter;
    m->calls = hot_calls_of(t);
    needs_function(t, EXTRES_OPERATION_DESTROY_MEMORY);
    needs_function(t, EXTRES_OPERATION_MAP_BUFFER);
    needs_function(t, EXTRES_OPERATION_FREE);
    m->outside = make_memory(t, SIZE);
    m->import = import_memory(t, m->outside);
    release_traps(t);
    fill_outside(t, m->outside, 0, SIZE, SEED);
}

static void close_memory(struct test *t, void *state)
{
    struct memory *m = state;
    if (m->import != NULL)
        EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), m->import));
    if (m->outside != NULL)
        destroy_outside(t, m->outside);
}

static int import_and_destroy(const struct memory *m, const struct cudaExternalMemoryHandleDesc *desc)
{
    cudaExternalMemory_t memory = NULL;
    int code = m->calls.take_memory(&memory, desc);
    return code != 0 ? code : m->calls.destroy_memory(memory);
}

/* An import of the same memory holds what the exporter has written. */
static void expect_import_works(struct test *t, struct memory *m)
{
    cudaExternalMemory_t again = import_memory(t, m->outside);
    void *mapping = map_buffer(t, again, 0, SIZE);
    expect_pattern_device(t, mapping, 0, SIZE, SEED);
    EXPECT_SUCCESS(t, call_free(caller_of(t), mapping));
    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), again));
    release_traps(t);
}

static uint64_t sample_import(struct test *t, void *state, uint64_t imports)
{
    struct memory *m = state;
    int code = 0;
    for (uint64_t i = 0; i < imports; i++)
        m->descs[i] = memory_desc(t, give_fd(t, m->outside), m->outside);

    uint64_t start = clock_nanoseconds();
    for (uint64_t i = 0; i < imports && code == 0; i++)
        code = import_and_destroy(m, &m->descs[i]);
    uint64_t end = clock_nanoseconds();

    EXPECT_SUCCESS(t, code);
    expect_import_works(t, m);
    return end - start;
}

static int map_all(struct memory *m, uint64_t count)
{
    const struct cudaExternalMemoryBufferDesc desc = {.offset = 0, .size = SIZE};
    int code = 0;
    for (uint64_t i = 0; i < count && code == 0; i++)
        code = m->calls.map(&m->mappings[i], m->import, &desc);
    return code;
}

static int free_all(const struct memory *m, uint64_t count)
{
    int code = 0;
    for (uint64_t i = 0; i < count && code == 0; i++)
        code = m->calls.free(m->mappings[i]);
    return code;
}

static uint64_t sample_map(struct test *t, void *state, uint64_t mappings)
{
    struct memory *m = state;

    uint64_t start = clock_nanoseconds();
    int code = map_all(m, mappings);
    uint64_t end = clock_nanoseconds();

    EXPECT_SUCCESS(t, code);
    expect_pattern_device(t, m->mappings[mappings - 1], 0, SIZE, SEED);
    EXPECT_SUCCESS(t, free_all(m, mappings));
    return end - start;
}

static uint64_t sample_unmap(struct test *t, void *state, uint64_t mappings)
{
    struct memory *m = state;
    EXPECT_SUCCESS(t, map_all(m, mappings));
    expect_pattern_device(t, m->mappings[mappings - 1], 0, SIZE, SEED);

    uint64_t start = clock_nanoseconds();
    int code = free_all(m, mappings);
    uint64_t end = clock_nanoseconds();

    EXPECT_SUCCESS(t, code);
    return end - start;
}

MEASUREMENT(memory_import_destroy,
            .name = "import_destroy",
            .statement = "What it costs to import memory and to destroy the import again",
            .operation = "pair",
            .types = MEMORY_FD,
            .floor = FLOOR_CLOCK_READ,
            .most_operations = MOST_OBJECTS,
            .state_size = sizeof(struct memory),
            .open = open_memory,
            .sample = sample_import,
            .close = close_memory)

MEASUREMENT(memory_map,
            .name = "map",
            .statement = "What it costs to map 64 KiB of imported memory",
            .operation = "call",
            .types = MEMORY_FD,
            .floor = FLOOR_CLOCK_READ,
            .most_operations = MOST_OBJECTS,
            .state_size = sizeof(struct memory),
            .open = open_memory,
            .sample = sample_map,
            .close = close_memory)

MEASUREMENT(memory_unmap,
            .name = "unmap",
            .statement = "What it costs to free a mapping of 64 KiB of imported memory",
            .operation = "call",
            .types = MEMORY_FD,
            .floor = FLOOR_CLOCK_READ,
            .most_operations = MOST_OBJECTS,
            .state_size = sizeof(struct memory),
            .open = open_memory,
            .sample = sample_unmap,
            .close = close_memory)
