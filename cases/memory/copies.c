/* Copies and fillings that have imported memory at one end or at both. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <string.h>

enum { SIZE = 64 * 1024, SEED = 41 };

/* Parts of an object of three. */
enum { SECOND = SIZE, THIRD = 2 * SIZE, WHOLE = 3 * SIZE };

CASE(copy_between_imports,
     .name = "map.copy_between_two_objects",
     .statement = "A copy from one imported object to another is in the other",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-same-memory"})
{
    struct outside *source = make_memory(t, SIZE);
    struct outside *target = make_memory(t, SIZE);
    void *from = map_buffer(t, import_memory(t, source), 0, SIZE);
    void *to = map_buffer(t, import_memory(t, target), 0, SIZE);
    cudaStream_t stream = make_stream(t);
    fill_outside(t, source, 0, SIZE, SEED);
    fill_outside(t, target, 0, SIZE, SEED + 1);

    EXPECT_SUCCESS(t, call_copy_async(caller_of(t), to, from, SIZE, stream));
    expect_finishes(t, stream);
    expect_pattern_outside(t, target, 0, SIZE, SEED);
    expect_pattern_outside(t, source, 0, SIZE, SEED);
}

CASE(fill_mapping,
     .name = "map.filled_in_a_stream",
     .statement = "Filling a part of a mapped buffer in a stream fills that part of the object, and no other",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-same-memory"})
{
    enum { BEGIN = SIZE / 4, FILLED = SIZE / 2, END = BEGIN + FILLED };
    struct outside *outside = make_memory(t, SIZE);
    unsigned char *buffer = map_buffer(t, import_memory(t, outside), 0, SIZE);
    static unsigned char bytes[FILLED];
    static unsigned char right[FILLED];
    cudaStream_t stream = make_stream(t);
    fill_outside(t, outside, 0, SIZE, SEED);

    EXPECT_SUCCESS(t, call_set_async(caller_of(t), buffer + BEGIN, 0xc3, FILLED, stream));
    EXPECT_SUCCESS(t, call_copy_async(caller_of(t), bytes, buffer + BEGIN, FILLED, stream));
    expect_finishes(t, stream);
    memset(right, 0xc3, FILLED);
    EXPECT(t, memcmp(bytes, right, FILLED) == 0, "what was filled does not hold what it was filled with");
    expect_bytes_outside(t, outside, BEGIN, FILLED, 0xc3);
    expect_pattern_outside(t, outside, 0, BEGIN, SEED);
    expect_pattern_outside(t, outside, END, SIZE - END, SEED);
}

CASE(synchronous_copy,
     .name = "map.synchronous_copy",
     .statement = "Copies that are not asynchronous read and write a mapped buffer, and copy within it",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-same-memory"})
{
    struct outside *outside = make_memory(t, WHOLE);
    unsigned char *buffer = map_buffer(t, import_memory(t, outside), 0, WHOLE);
    static unsigned char bytes[SIZE];
    fill_outside(t, outside, 0, SIZE, SEED);
    fill_outside(t, outside, SECOND, WHOLE - SIZE, SEED + 1);

    EXPECT_SUCCESS(t, call_copy(caller_of(t), bytes, buffer, SIZE));
    EXPECT_SUCCESS(t, call_copy(caller_of(t), buffer + SECOND, bytes, SIZE));
    EXPECT_SUCCESS(t, call_copy(caller_of(t), buffer + THIRD, buffer + SECOND, SIZE));
    /* Between two parts of device memory the host does not wait: it does so here. */
    expect_finishes(t, NULL);
    /* The pattern of the first part, at the place of the last. */
    expect_pattern_device(t, buffer + THIRD, 0, SIZE, SEED);
    expect_pattern_outside(t, outside, 0, SIZE, SEED);
    expect_moved_pattern_outside(t, outside, SECOND, SIZE, 0, SEED);
    expect_moved_pattern_outside(t, outside, THIRD, SIZE, 0, SEED);
}
