/* Choosing and opening a DRM node. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "import/drm_node.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>
#include <xf86drm.h>

enum { MAXIMUM_DEVICES = 64 };

static int the_node = -1;
static pthread_once_t node_once = PTHREAD_ONCE_INIT;

static bool has_syncobj(int node)
{
    uint64_t has = 0;
    return drmGetCap(node, DRM_CAP_SYNCOBJ_TIMELINE, &has) == 0 && has != 0;
}

/* The device's node of that kind, opened, or -1 when it has none that is any good. */
static int open_node(const drmDevice *device, int kind)
{
    if (!(device->available_nodes & (1 << kind)))
        return -1;
    int node = open(device->nodes[kind], O_RDWR | O_CLOEXEC);
    if (node >= 0 && !has_syncobj(node)) {
        close(node);
        node = -1;
    }
    return node;
}

static void choose_node(void)
{
    static const int kinds[] = {DRM_NODE_RENDER, DRM_NODE_PRIMARY};
    drmDevicePtr devices[MAXIMUM_DEVICES];
    int count = drmGetDevices2(0, devices, MAXIMUM_DEVICES);
    if (count <= 0)
        return;
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
        for (int i = 0; i < count && the_node < 0; i++)
            the_node = open_node(devices[i], kinds[kind]);
    drmFreeDevices(devices, count);
}

int drm_node(void)
{
    pthread_once(&node_once, choose_node);
    return the_node;
}
