/* Binary semaphores that a Vulkan driver exported: signalled and waited for by submissions to a queue. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "extres/runtime_error.h"
#include "import/vulkan_import.h"
#include "import/vulkan_lane.h"

/*
 * The descriptor is kept, and imported afresh into the device of the lane that serves a signal or a wait: a
 * VkSemaphore belongs to one device, and this takes microseconds. The anchor is a further import that nobody
 * submits. It keeps the payload alive in the driver when the exporter's semaphore and all others are gone:
 * SwiftShader takes a payload apart with the last VkSemaphore on it, although descriptors are still open.
 */
struct vulkan_binary {
    struct payload payload;
    const struct vulkan_context *context;
    int fd;
    VkSemaphore anchor;
};

/* ---- signal and wait ---- */

enum direction { SIGNAL, WAIT };

static VkResult submit(const struct vulkan_context *context, struct vulkan_lane *lane, VkSemaphore semaphore,
                       enum direction direction)
{
    const VkPipelineStageFlags stages = VK_PIPELINE_STAGE_ALL_COMMANDS_BIT;
    VkSubmitInfo info = {.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO};
    if (direction == WAIT) {
        info.waitSemaphoreCount = 1;
        info.pWaitSemaphores = &semaphore;
        info.pWaitDstStageMask = &stages;
    } else {
        info.signalSemaphoreCount = 1;
        info.pSignalSemaphores = &semaphore;
    }
    return vulkan_lane_run(context, lane, &info);
}

static VkResult run(const struct vulkan_binary *binary, enum direction direction)
{
    const struct vulkan_context *context = binary->context;
    struct vulkan_lane *lane;
    VkResult result = vulkan_lane_take(context, &lane);
    if (result != VK_SUCCESS)
        return result;
    VkSemaphore semaphore;
    result = vulkan_import_semaphore(context, lane->device, binary->fd, NULL, &semaphore);
    if (result != VK_SUCCESS) {
        vulkan_lane_give_back(lane);
        return result;
    }
    result = submit(context, lane, semaphore, direction);
    /* What failed may still be in the driver's hands: then neither semaphore nor lane is touched again. */
    if (result == VK_SUCCESS) {
        context->loader.functions.vkDestroySemaphore(lane->device, semaphore, NULL);
        vulkan_lane_give_back(lane);
    }
    return result;
}

static int signal_payload(struct payload *payload, uint64_t value)
{
    (void)value; /* a binary semaphore has none */
    return vulkan_error(run((const struct vulkan_binary *)payload, SIGNAL));
}

static int wait_payload(struct payload *payload, uint64_t value)
{
    (void)value;
    return vulkan_error(run((const struct vulkan_binary *)payload, WAIT));
}

/* ---- lifetime ---- */

static void destroy_payload(struct payload *payload)
{
    struct vulkan_binary *binary = (struct vulkan_binary *)payload;
    const struct vulkan_context *context = binary->context;
    context->loader.functions.vkDestroySemaphore(context->device, binary->anchor, NULL);
    close(binary->fd);
    free(binary);
}

/* No try_wait: a submitted wait cannot be taken back, and Vulkan has no other way to ask. */
static const struct payload_operations binary_operations = {
    .signal = signal_payload,
    .wait = wait_payload,
    .destroy = destroy_payload,
};

enum provider_answer vulkan_import_binary(const struct vulkan_context *context, int fd, struct payload **out)
{
    struct vulkan_binary *binary = (struct vulkan_binary *)payload_allocate(sizeof *binary);
    if (!binary)
        return PROVIDER_REFUSED;
    binary->context = context;
    binary->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (binary->fd < 0) {
        free(binary);
        return PROVIDER_REFUSED;
    }
    /* The anchor also proves, while the import can still fail, that the driver takes the descriptor. */
    if (vulkan_import_semaphore(context, context->device, binary->fd, NULL, &binary->anchor) != VK_SUCCESS) {
        close(binary->fd);
        free(binary);
        return PROVIDER_REFUSED;
    }
    payload_initialise(&binary->payload, &binary_operations, PAYLOAD_BINARY);
    *out = &binary->payload;
    return PROVIDER_TAKEN;
}
