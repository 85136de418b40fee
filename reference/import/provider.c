/* Asking the providers in turn, who owns the descriptor afterwards, and the lifetime of imported memory. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "import/provider.h"

#include <stdatomic.h>
#include <unistd.h>

#include "extres/runtime_error.h"
#include "faults/import.h"
#include "import/dma_buf.h"

/* Vulkan comes last: the others know their own by a look, and cost no loading of Vulkan. */
static const struct provider *const providers[] = {&provider_shared_object, &provider_drm, &provider_vulkan};
enum { PROVIDER_COUNT = sizeof providers / sizeof *providers };

/*
 * The documents name two errors for an import that the OS handle is the cause of, OperatingSystem and
 * InvalidResourceHandle, in both APIs and for memory and semaphores alike. An fd that is no object of
 * anybody's fails in the operating system's terms: it does not name what it should, so OperatingSystem. An fd
 * that names an object, but not one that the descriptor's type or size describes, is a valid handle of the
 * wrong resource.
 */
static int finish(enum provider_answer answer, int fd)
{
    switch (answer) {
    case PROVIDER_TAKEN:
        close(fd);
        return cudaSuccess;
    case PROVIDER_REFUSED:
        return cudaErrorInvalidResourceHandle;
    case PROVIDER_NOT_MINE:
        break;
    }
    if (fault_is(FAULT_BAD_FD_IS_OUT_OF_MEMORY))
        return cudaErrorMemoryAllocation;
    return cudaErrorOperatingSystem;
}

int import_memory_fd(int fd, uint64_t size, struct imported_memory **out)
{
    enum provider_answer answer = PROVIDER_NOT_MINE;
    for (int i = 0; i < PROVIDER_COUNT && answer == PROVIDER_NOT_MINE; i++)
        answer = providers[i]->import_memory(fd, size, out);
    if (fault_any())
        answer = fault_memory_answer(answer, &fd, size, out);
    return finish(answer, fd);
}

int import_semaphore_fd(int fd, enum payload_kind kind, struct payload **out)
{
    enum provider_answer answer = PROVIDER_NOT_MINE;
    for (int i = 0; i < PROVIDER_COUNT && answer == PROVIDER_NOT_MINE; i++)
        answer = providers[i]->import_semaphore(fd, kind, out);
    if (fault_any())
        answer = fault_semaphore_answer(answer, &fd, kind, out);
    return finish(answer, fd);
}

int import_dma_buf_fd(int fd, uint64_t size, struct imported_memory **out)
{
    return finish(dma_buf_import(fd, size, out), fd);
}

void imported_memory_initialise(struct imported_memory *memory, void *base, uint64_t size,
                                void (*destroy)(struct imported_memory *memory))
{
    memory->base = base;
    memory->size = size;
    memory->destroy = destroy;
    atomic_init(&memory->references, 1);
}

struct imported_memory *imported_memory_retain(struct imported_memory *memory)
{
    atomic_fetch_add_explicit(&memory->references, 1, memory_order_relaxed);
    return memory;
}

void imported_memory_release(struct imported_memory *memory)
{
    if (atomic_fetch_sub_explicit(&memory->references, 1, memory_order_acq_rel) == 1)
        memory->destroy(memory);
}
