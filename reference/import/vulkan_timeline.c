/* Timeline semaphores that a Vulkan driver exported: signalled and waited for by the host. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "extres/runtime_error.h"
#include "import/vulkan_import.h"

struct vulkan_timeline {
    struct payload payload;
    const struct vulkan_context *context;
    VkSemaphore semaphore;
};

static int signal_payload(struct payload *payload, uint64_t value)
{
    const struct vulkan_timeline *timeline = (const struct vulkan_timeline *)payload;
    const VkSemaphoreSignalInfo info = {
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_SIGNAL_INFO,
        .semaphore = timeline->semaphore,
        .value = value,
    };
    const struct vulkan_context *context = timeline->context;
    return vulkan_error(context->loader.functions.vkSignalSemaphore(context->device, &info));
}

static bool try_wait_payload(struct payload *payload, uint64_t value)
{
    const struct vulkan_timeline *timeline = (const struct vulkan_timeline *)payload;
    const struct vulkan_context *context = timeline->context;
    uint64_t reached = 0;
    /* An error here is the wait's to report: it fails in the same way. */
    return context->loader.functions.vkGetSemaphoreCounterValue(context->device, timeline->semaphore,
                                                                &reached) == VK_SUCCESS &&
           reached >= value;
}

static int wait_payload(struct payload *payload, uint64_t value)
{
    const struct vulkan_timeline *timeline = (const struct vulkan_timeline *)payload;
    const VkSemaphoreWaitInfo info = {
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO,
        .semaphoreCount = 1,
        .pSemaphores = &timeline->semaphore,
        .pValues = &value,
    };
    const struct vulkan_context *context = timeline->context;
    return vulkan_error(context->loader.functions.vkWaitSemaphores(context->device, &info, UINT64_MAX));
}

static void destroy_payload(struct payload *payload)
{
    struct vulkan_timeline *timeline = (struct vulkan_timeline *)payload;
    const struct vulkan_context *context = timeline->context;
    context->loader.functions.vkDestroySemaphore(context->device, timeline->semaphore, NULL);
    free(timeline);
}

static const struct payload_operations timeline_operations = {
    .signal = signal_payload,
    .try_wait = try_wait_payload,
    .wait = wait_payload,
    .destroy = destroy_payload,
};

enum provider_answer vulkan_import_timeline(const struct vulkan_context *context, int fd,
                                            struct payload **out)
{
    struct vulkan_timeline *timeline = (struct vulkan_timeline *)payload_allocate(sizeof *timeline);
    if (!timeline)
        return PROVIDER_REFUSED;
    timeline->context = context;
    const VkSemaphoreTypeCreateInfo type_info = {
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
        .semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE,
    };
    if (vulkan_import_semaphore(context, context->device, fd, &type_info, &timeline->semaphore) !=
        VK_SUCCESS) {
        free(timeline);
        return PROVIDER_REFUSED;
    }
    payload_initialise(&timeline->payload, &timeline_operations, PAYLOAD_TIMELINE);
    *out = &timeline->payload;
    return PROVIDER_TAKEN;
}
