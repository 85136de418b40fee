/* Where dma-bufs come from: memory files through udmabuf, a dma-heap, dumb buffers of a display driver. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "drm_exporter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/dma-heap.h>
#include <linux/udmabuf.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

/* ---- udmabuf: the pages of a memory file ---- */

static int udmabuf_open(void)
{
    return open("/dev/udmabuf", O_RDWR | O_CLOEXEC);
}

/* The kernel takes only files that cannot shrink. */
static int sealed_file(uint64_t size)
{
    int file = memfd_create("extres.dma-buf", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file >= 0 && (ftruncate(file, (off_t)size) != 0 || fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK) != 0)) {
        close(file);
        file = -1;
    }
    return file;
}

static int udmabuf_allocate(int source, uint64_t size)
{
    int file = sealed_file(size);
    if (file < 0) {
        return -1;
    }
    struct udmabuf_create create = {.memfd = (uint32_t)file, .flags = UDMABUF_FLAGS_CLOEXEC, .size = size};
    int dma_buf = ioctl(source, UDMABUF_CREATE, &create);
    close(file); /* the dma-buf keeps its pages */
    return dma_buf;
}

/* ---- The system's dma-heap ---- */

static int heap_open(void)
{
    return open("/dev/dma_heap/system", O_RDWR | O_CLOEXEC);
}

static int heap_allocate(int source, uint64_t size)
{
    struct dma_heap_allocation_data data = {.len = size, .fd_flags = O_RDWR | O_CLOEXEC};
    return ioctl(source, DMA_HEAP_IOCTL_ALLOC, &data) == 0 ? (int)data.fd : -1;
}

/* ---- PRIME: dumb buffers of a display driver ---- */

static int dumb_open(void)
{
    return drm_node_open(DRM_NODE_PRIMARY, DRM_CAP_DUMB_BUFFER);
}

static int dumb_allocate(int source, uint64_t size)
{
    enum { ROW = 4096, BITS_A_PIXEL = 32 };
    struct drm_mode_create_dumb create = {
        .width = ROW * 8 / BITS_A_PIXEL, .height = (uint32_t)((size + ROW - 1) / ROW), .bpp = BITS_A_PIXEL};
    if (drmIoctl(source, DRM_IOCTL_MODE_CREATE_DUMB, &create) != 0) {
        return -1;
    }
    int dma_buf = -1;
    int error = drmPrimeHandleToFD(source, create.handle, DRM_CLOEXEC | DRM_RDWR, &dma_buf);
    struct drm_mode_destroy_dumb destroy = {.handle = create.handle};
    int saved = errno;
    drmIoctl(source, DRM_IOCTL_MODE_DESTROY_DUMB, &destroy); /* the dma-buf keeps the buffer */
    errno = saved;
    return error == 0 ? dma_buf : -1;
}

const struct dma_buf_source dma_buf_sources[DMA_BUF_SOURCES] = {
    {"udmabuf", udmabuf_open, udmabuf_allocate},
    {"the dma-heap \"system\"", heap_open, heap_allocate},
    {"PRIME dumb buffers", dumb_open, dumb_allocate},
};
