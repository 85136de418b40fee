/* A small Vulkan application. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/vulkan_side.h"

#include <stddef.h>
#include <string.h>

enum { MOST_DEVICES = 16 };

/* ---- opening ---- */

static bool find_device(struct vulkan_side *side, const unsigned char uuid[VK_UUID_SIZE])
{
    VkPhysicalDevice devices[MOST_DEVICES];
    uint32_t count = MOST_DEVICES;
    vkEnumeratePhysicalDevices(side->instance, &count, devices);
    for (uint32_t i = 0; i < count; i++) {
        VkPhysicalDeviceIDProperties identity = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES};
        VkPhysicalDeviceProperties2 properties = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2,
                                                  .pNext = &identity};
        vkGetPhysicalDeviceProperties2(devices[i], &properties);
        side->physical_device = devices[i];
        if (memcmp(identity.deviceUUID, uuid, VK_UUID_SIZE) == 0)
            return true;
    }
    return false;
}

static bool exports_semaphore(const struct vulkan_side *side, VkSemaphoreType type)
{
    const VkSemaphoreTypeCreateInfo type_info = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
                                                 .semaphoreType = type};
    const VkPhysicalDeviceExternalSemaphoreInfo info = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_SEMAPHORE_INFO,
        .pNext = &type_info,
        .handleType = VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    VkExternalSemaphoreProperties properties = {.sType = VK_STRUCTURE_TYPE_EXTERNAL_SEMAPHORE_PROPERTIES};
    vkGetPhysicalDeviceExternalSemaphoreProperties(side->physical_device, &info, &properties);
    return (properties.externalSemaphoreFeatures & VK_EXTERNAL_SEMAPHORE_FEATURE_EXPORTABLE_BIT) != 0;
}

static bool exports_memory(const struct vulkan_side *side)
{
    const VkPhysicalDeviceExternalBufferInfo info = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_BUFFER_INFO,
        .usage = VK_BUFFER_USAGE_TRANSFER_DST_BIT,
        .handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    VkExternalBufferProperties properties = {.sType = VK_STRUCTURE_TYPE_EXTERNAL_BUFFER_PROPERTIES};
    vkGetPhysicalDeviceExternalBufferProperties(side->physical_device, &info, &properties);
    return (properties.externalMemoryProperties.externalMemoryFeatures &
            VK_EXTERNAL_MEMORY_FEATURE_EXPORTABLE_BIT) != 0;
}

static bool create_device(struct vulkan_side *side)
{
    const char *extensions[2];
    uint32_t count = 0;
    if (side->has_memory)
        extensions[count++] = VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME;
    if (side->has_binary || side->has_timeline)
        extensions[count++] = VK_KHR_EXTERNAL_SEMAPHORE_FD_EXTENSION_NAME;
    const VkPhysicalDeviceTimelineSemaphoreFeatures timeline = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_TIMELINE_SEMAPHORE_FEATURES, .timelineSemaphore = VK_TRUE};
    const float priority = 1.0f;
    const VkDeviceQueueCreateInfo queue = {
        .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO, .queueCount = 1, .pQueuePriorities = &priority};
    const VkDeviceCreateInfo info = {.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
                                     .pNext = side->has_timeline ? (const void *)&timeline : NULL,
                                     .queueCreateInfoCount = 1,
                                     .pQueueCreateInfos = &queue,
                                     .enabledExtensionCount = count,
                                     .ppEnabledExtensionNames = extensions};
    if (vkCreateDevice(side->physical_device, &info, NULL, &side->device) != VK_SUCCESS)
        return false;
    vkGetDeviceQueue(side->device, 0, 0, &side->queue);
    return true;
}

bool vulkan_side_open(struct vulkan_side *out, const unsigned char uuid[VK_UUID_SIZE])
{
    *out = (struct vulkan_side){0};
    const VkApplicationInfo application = {.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
                                           .apiVersion = VK_API_VERSION_1_2};
    const VkInstanceCreateInfo info = {.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
                                       .pApplicationInfo = &application};
    if (vkCreateInstance(&info, NULL, &out->instance) != VK_SUCCESS)
        return false;
    if (find_device(out, uuid)) {
        out->has_memory = exports_memory(out);
        out->has_binary = exports_semaphore(out, VK_SEMAPHORE_TYPE_BINARY);
        out->has_timeline = exports_semaphore(out, VK_SEMAPHORE_TYPE_TIMELINE);
        if (create_device(out))
            return true;
    }
    vkDestroyInstance(out->instance, NULL);
    return false;
}

void vulkan_side_close(struct vulkan_side *side)
{
    vkDestroyDevice(side->device, NULL);
    vkDestroyInstance(side->instance, NULL);
}

/* ---- memory ---- */

