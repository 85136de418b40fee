/* What the binary and the timeline payload share: importing into a VkSemaphore, and errors. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <unistd.h>

#include "extres/runtime_error.h"
#include "import/vulkan_import.h"

VkResult vulkan_import_semaphore(const struct vulkan_context *context, VkDevice device, int fd,
                                 const VkSemaphoreTypeCreateInfo *type_info, VkSemaphore *out)
{
    const struct vulkan_functions *vulkan = &context->loader.functions;
    const VkSemaphoreCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO,
        .pNext = type_info,
    };
    VkSemaphore semaphore;
    VkResult result = vulkan->vkCreateSemaphore(device, &info, NULL, &semaphore);
    if (result != VK_SUCCESS)
        return result;
    const VkImportSemaphoreFdInfoKHR import_info = {
        .sType = VK_STRUCTURE_TYPE_IMPORT_SEMAPHORE_FD_INFO_KHR,
        .semaphore = semaphore,
        .handleType = VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT,
        .fd = fcntl(fd, F_DUPFD_CLOEXEC, 0), /* an import that succeeds is the end of the descriptor */
    };
    result =
        import_info.fd < 0 ? VK_ERROR_TOO_MANY_OBJECTS : vulkan->vkImportSemaphoreFdKHR(device, &import_info);
    if (result != VK_SUCCESS) {
        if (import_info.fd >= 0)
            close(import_info.fd);
        vulkan->vkDestroySemaphore(device, semaphore, NULL);
        return result;
    }
    *out = semaphore;
    return VK_SUCCESS;
}

int vulkan_error(VkResult result)
{
    switch (result) {
    case VK_SUCCESS:
        return cudaSuccess;
    case VK_ERROR_OUT_OF_HOST_MEMORY:
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
        return cudaErrorMemoryAllocation;
    case VK_ERROR_TOO_MANY_OBJECTS:
        return cudaErrorOperatingSystem;
    default: /* what it comes to: the device outside CUDA failed */
        return cudaErrorExternalDevice;
    }
}
