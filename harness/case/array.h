/* Mipmapped arrays in a case: images of the exporter, arrays mapped onto them, and data in their levels. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_CASE_ARRAY_H
#define HARNESS_CASE_ARRAY_H

/*
 * The documents (CUDA C++ Programming Guide, Vulkan interop: mapping mipmapped arrays) ask an application to
 * map an array with the offset, extents, format and number of levels that the other API gave the image, so a
 * case maps arrays onto memory that an image of the same shape is in. How that image is laid out is known to
 * the two drivers alone: data is compared as levels, on either side, never as bytes of the memory.
 */

#include "backend/caller_array.h"
#include "case/case.h"

/* Memory that holds an image; the case is skipped where the exporter has none of this shape. */
struct outside *make_image(struct test *t, const struct array_shape *shape);
/* The same, or NULL where the exporter has none of this shape: for a case of several shapes. */
struct outside *try_make_image(struct test *t, const struct array_shape *shape);
struct outside *make_dedicated_image(struct test *t, const struct array_shape *shape);
/* Two images of this shape in one memory object, and where each begins. */
struct outside *make_two_images(struct test *t, const struct array_shape *shape);
uint64_t image_offset(struct test *t, struct outside *outside, size_t index);

/* Level 0 of an image, filled with and compared to a pattern by the exporter. */
void fill_image(struct test *t, struct outside *outside, size_t index, const struct array_shape *shape,
                unsigned seed);
void expect_pattern_image(struct test *t, struct outside *outside, size_t index,
                          const struct array_shape *shape, unsigned seed);

/* A mapping that must succeed. */
cudaMipmappedArray_t map_array(struct test *t, cudaExternalMemory_t memory, uint64_t offset,
                               const struct array_shape *shape);
cudaArray_t get_level(struct test *t, cudaMipmappedArray_t array, unsigned level);

/* A level of an array of this shape, filled with and compared to a pattern; both finish before they return.
 */
void fill_level(struct test *t, cudaMipmappedArray_t array, const struct array_shape *shape, unsigned level,
                unsigned seed);
void expect_pattern_level(struct test *t, cudaMipmappedArray_t array, const struct array_shape *shape,
                          unsigned level, unsigned seed);

/* The control of a negative case: the image can be mapped, and what is written to it is there. */
void expect_array_works(struct test *t, cudaExternalMemory_t memory, const struct array_shape *shape);

/* As case/place.h says. */
#ifndef HARNESS_TEST_H
#define expect_pattern_image(...) (HERE, expect_pattern_image(__VA_ARGS__))
#define map_array(...)            (HERE, map_array(__VA_ARGS__))
#define get_level(...)            (HERE, get_level(__VA_ARGS__))
#define fill_level(...)           (HERE, fill_level(__VA_ARGS__))
#define expect_pattern_level(...) (HERE, expect_pattern_level(__VA_ARGS__))
#define expect_array_works(...)   (HERE, expect_array_works(__VA_ARGS__))
#endif

#endif
