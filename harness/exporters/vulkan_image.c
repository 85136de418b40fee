/* Exported memory of images: the images, their memory, and what the exporter writes and reads in them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "vulkan.h"

#include <string.h>

#include "extres/runtime_array.h"

static const struct known_format {
    enum channel_kind kind;
    unsigned bits;
    VkFormat formats[5]; /* by the number of channels */
} known_formats[] = {
    {CHANNEL_UNSIGNED, 8, {0, VK_FORMAT_R8_UINT, VK_FORMAT_R8G8_UINT, 0, VK_FORMAT_R8G8B8A8_UINT}},
    {CHANNEL_UNSIGNED, 16, {0, VK_FORMAT_R16_UINT, VK_FORMAT_R16G16_UINT, 0, VK_FORMAT_R16G16B16A16_UINT}},
    {CHANNEL_UNSIGNED, 32, {0, VK_FORMAT_R32_UINT, VK_FORMAT_R32G32_UINT, 0, VK_FORMAT_R32G32B32A32_UINT}},
    {CHANNEL_SIGNED, 8, {0, VK_FORMAT_R8_SINT, VK_FORMAT_R8G8_SINT, 0, VK_FORMAT_R8G8B8A8_SINT}},
    {CHANNEL_SIGNED, 16, {0, VK_FORMAT_R16_SINT, VK_FORMAT_R16G16_SINT, 0, VK_FORMAT_R16G16B16A16_SINT}},
    {CHANNEL_SIGNED, 32, {0, VK_FORMAT_R32_SINT, VK_FORMAT_R32G32_SINT, 0, VK_FORMAT_R32G32B32A32_SINT}},
    {CHANNEL_FLOAT, 16, {0, VK_FORMAT_R16_SFLOAT, VK_FORMAT_R16G16_SFLOAT, 0, VK_FORMAT_R16G16B16A16_SFLOAT}},
    {CHANNEL_FLOAT, 32, {0, VK_FORMAT_R32_SFLOAT, VK_FORMAT_R32G32_SFLOAT, 0, VK_FORMAT_R32G32B32A32_SFLOAT}},
};

/* VK_FORMAT_UNDEFINED, which is 0, for one that is not in the table. */
static VkFormat find_format(const struct array_format *format)
{
    for (size_t i = 0; i < sizeof known_formats / sizeof *known_formats && format->channels <= 4; i++) {
        if (known_formats[i].kind == format->kind && known_formats[i].bits == format->bits) {
            return known_formats[i].formats[format->channels];
        }
    }
    return VK_FORMAT_UNDEFINED;
}

static VkImageType type_of(const struct array_shape *shape)
{
    if (shape->height == 0) {
        return VK_IMAGE_TYPE_1D;
    }
    return shape->depth != 0 && !array_has_layers(shape) ? VK_IMAGE_TYPE_3D : VK_IMAGE_TYPE_2D;
}

static uint32_t layers_of(const struct array_shape *shape)
{
    return array_has_layers(shape) ? (uint32_t)shape->depth : 1;
}

static VkExtent3D extent_of(const struct array_shape *shape)
{
    size_t depth = array_has_layers(shape) ? 1 : array_slices(shape);
    return (VkExtent3D){(uint32_t)shape->width, (uint32_t)array_rows(shape), (uint32_t)depth};
}

/* The image is a color target exactly when the array's flag says so: the documents ask that they agree. */
static VkImageCreateInfo describe(const struct array_shape *shape, const void *next)
{
    bool cube = (shape->flags & cudaArrayCubemap) != 0;
    bool target = (shape->flags & cudaArrayColorAttachment) != 0;
    return (VkImageCreateInfo){
        .sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO,
        .pNext = next,
        .flags = cube ? VK_IMAGE_CREATE_CUBE_COMPATIBLE_BIT : 0,
        .imageType = type_of(shape),
        .format = find_format(&shape->format),
        .extent = extent_of(shape),
        .mipLevels = shape->levels,
        .arrayLayers = layers_of(shape),
        .samples = VK_SAMPLE_COUNT_1_BIT,
        .tiling = VK_IMAGE_TILING_OPTIMAL,
        .usage = VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT |
                 VK_IMAGE_USAGE_SAMPLED_BIT | (target ? VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT : 0),
        .sharingMode = VK_SHARING_MODE_EXCLUSIVE,
        .initialLayout = VK_IMAGE_LAYOUT_UNDEFINED,
    };
}

