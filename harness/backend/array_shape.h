/* What a mipmapped array is made of: one description for exporters, both APIs, and cases. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_ARRAY_SHAPE_H
#define HARNESS_ARRAY_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

enum channel_kind { CHANNEL_UNSIGNED, CHANNEL_SIGNED, CHANNEL_FLOAT, CHANNEL_KIND_COUNT };

/* Of an element: how many channels, and what each of them holds. */
struct array_format {
    enum channel_kind kind; /* CHANNEL_KIND_COUNT: none of these, where a runtime tells another */
    unsigned bits;
    unsigned channels;
};

/* Of a level, or of level 0 and those below it. Extents are in elements. */
struct array_shape {
    struct array_format format;
    size_t width;
    size_t height;  /* 0: one dimension */
    size_t depth;   /* slices, or layers, or faces of a cube, as the flags say; 0: none of them */
    unsigned flags; /* cudaArrayLayered and the like; the driver API numbers its own alike */
    unsigned levels;
};

/* depth counts layers or faces, which levels have the same number of. */
bool array_has_layers(const struct array_shape *shape);

/* A level of the array, with the one level that it is. Each has half the extents of the one above it. */
struct array_shape array_level(const struct array_shape *array, unsigned level);

/* Bytes of an element, and of all of a level without padding. */
size_t array_element_size(const struct array_shape *shape);
size_t array_level_size(const struct array_shape *level);

/* Rows and slices of a level: at least 1 of each. */
size_t array_rows(const struct array_shape *level);
size_t array_slices(const struct array_shape *level);

#endif
