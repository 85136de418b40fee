/* Copying and filling memory in a stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/copy.h"

#include "core/memory.h"
#include "core/submission.h"
#include "faults/copy.h"
#include "faults/stream.h"

/* What each direction says of its two ends. */
enum claim { CLAIM_HOST, CLAIM_DEVICE, CLAIM_NONE };

static const struct {
    enum claim target, source;
} claims[] = {
    [cudaMemcpyHostToHost] = {CLAIM_HOST, CLAIM_HOST},
    [cudaMemcpyHostToDevice] = {CLAIM_DEVICE, CLAIM_HOST},
    [cudaMemcpyDeviceToHost] = {CLAIM_HOST, CLAIM_DEVICE},
    [cudaMemcpyDeviceToDevice] = {CLAIM_DEVICE, CLAIM_DEVICE},
    [cudaMemcpyDefault] = {CLAIM_NONE, CLAIM_NONE},
};

enum { CLAIM_COUNT = sizeof claims / sizeof *claims };

/* One end of a copy: the allocation that it lies in, if any, with a reference. */
static int find_end(const void *pointer, size_t size, enum claim claim, struct allocation **out)
{
    *out = NULL;
    if (pointer == NULL)
        return cudaErrorInvalidValue;
    int error = memory_find(pointer, size, out);
    if (error == cudaSuccess && *out == NULL && claim == CLAIM_DEVICE)
        error = cudaErrorInvalidValue;
    return error;
}

static bool is_device(const struct allocation *allocation)
{
    return allocation != NULL && allocation->kind == MEMORY_DEVICE;
}

/* With the documents' page on synchronisation: does the host wait for this copy? */
static bool waits(const struct operation *operation, enum copy_form form)
{
    bool target = is_device(operation->as.copy.target_allocation);
    bool source = is_device(operation->as.copy.source_allocation);
    if (!target && !source)
        return true;
    return form == COPY_SYNCHRONOUS && !(target && source);
}

static int submit_and_wait(struct stream *stream, struct operation operation, bool wait)
{
    if (fault_is(FAULT_COPY_OVERTAKES_WAIT))
        return fault_run_now(operation);
    uint64_t number = 0;
    int error = submit(stream, operation, &number);
    if (error != cudaSuccess || !wait)
        return error;
    progress_wait(stream->progress, number);
    return context_error(stream->context);
}

int copy_memory(struct stream *stream, void *target, const void *source, size_t size,
                enum cudaMemcpyKind kind, enum copy_form form)
{
    if ((unsigned)kind >= CLAIM_COUNT)
        return cudaErrorInvalidMemcpyDirection;
    if (size == 0)
        return cudaSuccess;
    struct operation operation = {
        .kind = OPERATION_COPY,
        .as.copy = {.target = target, .source = source, .size = size},
    };
    int error = find_end(target, size, claims[kind].target, &operation.as.copy.target_allocation);
    if (error == cudaSuccess)
        error = find_end(source, size, claims[kind].source, &operation.as.copy.source_allocation);
    if (error != cudaSuccess) {
        operation_drop(&operation);
        return error;
    }
    if (fault_any() && fault_copy(&operation, form, &error))
        return error;
    return submit_and_wait(stream, operation, waits(&operation, form));
}

int copy_fill(struct stream *stream, void *target, uint32_t value, uint32_t width, size_t count,
              enum copy_form form)
{
    if (count == 0)
        return cudaSuccess;
    if (count > SIZE_MAX / width || (uintptr_t)target % width != 0)
        return cudaErrorInvalidValue;
    struct allocation *allocation = NULL;
    int error = find_end(target, count * width, CLAIM_DEVICE, &allocation);
    if (error != cudaSuccess)
        return error;
    bool wait = form == COPY_SYNCHRONOUS && !is_device(allocation);
    struct operation operation = {
        .kind = OPERATION_FILL,
        .as.fill =
            {.target = target, .count = count, .allocation = allocation, .value = value, .width = width},
    };
    if (fault_any() && fault_fill(&operation, &error))
        return error;
    return submit_and_wait(stream, operation, wait);
}
