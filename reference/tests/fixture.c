/* What the tests of the reference work with: external objects that the test controls from the other side. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fixture.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <time.h>

#include "tests/check.h"

static enum cudaExternalSemaphoreHandleType handle_type(enum extres_shared_kind kind)
{
    return kind == EXTRES_SHARED_TIMELINE ? cudaExternalSemaphoreHandleTypeTimelineSemaphoreFd
                                          : cudaExternalSemaphoreHandleTypeOpaqueFd;
}

void external_open(struct external *external, enum extres_shared_kind kind, uint64_t initial_value)
{
    struct cudaExternalSemaphoreHandleDesc descriptor = {.type = handle_type(kind)};
    SUCCEEDS(extres_shared_create(kind, 0, initial_value, &external->object, &descriptor.handle.fd));
    external->semaphore = NULL;
    SUCCEEDS(cudaImportExternalSemaphore(&external->semaphore, &descriptor));
}

void external_close(struct external *external)
{
    if (external->semaphore != NULL)
        SUCCEEDS(cudaDestroyExternalSemaphore(external->semaphore));
    extres_shared_close(&external->object);
}

void external_wait(struct external *external, uint64_t value, cudaStream_t stream)
{
    struct cudaExternalSemaphoreWaitParams parameters = {.params.fence.value = value};
    SUCCEEDS(cudaWaitExternalSemaphoresAsync(&external->semaphore, &parameters, 1, stream));
}

void external_signal(struct external *external, uint64_t value, cudaStream_t stream)
{
    struct cudaExternalSemaphoreSignalParams parameters = {.params.fence.value = value};
    SUCCEEDS(cudaSignalExternalSemaphoresAsync(&external->semaphore, &parameters, 1, stream));
}

struct cudaExternalSemaphoreHandleDesc semaphore_descriptor(enum extres_shared_kind kind, int *fd)
{
    struct extres_shared_object object;
    SUCCEEDS(extres_shared_create(kind, 0, 0, &object, fd));
    extres_shared_close(&object);
    return (struct cudaExternalSemaphoreHandleDesc){.type = handle_type(kind), .handle.fd = *fd};
}

struct cudaExternalMemoryHandleDesc memory_descriptor(uint64_t size, int *fd)
{
    struct extres_shared_object object;
    SUCCEEDS(extres_shared_create(EXTRES_SHARED_MEMORY, size, 0, &object, fd));
    extres_shared_close(&object);
    return (struct cudaExternalMemoryHandleDesc){
        .type = cudaExternalMemoryHandleTypeOpaqueFd, .handle.fd = *fd, .size = size};
}

void hold(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
}

void count_up(void *counter)
{
    atomic_fetch_add((_Atomic int *)counter, 1);
}

void enqueue_count(cudaStream_t stream, _Atomic int *counter)
{
    SUCCEEDS(cudaLaunchHostFunc(stream, count_up, counter));
}

bool is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}
