/* The worker: the thread that runs a stream's operations in order, spinning briefly and then sleeping in
 * between. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/worker.h"

#include <pthread.h>
#include <stdbool.h>

#include "core/operation.h"
#include "core/stream.h"
#include "platform/spin.h"
#include "platform/thread.h"

static _Atomic unsigned living_workers;
static struct eventcount living_workers_fell;

/* The worker that has ended last, for the next one to join. */
static pthread_mutex_t ended_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_t ended;
static bool has_ended;

/* Block until the operation of that number is there. False when it will not come. */
static bool await_work(struct stream *stream, uint64_t number)
{
    struct queue *queue = &stream->queue;
    struct spin spin = SPIN_BEGIN;
    do {
        if (queue_has(queue, number))
            return true;
    } while (spin_again(&spin));
    while (!queue_has(queue, number) && !atomic_load(&stream->closing)) {
        uint32_t ticket = eventcount_register(&stream->arrival);
        if (!queue_has(queue, number) && !atomic_load(&stream->closing))
            eventcount_sleep(&stream->arrival, ticket);
        eventcount_unregister(&stream->arrival);
    }
    /* Closing comes after the last submission, so what is seen now is all there is. */
    return queue_has(queue, number);
}

static void run(struct stream *stream, struct operation *operation)
{
    bool abandoned = atomic_load(&stream->abandoned);
    int before = abandoned ? cudaErrorContextIsDestroyed : context_error(stream->context);
    int error = operation_execute(operation, before);
    if (error != cudaSuccess)
        context_fail(stream->context, stream, error);
    operation_drop(operation);
}

/* Take the last ended worker, if any, and leave the calling thread in its place if that is one. */
static bool exchange_ended(bool calling_thread_ends, pthread_t *before)
{
    pthread_mutex_lock(&ended_lock);
    bool had_ended = has_ended;
    *before = ended;
    has_ended = calling_thread_ends;
    ended = pthread_self();
    pthread_mutex_unlock(&ended_lock);
    return had_ended;
}

static void *worker_main(void *argument)
{
    struct stream *stream = argument;
    for (uint64_t number = 1; await_work(stream, number); number++) {
        struct operation operation;
        queue_take(&stream->queue, number, &operation);
        run(stream, &operation);
        progress_complete(stream->progress, number);
    }
    stream_unreference(stream);

    pthread_t before;
    if (exchange_ended(true, &before))
        pthread_join(before, NULL);
    atomic_fetch_sub(&living_workers, 1);
    eventcount_notify(&living_workers_fell);
    return NULL;
}

int worker_start(struct stream *stream)
{
    atomic_fetch_add(&stream->references, 1);
    atomic_fetch_add(&living_workers, 1);
    if (thread_start(worker_main, stream) == 0)
        return cudaSuccess;
    atomic_fetch_sub(&living_workers, 1);
    atomic_fetch_sub(&stream->references, 1); /* never the last: the handle is pinned */
    return cudaErrorOperatingSystem;
}

void worker_join_ended(void)
{
    pthread_t before;
    if (exchange_ended(false, &before))
        pthread_join(before, NULL);
}

void worker_join_all(void)
{
    while (atomic_load(&living_workers) != 0) {
        uint32_t ticket = eventcount_register(&living_workers_fell);
        if (atomic_load(&living_workers) != 0)
            eventcount_sleep(&living_workers_fell, ticket);
        eventcount_unregister(&living_workers_fell);
    }
    worker_join_ended();
}
