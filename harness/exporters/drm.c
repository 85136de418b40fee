/* The exporter "drm": synchronisation objects and dma-bufs of the kernel, reached through libdrm. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "drm_exporter.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct drm_kind *const kinds[EXTRES_HANDLE_TYPE_COUNT] = {
    [EXTRES_MEMORY_DMABUF_FD] = &drm_memory,
    [EXTRES_SEMAPHORE_OPAQUE_FD] = &drm_binary,
    [EXTRES_SEMAPHORE_TIMELINE_FD] = &drm_timeline,
};

static struct drm_exporter *drm_of(struct exporter *exporter)
{
    return (struct drm_exporter *)exporter;
}

bool drm_refuse(struct drm_exporter *exporter, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(exporter->error, sizeof exporter->error, format, arguments);
    va_end(arguments);
    return false;
}

bool drm_failed(struct drm_exporter *exporter, const char *function, int error)
{
    return drm_refuse(exporter, "%s: %s", function, strerror(error));
}

/* A node with timelines of the kernel, -1 where there is none. */
static int open_syncobj_node(void)
{
    int node = drm_node_open(DRM_NODE_RENDER, DRM_CAP_SYNCOBJ_TIMELINE);
    return node >= 0 ? node : drm_node_open(DRM_NODE_PRIMARY, DRM_CAP_SYNCOBJ_TIMELINE);
}

/* The first source that gives a dma-buf: one that can be opened may still refuse. */
static void choose_source(struct drm_exporter *exporter)
{
    for (size_t i = 0; i < DMA_BUF_SOURCES && exporter->source == NULL; i++) {
        int source = dma_buf_sources[i].open();
        int dma_buf = source >= 0 ? dma_buf_sources[i].allocate(source, (uint64_t)sysconf(_SC_PAGESIZE)) : -1;
        if (dma_buf >= 0) {
            close(dma_buf);
            exporter->source = &dma_buf_sources[i];
            exporter->source_fd = source;
        } else if (source >= 0) {
            close(source);
        }
    }
}

static struct exporter *drm_open(const unsigned char *uuid, bool validated, char *error, size_t error_size)
{
    (void)uuid;      /* these objects are the kernel's and no device's */
    (void)validated; /* the kernel refuses what is wrong by itself */
    struct drm_exporter *exporter = calloc(1, sizeof *exporter);
    if (exporter == NULL) {
        snprintf(error, error_size, "out of memory");
        return NULL;
    }
    exporter->base.operations = &exporter_drm;
    exporter->source_fd = -1;
    exporter->node = open_syncobj_node();
    choose_source(exporter);
    if (exporter->node < 0 && exporter->source == NULL) {
        snprintf(error, error_size,
                 "no DRM node with timeline syncobjs here, and nothing that makes dma-bufs");
        free(exporter);
        return NULL;
    }
    return &exporter->base;
}

static void describe_syncobjs(const struct drm_exporter *exporter, struct exporter_description *out)
{
    char *path = drmGetDeviceNameFromFd2(exporter->node);
    drmVersionPtr version = drmGetVersion(exporter->node);
    snprintf(out->device, sizeof out->device, "drm_syncobj of %s (%s)", path != NULL ? path : "a node",
             version != NULL ? version->name : "unknown driver");
    drmFreeVersion(version);
    free(path);
    out->offers |=
        EXTRES_TYPE_BIT(EXTRES_SEMAPHORE_OPAQUE_FD) | EXTRES_TYPE_BIT(EXTRES_SEMAPHORE_TIMELINE_FD);
}

static void describe_dma_bufs(const struct drm_exporter *exporter, struct exporter_description *out)
{
    size_t used = strlen(out->device);
    snprintf(out->device + used, sizeof out->device - used, "%sdma-bufs from %s", used > 0 ? ", " : "",
             exporter->source->name);
    out->offers |= EXTRES_TYPE_BIT(EXTRES_MEMORY_DMABUF_FD);
}

static void drm_describe(struct exporter *base, struct exporter_description *out)
{
    const struct drm_exporter *exporter = drm_of(base);
    *out = (struct exporter_description){.simulated = false};
    if (exporter->node >= 0) {
        describe_syncobjs(exporter, out);
    } else {
        snprintf(out->missing, sizeof out->missing, "semaphores: no DRM node with timeline syncobjs");
    }
    if (exporter->source != NULL) {
        describe_dma_bufs(exporter, out);
    } else {
        snprintf(out->missing, sizeof out->missing, "memory: nothing that makes dma-bufs");
    }
}

