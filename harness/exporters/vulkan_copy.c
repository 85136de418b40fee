/* Copies between the caller's bytes and exported memory, on the device, through memory that the host sees. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "vulkan.h"

#include <string.h>

static bool map(struct vulkan_exporter *exporter)
{
    struct vulkan_staging *staging = &exporter->staging;
    struct vulkan_device *device = &exporter->device;
    void *bytes = NULL;
    VkResult result = device->functions.MapMemory(device->handle, staging->buffer.memory, 0,
                                                  VULKAN_STAGING_SIZE, 0, &bytes);
    staging->bytes = bytes;
    return result == VK_SUCCESS || vulkan_failed(&exporter->error, "vkMapMemory", result);
}

static bool create_commands(struct vulkan_exporter *exporter)
{
    struct vulkan_staging *staging = &exporter->staging;
    struct vulkan_device *device = &exporter->device;
    const VkCommandPoolCreateInfo pool_info = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
        .flags = VK_COMMAND_POOL_CREATE_TRANSIENT_BIT,
        .queueFamilyIndex = exporter->capabilities.queue_family,
    };
    VkResult result = device->functions.CreateCommandPool(device->handle, &pool_info, NULL, &staging->pool);
    if (result != VK_SUCCESS) {
        staging->pool = VK_NULL_HANDLE;
        return vulkan_failed(&exporter->error, "vkCreateCommandPool", result);
    }
    const VkCommandBufferAllocateInfo info = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
        .commandPool = staging->pool,
        .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
        .commandBufferCount = 1,
    };
    result = device->functions.AllocateCommandBuffers(device->handle, &info, &staging->commands);
    return result == VK_SUCCESS || vulkan_failed(&exporter->error, "vkAllocateCommandBuffers", result);
}

static bool staging_open(struct vulkan_exporter *exporter)
{
    struct vulkan_staging *staging = &exporter->staging;
    if (staging->commands != VK_NULL_HANDLE) {
        return true;
    }
    if (vulkan_buffer_open(exporter, VULKAN_STAGING_SIZE, VULKAN_BUFFER_FOR_HOST, &staging->buffer) &&
        map(exporter) && create_commands(exporter)) {
        return true;
    }
    vulkan_staging_close(exporter);
    return false;
}

void vulkan_staging_close(struct vulkan_exporter *exporter)
{
    struct vulkan_staging *staging = &exporter->staging;
    exporter->device.functions.DestroyCommandPool(exporter->device.handle, staging->pool, NULL);
    vulkan_buffer_close(exporter, &staging->buffer);
    *staging = (struct vulkan_staging){0};
}

/*
 * Between our copies the buffer belongs to the other API, which Vulkan calls the external queue family: each
 * copy takes it over first and hands it back at the end. Else neither side need see what the other one wrote.
 */
static void take_over(struct vulkan_exporter *exporter, const struct vulkan_buffer *object)
{
    const VkBufferMemoryBarrier barrier = {
        .sType = VK_STRUCTURE_TYPE_BUFFER_MEMORY_BARRIER,
        .dstAccessMask = VK_ACCESS_TRANSFER_READ_BIT | VK_ACCESS_TRANSFER_WRITE_BIT,
        .srcQueueFamilyIndex = VK_QUEUE_FAMILY_EXTERNAL,
        .dstQueueFamilyIndex = exporter->capabilities.queue_family,
        .buffer = object->handle,
        .size = VK_WHOLE_SIZE,
    };
    exporter->device.functions.CmdPipelineBarrier(
        exporter->staging.commands, VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT, VK_PIPELINE_STAGE_TRANSFER_BIT, 0, 0,
        NULL, 1, &barrier, 0, NULL);
}

static void hand_back(struct vulkan_exporter *exporter, const struct vulkan_buffer *object)
{
    const VkBufferMemoryBarrier barrier = {
        .sType = VK_STRUCTURE_TYPE_BUFFER_MEMORY_BARRIER,
        .srcAccessMask = VK_ACCESS_TRANSFER_READ_BIT | VK_ACCESS_TRANSFER_WRITE_BIT,
        .srcQueueFamilyIndex = exporter->capabilities.queue_family,
        .dstQueueFamilyIndex = VK_QUEUE_FAMILY_EXTERNAL,
        .buffer = object->handle,
        .size = VK_WHOLE_SIZE,
    };
    exporter->device.functions.CmdPipelineBarrier(exporter->staging.commands, VK_PIPELINE_STAGE_TRANSFER_BIT,
                                                  VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, 0, 0, NULL, 1,
                                                  &barrier, 0, NULL);
}

