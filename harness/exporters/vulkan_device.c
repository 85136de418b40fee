/* A Vulkan device with one queue and one submission under way at a time. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "vulkan.h"

enum { EXTENSIONS = 2 };

/* The extensions that the offers need. */
static uint32_t choose_extensions(uint32_t offers, const char *extensions[EXTENSIONS])
{
    const uint32_t semaphores =
        EXTRES_TYPE_BIT(EXTRES_SEMAPHORE_OPAQUE_FD) | EXTRES_TYPE_BIT(EXTRES_SEMAPHORE_TIMELINE_FD);
    uint32_t count = 0;
    if (offers & EXTRES_TYPE_BIT(EXTRES_MEMORY_OPAQUE_FD)) {
        extensions[count++] = VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME;
    }
    if (offers & semaphores) {
        extensions[count++] = VK_KHR_EXTERNAL_SEMAPHORE_FD_EXTENSION_NAME;
    }
    return count;
}

static VkResult create_device(struct vulkan_device *device, const struct vulkan_instance *instance,
                              const struct vulkan_capabilities *capabilities)
{
    const char *extensions[EXTENSIONS];
    const float priority = 1.0F;
    const VkDeviceQueueCreateInfo queue = {
        .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
        .queueFamilyIndex = capabilities->queue_family,
        .queueCount = 1,
        .pQueuePriorities = &priority,
    };
    VkPhysicalDeviceTimelineSemaphoreFeatures timeline = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_TIMELINE_SEMAPHORE_FEATURES,
        .timelineSemaphore = (capabilities->offers & EXTRES_TYPE_BIT(EXTRES_SEMAPHORE_TIMELINE_FD)) != 0,
    };
    const VkDeviceCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
        .pNext = &timeline,
        .queueCreateInfoCount = 1,
        .pQueueCreateInfos = &queue,
        .enabledExtensionCount = choose_extensions(capabilities->offers, extensions),
        .ppEnabledExtensionNames = extensions,
    };
    return instance->functions.CreateDevice(capabilities->device, &info, NULL, &device->handle);
}

static void look_up(struct vulkan_device *device, const struct vulkan_instance *instance)
{
#define LOOK_UP(name)                                                                                \
    device->functions.name = (PFN_vk##name)instance->functions.GetDeviceProcAddr(device->handle, "v" \
                                                                                                 "k" #name);
    VULKAN_DEVICE_FUNCTIONS(LOOK_UP)
#undef LOOK_UP
}

bool vulkan_device_open(struct vulkan_device *device, const struct vulkan_instance *instance,
                        const struct vulkan_capabilities *capabilities, struct vulkan_error *error)
{
    *device = (struct vulkan_device){0};
    VkResult result = create_device(device, instance, capabilities);
    if (result != VK_SUCCESS) {
        return vulkan_failed(error, "vkCreateDevice", result);
    }
    look_up(device, instance);
    device->functions.GetDeviceQueue(device->handle, capabilities->queue_family, 0, &device->queue);
    const VkFenceCreateInfo fence = {.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    result = device->functions.CreateFence(device->handle, &fence, NULL, &device->fence);
    if (result != VK_SUCCESS) {
        device->functions.DestroyDevice(device->handle, NULL);
        return vulkan_failed(error, "vkCreateFence", result);
    }
    return true;
}

void vulkan_device_close(struct vulkan_device *device)
{
    device->functions.DestroyFence(device->handle, device->fence, NULL);
    device->functions.DestroyDevice(device->handle, NULL);
}

bool vulkan_device_submit(struct vulkan_device *device, const VkSubmitInfo *submission,
                          struct vulkan_error *error)
{
    VkResult result = device->functions.ResetFences(device->handle, 1, &device->fence);
    if (result != VK_SUCCESS) {
        return vulkan_failed(error, "vkResetFences", result);
    }
    result = device->functions.QueueSubmit(device->queue, 1, submission, device->fence);
    return result == VK_SUCCESS || vulkan_failed(error, "vkQueueSubmit", result);
}

bool vulkan_device_wait(struct vulkan_device *device, uint64_t timeout_nanoseconds, bool *finished,
                        struct vulkan_error *error)
{
    VkResult result =
        device->functions.WaitForFences(device->handle, 1, &device->fence, VK_TRUE, timeout_nanoseconds);
    *finished = result == VK_SUCCESS;
    return result == VK_SUCCESS || result == VK_TIMEOUT || vulkan_failed(error, "vkWaitForFences", result);
}
