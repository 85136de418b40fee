/* Formats of array elements: as the driver API names them, and as the runtime API describes them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_ARRAY_FORMAT_H
#define REFERENCE_ARRAY_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "extres/driver_array.h"
#include "extres/runtime_array.h"

/*
 * Formats of one element a pixel are known: plain integers and floats of 1, 2 or 4 channels, and the
 * normalised ones, whose names say how many. Compressed and planar ones are not: this runtime refuses them as
 * it would a number that means nothing.
 */
struct array_format {
    CUarray_format format;
    unsigned channels;
};

/* Bytes of an element; 0 for what is not known. */
size_t array_format_size(struct array_format format);

/* False for what is not known. */
bool array_format_from_description(const struct cudaChannelFormatDesc *description,
                                   struct array_format *format);

/* Of a known format. */
struct cudaChannelFormatDesc array_format_describe(struct array_format format);

#endif
