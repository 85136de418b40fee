/* The library's own state: untouched, in use, or unusable; and how a call gets in. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/library.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

#include "core/context.h"
#include "core/thread.h"
#include "extres/runtime_error.h"
#include "faults/faults.h"
#include "platform/thread.h"

enum library_state { LIBRARY_UNTOUCHED, LIBRARY_STARTED, LIBRARY_FORKED, LIBRARY_ENDED };

static _Atomic int state = LIBRARY_UNTOUCHED;
static pthread_mutex_t start_lock = PTHREAD_MUTEX_INITIALIZER;

/* In a child: the workers are gone and locks may be held for ever. Registered only once the library is in
 * use. */
static void note_fork(void)
{
    atomic_store(&state, LIBRARY_FORKED);
}

/* What a call gets in a state in which the library does not work. */
static const int refusals[] = {
    [LIBRARY_UNTOUCHED] = cudaErrorInitializationError,
    [LIBRARY_STARTED] = cudaSuccess,
    [LIBRARY_FORKED] = cudaErrorInitializationError,
    [LIBRARY_ENDED] = cudaErrorCudartUnloading, /* CUDA_ERROR_DEINITIALIZED */
};

static int refusal(void)
{
    if (fault_is(FAULT_MISSPELT))
        return cudaErrorUnknown;
    return refusals[atomic_load_explicit(&state, memory_order_acquire)];
}

static int start_locked(void)
{
    if (atomic_load(&state) != LIBRARY_UNTOUCHED)
        return refusal();
    int error = thread_initialise_library();
    if (error != cudaSuccess)
        return error;
    if (thread_on_fork(note_fork) != 0)
        return cudaErrorOperatingSystem;
    atomic_store(&state, LIBRARY_STARTED);
    return cudaSuccess;
}

int library_start(void)
{
    if (fault_is(FAULT_MISSPELT) || atomic_load_explicit(&state, memory_order_acquire) != LIBRARY_UNTOUCHED)
        return refusal();
    pthread_mutex_lock(&start_lock);
    int error = start_locked();
    pthread_mutex_unlock(&start_lock);
    return error;
}

int library_enter_driver(void)
{
    if (fault_is(FAULT_DRIVER_NEEDS_NO_INITIALISATION))
        library_start();
    int error = refusal();
    if (error != cudaSuccess)
        return error;
    return thread_is_in_host_function() ? cudaErrorNotPermitted : cudaSuccess;
}

int library_enter_driver_context(struct context **context)
{
    int error = library_enter_driver();
    if (error != cudaSuccess)
        return error;
    *context = thread_current();
    if (*context == NULL)
        return cudaErrorDeviceUninitialized; /* CUDA_ERROR_INVALID_CONTEXT */
    if (!atomic_load(&(*context)->up))
        return cudaErrorContextIsDestroyed;
    return context_error(*context);
}

int library_enter_runtime(void)
{
    int error = library_start();
    if (error != cudaSuccess)
        return error;
    return thread_is_in_host_function() ? cudaErrorNotPermitted : cudaSuccess;
}

/* The runtime brings up what it finds missing: a current context, or one that was reset. */
static int bring_up(struct context **context)
{
    struct context *current = *context == NULL ? context_of_device(0) : *context;
    int error = context_retain_by_runtime(current);
    if (error == cudaSuccess && *context == NULL)
        error = thread_set_current(current);
    *context = current;
    return error;
}

int library_enter_runtime_context(struct context **context)
{
    int error = library_enter_runtime();
    if (error != cudaSuccess)
        return error;
    *context = thread_current();
    if (*context == NULL || !atomic_load(&(*context)->up))
        error = bring_up(context);
    return error == cudaSuccess ? context_error(*context) : error;
}

/*
 * The end of the process, or of a handle from dlopen. What belongs to the library is given back if nothing is
 * running; a stream that is blocked must not hold up exit().
 */
__attribute__((destructor)) static void finish(void)
{
    if (atomic_load(&state) != LIBRARY_STARTED)
        return;
    atomic_store(&state, LIBRARY_ENDED);
    thread_finish();
    context_shut_down_all();
}
