/* Collects the errors that the Khronos validation layer reports. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "vulkan.h"

#include <stdio.h>

void vulkan_complaints_open(struct vulkan_complaints *complaints)
{
    pthread_mutex_init(&complaints->lock, NULL);
    complaints->length = 0;
    complaints->told = 0;
    complaints->text[0] = '\0';
}

void vulkan_complaints_close(struct vulkan_complaints *complaints)
{
    if (complaints->told < complaints->length) {
        fprintf(stderr, "errors that the Vulkan validation layer reported at the end:\n%s",
                complaints->text + complaints->told);
    }
    pthread_mutex_destroy(&complaints->lock);
}

/* What does not fit is cut off. */
static void append(struct vulkan_complaints *complaints, const char *name, const char *message)
{
    size_t room = sizeof complaints->text - complaints->length;
    int length = snprintf(complaints->text + complaints->length, room, "%s: %s\n", name, message);
    if (length > 0) {
        complaints->length += (size_t)length < room ? (size_t)length : room - 1;
    }
}

static VKAPI_ATTR VkBool32 VKAPI_CALL collect(VkDebugUtilsMessageSeverityFlagBitsEXT severity,
                                              VkDebugUtilsMessageTypeFlagsEXT types,
                                              const VkDebugUtilsMessengerCallbackDataEXT *data,
                                              void *user_data)
{
    (void)severity; /* the messenger is made for errors of validation alone */
    (void)types;
    struct vulkan_complaints *complaints = user_data;
    pthread_mutex_lock(&complaints->lock);
    append(complaints, data->pMessageIdName != NULL ? data->pMessageIdName : "(no name)", data->pMessage);
    pthread_mutex_unlock(&complaints->lock);
    return VK_FALSE; /* the call goes on as it would without the layer */
}

VkDebugUtilsMessengerCreateInfoEXT vulkan_complaints_messenger(struct vulkan_complaints *complaints)
{
    return (VkDebugUtilsMessengerCreateInfoEXT){
        .sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT,
        .messageSeverity = VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT,
        .messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT,
        .pfnUserCallback = collect,
        .pUserData = complaints,
    };
}

const char *vulkan_complaints_text(struct vulkan_complaints *complaints)
{
    pthread_mutex_lock(&complaints->lock);
    complaints->told = complaints->length;
    pthread_mutex_unlock(&complaints->lock);
    return complaints->told > 0 ? complaints->text : NULL;
}
