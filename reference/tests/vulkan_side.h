/* The other side in tests: an application that exports Vulkan objects and works on them with Vulkan alone. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_TESTS_VULKAN_SIDE_H
#define REFERENCE_TESTS_VULKAN_SIDE_H

#include <stdbool.h>
#include <vulkan/vulkan.h>

struct vulkan_side {
    VkInstance instance;
    VkPhysicalDevice physical_device;
    VkDevice device;
    VkQueue queue;
    bool has_memory;
    bool has_binary;
    bool has_timeline;
};

/* An instance, and a device on the physical device of that UUID; false where there is none. */
bool vulkan_side_open(struct vulkan_side *out, const unsigned char uuid[VK_UUID_SIZE]);
void vulkan_side_close(struct vulkan_side *side);

/* Exported memory, mapped. The descriptor is the caller's; -1 when it failed. */
struct vulkan_side_memory {
    VkDeviceMemory memory;
    unsigned char *base;
};
int vulkan_side_export_memory(struct vulkan_side *side, VkDeviceSize size, struct vulkan_side_memory *out);
void vulkan_side_free_memory(struct vulkan_side *side, struct vulkan_side_memory *memory);

/* An exported semaphore, to be destroyed with vkDestroySemaphore, and its descriptor, -1 when it failed. */
int vulkan_side_export_semaphore(struct vulkan_side *side, VkSemaphoreType type, VkSemaphore *out);

/* Binary: submit, and return when the submission is done; the wait returns false after the time. */
bool vulkan_side_signal(struct vulkan_side *side, VkSemaphore semaphore);
bool vulkan_side_wait(struct vulkan_side *side, VkSemaphore semaphore, uint64_t timeout_nanoseconds);

#endif
