/* Operations: how each kind runs, and what it lets go of. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/operation.h"

#include <stdbool.h>
#include <string.h>

#include "core/box_copy.h"
#include "core/graph_launch.h"
#include "core/graph_plan.h"
#include "core/thread.h"

static int execute_await(struct operation *operation, int error)
{
    (void)error;
    progress_wait(operation->as.await.progress, operation->as.await.number);
    return cudaSuccess;
}

static int execute_signal(struct operation *operation, int error)
{
    (void)error;
    return payload_signal(operation->as.semaphore.payload, operation->as.semaphore.value);
}

static int execute_wait(struct operation *operation, int error)
{
    (void)error;
    return payload_wait(operation->as.semaphore.payload, operation->as.semaphore.value);
}

static int execute_record(struct operation *operation, int error)
{
    (void)error;
    event_arrive(operation->as.record.event, operation->as.record.recording);
    return cudaSuccess;
}

static int execute_copy(struct operation *operation, int error)
{
    (void)error;
    memmove(operation->as.copy.target, operation->as.copy.source, operation->as.copy.size);
    return cudaSuccess;
}

static int execute_copy_box(struct operation *operation, int error)
{
    (void)error;
    box_copy_run(operation->as.box);
    return cudaSuccess;
}

static int execute_fill(struct operation *operation, int error)
{
    (void)error;
    unsigned char *target = operation->as.fill.target;
    uint32_t width = operation->as.fill.width;
    if (width == 1) {
        memset(target, (int)(operation->as.fill.value & 0xff), operation->as.fill.count);
        return cudaSuccess;
    }
    /* The low bytes of value come first in memory on a little-endian machine, the only kind with this ABI. */
    for (size_t i = 0; i < operation->as.fill.count; i++)
        memcpy(target + i * width, &operation->as.fill.value, width);
    return cudaSuccess;
}

static int execute_call(struct operation *operation, int error)
{
    (void)error;
    thread_enter_host_function();
    operation->as.call.function(operation->as.call.data);
    thread_leave_host_function();
    return cudaSuccess;
}

static int execute_call_back(struct operation *operation, int error)
{
    CUstream stream = operation->as.call_back.stream;
    void *data = operation->as.call_back.data;
    thread_enter_host_function();
    if (operation->as.call_back.runtime_function != NULL)
        operation->as.call_back.runtime_function(stream, (cudaError_t)error, data);
    else
        operation->as.call_back.driver_function(stream, (CUresult)error, data);
    thread_leave_host_function();
    return cudaSuccess;
}

static int execute_graph(struct operation *operation, int error)
{
    (void)error;
    return graph_plan_run(operation->as.graph.plan, operation->as.graph.stream);
}

static void drop_await(const struct operation *operation)
{
    progress_release(operation->as.await.progress);
}

static void drop_signal(const struct operation *operation)
{
    payload_give_back(operation->as.semaphore.payload, PAYLOAD_SIGNALS);
}

static void drop_wait(const struct operation *operation)
{
    payload_give_back(operation->as.semaphore.payload, PAYLOAD_WAITS);
}

static void drop_record(const struct operation *operation)
{
    event_release(operation->as.record.event);
}

static void drop_copy(const struct operation *operation)
{
    allocation_release(operation->as.copy.target_allocation);
    allocation_release(operation->as.copy.source_allocation);
}

static void drop_copy_box(const struct operation *operation)
{
    box_copy_free(operation->as.box);
}

static void drop_fill(const struct operation *operation)
{
    allocation_release(operation->as.fill.allocation);
}

static void drop_graph(const struct operation *operation)
{
    graph_plan_release(operation->as.graph.plan);
}

static void drop_nothing(const struct operation *operation)
{
    (void)operation;
}

static const struct {
    int (*execute)(struct operation *operation, int error);
    void (*drop)(const struct operation *operation);
    bool runs_after_error;
} behaviours[] = {
    [OPERATION_AWAIT] = {execute_await, drop_await, false},
    [OPERATION_SIGNAL] = {execute_signal, drop_signal, false},
    [OPERATION_WAIT] = {execute_wait, drop_wait, false},
    [OPERATION_RECORD] = {execute_record, drop_record, true},
    [OPERATION_COPY] = {execute_copy, drop_copy, false},
    [OPERATION_COPY_BOX] = {execute_copy_box, drop_copy_box, false},
    [OPERATION_FILL] = {execute_fill, drop_fill, false},
    [OPERATION_CALL] = {execute_call, drop_nothing, false},
    [OPERATION_CALL_BACK] = {execute_call_back, drop_nothing, true},
    [OPERATION_GRAPH] = {execute_graph, drop_graph, false},
};

int operation_execute(struct operation *operation, int error)
{
    if (error != cudaSuccess && !behaviours[operation->kind].runs_after_error)
        return cudaSuccess;
    return behaviours[operation->kind].execute(operation, error);
}

void operation_drop(const struct operation *operation)
{
    behaviours[operation->kind].drop(operation);
}
