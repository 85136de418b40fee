/* The exporter "shared": objects in memory files, for machines without any driver. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "exporter.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "extres/shared_object.h"

struct shared_exporter {
    struct exporter base;
    struct outside *objects; /* all that are not destroyed yet */
    char error[160];
};

struct outside {
    struct shared_exporter *exporter;
    struct outside *next;
    struct extres_shared_object shared;
    int fd;              /* what every exported descriptor is a duplicate of */
    bool dedicated;      /* as asked for: no driver is there that would make a difference */
    uint64_t image_size; /* from the begin of one image to that of the next */
};

/* What a handle type is made of; 0 for a type that is not offered. */
static const enum extres_shared_kind kinds[EXTRES_HANDLE_TYPE_COUNT] = {
    [EXTRES_MEMORY_OPAQUE_FD] = EXTRES_SHARED_MEMORY,
    [EXTRES_SEMAPHORE_OPAQUE_FD] = EXTRES_SHARED_BINARY,
    [EXTRES_SEMAPHORE_TIMELINE_FD] = EXTRES_SHARED_TIMELINE,
};

/* Leaves the reason and is false, so that it can stand in a return statement. */
__attribute__((format(printf, 2, 3))) static bool fail(struct shared_exporter *exporter, const char *format,
                                                       ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(exporter->error, sizeof exporter->error, format, arguments);
    va_end(arguments);
    return false;
}

static struct shared_exporter *shared_of(struct exporter *exporter)
{
    return (struct shared_exporter *)exporter;
}

static bool is_memory(struct outside *object)
{
    return extres_shared_kind_of(&object->shared) == EXTRES_SHARED_MEMORY;
}

static struct exporter *shared_open(const unsigned char *uuid, bool validated, char *error, size_t error_size)
{
    (void)uuid;      /* no device is behind the objects, so every backend's will do */
    (void)validated; /* there is no other API */
    struct shared_exporter *exporter = calloc(1, sizeof *exporter);
    if (exporter == NULL) {
        snprintf(error, error_size, "out of memory");
        return NULL;
    }
    exporter->base.operations = &exporter_shared;
    return &exporter->base;
}

static void shared_describe(struct exporter *exporter, struct exporter_description *out)
{
    (void)exporter;
    *out = (struct exporter_description){
        .device = "shared objects in memory files, no driver behind them",
        .simulated = true,
    };
    for (unsigned type = 0; type < EXTRES_HANDLE_TYPE_COUNT; type++) {
        if (kinds[type] != 0) {
            out->offers |= EXTRES_TYPE_BIT(type);
        }
    }
}

static const char *shared_complaints(struct exporter *exporter)
{
    (void)exporter; /* there is no other API whose rules could be broken */
    return NULL;
}

static const char *shared_error(struct exporter *exporter)
{
    return shared_of(exporter)->error;
}

static struct outside *create(struct shared_exporter *exporter, enum extres_shared_kind kind, uint64_t size,
                              uint64_t initial_value)
{
    struct outside *object = calloc(1, sizeof *object);
    if (object == NULL) {
        fail(exporter, "out of memory");
        return NULL;
    }
    int result = extres_shared_create(kind, size, initial_value, &object->shared, &object->fd);
    if (result != 0) {
        fail(exporter, "extres_shared_create: %s", strerror(-result));
        free(object);
        return NULL;
    }
    object->exporter = exporter;
    object->next = exporter->objects;
    exporter->objects = object;
    return object;
}

static struct outside *shared_create(struct exporter *base, enum extres_handle_type type, uint64_t size,
                                     uint64_t initial_value)
{
    struct shared_exporter *exporter = shared_of(base);
    if (kinds[type] == 0) {
        fail(exporter, "%s %s is not offered", extres_handle_types[type].object,
             extres_handle_types[type].name);
        return NULL;
    }
    return create(exporter, kinds[type], size, kinds[type] == EXTRES_SHARED_TIMELINE ? initial_value : 0);
}

/* Each image begins at a page, as the documents ask of no offset but runtimes may. */
static uint64_t image_size(const struct array_shape *shape)
{
    enum { PAGE = 4096 };
    uint64_t size = 0;
    for (unsigned level = 0; level < shape->levels; level++) {
        const struct array_shape part = array_level(shape, level);
        size += array_level_size(&part);
    }
    return (size + PAGE - 1) / PAGE * PAGE;
}

