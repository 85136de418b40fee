/* Making the one Vulkan context of the process, and devices. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "import/vulkan_context.h"

#include <pthread.h>
#include <stddef.h>

static struct vulkan_context the_context;
static bool context_is_made;
static pthread_once_t context_once = PTHREAD_ONCE_INIT;

VkResult vulkan_create_device(const struct vulkan_loader *loader, const struct vulkan_device_choice *choice,
                              VkDevice *out)
{
    const char *extensions[2];
    uint32_t extension_count = 0;
    if (choice->imports[VULKAN_MEMORY])
        extensions[extension_count++] = VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME;
    if (choice->imports[VULKAN_BINARY] || choice->imports[VULKAN_TIMELINE])
        extensions[extension_count++] = VK_KHR_EXTERNAL_SEMAPHORE_FD_EXTENSION_NAME;

    VkPhysicalDeviceTimelineSemaphoreFeatures timeline = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_TIMELINE_SEMAPHORE_FEATURES,
        .timelineSemaphore = VK_TRUE,
    };
    const float priority = 1.0f;
    const VkDeviceQueueCreateInfo queue = {
        .sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
        .queueCount = 1,
        .pQueuePriorities = &priority,
    };
    const VkDeviceCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
        .pNext = choice->imports[VULKAN_TIMELINE] ? &timeline : NULL,
        .queueCreateInfoCount = 1,
        .pQueueCreateInfos = &queue,
        .enabledExtensionCount = extension_count,
        .ppEnabledExtensionNames = extensions,
    };
    return loader->functions.vkCreateDevice(choice->device, &info, NULL, out);
}

static void make_context(void)
{
    struct vulkan_context *context = &the_context;
    if (!vulkan_loader_open(&context->loader))
        return;
    if (!vulkan_choose_device(&context->loader, &context->choice) ||
        vulkan_create_device(&context->loader, &context->choice, &context->device) != VK_SUCCESS) {
        vulkan_loader_close(&context->loader);
        return;
    }
    vulkan_take_samples(context);
    context_is_made = true;
}

const struct vulkan_context *vulkan_context(void)
{
    pthread_once(&context_once, make_context);
    return context_is_made ? &the_context : NULL;
}
