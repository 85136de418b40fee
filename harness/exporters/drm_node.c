/* Finding a DRM node that has what is asked for. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "drm_exporter.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { NODES_OF_A_KIND = 64 };

static int open_node(const char *name, int number, uint64_t capability)
{
    char path[64];
    uint64_t has = 0;
    snprintf(path, sizeof path, DRM_DIR_NAME "/%s%d", name, number);
    int node = open(path, O_RDWR | O_CLOEXEC);
    if (node >= 0 && (drmGetCap(node, capability, &has) != 0 || has == 0)) {
        close(node);
        node = -1;
    }
    return node;
}

/* By its name: libdrm's list of devices costs a hundred and seventy system calls, in each case's process. */
int drm_node_open(int kind, uint64_t capability)
{
    const char *name = kind == DRM_NODE_RENDER ? "renderD" : "card";
    int first = kind == DRM_NODE_RENDER ? 128 : 0;
    int node = -1;
    for (int i = 0; i < NODES_OF_A_KIND && node < 0; i++) {
        node = open_node(name, first + i, capability);
    }
    return node;
}
