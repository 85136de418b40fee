/* Kinds of mipmapped arrays: that each is mapped as what it is, and holds what is written to it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/array.h"

enum { SEED = 11 };

static const struct array_format word = {CHANNEL_UNSIGNED, 32, 1};

static void expect_extents(struct test *t,
                           cudaMipmappedArray_t array,
                           unsigned level,
                           const struct array_shape *right)
{
    struct array_shape told;
    EXPECT_SUCCESS(t, call_level_shape(caller_of(t), get_level(t, array, level), &told));
    EXPECT(t,
           told.width == right->width && told.height == right->height && told.depth == right->depth,
           "level %u is %zu x %zu x %zu elements, expected %zu x %zu x %zu",
           level,
           told.width,
           told.height,
           told.depth,
           right->width,
           right->height,
           right->depth);
}

/* The base level has the extents asked for, and all of it keeps what is written, slice for slice. */
static void expect_kind(struct test *t, const struct array_shape *shape)
{
    struct outside *outside = make_image(t, shape);
    cudaMipmappedArray_t array = map_array(t, import_memory(t, outside), 0, shape);
    expect_extents(t, array, 0, shape);
    fill_level(t, array, shape, 0, SEED);
    expect_pattern_level(t, array, shape, 0, SEED);
}

/* Every level tells its extents. They are a `should`: each is half of those above, as the levels of an image
 * are. */
static void expect_halved(struct test *t, const struct array_shape *shape)
{
    struct outside *outside = make_image(t, shape);
    cudaMipmappedArray_t array = map_array(t, import_memory(t, outside), 0, shape);
    for (unsigned level = 0; level < shape->levels; level++) {
        struct array_shape told;
        struct array_shape right = array_level(shape, level);
        EXPECT_SUCCESS(t, call_level_shape(caller_of(t), get_level(t, array, level), &told));
        EXPECT_SHOULD(t,
                      "EXTRES-MapMipmappedArray-level-extents",
                      told.width == right.width && told.height == right.height && told.depth == right.depth,
                      "level %u is %zu x %zu x %zu elements, expected %zu x %zu x %zu",
                      level,
                      told.width,
                      told.height,
                      told.depth,
                      right.width,
                      right.height,
                      right.depth);
    }
}

CASE(array_one_dimension,
     .name = "array_kind.one_dimension",
     .statement = "An array with a width alone has one dimension",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-dimensions"})
{
    expect_kind(t, &(struct array_shape){.format = word, .width = 64, .levels = 1});
}

CASE(array_two_dimensions,
     .name = "array_kind.two_dimensions",
     .statement = "An array with width and height has two dimensions, of the extents asked for",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-extent", "EXTRES-MapMipmappedArray-returns-array"})
{
    expect_kind(t, &(struct array_shape){.format = word, .width = 64, .height = 32, .levels = 1});
}

CASE(array_three_dimensions,
     .name = "array_kind.three_dimensions",
     .statement = "An array with width, height and depth has slices of their own",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-dimensions", "EXTRES-MapMipmappedArray-extent"})
{
    expect_kind(t, &(struct array_shape){.format = word, .width = 32, .height = 16, .depth = 8, .levels = 1});
}

CASE(array_layers,
     .name = "array_kind.layers",
     .statement = "With the layered flag the depth is a number of layers, each with data of its own",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-dimensions", "EXTRES-MapMipmappedArray-extent"})
{
    expect_kind(
        t,
        &(struct array_shape){
            .format = word, .width = 32, .height = 16, .depth = 5, .flags = cudaArrayLayered, .levels = 1});
}

CASE(array_layers_of_one_dimension,
     .name = "array_kind.layers_of_one_dimension",
     .statement = "With the layered flag and no height the layers have one dimension",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-dimensions", "EXTRES-MapMipmappedArray-extent"})
{
    expect_kind(t,
                &(struct array_shape){
                    .format = word, .width = 64, .depth = 5, .flags = cudaArrayLayered, .levels = 1});
}

CASE(array_cube,
     .name = "array_kind.cube",
     .statement = "With the cubemap flag the depth is the six faces of a cube, each with data of its own",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-dimensions", "EXTRES-MapMipmappedArray-extent"})
{
    expect_kind(
        t,
        &(struct array_shape){
            .format = word, .width = 16, .height = 16, .depth = 6, .flags = cudaArrayCubemap, .levels = 1});
}

/* The image is a color target, as the flag says: the documents ask that both agree. */
CASE(array_color_attachment,
     .name = "array_kind.color_attachment",
     .statement = "An image that is a color target is mapped with the color attachment flag",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-color-attachment", "EXTRES-MapMipmappedArray-returns-array"})
{
    expect_kind(t,
                &(struct array_shape){.format = {CHANNEL_UNSIGNED, 8, 4},
                                      .width = 64,
                                      .height = 32,
                                      .flags = cudaArrayColorAttachment,
                                      .levels = 1});
}

CASE(array_levels_halve,
     .name = "array_level.extents_halve",
     .statement = "Each level has half the extents of the one above it, rounded down and at least 1",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-level-extents"})
{
    expect_halved(t, &(struct array_shape){.format = word, .width = 52, .height = 20, .levels = 6});
}

CASE(array_depth_halves,
     .name = "array_level.depth_halves",
     .statement = "In an array of three dimensions the depth is halved from level to level too",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-level-extents"})
{
    expect_halved(t,
                  &(struct array_shape){.format = word, .width = 32, .height = 16, .depth = 8, .levels = 4});
}

CASE(array_layers_stay,
     .name = "array_level.layers_stay",
     .statement = "Every level of a layered array has as many layers as the base",
     .types = MEMORY_FD,
     .rules = {"EXTRES-MapMipmappedArray-level-extents"})
{
    expect_halved(
        t,
        &(struct array_shape){
            .format = word, .width = 32, .height = 16, .depth = 4, .flags = cudaArrayLayered, .levels = 3});
}
