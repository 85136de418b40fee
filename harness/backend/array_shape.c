/* Sizes of mipmapped arrays and of their levels. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "backend/array_shape.h"

#include "extres/runtime_array.h"

bool array_has_layers(const struct array_shape *shape)
{
    return (shape->flags & (cudaArrayLayered | cudaArrayCubemap)) != 0;
}

/* A dimension that the array lacks it lacks in every level; one that it has never shrinks to nothing. */
static size_t shrink(size_t extent, unsigned level)
{
    size_t shrunk = extent >> level;
    return extent != 0 && shrunk == 0 ? 1 : shrunk;
}

struct array_shape array_level(const struct array_shape *array, unsigned level)
{
    struct array_shape shape = *array;
    shape.width = shrink(array->width, level);
    shape.height = shrink(array->height, level);
    if (!array_has_layers(array))
        shape.depth = shrink(array->depth, level);
    shape.levels = 1;
    return shape;
}

size_t array_element_size(const struct array_shape *shape)
{
    return (size_t)shape->format.bits / 8 * shape->format.channels;
}

size_t array_rows(const struct array_shape *level)
{
    return level->height == 0 ? 1 : level->height;
}

size_t array_slices(const struct array_shape *level)
{
    return level->depth == 0 ? 1 : level->depth;
}

size_t array_level_size(const struct array_shape *level)
{
    return level->width * array_rows(level) * array_slices(level) * array_element_size(level);
}