/* How such an image can leave the device; 0 when the device has no such images at all. */
static VkExternalMemoryFeatureFlags ask_features(struct vulkan_exporter *exporter,
                                                 const VkImageCreateInfo *image, uint32_t *most_levels)
{
    const VkPhysicalDeviceExternalImageFormatInfo external = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_IMAGE_FORMAT_INFO,
        .handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    const VkPhysicalDeviceImageFormatInfo2 info = {
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2,
        .pNext = &external,
        .format = image->format,
        .type = image->imageType,
        .tiling = image->tiling,
        .usage = image->usage,
        .flags = image->flags,
    };
    VkExternalImageFormatProperties leaving = {.sType = VK_STRUCTURE_TYPE_EXTERNAL_IMAGE_FORMAT_PROPERTIES};
    VkImageFormatProperties2 properties = {.sType = VK_STRUCTURE_TYPE_IMAGE_FORMAT_PROPERTIES_2,
                                           .pNext = &leaving};
    VkResult result = exporter->instance.functions.GetPhysicalDeviceImageFormatProperties2(
        exporter->capabilities.device, &info, &properties);
    *most_levels = properties.imageFormatProperties.maxMipLevels;
    return result == VK_SUCCESS ? leaving.externalMemoryProperties.externalMemoryFeatures : 0;
}

/* Asks before anything is tried. What is dedicated holds one image. */
static bool is_offered(struct vulkan_exporter *exporter, const struct array_shape *shape, size_t count,
                       bool *dedicated)
{
    const VkImageCreateInfo image = describe(shape, NULL);
    uint32_t most_levels = 0;
    VkExternalMemoryFeatureFlags features = ask_features(exporter, &image, &most_levels);
    *dedicated |= (features & VK_EXTERNAL_MEMORY_FEATURE_DEDICATED_ONLY_BIT) != 0;
    return (features & VK_EXTERNAL_MEMORY_FEATURE_EXPORTABLE_BIT) && shape->levels <= most_levels &&
           (count == 1 || !*dedicated);
}

