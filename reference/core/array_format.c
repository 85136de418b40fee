/* Formats of array elements: as the driver API names them, and as the runtime API describes them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/array_format.h"

/* Each format, with the one number of channels that it may have, or 0 for any of 1, 2 and 4. */
static const struct known_format {
    CUarray_format format;
    enum cudaChannelFormatKind kind;
    unsigned bits; /* of a channel */
    unsigned channels;
} known[] = {
    {CU_AD_FORMAT_UNSIGNED_INT8, cudaChannelFormatKindUnsigned, 8, 0},
    {CU_AD_FORMAT_UNSIGNED_INT16, cudaChannelFormatKindUnsigned, 16, 0},
    {CU_AD_FORMAT_UNSIGNED_INT32, cudaChannelFormatKindUnsigned, 32, 0},
    {CU_AD_FORMAT_SIGNED_INT8, cudaChannelFormatKindSigned, 8, 0},
    {CU_AD_FORMAT_SIGNED_INT16, cudaChannelFormatKindSigned, 16, 0},
    {CU_AD_FORMAT_SIGNED_INT32, cudaChannelFormatKindSigned, 32, 0},
    {CU_AD_FORMAT_HALF, cudaChannelFormatKindFloat, 16, 0},
    {CU_AD_FORMAT_FLOAT, cudaChannelFormatKindFloat, 32, 0},
    {CU_AD_FORMAT_UNORM_INT8X1, cudaChannelFormatKindUnsignedNormalized8X1, 8, 1},
    {CU_AD_FORMAT_UNORM_INT8X2, cudaChannelFormatKindUnsignedNormalized8X2, 8, 2},
    {CU_AD_FORMAT_UNORM_INT8X4, cudaChannelFormatKindUnsignedNormalized8X4, 8, 4},
    {CU_AD_FORMAT_UNORM_INT16X1, cudaChannelFormatKindUnsignedNormalized16X1, 16, 1},
    {CU_AD_FORMAT_UNORM_INT16X2, cudaChannelFormatKindUnsignedNormalized16X2, 16, 2},
    {CU_AD_FORMAT_UNORM_INT16X4, cudaChannelFormatKindUnsignedNormalized16X4, 16, 4},
    {CU_AD_FORMAT_SNORM_INT8X1, cudaChannelFormatKindSignedNormalized8X1, 8, 1},
    {CU_AD_FORMAT_SNORM_INT8X2, cudaChannelFormatKindSignedNormalized8X2, 8, 2},
    {CU_AD_FORMAT_SNORM_INT8X4, cudaChannelFormatKindSignedNormalized8X4, 8, 4},
    {CU_AD_FORMAT_SNORM_INT16X1, cudaChannelFormatKindSignedNormalized16X1, 16, 1},
    {CU_AD_FORMAT_SNORM_INT16X2, cudaChannelFormatKindSignedNormalized16X2, 16, 2},
    {CU_AD_FORMAT_SNORM_INT16X4, cudaChannelFormatKindSignedNormalized16X4, 16, 4},
};

enum { KNOWN_COUNT = sizeof known / sizeof *known };

static bool fits(const struct known_format *entry, unsigned channels)
{
    return entry->channels == 0 ? channels == 1 || channels == 2 || channels == 4
                                : channels == entry->channels;
}

static const struct known_format *find(struct array_format format)
{
    for (size_t i = 0; i < KNOWN_COUNT; i++) {
        if (known[i].format == format.format && fits(&known[i], format.channels))
            return &known[i];
    }
    return NULL;
}

size_t array_format_size(struct array_format format)
{
    const struct known_format *entry = find(format);
    return entry == NULL ? 0 : (size_t)entry->bits / 8 * format.channels;
}

/* How many channels have the bits of the first, if those after them have none; 0 for another shape. */
static unsigned count_channels(const struct cudaChannelFormatDesc *description)
{
    const int bits[] = {description->x, description->y, description->z, description->w, 0};
    unsigned channels = 0;
    while (channels < 4 && bits[channels] != 0 && bits[channels] == bits[0])
        channels++;
    for (unsigned i = channels; i < 4; i++) {
        if (bits[i] != 0)
            return 0;
    }
    return channels;
}

bool array_format_from_description(const struct cudaChannelFormatDesc *description,
                                   struct array_format *format)
{
    unsigned channels = count_channels(description);
    for (size_t i = 0; i < KNOWN_COUNT; i++) {
        if (known[i].kind == description->f && (int)known[i].bits == description->x &&
            fits(&known[i], channels)) {
            *format = (struct array_format){known[i].format, channels};
            return true;
        }
    }
    return false;
}

struct cudaChannelFormatDesc array_format_describe(struct array_format format)
{
    const struct known_format *entry = find(format);
    int bits = (int)entry->bits;
    return (struct cudaChannelFormatDesc){
        .x = bits,
        .y = format.channels > 1 ? bits : 0,
        .z = format.channels > 2 ? bits : 0,
        .w = format.channels > 2 ? bits : 0,
        .f = entry->kind,
    };
}
