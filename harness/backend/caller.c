/* What every call to the backend has around it: the recorder, the watched descriptors, the judge. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "backend/caller.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

#include "backend/call.h"
#include "extres/driver.h"

/* One set of functions serves both APIs only as long as both lay out their structures alike. */
#define SAME_LAYOUT(runtime, driver, last)                                                                 \
    _Static_assert(sizeof(runtime) == sizeof(driver) && offsetof(runtime, last) == offsetof(driver, last), \
                   #runtime " and " #driver " differ")
SAME_LAYOUT(struct cudaExternalMemoryHandleDesc, CUDA_EXTERNAL_MEMORY_HANDLE_DESC, flags);
SAME_LAYOUT(struct cudaExternalMemoryBufferDesc, CUDA_EXTERNAL_MEMORY_BUFFER_DESC, flags);
SAME_LAYOUT(struct cudaExternalSemaphoreHandleDesc, CUDA_EXTERNAL_SEMAPHORE_HANDLE_DESC, flags);
SAME_LAYOUT(struct cudaExternalSemaphoreSignalParams, CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS, flags);
SAME_LAYOUT(struct cudaExternalSemaphoreWaitParams, CUDA_EXTERNAL_SEMAPHORE_WAIT_PARAMS, flags);
SAME_LAYOUT(struct cudaExternalSemaphoreSignalNodeParams, CUDA_EXT_SEM_SIGNAL_NODE_PARAMS, numExtSems);
SAME_LAYOUT(struct cudaExternalSemaphoreWaitNodeParams, CUDA_EXT_SEM_WAIT_NODE_PARAMS, numExtSems);
SAME_LAYOUT(struct cudaHostNodeParams, CUDA_HOST_NODE_PARAMS, userData);

bool caller_has(const struct caller *caller, enum extres_operation operation)
{
    return caller->backend->symbols[caller->api][operation].address != NULL;
}

void caller_watch(struct caller *caller, int fd, const char *what)
{
    struct watched_fd watch = {.fd = fd, .what = what};
    if (caller->watches_nothing || caller->watch_count == CALLER_WATCHES ||
        !fd_identity(fd, &watch.device, &watch.inode))
        return;
    caller->watches[caller->watch_count++] = watch;
}

void caller_forget(struct caller *caller, int fd)
{
    size_t kept = 0;
    for (size_t i = 0; i < caller->watch_count; i++) {
        if (caller->watches[i].fd != fd)
            caller->watches[kept++] = caller->watches[i];
    }
    caller->watch_count = kept;
}

void caller_stop_watching(struct caller *caller)
{
    caller_release_traps(caller);
    caller->watch_count = 0;
    caller->watches_nothing = true;
}

struct call call_begin(struct caller *caller, enum extres_operation operation)
{
    const struct backend_symbol *symbol = &caller->backend->symbols[caller->api][operation];
    if (symbol->address == NULL)
        caller->missing(caller->context, symbol->name);
    return (struct call){
        .caller = caller,
        .address = symbol->address,
        .record = {.api = caller->api,
                   .operation = operation,
                   .function = symbol->name,
                   .type = EXTRES_HANDLE_TYPE_COUNT,
                   .undefined = caller->undefined_input,
                   .fd = -1},
        .given = {.fd = -1, .held = -1},
    };
}

void call_gives_fd(struct call *call, int fd)
{
    call->record.fd = fd;
    if (!call->caller->watches_nothing)
        call->given = fd_hold_begin(fd);
}

void call_enter(struct call *call)
{
    struct caller *caller = call->caller;
    pthread_mutex_lock(&caller->lock);
    recorder_enter_call(caller->recorder, call->record.function);
    caller->running_in = pthread_self();
    call->record.began = ++caller->moments;
    pthread_mutex_unlock(&caller->lock);
}

/* Of two threads in calls the one that entered last is named, until it leaves. */
static void leave(struct call *call)
{
    struct caller *caller = call->caller;
    pthread_mutex_lock(&caller->lock);
    call->record.ended = ++caller->moments;
    if (pthread_equal(caller->running_in, pthread_self()))
        recorder_leave_call(caller->recorder);
    pthread_mutex_unlock(&caller->lock);
}

static enum extres_fd_fate fate_of(const struct watched_fd *watch)
{
    uint64_t device;
    uint64_t inode;
    if (!fd_identity(watch->fd, &device, &inode))
        return EXTRES_FD_CLOSED;
    return device == watch->device && inode == watch->inode ? EXTRES_FD_SAME : EXTRES_FD_REPLACED;
}

/* Writes a record for each descriptor worth judging; a watch that was broken is dropped, to be reported once.
 */
static size_t audit_fds(struct call *call, struct extres_fd_record *records)
{
    struct caller *caller = call->caller;
    size_t count = 0;
    for (size_t i = caller->watch_count; i-- > 0;) {
        const struct watched_fd watch = caller->watches[i];
        /* A watched descriptor that is handed over in this very call is judged as the given one below. */
        if (watch.fd == call->given.fd)
            continue;
        records[count] =
            (struct extres_fd_record){.fd = watch.fd, .fate = fate_of(&watch), .what = watch.what};
        if (records[count++].fate != EXTRES_FD_SAME)
            caller_forget(caller, watch.fd);
    }
    if (call->given.held < 0)
        return count;
    records[count] = (struct extres_fd_record){
        .fd = call->given.fd, .given = true, .fate = fd_hold_end(&call->given), .what = "the handle given"};
    if (records[count++].fate != EXTRES_FD_SAME)
        caller_forget(caller, call->given.fd);
    return count;
}

/*
 * An import that succeeded owns its descriptor. Where it closed the number at once, a file of ours takes it:
 * should the runtime close that number a second time, the judge sees our file go.
 */
static void set_recycled_number_trap(const struct call *call)
{
    int fd = call->record.fd;
    caller_forget(call->caller, fd);
    if (fd <= STDERR_FILENO || fcntl(fd, F_GETFD) >= 0 || !fd_occupy(fd))
        return;
    size_t count = call->caller->watch_count;
    caller_watch(call->caller, fd, "a file of the application's that took the number after the import");
    if (call->caller->watch_count > count)
        call->caller->watches[count].trap = true;
    else
        close(fd);
}

void caller_release_traps(struct caller *caller)
{
    for (size_t i = caller->watch_count; i-- > 0;) {
        if (!caller->watches[i].trap)
            continue;
        int fd = caller->watches[i].fd;
        caller_forget(caller, fd);
        close(fd);
    }
}

int call_end(struct call *call, int result)
{
    struct extres_fd_record fds[CALLER_WATCHES + 1];
    leave(call);
    call->record.result = result;
    call->record.fd_count = audit_fds(call, fds);
    call->record.fds = fds;
    extres_judge_observe(call->caller->judge, &call->record);
    if (call->given.fd >= 0 && result == 0)
        set_recycled_number_trap(call);
    return result;
}
