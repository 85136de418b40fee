/* The peer of the exporter "shared". */
/* SPDX-License-Identifier: Apache-2.0 */
#include "peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "extres/shared_object.h"

struct peer {
    struct extres_shared_object object;
};

static struct peer *open_peer(const unsigned char *uuid, enum extres_handle_type type, int fd, uint64_t size)
{
    (void)uuid;
    (void)type;
    (void)size;
    struct peer *peer = calloc(1, sizeof *peer);
    int result = peer != NULL ? extres_shared_open(fd, &peer->object) : -1;
    close(fd);
    if (result != 0) {
        fprintf(stderr, "extres_shared_open: %d\n", result);
        free(peer);
        return NULL;
    }
    return peer;
}

static void close_peer(struct peer *peer)
{
    extres_shared_close(&peer->object);
    free(peer);
}

static bool write_memory(struct peer *peer, uint64_t offset, const void *data, size_t size)
{
    memcpy(peer->object.memory + offset, data, size);
    return true;
}

static bool read_memory(struct peer *peer, uint64_t offset, void *data, size_t size)
{
    memcpy(data, peer->object.memory + offset, size);
    return true;
}

static bool signal_semaphore(struct peer *peer, uint64_t value)
{
    extres_shared_signal(&peer->object, value);
    return true;
}

static bool wait_for_semaphore(struct peer *peer, uint64_t value, uint64_t timeout_nanoseconds,
                               bool *released)
{
    *released = extres_shared_wait(&peer->object, value, timeout_nanoseconds) == 0;
    return true;
}

static const char *complaints(struct peer *peer)
{
    (void)peer;
    return NULL;
}

const struct peer_operations shared_peer = {
    .exporter = "shared",
    .open = open_peer,
    .close = close_peer,
    .write = write_memory,
    .read = read_memory,
    .signal = signal_semaphore,
    .wait = wait_for_semaphore,
    .complaints = complaints,
};
