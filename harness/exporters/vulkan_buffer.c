/* A buffer with memory of its own, to be exported or for the host to fill and read. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "vulkan.h"

enum { NO_MEMORY_TYPE = -1 };

/* The first type among those allowed that has all the properties. */
static int find_memory_type(const VkPhysicalDeviceMemoryProperties *memory, uint32_t allowed,
                            VkMemoryPropertyFlags properties)
{
    for (uint32_t i = 0; i < memory->memoryTypeCount; i++) {
        bool is_allowed = allowed & (UINT32_C(1) << i);
        if (is_allowed && (memory->memoryTypes[i].propertyFlags & properties) == properties) {
            return (int)i;
        }
    }
    return NO_MEMORY_TYPE;
}

/* What each use asks of its memory, the best first. */
static const VkMemoryPropertyFlags wishes[][2] = {
    [VULKAN_BUFFER_TO_EXPORT] = {VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT, 0},
    [VULKAN_BUFFER_FOR_HOST] = {VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT |
                                    VK_MEMORY_PROPERTY_HOST_CACHED_BIT,
                                VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT},
};

int vulkan_memory_type(const struct vulkan_exporter *exporter, uint32_t allowed, enum vulkan_buffer_use use)
{
    const VkPhysicalDeviceMemoryProperties *memory = &exporter->capabilities.memory;
    int best = find_memory_type(memory, allowed, wishes[use][0]);
    return best != NO_MEMORY_TYPE ? best : find_memory_type(memory, allowed, wishes[use][1]);
}

static bool create_handle(struct vulkan_exporter *exporter, uint64_t size, enum vulkan_buffer_use use,
                          struct vulkan_buffer *out)
{
    struct vulkan_device *device = &exporter->device;
    const VkExternalMemoryBufferCreateInfo external = {
        .sType = VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_BUFFER_CREATE_INFO,
        .handleTypes = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    const VkBufferCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
        .pNext = use == VULKAN_BUFFER_TO_EXPORT ? &external : NULL,
        .size = size,
        .usage = VULKAN_BUFFER_USAGE,
        .sharingMode = VK_SHARING_MODE_EXCLUSIVE,
    };
    VkResult result = device->functions.CreateBuffer(device->handle, &info, NULL, &out->handle);
    if (result != VK_SUCCESS) {
        out->handle = VK_NULL_HANDLE;
        return vulkan_failed(&exporter->error, "vkCreateBuffer", result);
    }
    return true;
}

/* What the buffer needs; also says in *out whether its allocation must be a dedicated one. */
static VkMemoryRequirements ask_requirements(struct vulkan_exporter *exporter, enum vulkan_buffer_use use,
                                             struct vulkan_buffer *out)
{
    struct vulkan_device *device = &exporter->device;
    VkMemoryDedicatedRequirements dedicated = {.sType = VK_STRUCTURE_TYPE_MEMORY_DEDICATED_REQUIREMENTS};
    VkMemoryRequirements2 requirements = {.sType = VK_STRUCTURE_TYPE_MEMORY_REQUIREMENTS_2,
                                          .pNext = &dedicated};
    const VkBufferMemoryRequirementsInfo2 info = {
        .sType = VK_STRUCTURE_TYPE_BUFFER_MEMORY_REQUIREMENTS_INFO_2,
        .buffer = out->handle,
    };
    device->functions.GetBufferMemoryRequirements2(device->handle, &info, &requirements);
    out->dedicated = dedicated.requiresDedicatedAllocation ||
                     (use == VULKAN_BUFFER_TO_EXPORT && exporter->capabilities.memory_dedicated);
    return requirements.memoryRequirements;
}

static bool allocate(struct vulkan_exporter *exporter, uint64_t size, int type, enum vulkan_buffer_use use,
                     struct vulkan_buffer *out)
{
    struct vulkan_device *device = &exporter->device;
    const VkMemoryDedicatedAllocateInfo dedicated = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_DEDICATED_ALLOCATE_INFO,
        .buffer = out->handle,
    };
    const void *next = out->dedicated ? &dedicated : NULL;
    const VkExportMemoryAllocateInfo exported = {
        .sType = VK_STRUCTURE_TYPE_EXPORT_MEMORY_ALLOCATE_INFO,
        .pNext = next,
        .handleTypes = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    const VkMemoryAllocateInfo info = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
        .pNext = use == VULKAN_BUFFER_TO_EXPORT ? &exported : next,
        .allocationSize = size,
        .memoryTypeIndex = (uint32_t)type,
    };
    VkResult result = device->functions.AllocateMemory(device->handle, &info, NULL, &out->memory);
    if (result != VK_SUCCESS) {
        out->memory = VK_NULL_HANDLE;
        return vulkan_failed(&exporter->error, "vkAllocateMemory", result);
    }
    out->allocation_size = size;
    return true;
}

/* The other API forbids asking for more than there is. */
static bool fits(struct vulkan_exporter *exporter, uint64_t size, int type)
{
    const VkPhysicalDeviceMemoryProperties *memory = &exporter->capabilities.memory;
    uint64_t there_is = memory->memoryHeaps[memory->memoryTypes[type].heapIndex].size;
    return size <= there_is ||
           vulkan_refuse(&exporter->error, "%llu bytes are more than the %llu that the device has",
                         (unsigned long long)size, (unsigned long long)there_is);
}

static bool fill(struct vulkan_exporter *exporter, uint64_t size, enum vulkan_buffer_use use,
                 struct vulkan_buffer *out)
{
    if (!create_handle(exporter, size, use, out)) {
        return false;
    }
    const VkMemoryRequirements requirements = ask_requirements(exporter, use, out);
    int type = vulkan_memory_type(exporter, requirements.memoryTypeBits, use);
    if (type == NO_MEMORY_TYPE) {
        return vulkan_refuse(&exporter->error, "the device has no memory of the type that a buffer needs");
    }
    if (!fits(exporter, requirements.size, type) || !allocate(exporter, requirements.size, type, use, out)) {
        return false;
    }
    struct vulkan_device *device = &exporter->device;
    VkResult result = device->functions.BindBufferMemory(device->handle, out->handle, out->memory, 0);
    return result == VK_SUCCESS || vulkan_failed(&exporter->error, "vkBindBufferMemory", result);
}

bool vulkan_buffer_open(struct vulkan_exporter *exporter, uint64_t size, enum vulkan_buffer_use use,
                        struct vulkan_buffer *out)
{
    *out = (struct vulkan_buffer){0};
    if (!fill(exporter, size, use, out)) {
        vulkan_buffer_close(exporter, out);
        return false;
    }
    return true;
}

void vulkan_buffer_close(struct vulkan_exporter *exporter, struct vulkan_buffer *buffer)
{
    struct vulkan_device *device = &exporter->device;
    device->functions.DestroyBuffer(device->handle, buffer->handle, NULL);
    device->functions.FreeMemory(device->handle, buffer->memory, NULL);
    *buffer = (struct vulkan_buffer){0};
}
