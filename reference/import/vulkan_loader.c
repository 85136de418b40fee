/* Opening the Vulkan loader and an instance of our own. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "import/vulkan_context.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

/* Takes the place of a link-time dependency: a machine without Vulkan loads the reference all the same. */
static const char library_name[] = "libvulkan.so.1";

struct function_entry {
    const char *name;
    size_t offset; /* of its pointer in struct vulkan_functions */
};

static const struct function_entry function_entries[] = {
#define VULKAN_FUNCTION(name) {#name, offsetof(struct vulkan_functions, name)},
#include "import/vulkan_functions.def"
#undef VULKAN_FUNCTION
};

static bool load_functions(struct vulkan_loader *loader, PFN_vkGetInstanceProcAddr get_address)
{
    for (size_t i = 0; i < sizeof function_entries / sizeof *function_entries; i++) {
        PFN_vkVoidFunction function = get_address(loader->instance, function_entries[i].name);
        if (!function)
            return false;
        /* All function pointers have one representation here: that is what dlsym and Vulkan stand on. */
        memcpy((char *)&loader->functions + function_entries[i].offset, &function, sizeof function);
    }
    return true;
}

/* 1.1 brought external objects, 1.2 timelines: asking for 1.2 obliges no driver to have it. */
static VkResult create_instance(PFN_vkGetInstanceProcAddr get_address, VkInstance *out)
{
    /* A loader of 1.0 fails on any higher version; those that have this function accept every one. */
    if (!get_address(NULL, "vkEnumerateInstanceVersion"))
        return VK_ERROR_INCOMPATIBLE_DRIVER;
    PFN_vkCreateInstance create = (PFN_vkCreateInstance)get_address(NULL, "vkCreateInstance");
    if (!create)
        return VK_ERROR_INITIALIZATION_FAILED;
    const VkApplicationInfo application = {
        .sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
        .pApplicationName = "extres reference",
        .apiVersion = VK_API_VERSION_1_2,
    };
    const VkInstanceCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
        .pApplicationInfo = &application,
    };
    return create(&info, NULL, out);
}

bool vulkan_loader_open(struct vulkan_loader *out)
{
    *out = (struct vulkan_loader){0};
    out->library = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
    if (!out->library)
        return false;
    PFN_vkGetInstanceProcAddr get_address;
    void *symbol = dlsym(out->library, "vkGetInstanceProcAddr");
    memcpy(&get_address, &symbol, sizeof get_address);
    if (!symbol || create_instance(get_address, &out->instance) != VK_SUCCESS) {
        dlclose(out->library);
        return false;
    }
    if (!load_functions(out, get_address)) {
        vulkan_loader_close(out);
        return false;
    }
    return true;
}

void vulkan_loader_close(struct vulkan_loader *loader)
{
    /* The first function that load_functions could not find may be this one. */
    if (loader->functions.vkDestroyInstance)
        loader->functions.vkDestroyInstance(loader->instance, NULL);
    dlclose(loader->library);
}
