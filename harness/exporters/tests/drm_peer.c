/* The peer of the exporter "drm", and tests of what only that exporter has. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "drm_exporter.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "peer.h"
#include "subject.h"

/* Semaphores through an exporter of its own, whose new object takes the place of the imported one. */
struct peer {
    struct drm_exporter *exporter;
    struct outside *semaphore;
    unsigned char *bytes;
    size_t size;
};

static bool import_memory(struct peer *peer, int fd, uint64_t size)
{
    void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (bytes == MAP_FAILED) {
        return false;
    }
    peer->bytes = bytes;
    peer->size = size;
    return true;
}

static bool import_semaphore(struct peer *peer, enum extres_handle_type type, int fd)
{
    int node = peer->exporter->node;
    peer->semaphore = exporter_drm.create(&peer->exporter->base, type, 0, 0);
    if (peer->semaphore == NULL) {
        return false;
    }
    drmSyncobjDestroy(node, peer->semaphore->syncobj);
    return drmSyncobjFDToHandle(node, fd, &peer->semaphore->syncobj) == 0;
}

static void close_peer(struct peer *peer)
{
    if (peer->bytes != NULL) {
        munmap(peer->bytes, peer->size);
    }
    exporter_drm.close(&peer->exporter->base);
    free(peer);
}

static struct peer *open_peer(const unsigned char *uuid, enum extres_handle_type type, int fd, uint64_t size)
{
    char error[256] = "out of memory";
    struct peer *peer = calloc(1, sizeof *peer);
    struct exporter *exporter = exporter_drm.open(uuid, true, error, sizeof error);
    if (peer == NULL || exporter == NULL) {
        fprintf(stderr, "drm peer: %s\n", error);
        free(peer);
        close(fd);
        return NULL;
    }
    peer->exporter = (struct drm_exporter *)exporter;
    bool imported = size > 0 ? import_memory(peer, fd, size) : import_semaphore(peer, type, fd);
    close(fd);
    if (!imported) {
        fprintf(stderr, "drm peer: the import failed\n");
        close_peer(peer);
        return NULL;
    }
    return peer;
}

static bool write_memory(struct peer *peer, uint64_t offset, const void *data, size_t size)
{
    memcpy(peer->bytes + offset, data, size);
    return true;
}

static bool read_memory(struct peer *peer, uint64_t offset, void *data, size_t size)
{
    memcpy(data, peer->bytes + offset, size);
    return true;
}

static bool signal_semaphore(struct peer *peer, uint64_t value)
{
    return exporter_drm.signal(peer->semaphore, value);
}

static bool wait_for_semaphore(struct peer *peer, uint64_t value, uint64_t timeout_nanoseconds,
                               bool *released)
{
    return exporter_drm.wait(peer->semaphore, value, timeout_nanoseconds, released);
}

static const char *complaints(struct peer *peer)
{
    return exporter_drm.complaints(&peer->exporter->base);
}

const struct peer_operations drm_peer = {
    .exporter = "drm",
    .open = open_peer,
    .close = close_peer,
    .write = write_memory,
    .read = read_memory,
    .signal = signal_semaphore,
    .wait = wait_for_semaphore,
    .complaints = complaints,
};

/* ---- Each source of dma-bufs, whichever the exporter takes ---- */

/* A dma-buf has the size that was asked for, and two mappings of it show the same bytes. */
static bool is_shared_memory(int dma_buf, size_t size)
{
    if (lseek(dma_buf, 0, SEEK_END) != (off_t)size) {
        return false;
    }
    unsigned char *one = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, dma_buf, 0);
    unsigned char *other = mmap(NULL, size, PROT_READ, MAP_SHARED, dma_buf, 0);
    bool same = one != MAP_FAILED && other != MAP_FAILED;
    if (same) {
        one[0] = 7;
        one[size - 1] = 9;
        same = other[0] == 7 && other[size - 1] == 9;
    }
    if (one != MAP_FAILED) {
        munmap(one, size);
    }
    if (other != MAP_FAILED) {
        munmap(other, size);
    }
    return same;
}

void drm_test_sources(void)
{
    const size_t size = 5 * (size_t)sysconf(_SC_PAGESIZE);
    for (size_t i = 0; i < DMA_BUF_SOURCES; i++) {
        const struct dma_buf_source *source = &dma_buf_sources[i];
        int fd = source->open();
        if (fd < 0) {
            skip(source->name, "drm: not on this machine");
            continue;
        }
        int dma_buf = source->allocate(fd, size);
        close(fd);
        check(dma_buf >= 0 && is_shared_memory(dma_buf, size), "drm: a dma-buf from %s", source->name);
        check(dma_buf < 0 || (fcntl(dma_buf, F_GETFD) & FD_CLOEXEC) != 0, "drm: it closes on exec");
        close(dma_buf);
    }
}
