/* The Vulkan provider: which descriptors it claims, and the device's UUID. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "import/vulkan_import.h"

/* What a device without Vulkan is known by. */
static const unsigned char own_uuid[] = {'e', 'x', 't', 'r', 'e', 's', '-', 'r',
                                         'e', 'f', 'e', 'r', 'e', 'n', 'c', 'e'};

static bool looks_like(const struct vulkan_context *context, enum vulkan_object kind,
                       const struct kernel_file *file)
{
    return context->choice.imports[kind] && kernel_file_same_kind(&context->samples[kind], file);
}

/*
 * Puts the context to import with into *out and answers PROVIDER_TAKEN when, as far as can be seen, the
 * chosen device's driver exported fd as an object of that kind; PROVIDER_REFUSED when it exported fd as
 * another. fd is looked at before Vulkan is loaded: the driver opens files of its own, and a number that the
 * caller has closed may become one of them.
 */
static enum provider_answer claim(int fd, enum vulkan_object kind, const struct vulkan_context **out)
{
    struct kernel_file file;
    if (!kernel_file_describe(fd, &file) || !kernel_file_may_be_exported(&file))
        return PROVIDER_NOT_MINE;
    const struct vulkan_context *context = *out = vulkan_context();
    if (!context)
        return PROVIDER_NOT_MINE;
    if (looks_like(context, kind, &file))
        return PROVIDER_TAKEN;
    for (int other = 0; other < VULKAN_OBJECT_COUNT; other++)
        if (looks_like(context, (enum vulkan_object)other, &file))
            return PROVIDER_REFUSED;
    return PROVIDER_NOT_MINE;
}

static enum provider_answer import_memory(int fd, uint64_t size, struct imported_memory **out)
{
    const struct vulkan_context *context;
    enum provider_answer answer = claim(fd, VULKAN_MEMORY, &context);
    return answer == PROVIDER_TAKEN ? vulkan_import_memory(context, fd, size, out) : answer;
}

struct semaphore_importer {
    enum vulkan_object object;
    enum provider_answer (*import)(const struct vulkan_context *context, int fd, struct payload **out);
};

static const struct semaphore_importer semaphore_importers[] = {
    [PAYLOAD_BINARY] = {VULKAN_BINARY, vulkan_import_binary},
    [PAYLOAD_TIMELINE] = {VULKAN_TIMELINE, vulkan_import_timeline},
};

static enum provider_answer import_semaphore(int fd, enum payload_kind kind, struct payload **out)
{
    const struct semaphore_importer *importer = &semaphore_importers[kind];
    const struct vulkan_context *context;
    enum provider_answer answer = claim(fd, importer->object, &context);
    return answer == PROVIDER_TAKEN ? importer->import(context, fd, out) : answer;
}

const struct provider provider_vulkan = {
    .name = "Vulkan",
    .import_memory = import_memory,
    .import_semaphore = import_semaphore,
};

void import_device_uuid(unsigned char uuid[16])
{
    const struct vulkan_context *context = vulkan_context();
    memcpy(uuid, context ? context->choice.uuid : own_uuid, sizeof own_uuid);
}