static bool create_handles(struct outside *object, const struct array_shape *shape, size_t count)
{
    struct vulkan_device *device = &object->exporter->device;
    const VkExternalMemoryImageCreateInfo external = {
        .sType = VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_IMAGE_CREATE_INFO,
        .handleTypes = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    const VkImageCreateInfo info = describe(shape, &external);
    for (size_t i = 0; i < count; i++) {
        VkResult result = device->functions.CreateImage(device->handle, &info, NULL, &object->images[i]);
        if (result != VK_SUCCESS) {
            object->images[i] = VK_NULL_HANDLE;
            return vulkan_failed(&object->exporter->error, "vkCreateImage", result);
        }
    }
    return true;
}

/* What one image needs; also says whether its allocation must be a dedicated one. */
static VkMemoryRequirements ask_requirements(const struct outside *object, bool *dedicated)
{
    struct vulkan_device *device = &object->exporter->device;
    VkMemoryDedicatedRequirements dedication = {.sType = VK_STRUCTURE_TYPE_MEMORY_DEDICATED_REQUIREMENTS};
    VkMemoryRequirements2 requirements = {.sType = VK_STRUCTURE_TYPE_MEMORY_REQUIREMENTS_2,
                                          .pNext = &dedication};
    const VkImageMemoryRequirementsInfo2 info = {
        .sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_REQUIREMENTS_INFO_2,
        .image = object->images[0],
    };
    device->functions.GetImageMemoryRequirements2(device->handle, &info, &requirements);
    *dedicated |= dedication.requiresDedicatedAllocation;
    return requirements.memoryRequirements;
}

static bool allocate(struct outside *object, uint64_t size, uint32_t allowed)
{
    struct vulkan_exporter *exporter = object->exporter;
    struct vulkan_device *device = &exporter->device;
    int type = vulkan_memory_type(exporter, allowed, VULKAN_BUFFER_TO_EXPORT);
    if (type < 0) {
        return vulkan_refuse(&exporter->error, "the device has no memory of the type that an image needs");
    }
    const VkMemoryDedicatedAllocateInfo dedicated = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_DEDICATED_ALLOCATE_INFO,
        .image = object->images[0],
    };
    const VkExportMemoryAllocateInfo exported = {
        .sType = VK_STRUCTURE_TYPE_EXPORT_MEMORY_ALLOCATE_INFO,
        .pNext = object->buffer.dedicated ? &dedicated : NULL,
        .handleTypes = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    const VkMemoryAllocateInfo info = {
        .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
        .pNext = &exported,
        .allocationSize = size,
        .memoryTypeIndex = (uint32_t)type,
    };
    VkResult result = device->functions.AllocateMemory(device->handle, &info, NULL, &object->buffer.memory);
    if (result != VK_SUCCESS) {
        object->buffer.memory = VK_NULL_HANDLE;
        return vulkan_failed(&exporter->error, "vkAllocateMemory", result);
    }
    object->buffer.allocation_size = size;
    return true;
}

static bool bind(struct outside *object, size_t count)
{
    struct vulkan_device *device = &object->exporter->device;
    for (size_t i = 0; i < count; i++) {
        VkResult result = device->functions.BindImageMemory(device->handle, object->images[i],
                                                            object->buffer.memory, object->image_offsets[i]);
        if (result != VK_SUCCESS) {
            return vulkan_failed(&object->exporter->error, "vkBindImageMemory", result);
        }
    }
    return true;
}

static bool give_memory(struct outside *object, size_t count, bool dedicated, bool *offered)
{
    const VkMemoryRequirements needs = ask_requirements(object, &dedicated);
    if (count > 1 && dedicated) {
        *offered = false;
        return false;
    }
    uint64_t step = (needs.size + needs.alignment - 1) / needs.alignment * needs.alignment;
    for (size_t i = 0; i < count; i++) {
        object->image_offsets[i] = i * step;
    }
    object->buffer.dedicated = dedicated;
    return allocate(object, (count - 1) * step + needs.size, needs.memoryTypeBits) && bind(object, count);
}

/* All levels and layers of an image, from or to what VkImageMemoryBarrier calls a queue family. */
static VkImageMemoryBarrier barrier_of(const struct outside *object, size_t index)
{
    return (VkImageMemoryBarrier){
        .sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER,
        .oldLayout = VK_IMAGE_LAYOUT_GENERAL,
        .newLayout = VK_IMAGE_LAYOUT_GENERAL,
        .srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
        .dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
        .image = object->images[index],
        .subresourceRange = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT,
                             .levelCount = VK_REMAINING_MIP_LEVELS,
                             .layerCount = VK_REMAINING_ARRAY_LAYERS},
    };
}

static void record_barrier(struct vulkan_exporter *exporter, VkPipelineStageFlags before,
                           VkPipelineStageFlags after, const VkImageMemoryBarrier *barrier)
{
    exporter->device.functions.CmdPipelineBarrier(exporter->staging.commands, before, after, 0, 0, NULL, 0,
                                                  NULL, 1, barrier);
}

/* Between our copies the image is the other API's, as buffers are (vulkan_copy.c). */
static void record_take_over(struct outside *object, size_t index)
{
    VkImageMemoryBarrier barrier = barrier_of(object, index);
    barrier.dstAccessMask = VK_ACCESS_TRANSFER_READ_BIT | VK_ACCESS_TRANSFER_WRITE_BIT;
    barrier.srcQueueFamilyIndex = VK_QUEUE_FAMILY_EXTERNAL;
    barrier.dstQueueFamilyIndex = object->exporter->capabilities.queue_family;
    record_barrier(object->exporter, VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT, VK_PIPELINE_STAGE_TRANSFER_BIT,
                   &barrier);
}

