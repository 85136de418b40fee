/* Copying and filling memory in a stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/copy.h"

#include "core/capture.h"
#include "core/memory.h"
#include "core/submission.h"
#include "faults/copy.h"
#include "faults/stream.h"

/* What each direction says of its two ends. */
static const struct {
    enum copy_claim target, source;
} claims[] = {
    [cudaMemcpyHostToHost] = {CLAIM_HOST, CLAIM_HOST},
    [cudaMemcpyHostToDevice] = {CLAIM_DEVICE, CLAIM_HOST},
    [cudaMemcpyDeviceToHost] = {CLAIM_HOST, CLAIM_DEVICE},
    [cudaMemcpyDeviceToDevice] = {CLAIM_DEVICE, CLAIM_DEVICE},
    [cudaMemcpyDefault] = {CLAIM_NONE, CLAIM_NONE},
};

enum { CLAIM_COUNT = sizeof claims / sizeof *claims };

bool copy_claims(enum cudaMemcpyKind kind, enum copy_claim *target, enum copy_claim *source)
{
    if ((unsigned)kind >= CLAIM_COUNT)
        return false;
    *target = claims[kind].target;
    *source = claims[kind].source;
    return true;
}

int copy_find_end(const void *pointer, size_t size, enum copy_claim claim, struct allocation **out)
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

bool copy_waits(bool target_on_device, bool source_on_device, enum copy_form form)
{
    if (!target_on_device && !source_on_device)
        return true;
    return form == COPY_SYNCHRONOUS && !(target_on_device && source_on_device);
}

/* A copy that the host waits for would wait for ever: it cannot be captured. */
static int capture(struct stream *stream, struct operation operation, enum copy_form form)
{
    if (form == COPY_ASYNCHRONOUS)
        return capture_operation(stream, operation);
    operation_drop(&operation);
    return capture_break(stream, cudaErrorStreamCaptureUnsupported);
}

int copy_submit(struct stream *stream, struct operation operation, enum copy_form form, bool wait)
{
    if (capture_concerns(stream))
        return capture(stream, operation, form);
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
    enum copy_claim target_claim, source_claim;
    if (!copy_claims(kind, &target_claim, &source_claim))
        return cudaErrorInvalidMemcpyDirection;
    if (size == 0)
        return cudaSuccess;
    struct operation operation = {
        .kind = OPERATION_COPY,
        .as.copy = {.target = target, .source = source, .size = size},
    };
    int error = copy_find_end(target, size, target_claim, &operation.as.copy.target_allocation);
    if (error == cudaSuccess)
        error = copy_find_end(source, size, source_claim, &operation.as.copy.source_allocation);
    if (error != cudaSuccess) {
        operation_drop(&operation);
        return error;
    }
    if (fault_any() && fault_copy(&operation, form, &error))
        return error;
    bool wait = copy_waits(is_device(operation.as.copy.target_allocation),
                           is_device(operation.as.copy.source_allocation), form);
    return copy_submit(stream, operation, form, wait);
}

int copy_fill(struct stream *stream, void *target, uint32_t value, uint32_t width, size_t count,
              enum copy_form form)
{
    if (count == 0)
        return cudaSuccess;
    if (count > SIZE_MAX / width || (uintptr_t)target % width != 0)
        return cudaErrorInvalidValue;
    struct allocation *allocation = NULL;
    int error = copy_find_end(target, count * width, CLAIM_DEVICE, &allocation);
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
    return copy_submit(stream, operation, form, wait);
}
