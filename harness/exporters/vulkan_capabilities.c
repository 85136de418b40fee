/* Finds the physical device with a UUID and asks what it can export, before anything is tried. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "vulkan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UUID_TEXT = 2 * VK_UUID_SIZE + 5 }; /* hexadecimal digits, four hyphens, the end */

static void print_uuid(const unsigned char *uuid, char text[UUID_TEXT])
{
    size_t length = 0;
    for (size_t i = 0; i < VK_UUID_SIZE; i++) {
        const char *hyphen = i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "";
        length += (size_t)snprintf(text + length, UUID_TEXT - length, "%s%02x", hyphen, uuid[i]);
    }
}

/* Vulkan 1.2 is what the exporter is written for: it has the UUID, timelines and the driver's name without
 * extensions. */
static bool is_new_enough(const struct vulkan_instance *instance, VkPhysicalDevice device)
{
    VkPhysicalDeviceProperties properties;
    instance->functions.GetPhysicalDeviceProperties(device, &properties);
    return properties.apiVersion >= VK_API_VERSION_1_2;
}

static void name_device(const VkPhysicalDeviceProperties *properties,
                        const VkPhysicalDeviceDriverProperties *driver, char *name, size_t name_size)
{
    char version[32];
    snprintf(version, sizeof version, "%u.%u.%u", VK_API_VERSION_MAJOR(properties->driverVersion),
             VK_API_VERSION_MINOR(properties->driverVersion),
             VK_API_VERSION_PATCH(properties->driverVersion));
    snprintf(name, name_size, "%.96s, %.30s %.30s", properties->deviceName, driver->driverName,
             driver->driverInfo[0] != '\0' ? driver->driverInfo : version);
}

/* Keeps the device and its name when the UUID is this one. */
static bool matches(const struct vulkan_instance *instance, VkPhysicalDevice device,
                    const unsigned char *uuid, struct vulkan_capabilities *out)
{
    VkPhysicalDeviceDriverProperties driver = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES};
    VkPhysicalDeviceIDProperties id = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES,
                                       .pNext = &driver};
    VkPhysicalDeviceProperties2 properties = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2,
                                              .pNext = &id};
    instance->functions.GetPhysicalDeviceProperties2(device, &properties);
    if (memcmp(id.deviceUUID, uuid, VK_UUID_SIZE) != 0) {
        return false;
    }
    out->device = device;
    name_device(&properties.properties, &driver, out->name, sizeof out->name);
    return true;
}

static bool find_device(const struct vulkan_instance *instance, const unsigned char *uuid,
                        struct vulkan_capabilities *out, struct vulkan_error *error)
{
    VkPhysicalDevice devices[64];
    uint32_t count = sizeof devices / sizeof devices[0];
    VkResult result = instance->functions.EnumeratePhysicalDevices(instance->handle, &count, devices);
    if (result != VK_SUCCESS && result != VK_INCOMPLETE) {
        return vulkan_failed(error, "vkEnumeratePhysicalDevices", result);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (is_new_enough(instance, devices[i]) && matches(instance, devices[i], uuid, out)) {
            return true;
        }
    }
    char text[UUID_TEXT];
    print_uuid(uuid, text);
    return vulkan_refuse(error, "none of %u Vulkan devices has Vulkan 1.2 and the backend's UUID %s", count,
                         text);
}

/* Graphics and compute queues can copy buffers too, and are not held to any granularity. */
static bool find_queue_family(const struct vulkan_instance *instance, struct vulkan_capabilities *out,
                              struct vulkan_error *error)
{
    VkQueueFamilyProperties families[32];
    uint32_t count = sizeof families / sizeof families[0];
    instance->functions.GetPhysicalDeviceQueueFamilyProperties(out->device, &count, families);
    for (uint32_t i = 0; i < count; i++) {
        if (families[i].queueFlags & (VK_QUEUE_GRAPHICS_BIT | VK_QUEUE_COMPUTE_BIT)) {
            out->queue_family = i;
            return true;
        }
    }
    return vulkan_refuse(error, "%s has no queue for graphics or compute", out->name);
}

/* The extensions that carry descriptors. */
struct extensions {
    bool memory_fd;
    bool semaphore_fd;
};

static bool find_extensions(const struct vulkan_instance *instance, VkPhysicalDevice device,
                            struct extensions *out, struct vulkan_error *error)
{
    uint32_t count = 0;
    VkResult result = instance->functions.EnumerateDeviceExtensionProperties(device, NULL, &count, NULL);
    if (result != VK_SUCCESS) {
        return vulkan_failed(error, "vkEnumerateDeviceExtensionProperties", result);
    }
    VkExtensionProperties *properties = calloc(count + 1, sizeof *properties);
    if (properties == NULL) {
        return vulkan_refuse(error, "out of memory");
    }
    result = instance->functions.EnumerateDeviceExtensionProperties(device, NULL, &count, properties);
    for (uint32_t i = 0; i < count && result == VK_SUCCESS; i++) {
        const char *name = properties[i].extensionName;
        out->memory_fd |= strcmp(name, VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME) == 0;
        out->semaphore_fd |= strcmp(name, VK_KHR_EXTERNAL_SEMAPHORE_FD_EXTENSION_NAME) == 0;
    }
    free(properties);
    return result == VK_SUCCESS || vulkan_failed(error, "vkEnumerateDeviceExtensionProperties", result);
}

