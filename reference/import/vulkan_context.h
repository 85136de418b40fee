/* The Vulkan that its provider works with: the loader, the chosen device and what it imports. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_IMPORT_VULKAN_CONTEXT_H
#define REFERENCE_IMPORT_VULKAN_CONTEXT_H

#ifndef VK_NO_PROTOTYPES
#define VK_NO_PROTOTYPES /* the loader is opened at run time: there is nothing to link these with */
#endif
#include <stdbool.h>
#include <stdint.h>
#include <vulkan/vulkan_core.h>

#include "import/kernel_file.h"

/* Each member has the name of its function. */
struct vulkan_functions {
#define VULKAN_FUNCTION(name) PFN_##name name;
#include "import/vulkan_functions.def"
#undef VULKAN_FUNCTION
};

/* The loader and our instance. */
struct vulkan_loader {
    void *library;
    VkInstance instance;
    struct vulkan_functions functions;
};

/* False where there is no loader, none new enough, or no driver; then nothing is left open. */
bool vulkan_loader_open(struct vulkan_loader *out);
void vulkan_loader_close(struct vulkan_loader *loader);

/* What can be imported, all of it through an OPAQUE_FD. */
enum vulkan_object { VULKAN_MEMORY, VULKAN_BINARY, VULKAN_TIMELINE, VULKAN_OBJECT_COUNT };

struct vulkan_device_choice {
    VkPhysicalDevice device;
    unsigned char uuid[VK_UUID_SIZE];
    bool imports[VULKAN_OBJECT_COUNT];
    uint32_t memory_type; /* host-visible and coherent; meaningful where memory is imported */
};

/* The device that imports the most kinds of objects, the first of equals; false where none imports. */
bool vulkan_choose_device(const struct vulkan_loader *loader, struct vulkan_device_choice *out);

struct vulkan_context {
    struct vulkan_loader loader;
    struct vulkan_device_choice choice;
    struct kernel_file
        samples[VULKAN_OBJECT_COUNT]; /* what an exported object of each imported kind looks like */
    VkDevice device;                  /* for all that never blocks */
};

/*
 * The context, or NULL where there is no Vulkan to import with. Made by the first call, from any thread; it
 * stays as it is for the life of the process, whose end releases it: a wait may be blocked in the driver
 * until then.
 */
const struct vulkan_context *vulkan_context(void);

/* A further device like the context's: enabled is all that importing needs; one queue, in family 0. */
VkResult vulkan_create_device(const struct vulkan_loader *loader, const struct vulkan_device_choice *choice,
                              VkDevice *out);

/* Export one object of each kind that is imported, to know its like again. A failure drops the kind. */
void vulkan_take_samples(struct vulkan_context *context);

#endif
