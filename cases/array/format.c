/* Element formats of mipmapped arrays: that a level has the one asked for, and keeps whole elements. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/array.h"

enum { SEED = 13 };

static void expect_format(struct test *t, struct array_format format)
{
    const struct array_shape shape = {.format = format, .width = 32, .height = 8, .levels = 1};
    struct array_shape told;
    struct outside *outside = make_image(t, &shape);
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
}

CASE(array_channels,
     .name = "array_format.bits_and_channels",
     .statement = "A level has elements of as many channels, and of as many bits, as were asked for",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-format"})
{
    static const unsigned bits[] = {8, 16, 32};
    static const unsigned channels[] = {1, 2, 4};
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
        for (size_t j = 0; j < sizeof channels / sizeof *channels; j++)
            expect_format(t, (struct array_format){CHANNEL_UNSIGNED, bits[i], channels[j]});
    }
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
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        expect_format(t, formats[i]);
}
