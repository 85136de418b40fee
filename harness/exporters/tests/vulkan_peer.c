/* The peer of the exporter "vulkan": an exporter of its own, into which the descriptors are imported. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vulkan.h"

struct peer {
    struct vulkan_exporter *exporter;
    struct vulkan_buffer buffer; /* of memory */
    struct outside *semaphore;   /* made by the exporter, with the imported payload */
};

static bool import_memory(struct peer *peer, int fd, uint64_t size)
{
    struct vulkan_device *device = &peer->exporter->device;
    const VkExternalMemoryBufferCreateInfo external = {
        .sType = VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_BUFFER_CREATE_INFO,
        .handleTypes = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    const VkBufferCreateInfo buffer_info = {
        .sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
        .pNext = &external,
        .size = size,
        .usage = VULKAN_BUFFER_USAGE,
    };
    VkMemoryRequirements2 requirements = {.sType = VK_STRUCTURE_TYPE_MEMORY_REQUIREMENTS_2};
    VkBufferMemoryRequirementsInfo2 requirements_info = {
        .sType = VK_STRUCTURE_TYPE_BUFFER_MEMORY_REQUIREMENTS_INFO_2};
    VkImportMemoryFdInfoKHR import_info = {
        .sType = VK_STRUCTURE_TYPE_IMPORT_MEMORY_FD_INFO_KHR,
        .handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
        .fd = fd,
    };
    if (device->functions.CreateBuffer(device->handle, &buffer_info, NULL, &peer->buffer.handle) !=
        VK_SUCCESS) {
        return false;
    }
    requirements_info.buffer = peer->buffer.handle;
    device->functions.GetBufferMemoryRequirements2(device->handle, &requirements_info, &requirements);
    /* As the exporter chooses: an import must name the type that the memory was allocated with. */
    uint32_t type = 0;
    const VkPhysicalDeviceMemoryProperties *memory = &peer->exporter->capabilities.memory;
    while (!(requirements.memoryRequirements.memoryTypeBits >> type & 1) ||
           !(memory->memoryTypes[type].propertyFlags & VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT)) {
        type++;
    }
    const VkMemoryAllocateInfo allocate_info = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
        .pNext = &import_info,
        .allocationSize = size,
        .memoryTypeIndex = type,
    };
    return device->functions.AllocateMemory(device->handle, &allocate_info, NULL, &peer->buffer.memory) ==
               VK_SUCCESS &&
           device->functions.BindBufferMemory(device->handle, peer->buffer.handle, peer->buffer.memory, 0) ==
               VK_SUCCESS;
}

static bool import_semaphore(struct peer *peer, enum extres_handle_type type, int fd)
{
    struct vulkan_device *device = &peer->exporter->device;
    peer->semaphore = exporter_vulkan.create(&peer->exporter->base, type, 0, 0);
    if (peer->semaphore == NULL) {
        return false;
    }
    const VkImportSemaphoreFdInfoKHR info = {
        .sType = VK_STRUCTURE_TYPE_IMPORT_SEMAPHORE_FD_INFO_KHR,
        .semaphore = peer->semaphore->semaphore,
        .handleType = VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT,
        .fd = fd,
    };
    return device->functions.ImportSemaphoreFdKHR(device->handle, &info) == VK_SUCCESS;
}

static void close_peer(struct peer *peer)
{
    vulkan_buffer_close(peer->exporter, &peer->buffer);
    exporter_vulkan.close(&peer->exporter->base);
    free(peer);
}

static struct peer *open_peer(const unsigned char *uuid, enum extres_handle_type type, int fd, uint64_t size)
{
    char error[256] = "out of memory";
    struct peer *peer = calloc(1, sizeof *peer);
    struct exporter *exporter = exporter_vulkan.open(uuid, true, error, sizeof error);
    if (peer == NULL || exporter == NULL) {
        fprintf(stderr, "vulkan peer: %s\n", error);
        free(peer);
        return NULL;
    }
    peer->exporter = (struct vulkan_exporter *)exporter;
    bool imported =
        type == EXTRES_MEMORY_OPAQUE_FD ? import_memory(peer, fd, size) : import_semaphore(peer, type, fd);
    if (!imported) {
        fprintf(stderr, "vulkan peer: the import failed\n");
        close_peer(peer);
        return NULL;
    }
    return peer;
}

