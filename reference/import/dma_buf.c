/* The dma-buf provider: memory that a kernel driver exported as a dma-buf, mapped for the CPU. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "import/dma_buf.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

struct dma_buf {
    struct imported_memory memory;
    int fd; /* a duplicate, for synchronisation */
};

/* Nobody can make a file of this file system but a driver that exports a dma-buf. */
static bool is_dma_buf(int fd)
{
    struct statfs status;
    return fstatfs(fd, &status) == 0 && status.f_type == DMA_BUF_MAGIC;
}

/* A dma-buf's offset is not moved by this: seeking only tells its size. */
static bool holds(int fd, uint64_t size)
{
    off_t end = lseek(fd, 0, SEEK_END);
    return size > 0 && end >= 0 && size <= (uint64_t)end;
}

/*
 * Tell the exporting driver when the CPU begins to access the memory, and when it is done: here for as long
 * as it is mapped, since work on it may run at any time. An interrupted call is made again, as its page says.
 */
static void synchronise(int fd, uint64_t flags)
{
    struct dma_buf_sync sync = {.flags = flags | DMA_BUF_SYNC_RW};
    int result;
    do
        result = ioctl(fd, DMA_BUF_IOCTL_SYNC, &sync);
    while (result < 0 && (errno == EINTR || errno == EAGAIN));
}

static void destroy(struct imported_memory *memory)
{
    struct dma_buf *dma_buf = (struct dma_buf *)memory;
    munmap(memory->base, memory->size);
    synchronise(dma_buf->fd, DMA_BUF_SYNC_END);
    close(dma_buf->fd);
    free(dma_buf);
}

/* *base is MAP_FAILED on failure. The duplicate is the caller's, -1 on failure. */
static int duplicate_and_map(int fd, uint64_t size, void **base)
{
    *base = MAP_FAILED;
    int duplicate = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (duplicate < 0)
        return -1;
    *base = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, duplicate, 0);
    if (*base != MAP_FAILED)
        return duplicate;
    close(duplicate);
    return -1;
}

enum provider_answer dma_buf_import(int fd, uint64_t size, struct imported_memory **out)
{
    if (!is_dma_buf(fd))
        return PROVIDER_NOT_MINE;
    if (!holds(fd, size))
        return PROVIDER_REFUSED;
    struct dma_buf *dma_buf = malloc(sizeof *dma_buf);
    if (dma_buf == NULL)
        return PROVIDER_REFUSED;
    void *base = NULL;
    dma_buf->fd = duplicate_and_map(fd, size, &base);
    if (dma_buf->fd < 0) {
        free(dma_buf);
        return PROVIDER_REFUSED;
    }
    synchronise(dma_buf->fd, DMA_BUF_SYNC_START);
    imported_memory_initialise(&dma_buf->memory, base, size, destroy);
    *out = &dma_buf->memory;
    return PROVIDER_TAKEN;
}
