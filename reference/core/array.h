/* Arrays: the levels of a mipmapped array that is mapped onto imported memory. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_ARRAY_H
#define REFERENCE_ARRAY_H

/*
 * How a driver lays out an image in memory is its own secret, known to it and to the driver that exported the
 * memory. This is a simulation: levels follow one another from the offset on, the largest first; in a level
 * layers or slices follow one another, in these rows, in these elements, all without padding. That is also
 * what the memory of an exporter must look like for the other side to find what was copied.
 */

#include <stdint.h>

#include "core/array_format.h"
#include "import/provider.h"

struct context;

/* Extents in elements; a dimension that the array lacks is 0, and depth counts layers in a layered one. */
struct array_shape {
    struct array_format format;
    size_t width, height, depth;
    unsigned flags; /* of CUDA_ARRAY3D_; the runtime API numbers its flags alike */
};

struct mipmapped_array;

/* One level. It belongs to its mipmapped array. */
struct array {
    void *handle;
    struct mipmapped_array *whole;
    struct imported_memory *memory;
    unsigned char *base;
    struct array_shape shape;
};

/* Where in the memory, and how many levels. */
struct mipmap {
    uint64_t offset;
    struct array_shape shape; /* of level 0 */
    unsigned levels;
};

/* All functions are thread-safe, and return 0 or an error number of extres/error_codes.def unless they say
 * more. */

/* Map onto memory of which size bytes may be used; takes a reference on it. */
int mipmapped_array_map(struct context *context, struct imported_memory *memory, uint64_t size,
                        const struct mipmap *mipmap, void **handle);

/* False when it is no handle of one. Copies that are queued still run. */
bool mipmapped_array_destroy(const void *handle);

/* The handle of a level: the same at each call. */
int mipmapped_array_level(const void *handle, unsigned level, void **array);

/* Pin the array of a handle until handle_release; cudaErrorInvalidResourceHandle. */
int array_acquire(const void *handle, struct array **out);
int array_shape(const void *handle, struct array_shape *shape);

/* Bytes of a row and of a slice or layer, and how many rows and slices there are: at least 1. */
size_t array_row_size(const struct array *array);
size_t array_slice_size(const struct array *array);
size_t array_rows(const struct array *array);
size_t array_slices(const struct array *array);

#endif
