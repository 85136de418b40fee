/* The exporter "vulkan": objects of a real driver, reached through the Vulkan loader. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "vulkan.h"

#include <stdio.h>
#include <stdlib.h>

/* Far more than any copy or signal takes. */
static const uint64_t run_timeout_nanoseconds = UINT64_C(10000000000);

static const struct vulkan_kind *const kinds[EXTRES_HANDLE_TYPE_COUNT] = {
    [EXTRES_MEMORY_OPAQUE_FD] = &vulkan_memory,
    [EXTRES_SEMAPHORE_OPAQUE_FD] = &vulkan_binary,
    [EXTRES_SEMAPHORE_TIMELINE_FD] = &vulkan_timeline,
};

static struct vulkan_exporter *vulkan_of(struct exporter *exporter)
{
    return (struct vulkan_exporter *)exporter;
}

bool vulkan_run(struct vulkan_exporter *exporter, const VkSubmitInfo *submission)
{
    if (exporter->abandoned) {
        return vulkan_refuse(&exporter->error, "the device is still busy with work that did not end");
    }
    if (!vulkan_device_submit(&exporter->device, submission, &exporter->error)) {
        return false;
    }
    bool finished = false;
    bool waited = vulkan_device_wait(&exporter->device, run_timeout_nanoseconds, &finished, &exporter->error);
    exporter->abandoned = !finished;
    if (waited && !finished) {
        return vulkan_refuse(&exporter->error, "the device did not finish what was submitted");
    }
    return waited;
}

static bool open_parts(struct vulkan_exporter *exporter, const unsigned char *uuid, bool validated,
                       struct vulkan_error *error)
{
    if (!vulkan_instance_open(&exporter->instance, validated, error)) {
        return false;
    }
    if (vulkan_capabilities_find(&exporter->instance, uuid, &exporter->capabilities, error) &&
        vulkan_device_open(&exporter->device, &exporter->instance, &exporter->capabilities, error)) {
        return true;
    }
    vulkan_instance_close(&exporter->instance);
    return false;
}

static struct exporter *vulkan_open(const unsigned char *uuid, bool validated, char *error, size_t error_size)
{
    if (uuid == NULL) {
        snprintf(error, error_size, "the backend tells no UUID, so no Vulkan device can be matched to it");
        return NULL;
    }
    struct vulkan_exporter *exporter = calloc(1, sizeof *exporter);
    if (exporter == NULL) {
        snprintf(error, error_size, "out of memory");
        return NULL;
    }
    exporter->base.operations = &exporter_vulkan;
    if (!open_parts(exporter, uuid, validated, &exporter->error)) {
        snprintf(error, error_size, "%s", exporter->error.text);
        free(exporter);
        return NULL;
    }
    return &exporter->base;
}

static void vulkan_describe(struct exporter *base, struct exporter_description *out)
{
    const struct vulkan_exporter *exporter = vulkan_of(base);
    *out = (struct exporter_description){
        .offers = exporter->capabilities.offers,
        .validated = exporter->instance.validated,
    };
    snprintf(out->device, sizeof out->device, "%s", exporter->capabilities.name);
    snprintf(out->missing, sizeof out->missing, "%s", exporter->capabilities.missing);
}

static const char *vulkan_complaints_so_far(struct exporter *exporter)
{
    return vulkan_complaints_text(&vulkan_of(exporter)->instance.complaints);
}

static const char *vulkan_error_text(struct exporter *exporter)
{
    return vulkan_of(exporter)->error.text;
}

/* An object that is not made yet; NULL without memory. */
static struct outside *begin_object(struct vulkan_exporter *exporter, const struct vulkan_kind *kind)
{
    struct outside *object = calloc(1, sizeof *object);
    if (object == NULL) {
        vulkan_refuse(&exporter->error, "out of memory");
        return NULL;
    }
    object->exporter = exporter;
    object->kind = kind;
    return object;
}

/* The object, now the exporter's, or NULL when making it has failed half-way. */
static struct outside *end_object(struct outside *object, bool made)
{
    struct vulkan_exporter *exporter = object->exporter;
    if (!made) {
        object->kind->destroy(object);
        free(object);
        return NULL;
    }
    object->next = exporter->objects;
    exporter->objects = object;
    return object;
}

