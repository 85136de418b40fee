/* The DRM provider: semaphores that are a drm_syncobj of the kernel. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <xf86drm.h>

#include "import/drm_node.h"
#include "import/drm_syncobj.h"
#include "import/kernel_file.h"
#include "import/provider.h"

static bool is_syncobj(int fd)
{
    struct kernel_file file;
    return kernel_file_describe(fd, &file) && strcmp(file.target, "anon_inode:syncobj_file") == 0;
}

static enum provider_answer import_memory(int fd, uint64_t size, struct imported_memory **out)
{
    (void)size;
    (void)out;
    return is_syncobj(fd) ? PROVIDER_REFUSED : PROVIDER_NOT_MINE;
}

/*
 * The name is looked at first, before a node is opened: a number that the caller has closed may become the
 * node's. The kernel then checks the descriptor for itself.
 */
static enum provider_answer import_semaphore(int fd, enum payload_kind kind, struct payload **out)
{
    if (!is_syncobj(fd))
        return PROVIDER_NOT_MINE;
    int node = drm_node();
    uint32_t handle;
    if (node < 0 || drmSyncobjFDToHandle(node, fd, &handle) != 0)
        return PROVIDER_REFUSED;
    struct payload *payload = drm_syncobj_payload(node, handle, kind);
    if (!payload) {
        drmSyncobjDestroy(node, handle);
        return PROVIDER_REFUSED;
    }
    *out = payload;
    return PROVIDER_TAKEN;
}

const struct provider provider_drm = {
    .name = "DRM",
    .import_memory = import_memory,
    .import_semaphore = import_semaphore,
};