static bool memory_can_leave(const struct vulkan_instance *instance, struct vulkan_capabilities *capabilities)
{
    const VkPhysicalDeviceExternalBufferInfo info = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_BUFFER_INFO,
        .usage = VULKAN_BUFFER_USAGE,
        .handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    VkExternalBufferProperties properties = {.sType = VK_STRUCTURE_TYPE_EXTERNAL_BUFFER_PROPERTIES};
    instance->functions.GetPhysicalDeviceExternalBufferProperties(capabilities->device, &info, &properties);
    VkExternalMemoryFeatureFlags features = properties.externalMemoryProperties.externalMemoryFeatures;
    capabilities->memory_dedicated = features & VK_EXTERNAL_MEMORY_FEATURE_DEDICATED_ONLY_BIT;
    return features & VK_EXTERNAL_MEMORY_FEATURE_EXPORTABLE_BIT;
}

static VkExternalSemaphoreFeatureFlags semaphore_features(const struct vulkan_instance *instance,
                                                          VkPhysicalDevice device, VkSemaphoreType type)
{
    const VkSemaphoreTypeCreateInfo type_info = {
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
        .semaphoreType = type,
    };
    const VkPhysicalDeviceExternalSemaphoreInfo info = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_SEMAPHORE_INFO,
        .pNext = &type_info,
        .handleType = VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    VkExternalSemaphoreProperties properties = {.sType = VK_STRUCTURE_TYPE_EXTERNAL_SEMAPHORE_PROPERTIES};
    instance->functions.GetPhysicalDeviceExternalSemaphoreProperties(device, &info, &properties);
    return properties.externalSemaphoreFeatures;
}

/* Binary semaphores are imported too: that is how they are waited for. */
static bool binary_can_leave(const struct vulkan_instance *instance, VkPhysicalDevice device)
{
    const VkExternalSemaphoreFeatureFlags both =
        VK_EXTERNAL_SEMAPHORE_FEATURE_EXPORTABLE_BIT | VK_EXTERNAL_SEMAPHORE_FEATURE_IMPORTABLE_BIT;
    return (semaphore_features(instance, device, VK_SEMAPHORE_TYPE_BINARY) & both) == both;
}

static bool timeline_can_leave(const struct vulkan_instance *instance, VkPhysicalDevice device)
{
    VkPhysicalDeviceTimelineSemaphoreFeatures timeline = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_TIMELINE_SEMAPHORE_FEATURES};
    VkPhysicalDeviceFeatures2 features = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2,
                                          .pNext = &timeline};
    instance->functions.GetPhysicalDeviceFeatures2(device, &features);
    return timeline.timelineSemaphore && (semaphore_features(instance, device, VK_SEMAPHORE_TYPE_TIMELINE) &
                                          VK_EXTERNAL_SEMAPHORE_FEATURE_EXPORTABLE_BIT);
}

/* One type goes into the set of offers or, in words, into what is missing. */
static void offer(struct vulkan_capabilities *out, bool can_leave, enum extres_handle_type type,
                  const char *words)
{
    if (can_leave) {
        out->offers |= EXTRES_TYPE_BIT(type);
        return;
    }
    size_t length = strlen(out->missing);
    snprintf(out->missing + length, sizeof out->missing - length, "%s%s",
             length > 0 ? ", " : "the driver does not export ", words);
}

bool vulkan_capabilities_find(const struct vulkan_instance *instance, const unsigned char *uuid,
                              struct vulkan_capabilities *out, struct vulkan_error *error)
{
    *out = (struct vulkan_capabilities){0};
    struct extensions have = {0};
    if (!find_device(instance, uuid, out, error) || !find_queue_family(instance, out, error) ||
        !find_extensions(instance, out->device, &have, error)) {
        return false;
    }
    instance->functions.GetPhysicalDeviceMemoryProperties(out->device, &out->memory);
    offer(out, have.memory_fd && memory_can_leave(instance, out), EXTRES_MEMORY_OPAQUE_FD,
          "memory as a file descriptor");
    offer(out, have.semaphore_fd && binary_can_leave(instance, out->device), EXTRES_SEMAPHORE_OPAQUE_FD,
          "binary semaphores as file descriptors");
    offer(out, have.semaphore_fd && timeline_can_leave(instance, out->device), EXTRES_SEMAPHORE_TIMELINE_FD,
          "timeline semaphores as file descriptors");
    return true;
}