static struct outside *shared_create_images(struct exporter *base, const struct array_shape *shape,
                                            size_t count, bool dedicated, bool *offered)
{
    *offered = true;
    uint64_t size = image_size(shape);
    struct outside *object = create(shared_of(base), EXTRES_SHARED_MEMORY, size * count, 0);
    if (object != NULL) {
        object->dedicated = dedicated;
        object->image_size = size;
    }
    return object;
}

static uint64_t shared_image_offset(struct outside *object, size_t index)
{
    return index * object->image_size;
}

static void shared_destroy(struct outside *object)
{
    struct outside **link = &object->exporter->objects;
    while (*link != object) {
        link = &(*link)->next;
    }
    *link = object->next;
    extres_shared_close(&object->shared);
    close(object->fd);
    free(object);
}

static void shared_close(struct exporter *base)
{
    struct shared_exporter *exporter = shared_of(base);
    while (exporter->objects != NULL) {
        shared_destroy(exporter->objects);
    }
    free(exporter);
}

static int shared_export_fd(struct outside *object)
{
    int fd = fcntl(object->fd, F_DUPFD_CLOEXEC, 0);
    if (fd < 0) {
        fail(object->exporter, "duplicating the descriptor: %s", strerror(errno));
    }
    return fd;
}

static uint64_t shared_memory_size(struct outside *object)
{
    return extres_shared_memory_size(&object->shared);
}

static bool shared_memory_dedicated(struct outside *object)
{
    return object->dedicated;
}

/* The bytes at an offset, or NULL when the range does not lie in a memory object. */
static unsigned char *range(struct outside *object, uint64_t offset, size_t size)
{
    uint64_t whole = extres_shared_memory_size(&object->shared);
    if (offset > whole || size > whole - offset) {
        fail(object->exporter, "%zu bytes at offset %llu are not in an object of %llu bytes of memory", size,
             (unsigned long long)offset, (unsigned long long)whole);
        return NULL;
    }
    return object->shared.memory + offset;
}

static bool shared_write(struct outside *object, uint64_t offset, const void *data, size_t size)
{
    unsigned char *bytes = range(object, offset, size);
    if (bytes == NULL) {
        return false;
    }
    memcpy(bytes, data, size);
    return true;
}

static bool shared_read(struct outside *object, uint64_t offset, void *data, size_t size)
{
    const unsigned char *bytes = range(object, offset, size);
    if (bytes == NULL) {
        return false;
    }
    memcpy(data, bytes, size);
    return true;
}

/* The layout is that of docs/shared-object.md: level 0 comes first. */
static bool shared_write_image(struct outside *object, size_t index, const void *data, size_t size)
{
    return shared_write(object, shared_image_offset(object, index), data, size);
}

static bool shared_read_image(struct outside *object, size_t index, void *data, size_t size)
{
    return shared_read(object, shared_image_offset(object, index), data, size);
}

static bool shared_signal(struct outside *object, uint64_t value)
{
    if (is_memory(object)) {
        return fail(object->exporter, "memory cannot be signalled");
    }
    extres_shared_signal(&object->shared, value);
    return true;
}

static bool shared_wait(struct outside *object, uint64_t value, uint64_t timeout_nanoseconds, bool *released)
{
    if (is_memory(object)) {
        return fail(object->exporter, "memory cannot be waited for");
    }
    int result = extres_shared_wait(&object->shared, value, timeout_nanoseconds);
    if (result != 0 && result != -ETIMEDOUT) {
        return fail(object->exporter, "extres_shared_wait: %s", strerror(-result));
    }
    *released = result == 0;
    return true;
}

static bool shared_value(struct outside *object, uint64_t *value)
{
    if (extres_shared_kind_of(&object->shared) != EXTRES_SHARED_TIMELINE) {
        return fail(object->exporter, "only a timeline semaphore can be asked for its value");
    }
    *value = extres_shared_value(&object->shared);
    return true;
}

const struct exporter_operations exporter_shared = {
    .name = "shared",
    .simulated = true,
    .known_by = "extres_imports_shared_objects",
    .of_any_device = true,
    .open = shared_open,
    .describe = shared_describe,
    .close = shared_close,
    .complaints = shared_complaints,
    .error = shared_error,
    .create = shared_create,
    .destroy = shared_destroy,
    .export_fd = shared_export_fd,
    .memory_size = shared_memory_size,
    .memory_dedicated = shared_memory_dedicated,
    .write = shared_write,
    .read = shared_read,
    .create_images = shared_create_images,
    .image_offset = shared_image_offset,
    .write_image = shared_write_image,
    .read_image = shared_read_image,
    .signal = shared_signal,
    .wait = shared_wait,
    .value = shared_value,
};