static const char *drm_complaints(struct exporter *exporter)
{
    (void)exporter; /* the kernel reports every error at once */
    return NULL;
}

static const char *drm_error(struct exporter *exporter)
{
    return drm_of(exporter)->error;
}

static bool is_offered(const struct drm_exporter *exporter, const struct drm_kind *kind)
{
    if (kind == NULL) {
        return false;
    }
    return kind == &drm_memory ? exporter->source != NULL : exporter->node >= 0;
}

static struct outside *drm_create(struct exporter *base, enum extres_handle_type type, uint64_t size,
                                  uint64_t initial_value)
{
    struct drm_exporter *exporter = drm_of(base);
    if (!is_offered(exporter, kinds[type])) {
        drm_refuse(exporter, "%s %s is not offered", extres_handle_types[type].object,
                   extres_handle_types[type].name);
        return NULL;
    }
    struct outside *object = calloc(1, sizeof *object);
    if (object == NULL) {
        drm_refuse(exporter, "out of memory");
        return NULL;
    }
    object->exporter = exporter;
    object->kind = kinds[type];
    if (!object->kind->create(object, size, initial_value)) {
        free(object);
        return NULL;
    }
    object->next = exporter->objects;
    exporter->objects = object;
    return object;
}

static void drm_destroy(struct outside *object)
{
    struct outside **link = &object->exporter->objects;
    while (*link != object) {
        link = &(*link)->next;
    }
    *link = object->next;
    object->kind->destroy(object);
    free(object);
}

static void drm_close(struct exporter *base)
{
    struct drm_exporter *exporter = drm_of(base);
    while (exporter->objects != NULL) {
        drm_destroy(exporter->objects);
    }
    if (exporter->node >= 0) {
        close(exporter->node);
    }
    if (exporter->source_fd >= 0) {
        close(exporter->source_fd);
    }
    free(exporter);
}

static bool cannot(struct outside *object, const char *what)
{
    return drm_refuse(object->exporter, "%s cannot be %s", object->kind->name, what);
}

static int drm_export_fd(struct outside *object)
{
    return object->kind->export_fd(object);
}

static uint64_t drm_memory_size(struct outside *object)
{
    return object->whole_size;
}

static bool drm_memory_dedicated(struct outside *object)
{
    (void)object; /* an import of a dma-buf has no flags */
    return false;
}

static bool drm_write(struct outside *object, uint64_t offset, const void *data, size_t size)
{
    return object->kind->write != NULL ? object->kind->write(object, offset, data, size)
                                       : cannot(object, "written to");
}

static bool drm_read(struct outside *object, uint64_t offset, void *data, size_t size)
{
    return object->kind->read != NULL ? object->kind->read(object, offset, data, size)
                                      : cannot(object, "read");
}

static bool drm_signal(struct outside *object, uint64_t value)
{
    return object->kind->signal != NULL ? object->kind->signal(object, value) : cannot(object, "signalled");
}

static bool drm_wait(struct outside *object, uint64_t value, uint64_t timeout_nanoseconds, bool *released)
{
    return object->kind->wait != NULL ? object->kind->wait(object, value, timeout_nanoseconds, released)
                                      : cannot(object, "waited for");
}

static bool drm_value(struct outside *object, uint64_t *value)
{
    return object->kind->value != NULL ? object->kind->value(object, value)
                                       : cannot(object, "asked for its value");
}

const struct exporter_operations exporter_drm = {
    .name = "drm",
    .simulated = false,
    .known_by = "extres_imports_drm_objects",
    .of_any_device = true,
    .open = drm_open,
    .describe = drm_describe,
    .close = drm_close,
    .complaints = drm_complaints,
    .error = drm_error,
    .create = drm_create,
    .destroy = drm_destroy,
    .export_fd = drm_export_fd,
    .memory_size = drm_memory_size,
    .memory_dedicated = drm_memory_dedicated,
    .write = drm_write,
    .read = drm_read,
    .signal = drm_signal,
    .wait = drm_wait,
    .value = drm_value,
};
