/* The three importers of the Vulkan provider: each is given a descriptor recognised as of its kind. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_IMPORT_VULKAN_IMPORT_H
#define REFERENCE_IMPORT_VULKAN_IMPORT_H

#include "import/provider.h"
#include "import/vulkan_context.h"

/* All three leave fd to the caller, and answer PROVIDER_TAKEN or PROVIDER_REFUSED. */
enum provider_answer vulkan_import_memory(const struct vulkan_context *context, int fd, uint64_t size,
                                          struct imported_memory **out);
enum provider_answer vulkan_import_binary(const struct vulkan_context *context, int fd, struct payload **out);
enum provider_answer vulkan_import_timeline(const struct vulkan_context *context, int fd,
                                            struct payload **out);

/*
 * A semaphore of device that shares fd's payload; the caller destroys it. type_info is NULL for a binary
 * semaphore. fd stays the caller's.
 */
VkResult vulkan_import_semaphore(const struct vulkan_context *context, VkDevice device, int fd,
                                 const VkSemaphoreTypeCreateInfo *type_info, VkSemaphore *out);

/* The error of extres/error_codes.def that a failed signal or wait is reported as, 0 for VK_SUCCESS. */
int vulkan_error(VkResult result);

#endif
