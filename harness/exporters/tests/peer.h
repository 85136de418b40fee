/* The other process of a test: takes the descriptors that an exporter gave away, without the runtime under
 * test. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_EXPORTERS_PEER_H
#define HARNESS_EXPORTERS_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exporter.h"

struct peer;

struct peer_operations {
    const char *exporter; /* whose descriptors it takes */
    /* size counts for memory, in bytes of the whole allocation. Takes fd over. NULL with the reason on
     * stderr. */
    struct peer *(*open)(const unsigned char *uuid, enum extres_handle_type type, int fd, uint64_t size);
    void (*close)(struct peer *peer);
    bool (*write)(struct peer *peer, uint64_t offset, const void *data, size_t size);
    bool (*read)(struct peer *peer, uint64_t offset, void *data, size_t size);
    bool (*signal)(struct peer *peer, uint64_t value);
    bool (*wait)(struct peer *peer, uint64_t value, uint64_t timeout_nanoseconds, bool *released);
    const char *(*complaints)(struct peer *peer);
};

extern const struct peer_operations shared_peer;
extern const struct peer_operations vulkan_peer;
extern const struct peer_operations drm_peer;

/* Makes a dma-buf from every source of the exporter "drm" that this machine has. */
void drm_test_sources(void);

/* The UUID of the first Vulkan device that can export anything; otherwise false and the reason in why. */
bool vulkan_peer_find_uuid(unsigned char uuid[16], char *why, size_t why_size);

/* Breaks a rule of Vulkan in the open exporter "vulkan": gives a structure the type of another one. */
void vulkan_peer_break_rule(struct exporter *exporter);

/* Leaves an object behind in the open exporter "vulkan", which its close cannot know of. */
void vulkan_peer_leave_object(struct exporter *exporter);

#endif
