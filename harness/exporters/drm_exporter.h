/* The parts of the DRM exporter: nodes, where dma-bufs come from, and the objects. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_DRM_EXPORTER_H
#define HARNESS_DRM_EXPORTER_H

/* Everything here is used from one thread, as the exporter is. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <xf86drm.h>

#include "exporter.h"

/* ---- Nodes (drm_node.c) ---- */

/*
 * Opens the first node of the kind, DRM_NODE_RENDER or DRM_NODE_PRIMARY, whose driver has the capability, one
 * of libdrm's DRM_CAP_ numbers. The descriptor is the caller's; -1 where there is none.
 */
int drm_node_open(int kind, uint64_t capability);

/* ---- Where dma-bufs come from (drm_dma_buf.c) ---- */

/* Functions that fail return -1 with errno set. */
struct dma_buf_source {
    const char *name;
    /* A descriptor of what makes dma-bufs, the caller's to close. */
    int (*open)(void);
    /* A new dma-buf of size bytes, a multiple of the page size: the caller's to close. */
    int (*allocate)(int source, uint64_t size);
};

/* In the order in which they are tried. */
enum { DMA_BUF_SOURCES = 3 };
extern const struct dma_buf_source dma_buf_sources[DMA_BUF_SOURCES];

/* ---- The exporter and its objects (drm.c) ---- */

struct drm_exporter {
    struct exporter base;
    int node;                            /* with drm_syncobj, or -1 */
    const struct dma_buf_source *source; /* or NULL */
    int source_fd;                       /* what the source opened, or -1 */
    struct outside *objects;             /* all that are not destroyed yet */
    char error[160];
};

struct outside {
    struct drm_exporter *exporter;
    const struct drm_kind *kind;
    struct outside *next;
    uint32_t syncobj; /* semaphores: the handle at the exporter's node */

    /* memory */
    int dma_buf;
    unsigned char *bytes; /* all of it, mapped */
    uint64_t whole_size;  /* in bytes, as the kernel tells it */
    uint64_t size;        /* as asked for */
};

/* What can be done with a kind of object. NULL where a kind has no such operation. */
struct drm_kind {
    const char *name;
    bool (*create)(struct outside *object, uint64_t size, uint64_t initial_value);
    void (*destroy)(struct outside *object); /* not after a create that failed */
    int (*export_fd)(struct outside *object);
    bool (*write)(struct outside *object, uint64_t offset, const void *data, size_t size);
    bool (*read)(struct outside *object, uint64_t offset, void *data, size_t size);
    bool (*signal)(struct outside *object, uint64_t value);
    bool (*wait)(struct outside *object, uint64_t value, uint64_t timeout_nanoseconds, bool *released);
    bool (*value)(struct outside *object, uint64_t *value);
};

extern const struct drm_kind drm_memory;   /* drm_memory.c */
extern const struct drm_kind drm_binary;   /* drm_semaphore.c */
extern const struct drm_kind drm_timeline; /* drm_semaphore.c */

/* Both leave the reason and are false, so that they can stand in a return statement. error is an errno value.
 */
bool drm_refuse(struct drm_exporter *exporter, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool drm_failed(struct drm_exporter *exporter, const char *function, int error);

#endif
