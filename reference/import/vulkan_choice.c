/* Choosing the Vulkan device: which kinds of objects each can import is asked before anything is tried. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "import/vulkan_context.h"

enum { MOST_DEVICES = 16 };

/* ---- one device ---- */

static bool has_extension(const struct vulkan_functions *vulkan, VkPhysicalDevice device, const char *name)
{
    uint32_t count = 0;
    if (vulkan->vkEnumerateDeviceExtensionProperties(device, NULL, &count, NULL) != VK_SUCCESS || count == 0)
        return false;
    VkExtensionProperties *extensions = malloc(count * sizeof *extensions);
    bool found = false;
    if (extensions &&
        vulkan->vkEnumerateDeviceExtensionProperties(device, NULL, &count, extensions) == VK_SUCCESS)
        for (uint32_t i = 0; i < count && !found; i++)
            found = strcmp(extensions[i].extensionName, name) == 0;
    free(extensions);
    return found;
}

/* A kind must be exported too: the sample that its descriptors are recognised by is an export. */
static const VkExternalMemoryFeatureFlags memory_features =
    VK_EXTERNAL_MEMORY_FEATURE_IMPORTABLE_BIT | VK_EXTERNAL_MEMORY_FEATURE_EXPORTABLE_BIT;
static const VkExternalSemaphoreFeatureFlags semaphore_features =
    VK_EXTERNAL_SEMAPHORE_FEATURE_IMPORTABLE_BIT | VK_EXTERNAL_SEMAPHORE_FEATURE_EXPORTABLE_BIT;

/* The CPU works on the memory directly, so it must be mappable, and coherent without flushing. */
static bool find_memory_type(const struct vulkan_functions *vulkan, VkPhysicalDevice device, uint32_t *out)
{
    const VkMemoryPropertyFlags wanted =
        VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    VkPhysicalDeviceMemoryProperties properties;
    vulkan->vkGetPhysicalDeviceMemoryProperties(device, &properties);
    for (uint32_t i = 0; i < properties.memoryTypeCount; i++) {
        if ((properties.memoryTypes[i].propertyFlags & wanted) == wanted) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool imports_memory(const struct vulkan_functions *vulkan, VkPhysicalDevice device)
{
    if (!has_extension(vulkan, device, VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME))
        return false;
    const VkPhysicalDeviceExternalBufferInfo info = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_BUFFER_INFO,
        .usage = VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT,
        .handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    VkExternalBufferProperties properties = {.sType = VK_STRUCTURE_TYPE_EXTERNAL_BUFFER_PROPERTIES};
    vulkan->vkGetPhysicalDeviceExternalBufferProperties(device, &info, &properties);
    VkExternalMemoryFeatureFlags features = properties.externalMemoryProperties.externalMemoryFeatures;
    /* An importer of a bare descriptor has no buffer to dedicate the memory to. */
    return (features & memory_features) == memory_features &&
           !(features & VK_EXTERNAL_MEMORY_FEATURE_DEDICATED_ONLY_BIT);
}

/* type_info is NULL for a binary semaphore, and is not to be given to a device older than 1.2. */
static bool imports_semaphore(const struct vulkan_functions *vulkan, VkPhysicalDevice device,
                              const VkSemaphoreTypeCreateInfo *type_info)
{
    if (!has_extension(vulkan, device, VK_KHR_EXTERNAL_SEMAPHORE_FD_EXTENSION_NAME))
        return false;
    const VkPhysicalDeviceExternalSemaphoreInfo info = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_SEMAPHORE_INFO,
        .pNext = type_info,
        .handleType = VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    VkExternalSemaphoreProperties properties = {.sType = VK_STRUCTURE_TYPE_EXTERNAL_SEMAPHORE_PROPERTIES};
    vulkan->vkGetPhysicalDeviceExternalSemaphoreProperties(device, &info, &properties);
    return (properties.externalSemaphoreFeatures & semaphore_features) == semaphore_features;
}

/* Having timelines is one question, importing them another: SwiftShader's answers are yes and no. */
static bool imports_timeline(const struct vulkan_functions *vulkan, VkPhysicalDevice device)
{
    VkPhysicalDeviceTimelineSemaphoreFeatures timeline = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_TIMELINE_SEMAPHORE_FEATURES,
    };
    VkPhysicalDeviceFeatures2 features = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2,
        .pNext = &timeline,
    };
    vulkan->vkGetPhysicalDeviceFeatures2(device, &features);
    const VkSemaphoreTypeCreateInfo type_info = {
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
        .semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE,
    };
    return timeline.timelineSemaphore && imports_semaphore(vulkan, device, &type_info);
}

static void examine(const struct vulkan_functions *vulkan, VkPhysicalDevice device,
                    struct vulkan_device_choice *out)
{
    *out = (struct vulkan_device_choice){.device = device};
    VkPhysicalDeviceProperties version;
    vulkan->vkGetPhysicalDeviceProperties(device, &version);
    if (version.apiVersion < VK_API_VERSION_1_1)
        return;
    VkPhysicalDeviceIDProperties identity = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES};
    VkPhysicalDeviceProperties2 properties = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2,
        .pNext = &identity,
    };
    vulkan->vkGetPhysicalDeviceProperties2(device, &properties);
    memcpy(out->uuid, identity.deviceUUID, sizeof out->uuid);
    out->imports[VULKAN_MEMORY] =
        imports_memory(vulkan, device) && find_memory_type(vulkan, device, &out->memory_type);
    out->imports[VULKAN_BINARY] = imports_semaphore(vulkan, device, NULL);
    out->imports[VULKAN_TIMELINE] =
        version.apiVersion >= VK_API_VERSION_1_2 && imports_timeline(vulkan, device);
}

/* ---- all devices ---- */

static int kinds_imported(const struct vulkan_device_choice *choice)
{
    int count = 0;
    for (int kind = 0; kind < VULKAN_OBJECT_COUNT; kind++)
        count += choice->imports[kind];
    return count;
}

bool vulkan_choose_device(const struct vulkan_loader *loader, struct vulkan_device_choice *out)
{
    const struct vulkan_functions *vulkan = &loader->functions;
    VkPhysicalDevice devices[MOST_DEVICES];
    uint32_t count = MOST_DEVICES;
    VkResult result = vulkan->vkEnumeratePhysicalDevices(loader->instance, &count, devices);
    if (result != VK_SUCCESS && result != VK_INCOMPLETE)
        return false;
    int most = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct vulkan_device_choice candidate;
        examine(vulkan, devices[i], &candidate);
        if (kinds_imported(&candidate) > most) {
            most = kinds_imported(&candidate);
            *out = candidate;
        }
    }
    return most > 0;
}
