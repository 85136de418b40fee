/* Lanes: queues on which the host waits for one submission at a time. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_IMPORT_VULKAN_LANE_H
#define REFERENCE_IMPORT_VULKAN_LANE_H

#include "import/vulkan_context.h"

/*
 * A wait that is not satisfied blocks the queue that it was submitted to, and some drivers have one queue a
 * device. So each submission has a whole device to itself while it lasts: no wait can hold up another, nor
 * the signal that ends it. There are as many lanes as submissions were ever in progress at once.
 */
struct vulkan_lane {
    VkDevice device;
    VkQueue queue;
    VkFence fence; /* unsignalled while the lane is free */
    struct vulkan_lane *next_free;
};

/* A free lane, or a new one; it is the caller's until it is given back. Any thread. */
VkResult vulkan_lane_take(const struct vulkan_context *context, struct vulkan_lane **out);
void vulkan_lane_give_back(struct vulkan_lane *lane);

/*
 * Submit and sleep until it is done. After a failure here the lane may still have work that never ends; it is
 * not to be given back, and nothing that the submission uses may be destroyed.
 */
VkResult vulkan_lane_run(const struct vulkan_context *context, struct vulkan_lane *lane,
                         const VkSubmitInfo *submit);

#endif
