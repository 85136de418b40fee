/* Faults of mipmapped arrays: what is mapped, where its levels lie, what is told of them, and when they go.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/array.h"

#include <string.h>
#include <sys/mman.h>

#include "core/handle.h"
#include "extres/runtime_array.h"
#include "extres/runtime_error.h"

enum { REMEMBERED_ARRAYS = 16 };

/* The arrays that are mapped now, and where the first of them began. No lock: cases map on one thread. */
static const void *arrays[REMEMBERED_ARRAYS];
static size_t array_count;
static unsigned char *first_base;

static bool is_layered(const struct array_shape *shape)
{
    return (shape->flags & cudaArrayLayered) != 0;
}

static bool is_cube(const struct array_shape *shape)
{
    return (shape->flags & cudaArrayCubemap) != 0;
}

static bool is_refused(const struct array_shape *shape)
{
    bool flat = shape->height == 0;
    return (fault_is(FAULT_ARRAY_ONE_DIMENSION_REFUSED) && flat && shape->depth == 0) ||
           (fault_is(FAULT_ARRAY_LAYERED_ROWS_REFUSED) && flat && shape->depth != 0) ||
           (fault_is(FAULT_ARRAY_CUBE_REFUSED) && is_cube(shape)) ||
           (fault_is(FAULT_ARRAY_FLAGS_DEMANDED) && shape->flags == 0) ||
           (fault_is(FAULT_ARRAY_COLOR_ATTACHMENT_REFUSED) &&
            (shape->flags & cudaArrayColorAttachment) != 0) ||
           (fault_is(FAULT_ARRAY_SECOND_REFUSED) && array_count > 0);
}

bool fault_array_valid(const struct mipmap *mipmap, bool valid)
{
    return valid && !is_refused(&mipmap->shape);
}

bool fault_array_fits(const struct mipmap *mipmap, uint64_t needed, uint64_t size, bool fits)
{
    if (fault_is(FAULT_ARRAY_OFFSET_UNCHECKED))
        return needed <= size;
    if (fault_is(FAULT_ARRAY_SIZE_UNCHECKED))
        return mipmap->offset < size;
    return fits;
}

int fault_array_mapped(int error, void *handle)
{
    if (error != cudaSuccess)
        return fault_is(FAULT_ARRAY_ERRORS_ARE_OPERATING_SYSTEM) ? cudaErrorOperatingSystem : error;
    if (array_count < REMEMBERED_ARRAYS)
        arrays[array_count++] = handle;
    return error;
}

/* The copy stays to the end of the process. */
static unsigned char *copy(const unsigned char *base, uint64_t size)
{
    unsigned char *own = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (own == MAP_FAILED)
        return NULL;
    memcpy(own, base, size);
    return own;
}

unsigned char *fault_array_base(unsigned char *base, uint64_t offset, uint64_t size)
{
    enum { SHIFT = 256 };
    if (first_base == NULL)
        first_base = base;
    if (fault_is(FAULT_ARRAY_IS_A_COPY))
        return copy(base, size);
    if (fault_is(FAULT_ARRAY_SECOND_IS_A_COPY) && array_count > 0)
        return copy(base, size);
    if (fault_is(FAULT_ARRAY_MAPPING_CLEARS_MEMORY))
        memset(base, 0, size);
    if (fault_is(FAULT_ARRAY_OFFSET_OF_THE_FIRST))
        return first_base;
    if (fault_is(FAULT_ARRAY_OFFSET_SHIFTED) && offset >= SHIFT)
        return base - SHIFT;
    return base;
}

static size_t round_up(size_t extent, unsigned level)
{
    return (extent + ((size_t)1 << level) - 1) >> level;
}

void fault_level_shape(const struct array_shape *base, unsigned level, struct array_shape *shape)
{
    bool has_layers = is_layered(base) || is_cube(base);
    if (fault_is(FAULT_ARRAY_DEPTH_IS_LAYERS))
        shape->depth = base->depth;
    if (fault_is(FAULT_ARRAY_LAYERS_SHRINK) && has_layers && base->depth >> level != 0)
        shape->depth = base->depth >> level;
    if (fault_is(FAULT_ARRAY_LEVELS_ROUNDED_UP)) {
        shape->width = round_up(base->width, level);
        shape->height = round_up(base->height, level);
    }
}

unsigned fault_level_count(unsigned levels, unsigned level)
{
    if (fault_is(FAULT_ARRAY_LAST_LEVEL_MISSING) && levels > 1)
        return levels - 1;
    /* As many as are needed, so that level 0 can be given for one that does not exist. */
    return fault_is(FAULT_ARRAY_LEVEL_UNCHECKED) ? level + 1 : levels;
}

void fault_array_described(struct array_shape *shape)
{
    size_t width = shape->width;
    if (fault_is(FAULT_ARRAY_EXTENTS_SWAPPED) && shape->height != 0) {
        shape->width = shape->height;
        shape->height = width;
    }
    if (fault_is(FAULT_ARRAY_TWO_CHANNELS_ARE_FOUR) && shape->format.channels == 2)
        shape->format.channels = 4;
    if (fault_is(FAULT_ARRAY_SIGNED_IS_UNSIGNED) && shape->format.format == CU_AD_FORMAT_SIGNED_INT16)
        shape->format.format = CU_AD_FORMAT_UNSIGNED_INT16;
}

size_t fault_slice_pitch(const struct array_shape *shape, size_t pitch)
{
    bool shared = (fault_is(FAULT_ARRAY_LAYERS_SHARE_MEMORY) && is_layered(shape) && shape->height != 0) ||
                  (fault_is(FAULT_ARRAY_FACES_SHARE_MEMORY) && is_cube(shape)) ||
                  (fault_is(FAULT_ARRAY_SLICES_SHARE_MEMORY) && !is_layered(shape) && !is_cube(shape));
    return shared ? 0 : pitch;
}

static void destroy_all(void)
{
    while (array_count > 0)
        handle_destroy(arrays[--array_count], HANDLE_MIPMAPPED_ARRAY);
}

bool fault_array_freed(const void *handle)
{
    if (fault_is(FAULT_ARRAY_FREE_REFUSED))
        return true;
    for (size_t i = array_count; i-- > 0;) {
        if (arrays[i] == handle)
            arrays[i] = arrays[--array_count];
    }
    if (fault_is(FAULT_ARRAY_FREE_TAKES_OTHERS))
        destroy_all();
    return false;
}

void fault_array_memory_destroyed(void)
{
    if (fault_is(FAULT_MEMORY_DESTROY_FREES_ARRAYS))
        destroy_all();
}
