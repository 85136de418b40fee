/* Buffers mapped onto imported memory: that they are the exporter's memory, where and as large as asked for.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

enum { SIZE = 256 * 1024, MOST = SIZE / 4 * 3, PAGE = 4096, SEED = 7 };

CASE(reads_what_exporter_wrote,
     .name = "map.reads_what_the_exporter_wrote",
     .statement = "A buffer mapped over the whole object shows what the exporter wrote, every byte of it",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-same-memory",
               "EXTRES-MapBuffer-returns-pointer",
               "EXTRES-ImportMemory-returns-handle",
               "EXTRES-ImportMemory-union-member"})
{
    struct outside *outside = make_memory(t, SIZE);
    fill_outside(t, outside, 0, SIZE, SEED);

    void *buffer = map_buffer(t, import_memory(t, outside), 0, SIZE);
    expect_pattern_device(t, buffer, 0, SIZE, SEED);
}

CASE(exporter_reads_what_was_written,
     .name = "map.exporter_reads_what_was_written",
     .statement = "What is written through a mapped buffer is in the exporter's object, every byte of it",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-same-memory", "EXTRES-MapBuffer-size"})
{
    struct outside *outside = make_memory(t, SIZE);
    void *buffer = map_buffer(t, import_memory(t, outside), 0, SIZE);

    fill_device(t, buffer, 0, SIZE, SEED);
    expect_pattern_outside(t, outside, 0, SIZE, SEED);
}

/* A copy made when mapping would show the first write and miss the second. */
CASE(shows_later_writes,
     .name = "map.shows_later_writes",
     .statement = "A mapped buffer is the object's memory, not a copy: later writes show on both sides",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-same-memory"})
{
    struct outside *outside = make_memory(t, SIZE);
    void *buffer = map_buffer(t, import_memory(t, outside), 0, SIZE);

    for (unsigned round = 1; round <= 3; round++) {
        fill_outside(t, outside, 0, SIZE, round);
        expect_pattern_device(t, buffer, 0, SIZE, round);
        fill_device(t, buffer, 0, SIZE, round + 100);
        expect_pattern_outside(t, outside, 0, SIZE, round + 100);
    }
}

/* Where a buffer begins and how long it is: multiples of 4096. */
struct range {
    uint64_t offset;
    uint64_t size;
};

static void expect_mapped_at(struct test *t, struct range range)
{
    struct outside *outside = make_memory(t, SIZE);
    fill_outside(t, outside, 0, SIZE, SEED);
    unsigned char *buffer = map_buffer(t, import_memory(t, outside), range.offset, range.size);

    expect_pattern_device(t, buffer, range.offset, range.size, SEED);
    fill_device(t, buffer, range.offset, range.size, SEED + 1);
    expect_pattern_outside(t, outside, range.offset, range.size, SEED + 1);
    /* What lies around the range is as it was. */
    expect_pattern_outside(t, outside, 0, range.offset, SEED);
    uint64_t end = range.offset + range.size;
    expect_pattern_outside(t, outside, end, SIZE - end, SEED);
}

CASE(map_at_begin,
     .name = "map.part_at_the_begin",
     .statement = "A buffer smaller than the object, at its begin, is exactly that part",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-size"})
{
    expect_mapped_at(t, (struct range){0, PAGE});
}

CASE(map_in_middle,
     .name = "map.part_in_the_middle",
     .statement = "A buffer at an offset begins at that offset of the object",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-offset"})
{
    expect_mapped_at(t, (struct range){SIZE / 2, SIZE / 4});
}

CASE(map_at_end,
     .name = "map.part_at_the_end",
     .statement = "A buffer may reach to the very end of the object",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-offset", "EXTRES-MapBuffer-size"})
{
    expect_mapped_at(t, (struct range){SIZE - PAGE, PAGE});
}

CASE(map_twice,
     .name = "map.one_range_twice",
     .statement = "One range can be mapped twice, and each mapping is the object's memory",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-overlap-allowed", "EXTRES-MapBuffer-free"})
{
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = import_memory(t, outside);
    void *first = map_buffer(t, memory, 0, SIZE);
    void *second = map_buffer(t, memory, 0, SIZE);

    fill_outside(t, outside, 0, SIZE, SEED);
    expect_pattern_device(t, first, 0, SIZE, SEED);
    expect_pattern_device(t, second, 0, SIZE, SEED);

    EXPECT_SUCCESS(t, call_free(caller_of(t), first));
    fill_outside(t, outside, 0, SIZE, SEED + 1);
    expect_pattern_device(t, second, 0, SIZE, SEED + 1);
}

CASE(map_overlapping,
     .name = "map.overlapping_ranges",
     .statement = "Ranges that overlap can be mapped, each at its own offset",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-overlap-allowed", "EXTRES-MapBuffer-offset"})
{
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = import_memory(t, outside);
    void *low = map_buffer(t, memory, 0, MOST);
    void *high = map_buffer(t, memory, SIZE / 4, MOST);

    fill_outside(t, outside, 0, SIZE, SEED);
    expect_pattern_device(t, low, 0, MOST, SEED);
    expect_pattern_device(t, high, SIZE / 4, MOST, SEED);
}

CASE(stream_work,
     .name = "map.work_in_a_stream",
     .statement = "Work in a stream reads and writes a mapped buffer like memory of the runtime's own",
     .types = ANY_MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-same-memory"})
{
    struct caller *c = caller_of(t);
    struct outside *outside = make_memory(t, SIZE);
    unsigned char *buffer = map_buffer(t, import_memory(t, outside), 0, SIZE);
    unsigned char *copy = make_buffer(t, SIZE);
    cudaStream_t stream = make_stream(t);

    fill_outside(t, outside, 0, SIZE, SEED);
    EXPECT_SUCCESS(t, call_copy_async(c, copy, buffer, SIZE, stream));
    EXPECT_SUCCESS(t, call_copy_async(c, buffer + SIZE / 2, copy, SIZE / 2, stream));
    expect_finishes(t, stream);
    expect_pattern_device(t, copy, 0, SIZE, SEED);
    expect_pattern_device(t, buffer + SIZE / 2, 0, SIZE / 2, SEED);
    expect_pattern_outside(t, outside, 0, SIZE / 2, SEED);
    expect_moved_pattern_outside(t, outside, SIZE / 2, SIZE / 2, 0, SEED);
}