static uint32_t mappable_type(const struct vulkan_side *side)
{
    const VkMemoryPropertyFlags wanted =
        VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    VkPhysicalDeviceMemoryProperties properties;
    vkGetPhysicalDeviceMemoryProperties(side->physical_device, &properties);
    uint32_t type = 0;
    while (type < properties.memoryTypeCount &&
           (properties.memoryTypes[type].propertyFlags & wanted) != wanted)
        type++;
    return type;
}

int vulkan_side_export_memory(struct vulkan_side *side, VkDeviceSize size, struct vulkan_side_memory *out)
{
    const VkExportMemoryAllocateInfo export_info = {.sType = VK_STRUCTURE_TYPE_EXPORT_MEMORY_ALLOCATE_INFO,
                                                    .handleTypes =
                                                        VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT};
    const VkMemoryAllocateInfo info = {.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
                                       .pNext = &export_info,
                                       .allocationSize = size,
                                       .memoryTypeIndex = mappable_type(side)};
    void *base;
    if (vkAllocateMemory(side->device, &info, NULL, &out->memory) != VK_SUCCESS ||
        vkMapMemory(side->device, out->memory, 0, VK_WHOLE_SIZE, 0, &base) != VK_SUCCESS)
        return -1;
    out->base = base;
    PFN_vkGetMemoryFdKHR get_fd = (PFN_vkGetMemoryFdKHR)vkGetDeviceProcAddr(side->device, "vkGetMemoryFdKHR");
    const VkMemoryGetFdInfoKHR get_info = {.sType = VK_STRUCTURE_TYPE_MEMORY_GET_FD_INFO_KHR,
                                           .memory = out->memory,
                                           .handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT};
    int fd;
    return get_fd(side->device, &get_info, &fd) == VK_SUCCESS ? fd : -1;
}

void vulkan_side_free_memory(struct vulkan_side *side, struct vulkan_side_memory *memory)
{
    vkUnmapMemory(side->device, memory->memory);
    vkFreeMemory(side->device, memory->memory, NULL);
}

/* ---- semaphores ---- */

int vulkan_side_export_semaphore(struct vulkan_side *side, VkSemaphoreType type, VkSemaphore *out)
{
    const VkSemaphoreTypeCreateInfo type_info = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
                                                 .semaphoreType = type};
    const VkExportSemaphoreCreateInfo export_info = {.sType = VK_STRUCTURE_TYPE_EXPORT_SEMAPHORE_CREATE_INFO,
                                                     .pNext = &type_info,
                                                     .handleTypes =
                                                         VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT};
    const VkSemaphoreCreateInfo info = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO,
                                        .pNext = &export_info};
    if (vkCreateSemaphore(side->device, &info, NULL, out) != VK_SUCCESS)
        return -1;
    PFN_vkGetSemaphoreFdKHR get_fd =
        (PFN_vkGetSemaphoreFdKHR)vkGetDeviceProcAddr(side->device, "vkGetSemaphoreFdKHR");
    const VkSemaphoreGetFdInfoKHR get_info = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_GET_FD_INFO_KHR,
                                              .semaphore = *out,
                                              .handleType = VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT};
    int fd;
    return get_fd(side->device, &get_info, &fd) == VK_SUCCESS ? fd : -1;
}

static bool submit(struct vulkan_side *side, const VkSubmitInfo *info, uint64_t timeout)
{
    const VkFenceCreateInfo fence_info = {.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    VkFence fence;
    if (vkCreateFence(side->device, &fence_info, NULL, &fence) != VK_SUCCESS)
        return false;
    /* A fence whose submission is not done is left behind: it may not be destroyed. */
    if (vkQueueSubmit(side->queue, 1, info, fence) != VK_SUCCESS ||
        vkWaitForFences(side->device, 1, &fence, VK_TRUE, timeout) != VK_SUCCESS)
        return false;
    vkDestroyFence(side->device, fence, NULL);
    return true;
}

bool vulkan_side_signal(struct vulkan_side *side, VkSemaphore semaphore)
{
    const VkSubmitInfo info = {
        .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO, .signalSemaphoreCount = 1, .pSignalSemaphores = &semaphore};
    return submit(side, &info, UINT64_MAX);
}

bool vulkan_side_wait(struct vulkan_side *side, VkSemaphore semaphore, uint64_t timeout_nanoseconds)
{
    const VkPipelineStageFlags stages = VK_PIPELINE_STAGE_ALL_COMMANDS_BIT;
    const VkSubmitInfo info = {.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
                               .waitSemaphoreCount = 1,
                               .pWaitSemaphores = &semaphore,
                               .pWaitDstStageMask = &stages};
    return submit(side, &info, timeout_nanoseconds);
}
