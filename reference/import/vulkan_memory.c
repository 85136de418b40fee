/* Memory that a Vulkan driver exported, imported through Vulkan and mapped. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import/vulkan_import.h"

struct vulkan_memory {
    struct imported_memory memory;
    const struct vulkan_context *context;
    VkDeviceMemory allocation;
};

static void destroy_memory(struct imported_memory *memory)
{
    struct vulkan_memory *vulkan_memory = (struct vulkan_memory *)memory;
    const struct vulkan_context *context = vulkan_memory->context;
    context->loader.functions.vkUnmapMemory(context->device, vulkan_memory->allocation);
    context->loader.functions.vkFreeMemory(context->device, vulkan_memory->allocation, NULL);
    free(vulkan_memory);
}

/*
 * Where the object is a file in memory, its size bounds what can be in it. Drivers do not all look:
 * SwiftShader maps whatever size it is given, and touching what lies beyond the file is SIGBUS.
 */
static bool may_hold(int fd, uint64_t size)
{
    struct stat status;
    if (size == 0 || fstat(fd, &status) < 0)
        return false;
    return !S_ISREG(status.st_mode) || size <= (uint64_t)status.st_size;
}

/* The memory type is the first that the CPU can use: what the exporter's was, a descriptor does not tell. */
static VkResult allocate(const struct vulkan_context *context, int fd, uint64_t size, VkDeviceMemory *out)
{
    const VkImportMemoryFdInfoKHR import_info = {
        .sType = VK_STRUCTURE_TYPE_IMPORT_MEMORY_FD_INFO_KHR,
        .handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
        .fd = fcntl(fd, F_DUPFD_CLOEXEC, 0), /* an import that succeeds is the end of the descriptor */
    };
    if (import_info.fd < 0)
        return VK_ERROR_TOO_MANY_OBJECTS;
    const VkMemoryAllocateInfo info = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
        .pNext = &import_info,
        .allocationSize = size,
        .memoryTypeIndex = context->choice.memory_type,
    };
    VkResult result = context->loader.functions.vkAllocateMemory(context->device, &info, NULL, out);
    if (result != VK_SUCCESS)
        close(import_info.fd);
    return result;
}

static VkResult allocate_and_map(const struct vulkan_context *context, int fd, uint64_t size,
                                 VkDeviceMemory *out, void **out_base)
{
    const struct vulkan_functions *vulkan = &context->loader.functions;
    VkResult result = allocate(context, fd, size, out);
    if (result != VK_SUCCESS)
        return result;
    result = vulkan->vkMapMemory(context->device, *out, 0, VK_WHOLE_SIZE, 0, out_base);
    if (result != VK_SUCCESS)
        vulkan->vkFreeMemory(context->device, *out, NULL);
    return result;
}

enum provider_answer vulkan_import_memory(const struct vulkan_context *context, int fd, uint64_t size,
                                          struct imported_memory **out)
{
    if (!may_hold(fd, size))
        return PROVIDER_REFUSED;
    struct vulkan_memory *vulkan_memory = malloc(sizeof *vulkan_memory);
    if (!vulkan_memory)
        return PROVIDER_REFUSED;
    vulkan_memory->context = context;
    void *base;
    if (allocate_and_map(context, fd, size, &vulkan_memory->allocation, &base) != VK_SUCCESS) {
        free(vulkan_memory);
        return PROVIDER_REFUSED;
    }
    imported_memory_initialise(&vulkan_memory->memory, base, size, destroy_memory);
    *out = &vulkan_memory->memory;
    return PROVIDER_TAKEN;
}
