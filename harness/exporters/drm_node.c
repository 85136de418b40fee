/* Finding a DRM node that has what is asked for. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "drm_exporter.h"

#include <fcntl.h>
#include <unistd.h>

enum { MAXIMUM_DEVICES = 64 };

static int open_node(const drmDevice *device, int kind, uint64_t capability)
{
    if (!(device->available_nodes & (1 << kind))) {
        return -1;
    }
    uint64_t has = 0;
    int node = open(device->nodes[kind], O_RDWR | O_CLOEXEC);
    if (node >= 0 && (drmGetCap(node, capability, &has) != 0 || has == 0)) {
        close(node);
        node = -1;
    }
    return node;
}

int drm_node_open(int kind, uint64_t capability)
{
    drmDevicePtr devices[MAXIMUM_DEVICES];
    int count = drmGetDevices2(0, devices, MAXIMUM_DEVICES);
    int node = -1;
    for (int i = 0; i < count && node < 0; i++) {
        node = open_node(devices[i], kind, capability);
    }
    if (count > 0) {
        drmFreeDevices(devices, count);
    }
    return node;
}
