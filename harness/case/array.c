/* Mipmapped arrays in a case: images of the exporter, arrays mapped onto them, and data in their levels. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "case/test.h"

#include "case/array.h"

/* What is done or who finds something, with what array: a case may be about several. */
static const char *with_shape(const char *what, const struct array_shape *shape)
{
    static const char *const kinds[] = {"unsigned", "signed", "float", "other"};
    static char text[160];
    snprintf(text, sizeof text, "%s (%zu x %zu x %zu elements of %u %s channels of %u bits)", what,
             shape->width, shape->height, shape->depth, shape->format.channels, kinds[shape->format.kind],
             shape->format.bits);
    return text;
}

/* NULL where the exporter has no such image. */
static struct outside *try_make_images(struct test *t, const struct array_shape *shape, size_t count,
                                       bool dedicated)
{
    bool offered = true;
    if (t->exporter == NULL)
        skip(t, "no exporter: %s", t->exporter_missing);
    const struct exporter_operations *operations = t->exporter->operations;
    if (operations->create_images == NULL)
        skip(t, "the exporter %s makes no images", operations->name);
    struct outside *outside = operations->create_images(t->exporter, shape, count, dedicated, &offered);
    if (offered && outside == NULL)
        other_side_failed(t, "make an image");
    return offered ? outside : NULL;
}

static struct outside *make_images(struct test *t, const struct array_shape *shape, size_t count,
                                   bool dedicated)
{
    struct outside *outside = try_make_images(t, shape, count, dedicated);
    if (outside == NULL)
        skip(t, "the device of the exporter %s has no such image that others can import",
             t->exporter->operations->name);
    return outside;
}

struct outside *try_make_image(struct test *t, const struct array_shape *shape)
{
    return try_make_images(t, shape, 1, false);
}

struct outside *make_image(struct test *t, const struct array_shape *shape)
{
    return make_images(t, shape, 1, false);
}

struct outside *make_dedicated_image(struct test *t, const struct array_shape *shape)
{
    return make_images(t, shape, 1, true);
}

struct outside *make_two_images(struct test *t, const struct array_shape *shape)
{
    return make_images(t, shape, 2, false);
}

uint64_t image_offset(struct test *t, struct outside *outside, size_t index)
{
    return t->exporter->operations->image_offset(outside, index);
}

void fill_image(struct test *t, struct outside *outside, size_t index, const struct array_shape *shape,
                unsigned seed)
{
    const struct array_shape level = array_level(shape, 0);
    size_t size = array_level_size(&level);
    unsigned char *bytes = make_host_bytes(t, 0, size, seed);
    pattern_fill(bytes, 0, size, seed);
    bool written = t->exporter->operations->write_image(outside, index, bytes, size);
    free(bytes);
    if (!written)
        other_side_failed(t, "write an image");
}

void expect_pattern_image(struct test *t, struct outside *outside, size_t index,
                          const struct array_shape *shape, unsigned seed)
{
    const struct array_shape level = array_level(shape, 0);
    size_t size = array_level_size(&level);
    unsigned char *bytes = make_host_bytes(t, 0, size, seed);
    if (!t->exporter->operations->read_image(outside, index, bytes, size))
        other_side_failed(t, "read an image");
    expect_pattern(t, with_shape("the exporter", &level), bytes, 0, size, seed);
    free(bytes);
}

cudaMipmappedArray_t map_array(struct test *t, cudaExternalMemory_t memory, uint64_t offset,
                               const struct array_shape *shape)
{
    cudaMipmappedArray_t array = NULL;
    const struct array_desc desc = {.offset = offset, .shape = *shape};
    int code = call_map_array(&t->caller, &array, memory, &desc);
    expect_success(t, with_shape("mapping an array", shape), code);
    return array;
}

cudaArray_t get_level(struct test *t, cudaMipmappedArray_t array, unsigned level)
{
    cudaArray_t found = NULL;
    EXPECT_SUCCESS(t, call_get_level(&t->caller, &found, array, level));
    return found;
}

/* Patterns of different levels differ: as if they stood far apart in one object. */
static uint64_t place_of(unsigned level)
{
    return (uint64_t)level << 40;
}

void fill_level(struct test *t, cudaMipmappedArray_t array, const struct array_shape *shape, unsigned level,
                unsigned seed)
{
    const struct array_shape part = array_level(shape, level);
    size_t size = array_level_size(&part);
    cudaArray_t target = get_level(t, array, level);
    cudaStream_t stream = own_stream(t);
    unsigned char *bytes = make_host_bytes(t, place_of(level), size, seed);
    pattern_fill(bytes, place_of(level), size, seed);
    int code = call_copy_to_level(&t->caller, target, &part, bytes, stream);
    expect_success(t, with_shape("a copy to a level", &part), code);
    EXPECT_SUCCESS(t, call_stream_synchronize(&t->caller, stream));
    free(bytes);
}

void expect_pattern_level(struct test *t, cudaMipmappedArray_t array, const struct array_shape *shape,
                          unsigned level, unsigned seed)
{
    const struct array_shape part = array_level(shape, level);
    size_t size = array_level_size(&part);
    cudaArray_t source = get_level(t, array, level);
    cudaStream_t stream = own_stream(t);
    unsigned char *bytes = make_host_bytes(t, place_of(level), size, seed);
    int code = call_copy_from_level(&t->caller, bytes, source, &part, stream);
    expect_success(t, with_shape("a copy from a level", &part), code);
    EXPECT_SUCCESS(t, call_stream_synchronize(&t->caller, stream));
    expect_pattern(t, with_shape("the device", &part), bytes, place_of(level), size, seed);
    free(bytes);
}

void expect_array_works(struct test *t, cudaExternalMemory_t memory, const struct array_shape *shape)
{
    enum { SEED = 78 };
    cudaMipmappedArray_t array = map_array(t, memory, 0, shape);
    fill_level(t, array, shape, 0, SEED);
    expect_pattern_level(t, array, shape, 0, SEED);
}