/* The host sees what the copy wrote into its memory. The other way round, submitting is barrier enough. */
void vulkan_show_to_host(struct vulkan_exporter *exporter)
{
    const VkBufferMemoryBarrier barrier = {
        .sType = VK_STRUCTURE_TYPE_BUFFER_MEMORY_BARRIER,
        .srcAccessMask = VK_ACCESS_TRANSFER_WRITE_BIT,
        .dstAccessMask = VK_ACCESS_HOST_READ_BIT,
        .srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
        .dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
        .buffer = exporter->staging.buffer.handle,
        .size = VK_WHOLE_SIZE,
    };
    exporter->device.functions.CmdPipelineBarrier(exporter->staging.commands, VK_PIPELINE_STAGE_TRANSFER_BIT,
                                                  VK_PIPELINE_STAGE_HOST_BIT, 0, 0, NULL, 1, &barrier, 0,
                                                  NULL);
}

enum direction { INTO_OBJECT, OUT_OF_OBJECT };

/* Between the object, from offset on, and the start of staging: at most VULKAN_STAGING_SIZE bytes. */
static void record_copy(struct vulkan_exporter *exporter, const struct vulkan_buffer *object,
                        enum direction direction, uint64_t offset, uint64_t size)
{
    struct vulkan_staging *staging = &exporter->staging;
    take_over(exporter, object);
    if (direction == INTO_OBJECT) {
        const VkBufferCopy region = {.dstOffset = offset, .size = size};
        exporter->device.functions.CmdCopyBuffer(staging->commands, staging->buffer.handle, object->handle, 1,
                                                 &region);
    } else {
        const VkBufferCopy region = {.srcOffset = offset, .size = size};
        exporter->device.functions.CmdCopyBuffer(staging->commands, object->handle, staging->buffer.handle, 1,
                                                 &region);
        vulkan_show_to_host(exporter);
    }
    hand_back(exporter, object);
}

bool vulkan_commands_begin(struct vulkan_exporter *exporter)
{
    struct vulkan_device *device = &exporter->device;
    if (!staging_open(exporter)) {
        return false;
    }
    VkResult result = device->functions.ResetCommandPool(device->handle, exporter->staging.pool, 0);
    if (result != VK_SUCCESS) {
        return vulkan_failed(&exporter->error, "vkResetCommandPool", result);
    }
    const VkCommandBufferBeginInfo begin = {
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
        .flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT,
    };
    result = device->functions.BeginCommandBuffer(exporter->staging.commands, &begin);
    return result == VK_SUCCESS || vulkan_failed(&exporter->error, "vkBeginCommandBuffer", result);
}

bool vulkan_commands_run(struct vulkan_exporter *exporter)
{
    VkResult result = exporter->device.functions.EndCommandBuffer(exporter->staging.commands);
    if (result != VK_SUCCESS) {
        return vulkan_failed(&exporter->error, "vkEndCommandBuffer", result);
    }
    const VkSubmitInfo submission = {
        .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
        .commandBufferCount = 1,
        .pCommandBuffers = &exporter->staging.commands,
    };
    return vulkan_run(exporter, &submission);
}

static size_t chunk_size(size_t left)
{
    return left < VULKAN_STAGING_SIZE ? left : VULKAN_STAGING_SIZE;
}

bool vulkan_copy_in(struct vulkan_exporter *exporter, const struct vulkan_buffer *object, uint64_t offset,
                    const void *data, size_t size)
{
    const unsigned char *bytes = data;
    for (size_t done = 0; done < size; done += chunk_size(size - done)) {
        size_t chunk = chunk_size(size - done);
        if (!vulkan_commands_begin(exporter)) {
            return false;
        }
        memcpy(exporter->staging.bytes, bytes + done, chunk);
        record_copy(exporter, object, INTO_OBJECT, offset + done, chunk);
        if (!vulkan_commands_run(exporter)) {
            return false;
        }
    }
    return true;
}

bool vulkan_copy_out(struct vulkan_exporter *exporter, const struct vulkan_buffer *object, uint64_t offset,
                     void *data, size_t size)
{
    unsigned char *bytes = data;
    for (size_t done = 0; done < size; done += chunk_size(size - done)) {
        size_t chunk = chunk_size(size - done);
        if (!vulkan_commands_begin(exporter)) {
            return false;
        }
        record_copy(exporter, object, OUT_OF_OBJECT, offset + done, chunk);
        if (!vulkan_commands_run(exporter)) {
            return false;
        }
        memcpy(bytes + done, exporter->staging.bytes, chunk);
    }
    return true;
}
