/* Providers: who turns an OS handle into memory or into a semaphore's payload. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_PROVIDER_H
#define REFERENCE_PROVIDER_H

#include <stddef.h>
#include <stdint.h>

#include "payload/payload.h"

/* Memory that was imported. A provider derives from it by placing it first in its own type. */
struct imported_memory {
    void *base;    /* host address of the first byte of the payload: the CPU is this runtime's device */
    uint64_t size; /* bytes that may be mapped */
    void (*destroy)(struct imported_memory *memory);
    _Atomic int references; /* the handle holds one, each mapping one: freeing in any order is safe */
};

/* The memory's maker holds the one reference that it begins with; the last release destroys. Any thread. */
void imported_memory_initialise(struct imported_memory *memory, void *base, uint64_t size,
                                void (*destroy)(struct imported_memory *memory));
struct imported_memory *imported_memory_retain(struct imported_memory *memory);
void imported_memory_release(struct imported_memory *memory);

enum provider_answer {
    PROVIDER_TAKEN,    /* imported; *out is the caller's to release */
    PROVIDER_NOT_MINE, /* not an object of this provider: ask the next */
    PROVIDER_REFUSED, /* mine, but it cannot be imported so: wrong kind, too large a size, out of resources */
};

/*
 * A provider looks at a descriptor and takes the object behind it or leaves it. The descriptor itself it
 * never owns: it neither closes it nor moves its offset, and keeps a duplicate where it needs one beyond the
 * call. Imports may run on several threads at once. size is in bytes, counted from the first byte of the
 * object.
 */
struct provider {
    const char *name;
    enum provider_answer (*import_memory)(int fd, uint64_t size, struct imported_memory **out);
    enum provider_answer (*import_semaphore)(int fd, enum payload_kind kind, struct payload **out);
};

/* In the order in which they are asked. */
extern const struct provider provider_shared_object;
extern const struct provider provider_drm;
extern const struct provider provider_vulkan;

/*
 * Asks every provider in turn. Returns 0 or an error number of extres/error_codes.def. On success fd is the
 * runtime's, which has closed it already: its number may come back as any other descriptor's. On failure fd
 * is the caller's, open and unread.
 */
int import_memory_fd(int fd, uint64_t size, struct imported_memory **out);
int import_semaphore_fd(int fd, enum payload_kind kind, struct payload **out);

/*
 * The same for a dma-buf. The documents do not say who owns its descriptor afterwards: it is as with any
 * other.
 */
int import_dma_buf_fd(int fd, uint64_t size, struct imported_memory **out);

/*
 * The UUID of the reference device: that of the Vulkan device which the Vulkan provider imports from, so that
 * applications find the matching device, or a fixed one of our own where there is no Vulkan. Loads Vulkan at
 * the first call; the same for the life of the process.
 */
void import_device_uuid(unsigned char uuid[16]);

#endif
