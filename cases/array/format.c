/* Element formats of mipmapped arrays: that a level has the one asked for, and keeps whole elements. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/array.h"

enum { SEED = 13 };

/* False where the exporter has no image of this format, of which nothing can be said then. */
static bool expect_format(struct test *t, struct array_format format)
{
    const struct array_shape shape = {.format = format, .width = 32, .height = 8, .levels = 1};
    struct array_shape told;
    struct outside *outside = try_make_image(t, &shape);
    if (outside == NULL)
        return false;
    cudaMipmappedArray_t array = map_array(t, import_memory(t, outside), 0, &shape);

    EXPECT_SUCCESS(t, call_level_shape(caller_of(t), get_level(t, array, 0), &told));
    EXPECT(
        t,
        told.format.kind == format.kind && told.format.bits == format.bits &&
            told.format.channels == format.channels,
        "the format is of kind %u with %u channels of %u bits, expected kind %u with %u channels of %u bits",
        told.format.kind,
        told.format.channels,
        told.format.bits,
        format.kind,
        format.channels,
        format.bits);
    fill_level(t, array, &shape, 0, SEED);
    expect_pattern_level(t, array, &shape, 0, SEED);
    return true;
}

/* All of the formats that the exporter has: it is enough that there is one. */
static void expect_formats(struct test *t, const struct array_format *formats, size_t count)
{
    size_t made = 0;
    for (size_t i = 0; i < count; i++)
        made += expect_format(t, formats[i]);
    if (made == 0)
        skip(t, "the exporter has an image of none of these formats that others can import");
}

CASE(array_channels,
     .name = "array_format.bits_and_channels",
     .statement = "A level has elements of as many channels, and of as many bits, as were asked for",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-format"})
{
    static const struct array_format formats[] = {
        {CHANNEL_UNSIGNED, 8, 1},
        {CHANNEL_UNSIGNED, 8, 2},
        {CHANNEL_UNSIGNED, 8, 4},
        {CHANNEL_UNSIGNED, 16, 1},
        {CHANNEL_UNSIGNED, 16, 2},
        {CHANNEL_UNSIGNED, 16, 4},
        {CHANNEL_UNSIGNED, 32, 1},
        {CHANNEL_UNSIGNED, 32, 2},
        {CHANNEL_UNSIGNED, 32, 4},
    };
    expect_formats(t, formats, sizeof formats / sizeof *formats);
}

CASE(array_kinds_of_channels,
     .name = "array_format.kinds_of_channels",
     .statement = "The channels of a level hold what was asked for: signed or unsigned numbers, or floats",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-format"})
{
    static const struct array_format formats[] = {
        {CHANNEL_SIGNED, 8, 1},
        {CHANNEL_SIGNED, 16, 1},
        {CHANNEL_SIGNED, 32, 1},
        {CHANNEL_FLOAT, 16, 1},
        {CHANNEL_FLOAT, 32, 1},
    };
    expect_formats(t, formats, sizeof formats / sizeof *formats);
}
