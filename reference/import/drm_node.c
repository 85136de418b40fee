/* Choosing and opening a DRM node. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "import/drm_node.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>
#include <xf86drm.h>

static int the_node = -1;
static pthread_once_t node_once = PTHREAD_ONCE_INIT;

static bool has_syncobj(int node)
{
    uint64_t has = 0;
    return drmGetCap(node, DRM_CAP_SYNCOBJ_TIMELINE, &has) == 0 && has != 0;
}

/* The node of that name and number, opened, or -1 when there is none or it is no good. */
static int open_node(const char *name, int number)
{
    char path[64];
    snprintf(path, sizeof path, DRM_DIR_NAME "/%s%d", name, number);
    int node = open(path, O_RDWR | O_CLOEXEC);
    if (node >= 0 && !has_syncobj(node)) {
        close(node);
        node = -1;
    }
    return node;
}

/* By their names: libdrm's list of devices costs a hundred and seventy system calls, in every process. */
static void choose_node(void)
{
    enum { NODES_OF_A_KIND = 64 };
    static const struct {
        const char *name;
        int first;
    } kinds[] = {{"renderD", 128}, {"card", 0}};
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
        for (int i = 0; i < NODES_OF_A_KIND && the_node < 0; i++)
            the_node = open_node(kinds[kind].name, kinds[kind].first + i);
}

int drm_node(void)
{
    pthread_once(&node_once, choose_node);
    return the_node;
}
