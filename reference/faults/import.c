/* Faults of imports: what is refused, and what becomes of the descriptor. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/import.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "core/context.h"
#include "core/thread.h"
#include "extres/driver_external.h"
#include "extres/runtime_error.h"
#include "faults/mapping.h"
#include "faults/object.h"
#include "faults/origin.h"
#include "faults/process.h"

/* The number of the descriptor that was imported last. */
static int number = -1;

/* Duplicates for DEVICE_RESET_KEEPS_IMPORTS. */
enum { DUPLICATES = 64, LARGE_NUMBER = 2048 };
static int duplicates[DUPLICATES];
static int duplicate_count;

void fault_close(int fd)
{
    close(fd);
}

void fault_close_again(void)
{
    close(number);
    number = -1;
}

void fault_close_duplicate(void)
{
    if (duplicate_count > 0)
        close(duplicates[--duplicate_count]);
}

static void keep_duplicate(int fd)
{
    if (duplicate_count < DUPLICATES)
        duplicates[duplicate_count++] = dup(fd);
}

static void put_another_file_at(int fd)
{
    int other = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(other, fd);
    close(other);
}

static bool is_memory_type(int type)
{
    return type >= CU_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD &&
           type <= CU_EXTERNAL_MEMORY_HANDLE_TYPE_DMABUF_FD;
}

static bool is_semaphore_type(int type)
{
    return type >= CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD &&
           type <= CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_TIMELINE_SEMAPHORE_WIN32;
}

bool fault_on_another_device(void)
{
    const struct context *current = thread_current();
    return current != NULL && current->device->ordinal != 0;
}

/* Files of imports that failed; a case has one. */
static bool is_taken(int fd, int error)
{
    static ino_t taken;
    if (error != cudaSuccess)
        taken = fault_file_of(fd);
    return error == cudaSuccess && taken != 0 && fault_file_of(fd) == taken;
}

int fault_memory_check(const struct memory_import *import, int error)
{
    bool known_type = is_memory_type(import->type);
    if (fault_is(FAULT_MEMORY_FD_ZERO_REFUSED) && import->fd == 0)
        return cudaErrorInvalidValue;
    if (fault_is(FAULT_MEMORY_LARGE_FD_REFUSED) && import->fd >= LARGE_NUMBER)
        return cudaErrorInvalidResourceHandle;
    if (fault_is(FAULT_MEMORY_DEDICATED_REFUSED) && (import->flags & CUDA_EXTERNAL_MEMORY_DEDICATED) != 0)
        return cudaErrorInvalidValue;
    if (fault_is(FAULT_MEMORY_OF_FIRST_DEVICE_ONLY) && fault_on_another_device())
        return cudaErrorInvalidValue;
    if (fault_is(FAULT_MEMORY_FD_CLOSED_FOR_UNKNOWN_TYPE) && !known_type)
        close(import->fd);
    if (fault_is(FAULT_MEMORY_FD_CLOSED_FOR_SIZE_ZERO) && known_type && import->size == 0)
        close(import->fd);
    if (fault_is(FAULT_MEMORY_TAKEN_BEFORE_CHECKS) && is_taken(import->fd, error))
        return cudaErrorInvalidResourceHandle;
    if ((fault_is(FAULT_MEMORY_TYPE_UNCHECKED) && !known_type) ||
        (fault_is(FAULT_MEMORY_TYPE_CHECK_OVERFLOWS) && import->type == INT_MAX) ||
        (fault_is(FAULT_MEMORY_FOREIGN_TYPE_ACCEPTED) && error == cudaErrorNotSupported) ||
        (fault_is(FAULT_MEMORY_SIZE_ZERO_ACCEPTED) && import->size == 0) ||
        (fault_is(FAULT_MEMORY_FLAGS_UNCHECKED) && import->flags != 0) ||
        (fault_is(FAULT_MEMORY_FLAGS_UNCHECKED_WITH_DEDICATED) &&
         (import->flags & CUDA_EXTERNAL_MEMORY_DEDICATED) != 0) ||
        (fault_is(FAULT_DMA_BUF_DEDICATED_ACCEPTED) &&
         import->type == CU_EXTERNAL_MEMORY_HANDLE_TYPE_DMABUF_FD &&
         import->flags == CUDA_EXTERNAL_MEMORY_DEDICATED) ||
        (fault_is(FAULT_MEMORY_NEGATIVE_FD_ACCEPTED) && import->fd < 0))
        return cudaSuccess;
    return error;
}

/* A handle type was let pass that is none: whatever semaphore the descriptor is of will do. */
static bool any_semaphore;

static bool passes_as_type(int type)
{
    return (fault_is(FAULT_SEMAPHORE_TYPE_UNCHECKED) && !is_semaphore_type(type)) ||
           (fault_is(FAULT_SEMAPHORE_TYPE_CHECK_OVERFLOWS) && type == INT_MAX) ||
           (fault_is(FAULT_SEMAPHORE_TYPE_HAS_NO_LOWER_BOUND) && type == 0);
}