static struct outside *vulkan_create(struct exporter *base, enum extres_handle_type type, uint64_t size,
                                     uint64_t initial_value)
{
    struct vulkan_exporter *exporter = vulkan_of(base);
    if (!(exporter->capabilities.offers & EXTRES_TYPE_BIT(type))) {
        vulkan_refuse(&exporter->error, "%s %s is not offered by %s", extres_handle_types[type].object,
                      extres_handle_types[type].name, exporter->capabilities.name);
        return NULL;
    }
    struct outside *object = begin_object(exporter, kinds[type]);
    return object == NULL ? NULL : end_object(object, object->kind->create(object, size, initial_value));
}

static struct outside *vulkan_create_images(struct exporter *base, const struct array_shape *shape,
                                            size_t count, bool dedicated, bool *offered)
{
    *offered = true;
    struct outside *object = begin_object(vulkan_of(base), &vulkan_image);
    return object == NULL ? NULL
                          : end_object(object, vulkan_images_open(object, shape, count, dedicated, offered));
}

static uint64_t vulkan_image_offset(struct outside *object, size_t index)
{
    return object->image_offsets[index];
}

static void vulkan_destroy(struct outside *object)
{
    struct vulkan_exporter *exporter = object->exporter;
    struct outside **link = &exporter->objects;
    while (*link != object) {
        link = &(*link)->next;
    }
    *link = object->next;
    if (!exporter->abandoned) {
        object->kind->destroy(object);
    }
    free(object);
}

/* An abandoned exporter stays as it is until the process ends: its device is in use and must not be
 * destroyed. */
static void vulkan_close(struct exporter *base)
{
    struct vulkan_exporter *exporter = vulkan_of(base);
    while (exporter->objects != NULL) {
        vulkan_destroy(exporter->objects);
    }
    if (exporter->abandoned) {
        return;
    }
    vulkan_lanes_close(exporter);
    vulkan_staging_close(exporter);
    vulkan_device_close(&exporter->device);
    vulkan_instance_close(&exporter->instance);
    free(exporter);
}

static bool cannot(struct outside *object, const char *what)
{
    return vulkan_refuse(&object->exporter->error, "%s cannot be %s", object->kind->name, what);
}

static int vulkan_export_fd(struct outside *object)
{
    return object->kind->export_fd(object);
}

static uint64_t vulkan_memory_size(struct outside *object)
{
    return object->buffer.allocation_size;
}

static bool vulkan_memory_dedicated(struct outside *object)
{
    return object->buffer.dedicated;
}

static bool vulkan_write(struct outside *object, uint64_t offset, const void *data, size_t size)
{
    return object->kind->write != NULL ? object->kind->write(object, offset, data, size)
                                       : cannot(object, "written to");
}

static bool vulkan_read(struct outside *object, uint64_t offset, void *data, size_t size)
{
    return object->kind->read != NULL ? object->kind->read(object, offset, data, size)
                                      : cannot(object, "read");
}

static bool vulkan_signal(struct outside *object, uint64_t value)
{
    return object->kind->signal != NULL ? object->kind->signal(object, value) : cannot(object, "signalled");
}

static bool vulkan_wait(struct outside *object, uint64_t value, uint64_t timeout_nanoseconds, bool *released)
{
    return object->kind->wait != NULL ? object->kind->wait(object, value, timeout_nanoseconds, released)
                                      : cannot(object, "waited for");
}

static bool vulkan_value(struct outside *object, uint64_t *value)
{
    return object->kind->value != NULL ? object->kind->value(object, value)
                                       : cannot(object, "asked for its value");
}

const struct exporter_operations exporter_vulkan = {
    .name = "vulkan",
    .simulated = false,
    .open = vulkan_open,
    .describe = vulkan_describe,
    .close = vulkan_close,
    .complaints = vulkan_complaints_so_far,
    .error = vulkan_error_text,
    .create = vulkan_create,
    .destroy = vulkan_destroy,
    .export_fd = vulkan_export_fd,
    .memory_size = vulkan_memory_size,
    .memory_dedicated = vulkan_memory_dedicated,
    .write = vulkan_write,
    .read = vulkan_read,
    .create_images = vulkan_create_images,
    .image_offset = vulkan_image_offset,
    .write_image = vulkan_image_write,
    .read_image = vulkan_image_read,
    .signal = vulkan_signal,
    .wait = vulkan_wait,
    .value = vulkan_value,
};
