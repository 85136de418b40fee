/* The Vulkan functions that the exporter calls, looked up at run time: it links to no Vulkan library. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_VULKAN_FUNCTIONS_H
#define HARNESS_VULKAN_FUNCTIONS_H

#define VK_NO_PROTOTYPES
#include <vulkan/vulkan.h>

/* The lists are macros because each name makes both a member and its look-up. */
/* clang-format off */
#define VULKAN_INSTANCE_FUNCTIONS(each)                \
    each(CreateDebugUtilsMessengerEXT)                 \
    each(CreateDevice)                                 \
    each(DestroyDebugUtilsMessengerEXT)                \
    each(DestroyInstance)                              \
    each(EnumerateDeviceExtensionProperties)           \
    each(EnumeratePhysicalDevices)                     \
    each(GetDeviceProcAddr)                            \
    each(GetPhysicalDeviceExternalBufferProperties)    \
    each(GetPhysicalDeviceExternalSemaphoreProperties) \
    each(GetPhysicalDeviceFeatures2)                   \
    each(GetPhysicalDeviceImageFormatProperties2)      \
    each(GetPhysicalDeviceMemoryProperties)            \
    each(GetPhysicalDeviceProperties)                  \
    each(GetPhysicalDeviceProperties2)                 \
    each(GetPhysicalDeviceQueueFamilyProperties)

#define VULKAN_DEVICE_FUNCTIONS(each)  \
    each(AllocateCommandBuffers)       \
    each(AllocateMemory)               \
    each(BeginCommandBuffer)           \
    each(BindBufferMemory)             \
    each(BindImageMemory)              \
    each(CmdCopyBuffer)                \
    each(CmdCopyBufferToImage)         \
    each(CmdCopyImageToBuffer)         \
    each(CmdPipelineBarrier)           \
    each(CreateBuffer)                 \
    each(CreateCommandPool)            \
    each(CreateFence)                  \
    each(CreateImage)                  \
    each(CreateSemaphore)              \
    each(DestroyBuffer)                \
    each(DestroyCommandPool)           \
    each(DestroyDevice)                \
    each(DestroyFence)                 \
    each(DestroyImage)                 \
    each(DestroySemaphore)             \
    each(EndCommandBuffer)             \
    each(FreeMemory)                   \
    each(GetBufferMemoryRequirements2) \
    each(GetDeviceQueue)               \
    each(GetImageMemoryRequirements2)  \
    each(GetMemoryFdKHR)               \
    each(GetSemaphoreCounterValue)     \
    each(GetSemaphoreFdKHR)            \
    each(ImportSemaphoreFdKHR)         \
    each(MapMemory)                    \
    each(QueueSubmit)                  \
    each(ResetCommandPool)             \
    each(ResetFences)                  \
    each(WaitForFences)                \
    each(WaitSemaphores)

/* clang-format on */

#define VULKAN_FUNCTION_MEMBER(name) PFN_vk##name name;

/* Functions of an extension that is not enabled are NULL. */
struct vulkan_instance_functions {
    VULKAN_INSTANCE_FUNCTIONS(VULKAN_FUNCTION_MEMBER)
};

struct vulkan_device_functions {
    VULKAN_DEVICE_FUNCTIONS(VULKAN_FUNCTION_MEMBER)
};

#endif
