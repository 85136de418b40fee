/* Copies of rows and slices, between memory and arrays. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_BOX_COPY_H
#define REFERENCE_BOX_COPY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/copy.h"

/* A copy that is under way, with the references that it needs. */
struct box_copy;

/*
 * One end: an array, or memory whose rows are pitch bytes apart, height of them to a slice. The place in it
 * is x bytes, y rows and z slices or layers from its beginning.
 */
struct box_end {
    const void *array; /* handle; the members about memory are not read then */
    void *pointer;
    size_t pitch;
    size_t height; /* 0: as high as the box */
    enum copy_claim claim;
    size_t x, y, z;
};

struct box {
    size_t width;  /* bytes */
    size_t height; /* rows */
    size_t depth;  /* slices or layers */
};

/*
 * Copy the box; one without contents is copied without a look at the ends. Returns 0 or an error number of
 * extres/error_codes.def: cudaErrorInvalidValue when it does not lie in either end, cuts an element of an
 * array, or an array's handle is wrong (the documents of copies name no other code for that);
 * cudaErrorInvalidPitchValue for rows that overlap.
 */
int box_copy(struct stream *stream, const struct box_end *target, const struct box_end *source,
             const struct box *box, enum copy_form form);

/* Bytes of an element of an array: 1 where there is none. As above. */
int box_element_size(const struct box_end *end, size_t *size);

/* For the operation. */
void box_copy_run(const struct box_copy *copy);
void box_copy_free(struct box_copy *copy);

#endif
