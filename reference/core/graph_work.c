/* Graph work: what a node of a graph does, as operations that can be run any number of times. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/graph_work.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "faults/graph.h"

/* Work without operations yet, with room for capacity of them; NULL without memory. */
static struct graph_work *allocate(enum cudaGraphNodeType type, size_t capacity)
{
    struct graph_work *work = calloc(1, sizeof *work + capacity * sizeof(struct operation));
    if (work == NULL)
        return NULL;
    work->type = type;
    atomic_init(&work->references, 1);
    return work;
}

struct graph_work *graph_work_empty(void)
{
    return allocate(cudaGraphNodeTypeEmpty, 0);
}

struct graph_work *graph_work_single(enum cudaGraphNodeType type, struct operation operation)
{
    struct graph_work *work = allocate(type, 1);
    if (work == NULL)
        operation_drop(&operation);
    else
        work->operations[work->count++] = operation;
    return work;
}

/* A copy of size bytes. Nothing is copied of an array without elements, yet there is an address to return. */
static void *copy_array(const void *array, size_t size)
{
    if (fault_is(FAULT_GRAPH_KEEPS_CALLERS_ARRAYS))
        return (void *)(uintptr_t)array;
    void *copy = malloc(size == 0 ? 1 : size);
    if (copy != NULL && size != 0)
        memcpy(copy, array, size);
    return copy;
}

static int fill(struct graph_work *work, enum operation_kind kind, const struct semaphore_batch *batch,
                const struct context *context)
{
    work->handles = copy_array(batch->handles, batch->count * sizeof(void *));
    work->parameters = copy_array(batch->parameters, batch->count * batch->layout.size);
    if (work->handles == NULL || work->parameters == NULL)
        return cudaErrorMemoryAllocation;
    int error = cudaSuccess;
    while (work->count < batch->count && error == cudaSuccess) {
        error =
            external_semaphore_operation(kind, batch, work->count, context, &work->operations[work->count]);
        if (error == cudaSuccess)
            work->count++;
    }
    return error;
}

int graph_work_semaphores(enum operation_kind kind, const struct semaphore_batch *batch,
                          const struct context *context, struct graph_work **out)
{
    if (batch->count != 0 && (batch->handles == NULL || batch->parameters == NULL))
        return cudaErrorInvalidValue;
    struct graph_work *work = allocate(kind == OPERATION_SIGNAL ? cudaGraphNodeTypeExtSemaphoreSignal
                                                                : cudaGraphNodeTypeExtSemaphoreWait,
                                       batch->count);
    if (work == NULL)
        return cudaErrorMemoryAllocation;
    int error = fill(work, kind, batch, context);
    if (error != cudaSuccess)
        graph_work_release(work);
    else
        *out = work;
    return error;
}

struct graph_work *graph_work_retain(struct graph_work *work)
{
    atomic_fetch_add_explicit(&work->references, 1, memory_order_relaxed);
    return work;
}

void graph_work_release(struct graph_work *work)
{
    if (atomic_fetch_sub_explicit(&work->references, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t i = 0; i < work->count; i++)
        operation_drop(&work->operations[i]);
    if (!fault_is(FAULT_GRAPH_KEEPS_CALLERS_ARRAYS)) {
        free(work->handles);
        free(work->parameters);
    }
    free(work);
}

bool graph_work_may_block(const struct graph_work *work)
{
    if (fault_is(FAULT_GRAPH_HOST_DEPENDENCY_LOST) && work->type == cudaGraphNodeTypeHost)
        return true;
    return work->type == cudaGraphNodeTypeExtSemaphoreWait;
}

int graph_work_execute(const struct graph_work *work, int error)
{
    for (size_t i = 0; i < work->count; i++) {
        struct operation operation = work->operations[i]; /* its references stay the work's */
        int failure = operation_execute(&operation, error);
        if (failure != cudaSuccess)
            return failure;
    }
    return cudaSuccess;
}
