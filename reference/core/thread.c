/* What a thread of the application has of its own: current context, last error, default stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/thread.h"

#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

#include "core/handle.h"
#include "core/stream.h"
#include "faults/stream.h"

struct thread {
    struct context **stack;
    size_t depth;
    size_t capacity;
    void *streams[DEVICE_COUNT]; /* handles of default streams, NULL before the first use */
    int last_error;
    bool in_host_function;
};

static _Thread_local struct thread this_thread;

/* Its destructor runs in a thread that ends, if the thread has set it. */
static pthread_key_t end_key;

static void finish(void *value)
{
    struct thread *thread = value;
    for (int ordinal = 0; ordinal < DEVICE_COUNT; ordinal++) {
        if (thread->streams[ordinal] != NULL)
            stream_destroy(thread->streams[ordinal]);
    }
    free(thread->stack);
    *thread = (struct thread){0};
}

int thread_initialise_library(void)
{
    return pthread_key_create(&end_key, finish) == 0 ? cudaSuccess : cudaErrorOperatingSystem;
}

/* From now on the thread has something to give back. */
static int note_end(void)
{
    return pthread_setspecific(end_key, &this_thread) == 0 ? cudaSuccess : cudaErrorMemoryAllocation;
}

void thread_finish(void)
{
    finish(&this_thread);
}

struct context *thread_current(void)
{
    return this_thread.depth == 0 ? NULL : this_thread.stack[this_thread.depth - 1];
}

static int reserve_stack(void)
{
    if (this_thread.depth < this_thread.capacity)
        return cudaSuccess;
    size_t capacity = this_thread.capacity == 0 ? 4 : 2 * this_thread.capacity;
    struct context **grown = realloc(this_thread.stack, capacity * sizeof *grown);
    if (grown == NULL)
        return cudaErrorMemoryAllocation;
    this_thread.stack = grown;
    this_thread.capacity = capacity;
    return note_end();
}

int thread_push(struct context *context)
{
    int error = reserve_stack();
    if (error == cudaSuccess)
        this_thread.stack[this_thread.depth++] = context;
    return error;
}

struct context *thread_pop(void)
{
    struct context *top = thread_current();
    if (top != NULL)
        this_thread.depth--;
    return top;
}

int thread_set_current(struct context *context)
{
    if (context == NULL) {
        thread_pop();
        return cudaSuccess;
    }
    if (this_thread.depth == 0)
        return thread_push(context);
    this_thread.stack[this_thread.depth - 1] = context;
    return cudaSuccess;
}

int thread_stream(struct context *context, void **handle)
{
    void **own = &this_thread.streams[context->device->ordinal];
    if (*own != NULL && handle_acquire(*own, HANDLE_STREAM) != NULL) {
        handle_release(*own);
        *handle = *own;
        return cudaSuccess;
    }
    /* The first use, or the first since the context was reset. */
    int error = stream_create(context, cudaStreamDefault, STREAM_PRIORITY_LOWEST, own);
    if (error != cudaSuccess)
        return error;
    *handle = *own;
    return note_end();
}

int thread_last_error(void)
{
    if (fault_is(FAULT_LAST_ERROR_SHARED))
        return fault_last_error;
    return this_thread.last_error;
}

void thread_set_last_error(int error)
{
    if (fault_is(FAULT_LAST_ERROR_SHARED))
        fault_last_error = error;
    this_thread.last_error = error;
}

void thread_enter_host_function(void)
{
    this_thread.in_host_function = true;
}

void thread_leave_host_function(void)
{
    this_thread.in_host_function = false;
}

bool thread_is_in_host_function(void)
{
    return this_thread.in_host_function;
}
