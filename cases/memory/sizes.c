/* Objects and mappings of unusual sizes: large, beyond 32 bits, and not of whole pages. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

enum { SEED = 51, PAGE = 4096, MEBIBYTE = 1024 * 1024 };

CASE(large_object,
     .name = "map.object_of_64_mebibytes",
     .statement = "A buffer over a large object shows its memory around every boundary of a mebibyte",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-size", "EXTRES-MapBuffer-same-memory"})
{
    enum { MEBIBYTES = 64, WHOLE = MEBIBYTES * MEBIBYTE, AROUND = 64 };
    struct outside *outside = make_large_memory(t, WHOLE);
    unsigned char *buffer = map_buffer(t, import_memory(t, outside), 0, WHOLE);

    for (uint64_t i = 1; i <= MEBIBYTES; i++) {
        uint64_t place = i * MEBIBYTE - AROUND;
        size_t size = i < MEBIBYTES ? 2 * AROUND : AROUND;
        fill_outside(t, outside, place, size, SEED);
        expect_pattern_device(t, buffer + place, place, size, SEED);
    }
}

/* Nothing but the last part is touched: where memory is given out as it is used, the rest costs nothing. */
CASE(offset_beyond_32_bits,
     .name = "map.offset_beyond_32_bits",
     .statement = "A buffer at an offset of 2^32 begins there, and not at the begin of the object",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-offset"})
{
    enum { PART = 64 * 1024 };
    const uint64_t offset = UINT64_C(1) << 32;
    struct outside *outside = make_large_memory(t, offset + PART);
    void *buffer = map_buffer(t, import_memory(t, outside), offset, PART);

    fill_outside(t, outside, 0, PART, SEED);
    fill_outside(t, outside, offset, PART, SEED + 1);
    expect_pattern_device(t, buffer, offset, PART, SEED + 1);
    fill_device(t, buffer, offset, PART, SEED + 2);
    expect_pattern_outside(t, outside, offset, PART, SEED + 2);
    expect_pattern_outside(t, outside, 0, PART, SEED);
}

/* The size that the exporter tells is the right one for its API, whatever it is rounded up to. */
CASE(size_of_no_whole_pages,
     .name = "map.size_not_of_whole_pages",
     .statement = "A buffer over an object whose size is not a multiple of a page covers its last bytes",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapBuffer-size"})
{
    enum { ASKED_FOR = 3 * PAGE + 768 };
    struct outside *outside = make_memory(t, ASKED_FOR);
    uint64_t size = size_outside(t, outside);
    void *buffer = map_buffer(t, import_memory(t, outside), 0, size);

    fill_outside(t, outside, 0, ASKED_FOR, SEED);
    expect_pattern_device(t, buffer, 0, ASKED_FOR, SEED);
    fill_device(t, buffer, 0, ASKED_FOR, SEED + 1);
    expect_pattern_outside(t, outside, 0, ASKED_FOR, SEED + 1);
}
