/* External memory: importing it, and mapping parts of it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_EXTERNAL_MEMORY_H
#define REFERENCE_EXTERNAL_MEMORY_H

#include <stdint.h>

#include "core/array.h"

struct context;

/* What a descriptor of either API says, as far as this platform reads it. */
struct memory_import {
    int type; /* numbered as in the driver API, which has all of the runtime API's and one more */
    int fd;
    uint64_t size;
    unsigned flags;
};

/* All functions are thread-safe, and return 0 or an error number of extres/error_codes.def. */

/* On success fd is the runtime's and closed; on failure it is the caller's, as it was. */
int external_memory_import(struct context *context, const struct memory_import *import, void **handle);

/* Mappings of it stay usable, and are freed on their own, before or after. */
int external_memory_destroy(void *handle);

/* The array is freed with mipmapped_array_destroy. */
int external_memory_map_array(void *handle, const struct mipmap *mipmap, void **array);

/* The buffer is freed with memory_free. */
int external_memory_map(void *handle, uint64_t offset, uint64_t size, unsigned flags, void **pointer);

#endif
