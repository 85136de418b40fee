/* Exported memory of the Vulkan exporter. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "vulkan.h"

static bool memory_create(struct outside *object, uint64_t size, uint64_t initial_value)
{
    (void)initial_value;
    if (size == 0) {
        return vulkan_refuse(&object->exporter->error, "memory of size 0 cannot be made");
    }
    object->size = size;
    return vulkan_buffer_open(object->exporter, size, VULKAN_BUFFER_TO_EXPORT, &object->buffer);
}

static void memory_destroy(struct outside *object)
{
    vulkan_buffer_close(object->exporter, &object->buffer);
}

int vulkan_memory_export(struct outside *object)
{
    struct vulkan_device *device = &object->exporter->device;
    const VkMemoryGetFdInfoKHR info = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_GET_FD_INFO_KHR,
        .memory = object->buffer.memory,
        .handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    int fd = -1;
    VkResult result = device->functions.GetMemoryFdKHR(device->handle, &info, &fd);
    if (result != VK_SUCCESS) {
        vulkan_failed(&object->exporter->error, "vkGetMemoryFdKHR", result);
        return -1;
    }
    return fd;
}

static bool check_range(struct outside *object, uint64_t offset, size_t size)
{
    if (offset > object->size || size > object->size - offset) {
        return vulkan_refuse(&object->exporter->error,
                             "%zu bytes at offset %llu are not in memory of %llu bytes", size,
                             (unsigned long long)offset, (unsigned long long)object->size);
    }
    return true;
}

static bool memory_write(struct outside *object, uint64_t offset, const void *data, size_t size)
{
    return check_range(object, offset, size) &&
           vulkan_copy_in(object->exporter, &object->buffer, offset, data, size);
}

static bool memory_read(struct outside *object, uint64_t offset, void *data, size_t size)
{
    return check_range(object, offset, size) &&
           vulkan_copy_out(object->exporter, &object->buffer, offset, data, size);
}

const struct vulkan_kind vulkan_memory = {
    .name = "memory",
    .create = memory_create,
    .destroy = memory_destroy,
    .export_fd = vulkan_memory_export,
    .write = memory_write,
    .read = memory_read,
};
