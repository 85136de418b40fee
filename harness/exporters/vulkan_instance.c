/* The Vulkan loader, and an instance under the Khronos validation layer where that is installed. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "vulkan.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#define LOADER_LIBRARY "libvulkan.so.1"
#define LAYER_LIBRARY  "libVkLayer_khronos_validation.so"
#define LAYER          "VK_LAYER_KHRONOS_validation"

void exporter_vulkan_preload(void)
{
    /*
     * The layer is the largest library by far; once it is in a process, its children need not read and
     * relocate it. Drivers stay out: their constructors may open devices or start threads, and no fork goes
     * well with that.
     */
    static const char *const libraries[] = {LOADER_LIBRARY, LAYER_LIBRARY};
    for (size_t i = 0; i < sizeof libraries / sizeof libraries[0]; i++) {
        dlopen(libraries[i],
               RTLD_NOW | RTLD_LOCAL); /* one that is missing is reported by open, where it counts */
    }
}

static PFN_vkGetInstanceProcAddr load_library(struct vulkan_instance *instance, struct vulkan_error *error)
{
    instance->library = dlopen(LOADER_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (instance->library == NULL) {
        vulkan_refuse(error, "the Vulkan loader is missing: %s", dlerror());
        return NULL;
    }
    PFN_vkGetInstanceProcAddr get = NULL;
    void *symbol = dlsym(instance->library, "vkGetInstanceProcAddr");
    memcpy(&get, &symbol, sizeof get); /* ISO C has no cast from an object pointer to a function pointer */
    if (get == NULL) {
        vulkan_refuse(error, LOADER_LIBRARY " has no vkGetInstanceProcAddr");
        dlclose(instance->library);
    }
    return get;
}

static VkResult create(struct vulkan_instance *instance, PFN_vkCreateInstance create_instance)
{
    static const char *const layers[] = {LAYER};
    static const char *const extensions[] = {VK_EXT_DEBUG_UTILS_EXTENSION_NAME,
                                             VK_EXT_VALIDATION_FEATURES_EXTENSION_NAME};
    /* Checks for what is not done here, shaders and several threads: a quarter of the time to open a device.
     */
    static const VkValidationFeatureDisableEXT disabled[] = {VK_VALIDATION_FEATURE_DISABLE_SHADERS_EXT,
                                                             VK_VALIDATION_FEATURE_DISABLE_THREAD_SAFETY_EXT};
    const VkDebugUtilsMessengerCreateInfoEXT messenger = vulkan_complaints_messenger(&instance->complaints);
    const VkValidationFeaturesEXT features = {
        .sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT,
        .pNext = &messenger,
        .disabledValidationFeatureCount = sizeof disabled / sizeof disabled[0],
        .pDisabledValidationFeatures = disabled,
    };
    const VkApplicationInfo application = {
        .sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
        .pApplicationName = "extres",
        .apiVersion = VK_API_VERSION_1_2,
    };
    VkInstanceCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
        .pApplicationInfo = &application,
    };
    if (instance->validated) {
        info.pNext = &features;
        info.enabledLayerCount = sizeof layers / sizeof layers[0];
        info.ppEnabledLayerNames = layers;
        info.enabledExtensionCount = sizeof extensions / sizeof extensions[0];
        info.ppEnabledExtensionNames = extensions;
    }
    return create_instance(&info, NULL, &instance->handle);
}

/* Trying costs less than listing all layers first: the loader reads every layer's manifest each time it is
 * asked. */
static VkResult create_with_layer_where_there_is_one(struct vulkan_instance *instance,
                                                     PFN_vkCreateInstance create_instance)
{
    VkResult result = create(instance, create_instance);
    if (instance->validated &&
        (result == VK_ERROR_LAYER_NOT_PRESENT || result == VK_ERROR_EXTENSION_NOT_PRESENT)) {
        instance->validated = false;
        result = create(instance, create_instance);
    }
    return result;
}

static void look_up(struct vulkan_instance *instance, PFN_vkGetInstanceProcAddr get)
{
#define LOOK_UP(name) instance->functions.name = (PFN_vk##name)get(instance->handle, "vk" #name);
    VULKAN_INSTANCE_FUNCTIONS(LOOK_UP)
#undef LOOK_UP
}

static VkResult create_messenger(struct vulkan_instance *instance)
{
    const VkDebugUtilsMessengerCreateInfoEXT info = vulkan_complaints_messenger(&instance->complaints);
    return instance->functions.CreateDebugUtilsMessengerEXT(instance->handle, &info, NULL,
                                                            &instance->messenger);
}

bool vulkan_instance_open(struct vulkan_instance *instance, bool validated, struct vulkan_error *error)
{
    *instance = (struct vulkan_instance){.validated = validated};
    PFN_vkGetInstanceProcAddr get = load_library(instance, error);
    if (get == NULL) {
        return false;
    }
    vulkan_complaints_open(&instance->complaints);
    VkResult result = create_with_layer_where_there_is_one(
        instance, (PFN_vkCreateInstance)get(VK_NULL_HANDLE, "vkCreateInstance"));
    if (result != VK_SUCCESS) {
        vulkan_failed(error,
                      result == VK_ERROR_INCOMPATIBLE_DRIVER
                          ? "no Vulkan driver can be used: vkCreateInstance"
                          : "vkCreateInstance",
                      result);
        vulkan_complaints_close(&instance->complaints);
        dlclose(instance->library);
        return false;
    }
    look_up(instance, get);
    if (instance->validated) {
        result = create_messenger(instance);
        if (result != VK_SUCCESS) {
            vulkan_failed(error, "vkCreateDebugUtilsMessengerEXT", result);
            vulkan_instance_close(instance);
            return false;
        }
    }
    return true;
}

void vulkan_instance_close(struct vulkan_instance *instance)
{
    if (instance->messenger != VK_NULL_HANDLE) {
        instance->functions.DestroyDebugUtilsMessengerEXT(instance->handle, instance->messenger, NULL);
    }
    instance->functions.DestroyInstance(instance->handle, NULL);
    vulkan_complaints_close(&instance->complaints);
    dlclose(instance->library);
}
