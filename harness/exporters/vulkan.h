/* The parts of the Vulkan exporter, from the loader up to the objects. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_VULKAN_H
#define HARNESS_VULKAN_H

/*
 * Everything here is used from one thread, as the exporter is. Functions that can fail return false and leave
 * the reason in a struct vulkan_error. What an ..._open function filled, the ..._close function of the same
 * name empties; opening that failed leaves nothing to close.
 */

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exporter.h"
#include "vulkan_functions.h"

/* ---- Errors (vulkan_error.c) ---- */

struct vulkan_error {
    char text[320];
};

/* Both always return false, so that they can stand in a return statement. */
bool vulkan_refuse(struct vulkan_error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool vulkan_failed(struct vulkan_error *error, const char *function, VkResult result);

/* ---- Errors that the validation layer reported (vulkan_complaints.c) ---- */

struct vulkan_complaints {
    pthread_mutex_t lock; /* the layer has threads of its own */
    size_t length;
    size_t told; /* as much of text has been given to somebody */
    char text[8192];
};

void vulkan_complaints_open(struct vulkan_complaints *complaints);
/* Prints on stderr what nobody was told: objects left behind, for example, are reported at the very end. */
void vulkan_complaints_close(struct vulkan_complaints *complaints);

/* What makes a messenger that collects into complaints, also while an instance is made or ends. */
VkDebugUtilsMessengerCreateInfoEXT vulkan_complaints_messenger(struct vulkan_complaints *complaints);

/* One line a message, "name of the message: message"; NULL when there is none. Valid until close. */
const char *vulkan_complaints_text(struct vulkan_complaints *complaints);

/* ---- The loader and an instance (vulkan_instance.c) ---- */

struct vulkan_instance {
    void *library; /* libvulkan.so.1 */
    VkInstance handle;
    struct vulkan_instance_functions functions;
    bool validated;                     /* the Khronos validation layer is enabled */
    VkDebugUtilsMessengerEXT messenger; /* when validated */
    struct vulkan_complaints complaints;
};

/*
 * validated: under the Khronos validation layer, where that is installed. instance must stay where it is
 * until it is closed: the messenger points into it.
 */
bool vulkan_instance_open(struct vulkan_instance *instance, bool validated, struct vulkan_error *error);

void vulkan_instance_close(struct vulkan_instance *instance);

/* ---- A physical device and what it can export (vulkan_capabilities.c) ---- */

struct vulkan_capabilities {
    VkPhysicalDevice device;
    uint32_t queue_family; /* where copies can be submitted */
    VkPhysicalDeviceMemoryProperties memory;
    uint32_t offers;       /* handle types, EXTRES_TYPE_... bits */
    bool memory_dedicated; /* exported memory must be a dedicated allocation */
    char name[160];
    char missing[256];
};

/* A buffer that is exported is made with this use, and capabilities are asked for it. */
#define VULKAN_BUFFER_USAGE (VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT)

/* The device with this UUID, never another one. */
bool vulkan_capabilities_find(const struct vulkan_instance *instance, const unsigned char *uuid,
                              struct vulkan_capabilities *out, struct vulkan_error *error);

/* ---- A device with one queue (vulkan_device.c) ---- */

struct vulkan_device {
    VkDevice handle;
    VkQueue queue;
    VkFence fence; /* of the one submission that is under way at a time */
    struct vulkan_device_functions functions;
};

bool vulkan_device_open(struct vulkan_device *device, const struct vulkan_instance *instance,
                        const struct vulkan_capabilities *capabilities, struct vulkan_error *error);

/* Nothing may be under way on the queue any more, and all objects of the device be destroyed. */
void vulkan_device_close(struct vulkan_device *device);

/* Submits with the fence. The submission before must have been waited for. */
bool vulkan_device_submit(struct vulkan_device *device, const VkSubmitInfo *submission,
                          struct vulkan_error *error);

/* Waits for what was submitted; *finished says whether it ended in time. */
bool vulkan_device_wait(struct vulkan_device *device, uint64_t timeout_nanoseconds, bool *finished,
                        struct vulkan_error *error);

/* ---- Memory (vulkan_buffer.c, vulkan_copy.c) ---- */

struct vulkan_exporter;

enum vulkan_buffer_use {
    VULKAN_BUFFER_TO_EXPORT, /* on the device where it can be */
    VULKAN_BUFFER_FOR_HOST,  /* coherent memory that can be mapped */
};

struct vulkan_buffer {
    VkBuffer handle;
    VkDeviceMemory memory;    /* for this buffer alone */
    uint64_t allocation_size; /* of the memory, in bytes: at least the size of the buffer */
    bool dedicated;           /* the memory is what Vulkan calls a dedicated allocation */
};

bool vulkan_buffer_open(struct vulkan_exporter *exporter, uint64_t size, enum vulkan_buffer_use use,
                        struct vulkan_buffer *out);
void vulkan_buffer_close(struct vulkan_exporter *exporter, struct vulkan_buffer *buffer);

/* The best of the allowed types of memory for a use; -1 when there is none. */
int vulkan_memory_type(const struct vulkan_exporter *exporter, uint32_t allowed, enum vulkan_buffer_use use);

enum { VULKAN_STAGING_SIZE = 256 * 1024 };

/* Host memory that bytes go through on their way to and from exported memory. Opened by the first copy. */
struct vulkan_staging {
    struct vulkan_buffer buffer;
    unsigned char *bytes;
    VkCommandPool pool;
    VkCommandBuffer commands;
};

void vulkan_staging_close(struct vulkan_exporter *exporter);

/* Begins staging's commands anew; then records and runs them, complete when it returns. */
bool vulkan_commands_begin(struct vulkan_exporter *exporter);
bool vulkan_commands_run(struct vulkan_exporter *exporter);
/* Records that the host is to see what was copied to staging. */
void vulkan_show_to_host(struct vulkan_exporter *exporter);

/* Both are complete when they return. The range must lie in the buffer. */
bool vulkan_copy_in(struct vulkan_exporter *exporter, const struct vulkan_buffer *buffer, uint64_t offset,
                    const void *data, size_t size);
bool vulkan_copy_out(struct vulkan_exporter *exporter, const struct vulkan_buffer *buffer, uint64_t offset,
                     void *data, size_t size);

/* ---- Images (vulkan_image.c) ---- */

/*
 * Makes the images of an object, which is of kind vulkan_image, and their memory. False too when the device
 * offers no such images, and then *offered says so. What a failure leaves, the kind's destroy clears away.
 */
bool vulkan_images_open(struct outside *object, const struct array_shape *shape, size_t count, bool dedicated,
                        bool *offered);

/* All of level 0, complete when they return. */
bool vulkan_image_write(struct outside *object, size_t index, const void *data, size_t size);
bool vulkan_image_read(struct outside *object, size_t index, void *data, size_t size);

/* ---- Waits on binary semaphores (vulkan_lane.c) ---- */

/*
 * A lane is a second device whose queue waits for one binary semaphore at a time. A wait that never ends
 * blocks its lane alone: the exporter's own queue, where signals are submitted, goes on, and so do the other
 * waits.
 */
struct vulkan_lane {
    struct vulkan_device device;
    VkSemaphore semaphore; /* imported for the wait that is under way; VK_NULL_HANDLE in an idle lane */
    struct vulkan_lane *next;
};

/* Begins to wait for the semaphore that fd carries, which is consumed. NULL on failure. */
struct vulkan_lane *vulkan_lane_begin(struct vulkan_exporter *exporter, int fd);

/* Goes on with the wait; when *finished, the lane is idle again and no longer the caller's. */
bool vulkan_lane_wait(struct vulkan_exporter *exporter, struct vulkan_lane *lane,
                      uint64_t timeout_nanoseconds, bool *finished);

/* All lanes, which must be idle. */
void vulkan_lanes_close(struct vulkan_exporter *exporter);

/* ---- The exporter and its objects (vulkan.c) ---- */

struct vulkan_exporter {
    struct exporter base;
    struct vulkan_instance instance;
    struct vulkan_capabilities capabilities;
    struct vulkan_device device; /* owns the objects, copies and signals; its queue never waits for anyone */
    struct vulkan_staging staging;
    struct vulkan_lane *lanes;
    struct outside *objects; /* all that are not destroyed yet */
    bool abandoned;          /* work that never ends is under way: nothing may be destroyed any more */
    struct vulkan_error error;
};

struct outside {
    struct vulkan_exporter *exporter;
    const struct vulkan_kind *kind;
    struct outside *next;

    /* memory */
    struct vulkan_buffer buffer;
    uint64_t size; /* as asked for */

    /* images: in the buffer's memory, with no buffer in it */
    VkImage images[EXPORTER_IMAGES];
    uint64_t image_offsets[EXPORTER_IMAGES];
    struct array_shape image_shape; /* of level 0 */

    /* semaphores */
    VkSemaphore semaphore;
    struct vulkan_lane *lane; /* of the binary wait that is pending, or NULL */
};

/* What can be done with a kind of object. NULL where a kind has no such operation. */
struct vulkan_kind {
    const char *name;
    bool (*create)(struct outside *object, uint64_t size, uint64_t initial_value); /* not for images */
    void (*destroy)(struct outside *object); /* also after a create that failed half-way */
    int (*export_fd)(struct outside *object);
    bool (*write)(struct outside *object, uint64_t offset, const void *data, size_t size);
    bool (*read)(struct outside *object, uint64_t offset, void *data, size_t size);
    bool (*signal)(struct outside *object, uint64_t value);
    bool (*wait)(struct outside *object, uint64_t value, uint64_t timeout_nanoseconds, bool *released);
    bool (*value)(struct outside *object, uint64_t *value);
};

extern const struct vulkan_kind vulkan_memory;
extern const struct vulkan_kind vulkan_image;
extern const struct vulkan_kind vulkan_binary;
extern const struct vulkan_kind vulkan_timeline;

/* A descriptor of the object's memory: for both kinds that have some. */
int vulkan_memory_export(struct outside *object);

/* Submits to the exporter's own queue and waits for the end. Work that does not end makes the exporter
 * abandoned. */
bool vulkan_run(struct vulkan_exporter *exporter, const VkSubmitInfo *submission);

#endif
