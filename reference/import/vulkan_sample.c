/* Samples of what the driver exports, by which its descriptors are recognised. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "import/vulkan_context.h"

/*
 * Vulkan obliges the importer to pass only descriptors that a matching export made; a driver need not check,
 * and drivers do not: SwiftShader makes a semaphore of any memfd, and crashes or writes into it later. Its
 * layouts are private, so a descriptor cannot be judged by its contents. But a driver makes all its
 * descriptors of one sort in one way. So one object of each sort is exported here, and a descriptor is taken
 * for the driver's when it is the same kind of kernel file. Where all the driver's descriptors look alike (a
 * GPU's device node), its import call decides.
 */

static const VkDeviceSize sample_memory_size = 4096;

/* The three return a descriptor, or -1. */

static int export_memory(const struct vulkan_context *context)
{
    const struct vulkan_functions *vulkan = &context->loader.functions;
    const VkExportMemoryAllocateInfo export_info = {
        .sType = VK_STRUCTURE_TYPE_EXPORT_MEMORY_ALLOCATE_INFO,
        .handleTypes = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    const VkMemoryAllocateInfo info = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
        .pNext = &export_info,
        .allocationSize = sample_memory_size,
        .memoryTypeIndex = context->choice.memory_type,
    };
    VkDeviceMemory memory;
    if (vulkan->vkAllocateMemory(context->device, &info, NULL, &memory) != VK_SUCCESS)
        return -1;
    const VkMemoryGetFdInfoKHR get_info = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_GET_FD_INFO_KHR,
        .memory = memory,
        .handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    int fd = -1;
    if (vulkan->vkGetMemoryFdKHR(context->device, &get_info, &fd) != VK_SUCCESS)
        fd = -1;
    vulkan->vkFreeMemory(context->device, memory, NULL);
    return fd;
}

static int export_semaphore(const struct vulkan_context *context, const VkSemaphoreTypeCreateInfo *type_info)
{
    const struct vulkan_functions *vulkan = &context->loader.functions;
    const VkExportSemaphoreCreateInfo export_info = {
        .sType = VK_STRUCTURE_TYPE_EXPORT_SEMAPHORE_CREATE_INFO,
        .pNext = type_info,
        .handleTypes = VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    const VkSemaphoreCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO,
        .pNext = &export_info,
    };
    VkSemaphore semaphore;
    if (vulkan->vkCreateSemaphore(context->device, &info, NULL, &semaphore) != VK_SUCCESS)
        return -1;
    const VkSemaphoreGetFdInfoKHR get_info = {
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_GET_FD_INFO_KHR,
        .semaphore = semaphore,
        .handleType = VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    int fd = -1;
    if (vulkan->vkGetSemaphoreFdKHR(context->device, &get_info, &fd) != VK_SUCCESS)
        fd = -1;
    vulkan->vkDestroySemaphore(context->device, semaphore, NULL);
    return fd;
}

static int export_binary(const struct vulkan_context *context)
{
    return export_semaphore(context, NULL);
}

static int export_timeline(const struct vulkan_context *context)
{
    const VkSemaphoreTypeCreateInfo type_info = {
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
        .semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE,
    };
    return export_semaphore(context, &type_info);
}

static int (*const export_functions[])(const struct vulkan_context *context) = {
    [VULKAN_MEMORY] = export_memory,
    [VULKAN_BINARY] = export_binary,
    [VULKAN_TIMELINE] = export_timeline,
};

void vulkan_take_samples(struct vulkan_context *context)
{
    for (int kind = 0; kind < VULKAN_OBJECT_COUNT; kind++) {
        if (!context->choice.imports[kind])
            continue;
        int fd = export_functions[kind](context);
        context->choice.imports[kind] = kernel_file_describe(fd, &context->samples[kind]);
        if (fd >= 0)
            close(fd);
    }
}
