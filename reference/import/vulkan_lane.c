/* The pool of lanes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "import/vulkan_lane.h"

#include <pthread.h>
#include <stdlib.h>

/* Lanes are never destroyed: a blocked one cannot be, and the others are needed again soon. */
static pthread_mutex_t free_lanes_mutex = PTHREAD_MUTEX_INITIALIZER;
static struct vulkan_lane *free_lanes;

static struct vulkan_lane *take_free_lane(void)
{
    pthread_mutex_lock(&free_lanes_mutex);
    struct vulkan_lane *lane = free_lanes;
    if (lane)
        free_lanes = lane->next_free;
    pthread_mutex_unlock(&free_lanes_mutex);
    return lane;
}

static VkResult open_lane(const struct vulkan_context *context, struct vulkan_lane *lane)
{
    const struct vulkan_functions *vulkan = &context->loader.functions;
    VkResult result = vulkan_create_device(&context->loader, &context->choice, &lane->device);
    if (result != VK_SUCCESS)
        return result;
    vulkan->vkGetDeviceQueue(lane->device, 0, 0, &lane->queue);
    const VkFenceCreateInfo info = {.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    result = vulkan->vkCreateFence(lane->device, &info, NULL, &lane->fence);
    if (result != VK_SUCCESS)
        vulkan->vkDestroyDevice(lane->device, NULL);
    return result;
}

VkResult vulkan_lane_take(const struct vulkan_context *context, struct vulkan_lane **out)
{
    *out = take_free_lane();
    if (*out)
        return VK_SUCCESS;
    struct vulkan_lane *lane = calloc(1, sizeof *lane);
    if (!lane)
        return VK_ERROR_OUT_OF_HOST_MEMORY;
    VkResult result = open_lane(context, lane);
    if (result != VK_SUCCESS) {
        free(lane);
        return result;
    }
    *out = lane;
    return VK_SUCCESS;
}

void vulkan_lane_give_back(struct vulkan_lane *lane)
{
    pthread_mutex_lock(&free_lanes_mutex);
    lane->next_free = free_lanes;
    free_lanes = lane;
    pthread_mutex_unlock(&free_lanes_mutex);
}

VkResult vulkan_lane_run(const struct vulkan_context *context, struct vulkan_lane *lane,
                         const VkSubmitInfo *submit)
{
    const struct vulkan_functions *vulkan = &context->loader.functions;
    VkResult result = vulkan->vkQueueSubmit(lane->queue, 1, submit, lane->fence);
    if (result == VK_SUCCESS)
        result = vulkan->vkWaitForFences(lane->device, 1, &lane->fence, VK_TRUE, UINT64_MAX);
    if (result == VK_SUCCESS)
        result = vulkan->vkResetFences(lane->device, 1, &lane->fence);
    return result;
}
