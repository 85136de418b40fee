/* Arrays: the levels of a mipmapped array that is mapped onto imported memory. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/array.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "core/handle.h"
#include "extres/runtime_error.h"
#include "faults/array.h"

#define KNOWN_FLAGS                                                                                          \
    (CUDA_ARRAY3D_LAYERED | CUDA_ARRAY3D_SURFACE_LDST | CUDA_ARRAY3D_CUBEMAP | CUDA_ARRAY3D_TEXTURE_GATHER | \
     CUDA_ARRAY3D_COLOR_ATTACHMENT)

/* Extents beyond it are no image of any device, and their products stay within 64 bits. */
#define LARGEST_EXTENT ((size_t)1 << 17)

struct mipmapped_array {
    _Atomic int references; /* its handle's, and one for each level's */
    struct imported_memory *memory;
    unsigned levels;       /* that have a handle */
    struct array arrays[]; /* one a level */
};

static size_t at_least_1(size_t extent)
{
    return extent == 0 ? 1 : extent;
}

static bool is_cubemap_valid(const struct array_shape *shape)
{
    bool layered = (shape->flags & CUDA_ARRAY3D_LAYERED) != 0;
    return shape->width == shape->height && (layered ? shape->depth % 6 == 0 : shape->depth == 6);
}

/* Do the extents that are 0, and the flags, make one of the documented kinds of arrays? */
static bool is_kind_valid(const struct array_shape *shape)
{
    bool layered = (shape->flags & CUDA_ARRAY3D_LAYERED) != 0;
    bool is_2d = shape->height != 0 && shape->depth == 0;
    if (shape->width == 0 || (layered && shape->depth == 0))
        return false;
    if (shape->height == 0 && shape->depth != 0 && !layered)
        return false;
    if ((shape->flags & CUDA_ARRAY3D_TEXTURE_GATHER) != 0 && !is_2d)
        return false;
    return (shape->flags & CUDA_ARRAY3D_CUBEMAP) == 0 || (shape->depth != 0 && is_cubemap_valid(shape));
}

/* How many levels there may be: 1 + floor(log2(largest extent)). */
static unsigned most_levels(const struct array_shape *shape)
{
    size_t largest = shape->width > shape->height ? shape->width : shape->height;
    largest = shape->depth > largest ? shape->depth : largest;
    unsigned levels = 0;
    for (; largest != 0; largest /= 2)
        levels++;
    return levels;
}

/*
 * The documents leave open what becomes of a number of levels that cannot be; here it is refused, as mapping
 * another number than was asked for would hide the mistake.
 */
static bool is_valid(const struct mipmap *mipmap)
{
    const struct array_shape *shape = &mipmap->shape;
    bool valid = array_format_size(shape->format) != 0 && (shape->flags & ~(unsigned)KNOWN_FLAGS) == 0 &&
                 shape->width <= LARGEST_EXTENT && shape->height <= LARGEST_EXTENT &&
                 shape->depth <= LARGEST_EXTENT && is_kind_valid(shape) && mipmap->levels >= 1 &&
                 mipmap->levels <= most_levels(shape);
    return fault_any() ? fault_array_valid(mipmap, valid) : valid;
}

/* A dimension at a level: halved, but never to nothing. */
static size_t shrink(size_t extent, unsigned level)
{
    return extent == 0 ? 0 : at_least_1(extent >> level);
}

static struct array_shape shape_of_level(const struct array_shape *base, unsigned level)
{
    bool has_layers = (base->flags & (CUDA_ARRAY3D_LAYERED | CUDA_ARRAY3D_CUBEMAP)) != 0;
    struct array_shape shape = *base;
    shape.width = shrink(base->width, level);
    shape.height = shrink(base->height, level);
    shape.depth = has_layers ? base->depth : shrink(base->depth, level);
    if (fault_any())
        fault_level_shape(base, level, &shape);
    return shape;
}

static size_t row_size(const struct array_shape *shape)
{
    return shape->width * array_format_size(shape->format);
}

static size_t slice_size(const struct array_shape *shape)
{
    return row_size(shape) * at_least_1(shape->height);
}

static uint64_t level_size(const struct mipmap *mipmap, unsigned level)
{
    struct array_shape shape = shape_of_level(&mipmap->shape, level);
    return (uint64_t)slice_size(&shape) * at_least_1(shape.depth);
}

size_t array_row_size(const struct array *array)
{
    return row_size(&array->shape);
}

size_t array_slice_size(const struct array *array)
{
    return slice_size(&array->shape);
}

size_t array_rows(const struct array *array)
{
    return at_least_1(array->shape.height);
}

size_t array_slices(const struct array *array)
{
    return at_least_1(array->shape.depth);
}