static bool write_memory(struct peer *peer, uint64_t offset, const void *data, size_t size)
{
    return vulkan_copy_in(peer->exporter, &peer->buffer, offset, data, size);
}

static bool read_memory(struct peer *peer, uint64_t offset, void *data, size_t size)
{
    return vulkan_copy_out(peer->exporter, &peer->buffer, offset, data, size);
}

static bool signal_semaphore(struct peer *peer, uint64_t value)
{
    return exporter_vulkan.signal(peer->semaphore, value);
}

static bool wait_for_semaphore(struct peer *peer, uint64_t value, uint64_t timeout_nanoseconds,
                               bool *released)
{
    return exporter_vulkan.wait(peer->semaphore, value, timeout_nanoseconds, released);
}

static const char *complaints(struct peer *peer)
{
    return exporter_vulkan.complaints(&peer->exporter->base);
}

const struct peer_operations vulkan_peer = {
    .exporter = "vulkan",
    .open = open_peer,
    .close = close_peer,
    .write = write_memory,
    .read = read_memory,
    .signal = signal_semaphore,
    .wait = wait_for_semaphore,
    .complaints = complaints,
};

/* Whether the device offers anything, and its UUID. */
static bool offers_anything(const struct vulkan_instance *instance, VkPhysicalDevice device,
                            unsigned char uuid[16])
{
    VkPhysicalDeviceIDProperties id = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES};
    VkPhysicalDeviceProperties2 properties = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2,
                                              .pNext = &id};
    struct vulkan_capabilities capabilities;
    struct vulkan_error error;
    instance->functions.GetPhysicalDeviceProperties2(device, &properties);
    memcpy(uuid, id.deviceUUID, VK_UUID_SIZE);
    return vulkan_capabilities_find(instance, uuid, &capabilities, &error) && capabilities.offers != 0;
}

bool vulkan_peer_find_uuid(unsigned char uuid[16], char *why, size_t why_size)
{
    struct vulkan_instance instance;
    struct vulkan_error error;
    if (!vulkan_instance_open(&instance, true, &error)) {
        snprintf(why, why_size, "%s", error.text);
        return false;
    }
    VkPhysicalDevice devices[16];
    uint32_t count = sizeof devices / sizeof devices[0];
    bool found = false;
    instance.functions.EnumeratePhysicalDevices(instance.handle, &count, devices);
    for (uint32_t i = 0; i < count && !found; i++) {
        found = offers_anything(&instance, devices[i], uuid);
    }
    vulkan_instance_close(&instance);
    snprintf(why, why_size, "%s", found ? "" : "no Vulkan device can export anything");
    return found;
}

void vulkan_peer_break_rule(struct exporter *exporter)
{
    struct vulkan_device *device = &((struct vulkan_exporter *)exporter)->device;
    const VkFenceCreateInfo wrong = {.sType = VK_STRUCTURE_TYPE_EVENT_CREATE_INFO};
    VkFence fence = VK_NULL_HANDLE;
    if (device->functions.CreateFence(device->handle, &wrong, NULL, &fence) == VK_SUCCESS) {
        device->functions.DestroyFence(device->handle, fence, NULL);
    }
}

void vulkan_peer_leave_object(struct exporter *exporter)
{
    struct vulkan_device *device = &((struct vulkan_exporter *)exporter)->device;
    const VkFenceCreateInfo info = {.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    VkFence fence = VK_NULL_HANDLE;
    device->functions.CreateFence(device->handle, &info, NULL, &fence);
}
