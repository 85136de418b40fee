/* The shared-object provider: memory and semaphores of extres/shared_object.h. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/shared_object.h"

#include <errno.h>
#include <stdlib.h>

#include "extres/runtime_error.h"
#include "faults/payload.h"
#include "import/provider.h"

static const enum extres_shared_kind shared_kind_of[] = {
    [PAYLOAD_BINARY] = EXTRES_SHARED_BINARY,
    [PAYLOAD_TIMELINE] = EXTRES_SHARED_TIMELINE,
};

static enum provider_answer open_kind(int fd, enum extres_shared_kind kind, struct extres_shared_object *out)
{
    int error = extres_shared_open(fd, out);
    if (error == -ENOMSG || error == -EBADF)
        return PROVIDER_NOT_MINE;
    if (error)
        return PROVIDER_REFUSED;
    if (extres_shared_kind_of(out) != kind) {
        extres_shared_close(out);
        return PROVIDER_REFUSED;
    }
    return PROVIDER_TAKEN;
}

/* ---- memory ---- */

struct shared_memory {
    struct imported_memory memory;
    struct extres_shared_object object;
};

static void destroy_memory(struct imported_memory *memory)
{
    struct shared_memory *shared = (struct shared_memory *)memory;
    extres_shared_close(&shared->object);
    free(shared);
}

static enum provider_answer import_memory(int fd, uint64_t size, struct imported_memory **out)
{
    struct extres_shared_object object;
    enum provider_answer answer = open_kind(fd, EXTRES_SHARED_MEMORY, &object);
    if (answer != PROVIDER_TAKEN)
        return answer;
    bool fits = size > 0 && size <= extres_shared_memory_size(&object);
    struct shared_memory *shared = fits ? malloc(sizeof *shared) : NULL;
    if (!shared) {
        extres_shared_close(&object);
        return PROVIDER_REFUSED;
    }
    shared->object = object;
    imported_memory_initialise(&shared->memory, object.memory, size, destroy_memory);
    *out = &shared->memory;
    return PROVIDER_TAKEN;
}

/* ---- semaphores ---- */

struct shared_payload {
    struct payload payload;
    struct extres_shared_object object;
};

static struct extres_shared_object *object_of(struct payload *payload)
{
    return &((struct shared_payload *)payload)->object;
}

static int signal_payload(struct payload *payload, uint64_t value)
{
    if (fault_is(FAULT_SIGNAL_WAKES_NOBODY))
        return fault_store_value(object_of(payload), value);
    extres_shared_signal(object_of(payload), value);
    return cudaSuccess;
}

static bool try_wait_payload(struct payload *payload, uint64_t value)
{
    return extres_shared_try_wait(object_of(payload), value);
}

static void destroy_payload(struct payload *payload)
{
    extres_shared_close(object_of(payload));
    free(payload);
}

static const struct payload_operations shared_operations = {
    .signal = signal_payload,
    .try_wait = try_wait_payload,
    .destroy = destroy_payload,
};

static enum provider_answer import_semaphore(int fd, enum payload_kind kind, struct payload **out)
{
    struct extres_shared_object object;
    enum provider_answer answer = open_kind(fd, shared_kind_of[kind], &object);
    if (answer != PROVIDER_TAKEN)
        return answer;
    struct shared_payload *shared = (struct shared_payload *)payload_allocate(sizeof *shared);
    if (!shared) {
        extres_shared_close(&object);
        return PROVIDER_REFUSED;
    }
    shared->object = object;
    payload_initialise(&shared->payload, &shared_operations, kind);
    shared->payload.watch = (struct payload_watch){&object.header->sequence, &object.header->waiters};
    *out = &shared->payload;
    return PROVIDER_TAKEN;
}

const struct provider provider_shared_object = {
    .name = "shared object",
    .import_memory = import_memory,
    .import_semaphore = import_semaphore,
};
