/* Memory of the DRM exporter: a dma-buf, which the CPU reaches through a mapping of the descriptor. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "drm_exporter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static uint64_t whole_pages(uint64_t size)
{
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    return (size + page - 1) / page * page;
}

static bool map(struct outside *object)
{
    off_t size = lseek(object->dma_buf, 0, SEEK_END);
    if (size < 0) {
        return drm_failed(object->exporter, "lseek of a dma-buf", errno);
    }
    void *bytes = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, object->dma_buf, 0);
    if (bytes == MAP_FAILED) {
        return drm_failed(object->exporter, "mmap of a dma-buf", errno);
    }
    object->bytes = bytes;
    object->whole_size = (uint64_t)size;
    return true;
}

static bool memory_create(struct outside *object, uint64_t size, uint64_t initial_value)
{
    (void)initial_value;
    struct drm_exporter *exporter = object->exporter;
    if (size == 0 || size > INT64_MAX / 2) {
        return drm_refuse(exporter, "memory of %llu bytes cannot be made", (unsigned long long)size);
    }
    object->dma_buf = exporter->source->allocate(exporter->source_fd, whole_pages(size));
    if (object->dma_buf < 0) {
        return drm_failed(exporter, exporter->source->name, errno);
    }
    object->size = size;
    if (!map(object)) {
        close(object->dma_buf);
        return false;
    }
    return true;
}

static void memory_destroy(struct outside *object)
{
    munmap(object->bytes, object->whole_size);
    close(object->dma_buf);
}

static int memory_export(struct outside *object)
{
    int fd = fcntl(object->dma_buf, F_DUPFD_CLOEXEC, 0);
    if (fd < 0) {
        drm_failed(object->exporter, "duplicating the descriptor", errno);
    }
    return fd;
}

/* The kernel moves caches where a device is not coherent with the CPU: before and after an access. */
static bool synchronise(struct outside *object, uint64_t flags)
{
    struct dma_buf_sync sync = {.flags = flags};
    return drmIoctl(object->dma_buf, DMA_BUF_IOCTL_SYNC, &sync) == 0 ||
           drm_failed(object->exporter, "DMA_BUF_IOCTL_SYNC", errno);
}

static bool copy(struct outside *object, uint64_t offset, void *to, const void *from, size_t size,
                 uint64_t direction)
{
    if (offset > object->size || size > object->size - offset) {
        return drm_refuse(object->exporter, "%zu bytes at offset %llu are not in memory of %llu bytes", size,
                          (unsigned long long)offset, (unsigned long long)object->size);
    }
    if (!synchronise(object, DMA_BUF_SYNC_START | direction)) {
        return false;
    }
    memcpy(to, from, size);
    return synchronise(object, DMA_BUF_SYNC_END | direction);
}

static bool memory_write(struct outside *object, uint64_t offset, const void *data, size_t size)
{
    return copy(object, offset, object->bytes + offset, data, size, DMA_BUF_SYNC_WRITE);
}

static bool memory_read(struct outside *object, uint64_t offset, void *data, size_t size)
{
    return copy(object, offset, data, object->bytes + offset, size, DMA_BUF_SYNC_READ);
}

const struct drm_kind drm_memory = {
    .name = "memory",
    .create = memory_create,
    .destroy = memory_destroy,
    .export_fd = memory_export,
    .write = memory_write,
    .read = memory_read,
};