static bool is_inside(const struct mipmap *mipmap, uint64_t size)
{
    uint64_t needed = 0;
    for (unsigned level = 0; level < mipmap->levels; level++)
        needed += level_size(mipmap, level);
    bool fits = mipmap->offset <= size && needed <= size - mipmap->offset;
    return fault_any() ? fault_array_fits(mipmap, needed, size, fits) : fits;
}

static void release(struct mipmapped_array *mipmapped)
{
    if (atomic_fetch_sub(&mipmapped->references, 1) != 1)
        return;
    imported_memory_release(mipmapped->memory);
    free(mipmapped);
}

static void release_level(void *object)
{
    struct array *array = object;
    release(array->whole);
}

static void destroy(void *object)
{
    struct mipmapped_array *mipmapped = object;
    for (unsigned level = 0; level < mipmapped->levels; level++)
        handle_destroy(mipmapped->arrays[level].handle, HANDLE_ARRAY);
    release(mipmapped);
}

/* Give the next level its place and its handle. False without memory. */
static bool add_level(struct mipmapped_array *mipmapped, const struct mipmap *mipmap, unsigned char *base)
{
    struct array *array = &mipmapped->arrays[mipmapped->levels];
    *array = (struct array){
        .whole = mipmapped,
        .memory = mipmapped->memory,
        .base = base,
        .shape = shape_of_level(&mipmap->shape, mipmapped->levels),
    };
    atomic_fetch_add(&mipmapped->references, 1);
    array->handle = handle_create(&(struct handle_entry){
        .kind = HANDLE_ARRAY, .object = array, .owner = mipmapped, .destroy = release_level});
    if (array->handle != NULL)
        mipmapped->levels++;
    else
        atomic_fetch_sub(&mipmapped->references, 1); /* never the last */
    return array->handle != NULL;
}

/* All levels, and behind a handle; NULL without memory, and then the array is destroyed. */
static void *publish(struct mipmapped_array *mipmapped, struct context *context, const struct mipmap *mipmap)
{
    unsigned char *base = (unsigned char *)mipmapped->memory->base + mipmap->offset;
    if (fault_any())
        base = fault_array_base(base, mipmap->offset, mipmapped->memory->size - mipmap->offset);
    bool complete = true;
    for (unsigned level = 0; level < mipmap->levels && complete; level++) {
        complete = add_level(mipmapped, mipmap, base);
        if (!fault_is(FAULT_ARRAY_LEVELS_OVERLAP))
            base += level_size(mipmap, level);
    }
    void *handle = NULL;
    if (complete)
        handle = handle_create(&(struct handle_entry){
            .kind = HANDLE_MIPMAPPED_ARRAY, .object = mipmapped, .owner = context, .destroy = destroy});
    if (handle == NULL)
        destroy(mipmapped);
    return handle;
}

int mipmapped_array_map(struct context *context, struct imported_memory *memory, uint64_t size,
                        const struct mipmap *mipmap, void **handle)
{
    if (!is_valid(mipmap) || !is_inside(mipmap, size))
        return cudaErrorInvalidValue;
    struct mipmapped_array *mipmapped = calloc(1, sizeof *mipmapped + mipmap->levels * sizeof(struct array));
    if (mipmapped == NULL)
        return cudaErrorMemoryAllocation;
    atomic_init(&mipmapped->references, 1);
    mipmapped->memory = imported_memory_retain(memory);
    void *created = publish(mipmapped, context, mipmap);
    if (created == NULL)
        return cudaErrorMemoryAllocation;
    *handle = created;
    return cudaSuccess;
}

bool mipmapped_array_destroy(const void *handle)
{
    if (fault_any() && fault_array_freed(handle))
        return false;
    return handle_destroy(handle, HANDLE_MIPMAPPED_ARRAY);
}

int mipmapped_array_level(const void *handle, unsigned level, void **array)
{
    struct mipmapped_array *mipmapped = handle_acquire(handle, HANDLE_MIPMAPPED_ARRAY);
    if (mipmapped == NULL)
        return cudaErrorInvalidResourceHandle;
    unsigned levels = fault_any() ? fault_level_count(mipmapped->levels, level) : mipmapped->levels;
    int error = level < levels ? cudaSuccess : cudaErrorInvalidValue;
    if (error == cudaSuccess)
        *array =
            mipmapped->arrays[fault_is(FAULT_ARRAY_LEVEL_UNCHECKED) && level >= mipmapped->levels ? 0 : level]
                .handle;
    handle_release(handle);
    return error;
}

int array_acquire(const void *handle, struct array **out)
{
    *out = handle_acquire(handle, HANDLE_ARRAY);
    return *out == NULL ? cudaErrorInvalidResourceHandle : cudaSuccess;
}

int array_shape(const void *handle, struct array_shape *shape)
{
    struct array *array = NULL;
    int error = array_acquire(handle, &array);
    if (error != cudaSuccess)
        return error;
    *shape = array->shape;
    if (fault_any())
        fault_array_described(shape);
    handle_release(handle);
    return cudaSuccess;
}
