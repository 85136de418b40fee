/* Copies of rows and slices, between memory and arrays. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/box_copy.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/array.h"
#include "core/handle.h"
#include "core/memory.h"
#include "faults/array.h"

/* Where one end begins, what is between its rows and slices, and what keeps it there. */
struct found_end {
    unsigned char *first;
    size_t row_pitch;
    size_t slice_pitch;
    struct allocation *allocation;  /* NULL for an array, and for memory that is nobody's */
    struct imported_memory *memory; /* of an array; else NULL */
};

struct box_copy {
    struct box box;
    struct found_end target, source;
};

static void release_end(struct found_end *end)
{
    allocation_release(end->allocation);
    if (end->memory != NULL)
        imported_memory_release(end->memory);
}

void box_copy_run(const struct box_copy *copy)
{
    for (size_t slice = 0; slice < copy->box.depth; slice++) {
        for (size_t row = 0; row < copy->box.height; row++) {
            memmove(copy->target.first + slice * copy->target.slice_pitch + row * copy->target.row_pitch,
                    copy->source.first + slice * copy->source.slice_pitch + row * copy->source.row_pitch,
                    copy->box.width);
        }
    }
}

void box_copy_free(struct box_copy *copy)
{
    release_end(&copy->target);
    release_end(&copy->source);
    free(copy);
}

static bool is_within(size_t begin, size_t count, size_t size)
{
    return begin <= size && count <= size - begin;
}

static int find_in_array(struct array *array, const struct box_end *end, const struct box *box,
                         struct found_end *found)
{
    size_t element = array_format_size(array->shape.format);
    size_t slice_pitch = array_slice_size(array);
    if (fault_any())
        slice_pitch = fault_slice_pitch(&array->shape, slice_pitch);
    if (!is_within(end->x, box->width, array_row_size(array)) ||
        !is_within(end->y, box->height, array_rows(array)) ||
        !is_within(end->z, box->depth, array_slices(array)) || end->x % element != 0 ||
        box->width % element != 0)
        return cudaErrorInvalidValue;
    *found = (struct found_end){
        .first = array->base + end->z * slice_pitch + end->y * array_row_size(array) + end->x,
        .row_pitch = array_row_size(array),
        .slice_pitch = slice_pitch,
        .memory = imported_memory_retain(array->memory),
    };
    return cudaSuccess;
}

/* *sum += count * size; false when that does not fit. */
static bool add_product(size_t *sum, size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX - *sum) / size)
        return false;
    *sum += count * size;
    return true;
}

static int find_in_memory(const struct box_end *end, const struct box *box, struct found_end *found)
{
    size_t height = end->height != 0 ? end->height : box->height;
    if (!is_within(end->x, box->width, end->pitch) && box->height > 1)
        return cudaErrorInvalidPitchValue;
    if (!is_within(end->y, box->height, height) && box->depth > 1)
        return cudaErrorInvalidValue;
    size_t slice_pitch = 0, begin = end->x, size = box->width;
    if (!add_product(&slice_pitch, height, end->pitch) || !add_product(&begin, end->z, slice_pitch) ||
        !add_product(&begin, end->y, end->pitch) || !add_product(&size, box->depth - 1, slice_pitch) ||
        !add_product(&size, box->height - 1, end->pitch))
        return cudaErrorInvalidValue;
    if (end->pointer == NULL || begin > UINTPTR_MAX - (uintptr_t)end->pointer)
        return cudaErrorInvalidValue;
    *found = (struct found_end){
        .first = (unsigned char *)end->pointer + begin,
        .row_pitch = end->pitch,
        .slice_pitch = slice_pitch,
    };
    return copy_find_end(found->first, size, end->claim, &found->allocation);
}

static int find_end(const struct box_end *end, const struct box *box, struct found_end *found)
{
    if (end->array == NULL)
        return find_in_memory(end, box, found);
    struct array *array = NULL;
    if (array_acquire(end->array, &array) != cudaSuccess)
        return cudaErrorInvalidValue;
    int error = find_in_array(array, end, box, found);
    handle_release(end->array);
    return error;
}

static bool is_on_device(const struct found_end *end)
{
    return end->memory != NULL || (end->allocation != NULL && end->allocation->kind == MEMORY_DEVICE);
}

int box_copy(struct stream *stream, const struct box_end *target, const struct box_end *source,
             const struct box *box, enum copy_form form)
{
    if (box->width == 0 || box->height == 0 || box->depth == 0)
        return cudaSuccess;
    struct box_copy *copy = calloc(1, sizeof *copy);
    if (copy == NULL)
        return cudaErrorMemoryAllocation;
    copy->box = *box;
    int error = find_end(target, box, &copy->target);
    if (error == cudaSuccess)
        error = find_end(source, box, &copy->source);
    if (error != cudaSuccess) {
        box_copy_free(copy);
        return error;
    }
    bool wait = copy_waits(is_on_device(&copy->target), is_on_device(&copy->source), form);
    return copy_submit(stream, (struct operation){.kind = OPERATION_COPY_BOX, .as.box = copy}, form, wait);
}

int box_element_size(const struct box_end *end, size_t *size)
{
    struct array_shape shape;
    *size = 1;
    if (end->array == NULL)
        return cudaSuccess;
    if (array_shape(end->array, &shape) != cudaSuccess)
        return cudaErrorInvalidValue;
    *size = array_format_size(shape.format);
    return cudaSuccess;
}
