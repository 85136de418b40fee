/* Waits on binary semaphores that may never end, each on the queue of a device of its own. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "vulkan.h"

#include <stdlib.h>
#include <unistd.h>

/* An idle lane, or a new one: who never waits pays for no second device. */
static struct vulkan_lane *take_lane(struct vulkan_exporter *exporter)
{
    for (struct vulkan_lane *lane = exporter->lanes; lane != NULL; lane = lane->next) {
        if (lane->semaphore == VK_NULL_HANDLE) {
            return lane;
        }
    }
    struct vulkan_lane *lane = calloc(1, sizeof *lane);
    if (lane == NULL) {
        vulkan_refuse(&exporter->error, "out of memory");
        return NULL;
    }
    if (!vulkan_device_open(&lane->device, &exporter->instance, &exporter->capabilities, &exporter->error)) {
        free(lane);
        return NULL;
    }
    lane->next = exporter->lanes;
    exporter->lanes = lane;
    return lane;
}

static void make_idle(struct vulkan_lane *lane)
{
    lane->device.functions.DestroySemaphore(lane->device.handle, lane->semaphore, NULL);
    lane->semaphore = VK_NULL_HANDLE;
}

/* Gives the lane the semaphore that fd carries. fd is consumed in any case. */
static bool import(struct vulkan_lane *lane, int fd, struct vulkan_error *error)
{
    const VkSemaphoreCreateInfo create_info = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO};
    VkResult result =
        lane->device.functions.CreateSemaphore(lane->device.handle, &create_info, NULL, &lane->semaphore);
    if (result != VK_SUCCESS) {
        lane->semaphore = VK_NULL_HANDLE;
        close(fd);
        return vulkan_failed(error, "vkCreateSemaphore", result);
    }
    const VkImportSemaphoreFdInfoKHR import_info = {
        .sType = VK_STRUCTURE_TYPE_IMPORT_SEMAPHORE_FD_INFO_KHR,
        .semaphore = lane->semaphore,
        .handleType = VK_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD_BIT,
        .fd = fd,
    };
    result = lane->device.functions.ImportSemaphoreFdKHR(lane->device.handle, &import_info);
    if (result != VK_SUCCESS) {
        close(fd); /* the driver owns it only after success */
        make_idle(lane);
        return vulkan_failed(error, "vkImportSemaphoreFdKHR", result);
    }
    return true;
}

struct vulkan_lane *vulkan_lane_begin(struct vulkan_exporter *exporter, int fd)
{
    struct vulkan_lane *lane = take_lane(exporter);
    if (lane == NULL) {
        close(fd);
        return NULL;
    }
    if (!import(lane, fd, &exporter->error)) {
        return NULL;
    }
    const VkPipelineStageFlags stage = VK_PIPELINE_STAGE_ALL_COMMANDS_BIT;
    const VkSubmitInfo wait = {
        .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
        .waitSemaphoreCount = 1,
        .pWaitSemaphores = &lane->semaphore,
        .pWaitDstStageMask = &stage,
    };
    if (!vulkan_device_submit(&lane->device, &wait, &exporter->error)) {
        make_idle(lane);
        return NULL;
    }
    return lane;
}

bool vulkan_lane_wait(struct vulkan_exporter *exporter, struct vulkan_lane *lane,
                      uint64_t timeout_nanoseconds, bool *finished)
{
    if (!vulkan_device_wait(&lane->device, timeout_nanoseconds, finished, &exporter->error)) {
        return false;
    }
    if (*finished) {
        make_idle(lane);
    }
    return true;
}

void vulkan_lanes_close(struct vulkan_exporter *exporter)
{
    while (exporter->lanes != NULL) {
        struct vulkan_lane *lane = exporter->lanes;
        exporter->lanes = lane->next;
        vulkan_device_close(&lane->device);
        free(lane);
    }
}