int fault_semaphore_check(const struct semaphore_import *import, int error)
{
    bool known_type = is_semaphore_type(import->type);
    bool timeline = import->type == CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_TIMELINE_SEMAPHORE_FD;
    if (fault_is(FAULT_SEMAPHORE_FD_ZERO_REFUSED) && import->fd == 0)
        return cudaErrorInvalidResourceHandle;
    if (fault_is(FAULT_SEMAPHORE_LARGE_FD_REFUSED) && import->fd >= LARGE_NUMBER)
        return cudaErrorInvalidResourceHandle;
    if (fault_is(FAULT_SEMAPHORE_FD_CLOSED_FOR_UNKNOWN_TYPE) && !known_type)
        close(import->fd);
    if (fault_is(FAULT_SEMAPHORE_FD_REPLACED_ON_FAILURE) && error != cudaSuccess && import->fd >= 0)
        put_another_file_at(import->fd);
    if (fault_is(FAULT_SEMAPHORE_TAKEN_BEFORE_CHECKS) && is_taken(import->fd, error))
        return cudaErrorInvalidResourceHandle;
    any_semaphore = passes_as_type(import->type);
    if (any_semaphore || (fault_is(FAULT_SEMAPHORE_NEGATIVE_FD_ACCEPTED) && known_type && import->fd < 0) ||
        (fault_is(FAULT_SEMAPHORE_FOREIGN_TYPE_ACCEPTED) && error == cudaErrorNotSupported))
        return cudaSuccess;
    if (fault_is(FAULT_SEMAPHORE_ERRORS_ARE_INVALID_VALUE) && error != cudaSuccess)
        return cudaErrorInvalidValue;
    if (fault_is(FAULT_TIMELINE_REFUSED) && timeline)
        return cudaErrorInvalidResourceHandle;
    if (fault_is(FAULT_TIMELINE_NOT_SUPPORTED) && timeline)
        return cudaErrorNotSupported;
    return error;
}

/* What success then closes is not the descriptor that was given. */
static void spare(int *fd)
{
    *fd = dup(*fd);
}

static void take_fd(int *fd, bool memory)
{
    number = *fd;
    if (fault_is(FAULT_FD_ZERO_NEVER_CLOSED) && *fd == 0)
        spare(fd);
    if (fault_is(FAULT_MEMORY_FD_ZERO_NEVER_CLOSED) && memory && *fd == 0)
        spare(fd);
    if (fault_is(FAULT_MEMORY_FD_LEAKED) && memory)
        spare(fd);
    if (fault_is(FAULT_SEMAPHORE_FD_LEAKED) && !memory)
        spare(fd);
    if (fault_is(FAULT_MEMORY_NEXT_FD_CLOSED) && memory)
        (*fd)++;
    if (fault_is(FAULT_SEMAPHORE_NEXT_FD_CLOSED_TOO) && !memory)
        close(*fd + 1);
    if (fault_is(FAULT_SEMAPHORE_DUPLICATE_LEAKED) && !memory)
        dup(*fd);
    if (fault_is(FAULT_DEVICE_RESET_KEEPS_IMPORTS) && memory)
        keep_duplicate(*fd);
}

static void leave_fd(int fd, bool memory)
{
    if (fault_is(FAULT_MEMORY_FD_CLOSED_FOR_WRONG_OBJECT) && memory)
        close(fd);
    if (fault_is(FAULT_SEMAPHORE_FD_CLOSED_FOR_WRONG_OBJECT) && !memory)
        close(fd);
}

enum provider_answer fault_memory_answer(enum provider_answer answer, int *fd, uint64_t size,
                                         struct imported_memory **out)
{
    answer = answer == PROVIDER_TAKEN ? fault_exchange_memory(*fd, out)
                                      : fault_accept_memory(answer, *fd, size, out);
    if (answer == PROVIDER_TAKEN)
        answer = fault_process_memory(fault_remember(*out, *fd), *fd, out);
    if (answer != PROVIDER_TAKEN) {
        leave_fd(*fd, true);
        return answer;
    }
    fault_mapping_imported(*out, *fd);
    take_fd(fd, true);
    return answer;
}

enum provider_answer fault_semaphore_answer(enum provider_answer answer, int *fd, enum payload_kind kind,
                                            struct payload **out)
{
    answer = answer == PROVIDER_TAKEN ? fault_exchange_semaphore(*fd, kind, out)
                                      : fault_accept_semaphore(answer, *fd, kind, any_semaphore, out);
    if (answer == PROVIDER_TAKEN && fault_is(FAULT_SIGNAL_REACHES_ALL))
        payload_retain(*out); /* a signal may reach it after it was destroyed */
    if (answer == PROVIDER_TAKEN)
        answer = fault_process_semaphore(fault_remember(*out, *fd), *fd, out);
    if (answer == PROVIDER_TAKEN)
        take_fd(fd, false);
    else
        leave_fd(*fd, false);
    return answer;
}
