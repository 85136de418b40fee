/* Exported semaphores of the Vulkan exporter, binary and timeline. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "vulkan.h"

/* How long a wait may take to notice, when its object goes away, that it was released. */
static const uint64_t release_timeout_nanoseconds = UINT64_C(1000000000);

static bool create_semaphore(struct outside *object, VkSemaphoreType type, uint64_t initial_value)
{
    struct vulkan_device *device = &object->exporter->device;
    const VkSemaphoreTypeCreateInfo type_info = {
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
        .semaphoreType = type,
        .initialValue = initial_value,
    };
    const VkExportSemaphoreCreateInfo export_info = {
        .sType = VK_STRUCTURE_TYPE_EXPORT_SEMAPHORE_CREATE_INFO,
        .pNext = &type_info,
        .handleTypes = VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    const VkSemaphoreCreateInfo info = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO,
                                        .pNext = &export_info};
    VkResult result = device->functions.CreateSemaphore(device->handle, &info, NULL, &object->semaphore);
    if (result != VK_SUCCESS) {
        object->semaphore = VK_NULL_HANDLE;
        return vulkan_failed(&object->exporter->error, "vkCreateSemaphore", result);
    }
    return true;
}

static void destroy_semaphore(struct outside *object)
{
    struct vulkan_device *device = &object->exporter->device;
    device->functions.DestroySemaphore(device->handle, object->semaphore, NULL);
}

/* Several exports are allowed: a descriptor of this type refers to the payload and takes no copy of it. */
static int export_semaphore(struct outside *object)
{
    struct vulkan_device *device = &object->exporter->device;
    const VkSemaphoreGetFdInfoKHR info = {
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_GET_FD_INFO_KHR,
        .semaphore = object->semaphore,
        .handleType = VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    int fd = -1;
    VkResult result = device->functions.GetSemaphoreFdKHR(device->handle, &info, &fd);
    if (result != VK_SUCCESS) {
        vulkan_failed(&object->exporter->error, "vkGetSemaphoreFdKHR", result);
        return -1;
    }
    return fd;
}

static bool binary_create(struct outside *object, uint64_t size, uint64_t initial_value)
{
    (void)size;
    (void)initial_value; /* a binary semaphore starts unsignalled */
    return create_semaphore(object, VK_SEMAPHORE_TYPE_BINARY, 0);
}

static bool binary_signal(struct outside *object, uint64_t value)
{
    (void)value;
    const VkSubmitInfo signal = {
        .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
        .signalSemaphoreCount = 1,
        .pSignalSemaphores = &object->semaphore,
    };
    return vulkan_run(object->exporter, &signal);
}

static bool binary_wait(struct outside *object, uint64_t value, uint64_t timeout_nanoseconds, bool *released)
{
    (void)value;
    if (object->lane == NULL) {
        int fd = export_semaphore(object);
        if (fd < 0) {
            return false;
        }
        object->lane = vulkan_lane_begin(object->exporter, fd);
        if (object->lane == NULL) {
            return false;
        }
    }
    if (!vulkan_lane_wait(object->exporter, object->lane, timeout_nanoseconds, released)) {
        return false;
    }
    if (*released) {
        object->lane = NULL;
    }
    return true;
}

static bool end_pending_wait(struct outside *object)
{
    bool released = false;
    return binary_signal(object, 0) && binary_wait(object, 0, release_timeout_nanoseconds, &released) &&
           released;
}

/*
 * A pending wait would keep the lane's device in use for ever. Our own signal ends it, unless somebody else
 * waits too and takes that signal: then Vulkan allows nothing to be destroyed, and all is left as it is.
 */
static void binary_destroy(struct outside *object)
{
    if (object->lane == NULL || end_pending_wait(object)) {
        destroy_semaphore(object);
    } else {
        object->exporter->abandoned = true;
    }
}

const struct vulkan_kind vulkan_binary = {
    .name = "a binary semaphore",
    .create = binary_create,
    .destroy = binary_destroy,
    .export_fd = export_semaphore,
    .signal = binary_signal,
    .wait = binary_wait,
};

static bool timeline_create(struct outside *object, uint64_t size, uint64_t initial_value)
{
    (void)size;
    return create_semaphore(object, VK_SEMAPHORE_TYPE_TIMELINE, initial_value);
}

/*
 * On the queue, as a binary semaphore is. vkSignalSemaphore would do, but the validation layer takes the last
 * value that it knew of an exported timeline for a signal that is still pending, and calls the next one an
 * error (KhronosGroup/Vulkan-ValidationLayers issue 8212).
 */
static bool timeline_signal(struct outside *object, uint64_t value)
{
    const VkTimelineSemaphoreSubmitInfo values = {
        .sType = VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO,
        .signalSemaphoreValueCount = 1,
        .pSignalSemaphoreValues = &value,
    };
    const VkSubmitInfo signal = {
        .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
        .pNext = &values,
        .signalSemaphoreCount = 1,
        .pSignalSemaphores = &object->semaphore,
    };
    return vulkan_run(object->exporter, &signal);
}

/* By the host: no queue is held up by a value that never comes. */
static bool timeline_wait(struct outside *object, uint64_t value, uint64_t timeout_nanoseconds,
                          bool *released)
{
    struct vulkan_device *device = &object->exporter->device;
    const VkSemaphoreWaitInfo info = {
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO,
        .semaphoreCount = 1,
        .pSemaphores = &object->semaphore,
        .pValues = &value,
    };
    VkResult result = device->functions.WaitSemaphores(device->handle, &info, timeout_nanoseconds);
    *released = result == VK_SUCCESS;
    return result == VK_SUCCESS || result == VK_TIMEOUT ||
           vulkan_failed(&object->exporter->error, "vkWaitSemaphores", result);
}

static bool timeline_value(struct outside *object, uint64_t *value)
{
    struct vulkan_device *device = &object->exporter->device;
    VkResult result = device->functions.GetSemaphoreCounterValue(device->handle, object->semaphore, value);
    return result == VK_SUCCESS ||
           vulkan_failed(&object->exporter->error, "vkGetSemaphoreCounterValue", result);
}

const struct vulkan_kind vulkan_timeline = {
    .name = "a timeline semaphore",
    .create = timeline_create,
    .destroy = destroy_semaphore,
    .export_fd = export_semaphore,
    .signal = timeline_signal,
    .wait = timeline_wait,
    .value = timeline_value,
};