static void record_hand_over(struct outside *object, size_t index)
{
    VkImageMemoryBarrier barrier = barrier_of(object, index);
    barrier.srcAccessMask = VK_ACCESS_TRANSFER_READ_BIT | VK_ACCESS_TRANSFER_WRITE_BIT;
    barrier.srcQueueFamilyIndex = object->exporter->capabilities.queue_family;
    barrier.dstQueueFamilyIndex = VK_QUEUE_FAMILY_EXTERNAL;
    record_barrier(object->exporter, VK_PIPELINE_STAGE_TRANSFER_BIT, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT,
                   &barrier);
}

/* An image gets its layout once, before the other API has written anything that this would lose. */
static bool give_layout(struct outside *object, size_t count)
{
    if (!vulkan_commands_begin(object->exporter)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        VkImageMemoryBarrier barrier = barrier_of(object, i);
        barrier.oldLayout = VK_IMAGE_LAYOUT_UNDEFINED;
        barrier.dstAccessMask = VK_ACCESS_TRANSFER_READ_BIT | VK_ACCESS_TRANSFER_WRITE_BIT;
        record_barrier(object->exporter, VK_PIPELINE_STAGE_TOP_OF_PIPE_BIT, VK_PIPELINE_STAGE_TRANSFER_BIT,
                       &barrier);
        record_hand_over(object, i);
    }
    return vulkan_commands_run(object->exporter);
}

bool vulkan_images_open(struct outside *object, const struct array_shape *shape, size_t count, bool dedicated,
                        bool *offered)
{
    *offered = is_offered(object->exporter, shape, count, &dedicated);
    object->image_shape = array_level(shape, 0);
    return *offered && create_handles(object, shape, count) &&
           give_memory(object, count, dedicated, offered) && give_layout(object, count);
}

static void image_destroy(struct outside *object)
{
    struct vulkan_device *device = &object->exporter->device;
    for (size_t i = 0; i < EXPORTER_IMAGES; i++) {
        device->functions.DestroyImage(device->handle, object->images[i], NULL);
    }
    vulkan_buffer_close(object->exporter, &object->buffer);
}

static VkBufferImageCopy whole_level(const struct outside *object)
{
    return (VkBufferImageCopy){
        .imageSubresource = {.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT,
                             .layerCount = layers_of(&object->image_shape)},
        .imageExtent = extent_of(&object->image_shape),
    };
}

static bool check_size(struct outside *object, size_t size)
{
    size_t whole = array_level_size(&object->image_shape);
    return (size == whole && size <= VULKAN_STAGING_SIZE) ||
           vulkan_refuse(&object->exporter->error, "%zu bytes are not level 0 of an image of %zu bytes", size,
                         whole);
}

bool vulkan_image_write(struct outside *object, size_t index, const void *data, size_t size)
{
    struct vulkan_exporter *exporter = object->exporter;
    const VkBufferImageCopy region = whole_level(object);
    if (!check_size(object, size) || !vulkan_commands_begin(exporter)) {
        return false;
    }
    memcpy(exporter->staging.bytes, data, size);
    record_take_over(object, index);
    exporter->device.functions.CmdCopyBufferToImage(exporter->staging.commands,
                                                    exporter->staging.buffer.handle, object->images[index],
                                                    VK_IMAGE_LAYOUT_GENERAL, 1, &region);
    record_hand_over(object, index);
    return vulkan_commands_run(exporter);
}

bool vulkan_image_read(struct outside *object, size_t index, void *data, size_t size)
{
    struct vulkan_exporter *exporter = object->exporter;
    const VkBufferImageCopy region = whole_level(object);
    if (!check_size(object, size) || !vulkan_commands_begin(exporter)) {
        return false;
    }
    record_take_over(object, index);
    exporter->device.functions.CmdCopyImageToBuffer(exporter->staging.commands, object->images[index],
                                                    VK_IMAGE_LAYOUT_GENERAL, exporter->staging.buffer.handle,
                                                    1, &region);
    vulkan_show_to_host(exporter);
    record_hand_over(object, index);
    if (!vulkan_commands_run(exporter)) {
        return false;
    }
    memcpy(data, exporter->staging.bytes, size);
    return true;
}

const struct vulkan_kind vulkan_image = {
    .name = "an image",
    .destroy = image_destroy,
    .export_fd = vulkan_memory_export,
};
