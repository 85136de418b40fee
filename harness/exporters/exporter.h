/* Exporters make external objects and act as the other side of them: signal, wait, query, fill and read. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_EXPORTER_H
#define HARNESS_EXPORTER_H

/*
 * An exporter is opened in the process of the case, used from one thread, closed at its end. Functions that
 * can fail return false and leave the reason in exporter_error(). A failure here is never one of the runtime:
 * the case becomes `broken`.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/array_shape.h"
#include "rules/handle_type.h"

struct exporter;
struct outside; /* one object of the exporter: memory or a semaphore */

/* What can be said of an exporter before it is used. */
struct exporter_description {
    char device[160];  /* "SwiftShader Device (Subzero), SwiftShader driver 5.0.0"; what it is when no device
                          is behind it */
    uint32_t offers;   /* handle types, EXTRES_TYPE_... bits */
    bool simulated;    /* no driver or kernel object is behind it */
    bool validated;    /* runs under the Khronos validation layer */
    char missing[256]; /* why a type is not offered, or why it cannot be used at all; for people */
};

struct exporter_operations {
    const char *name; /* "vulkan", "drm", "shared" */
    bool simulated;
    /*
     * The name of the function by which a runtime says that it imports these objects. NULL for objects of a
     * device, which the runtime of the device with the same UUID must import.
     */
    const char *known_by;
    bool of_any_device; /* its objects belong to no device: the documents do not tie them to one of them */
    /*
     * Opens on the device with this UUID (NULL: the backend tells none; an exporter without devices does not
     * mind). validated: under the validation layer of the other API, where there is one; timing does without.
     * NULL with a reason in error when it cannot be used here.
     */
    struct exporter *(*open)(const unsigned char *uuid, bool validated, char *error, size_t error_size);
    void (*describe)(struct exporter *exporter, struct exporter_description *out);
    void (*close)(struct exporter *exporter);

    /* Errors that the other API's validation layer reported so far, one text; NULL when none. */
    const char *(*complaints)(struct exporter *exporter);
    const char *(*error)(struct exporter *exporter);

    /* size counts for memory, initial_value for timelines. The object is owned by the exporter until
     * destroyed. */
    struct outside *(*create)(struct exporter *exporter, enum extres_handle_type type, uint64_t size,
                              uint64_t initial_value);
    void (*destroy)(struct outside *object);

    /* A new descriptor for the object, the caller's to close or to give away. -1 on failure. */
    int (*export_fd)(struct outside *object);

    /* Bytes that the importer must name as the size of the memory object: may be larger than asked for. */
    uint64_t (*memory_size)(struct outside *object);
    bool (*memory_dedicated)(struct outside *object);
    /* From the exporter's side, complete when it returns: its device has written, or has been waited for. */
    bool (*write)(struct outside *object, uint64_t offset, const void *data, size_t size);
    bool (*read)(struct outside *object, uint64_t offset, void *data, size_t size);

    /*
     * OPAQUE_FD memory that holds images of this shape, count of them, one behind the other; dedicated asks
     * for a dedicated allocation, which holds one. NULL when it fails; *offered is false when the device has
     * no such images for others, which is no failure. The operation is NULL where an exporter makes no
     * images.
     */
    struct outside *(*create_images)(struct exporter *exporter, const struct array_shape *shape, size_t count,
                                     bool dedicated, bool *offered);
    uint64_t (*image_offset)(struct outside *object, size_t index);
    /* All of level 0 of an image, whatever its layout, from and to bytes without padding; as write and read.
     */
    bool (*write_image)(struct outside *object, size_t index, const void *data, size_t size);
    bool (*read_image)(struct outside *object, size_t index, void *data, size_t size);

    bool (*signal)(struct outside *object, uint64_t value);
    /*
     * Wait for value (timeline) or for a signal, which is consumed (binary). *released says whether it came
     * in time. A binary wait that timed out is still pending: the next call goes on with it.
     */
    bool (*wait)(struct outside *object, uint64_t value, uint64_t timeout_nanoseconds, bool *released);
    /* The value of a timeline. A binary semaphore cannot be asked: false. */
    bool (*value)(struct outside *object, uint64_t *value);
};

enum { EXPORTER_IMAGES = 2 }; /* that one object holds at most */

struct exporter {
    const struct exporter_operations *operations;
};

extern const struct exporter_operations exporter_vulkan;
extern const struct exporter_operations exporter_drm;
extern const struct exporter_operations exporter_shared;

/*
 * Loads the libraries of the exporter "vulkan" that are safe to have across fork() and keeps them for the
 * life of the process: children that open the exporter pay less. Optional; a missing library is no error
 * here.
 */
void exporter_vulkan_preload(void);

/* All exporters, the most real first: that is the order of choice for a handle type. NULL at the end. */
extern const struct exporter_operations *const exporters[];

const struct exporter_operations *exporter_find(const char *name);

#endif
