/* Streams, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/runtime_stream.h"

#include "api/export.h"
#include "api/runtime_call.h"
#include "core/library.h"

static cudaError_t create(cudaStream_t *stream, unsigned flags, int priority)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    if (error == cudaSuccess && stream == NULL)
        error = cudaErrorInvalidValue;
    void *handle = NULL;
    if (error == cudaSuccess)
        error = stream_create(context, flags, priority, &handle);
    if (error == cudaSuccess)
        *stream = handle;
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaStreamCreate(cudaStream_t *stream)
{
    return create(stream, cudaStreamDefault, STREAM_PRIORITY_LOWEST);
}

EXTRES_EXPORT cudaError_t cudaStreamCreateWithFlags(cudaStream_t *stream, unsigned int flags)
{
    return create(stream, flags, STREAM_PRIORITY_LOWEST);
}

EXTRES_EXPORT cudaError_t cudaStreamCreateWithPriority(cudaStream_t *stream, unsigned int flags, int priority)
{
    return create(stream, flags, priority);
}

EXTRES_EXPORT cudaError_t cudaStreamDestroy(cudaStream_t stream)
{
    int error = library_enter_runtime();
    return runtime_result(error == cudaSuccess ? stream_destroy(stream) : error);
}

/* What a stream was created with; a copy, so that the stream need not be held while it is handed out. */
struct description {
    unsigned flags;
    int priority;
    unsigned long long id;
};

static int describe(cudaStream_t handle, enum default_stream default_stream, struct description *description)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return error;
    *description =
        (struct description){.flags = stream->flags, .priority = stream->priority, .id = stream->id};
    stream_release(stream);
    return cudaSuccess;
}

static cudaError_t get_flags(cudaStream_t stream, unsigned *flags, enum default_stream default_stream)
{
    struct description description;
    int error = describe(stream, default_stream, &description);
    if (error == cudaSuccess && flags == NULL)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        *flags = description.flags;
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaStreamGetFlags(cudaStream_t stream, unsigned int *flags)
{
    return get_flags(stream, flags, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaStreamGetFlags_ptsz(cudaStream_t stream, unsigned int *flags)
{
    return get_flags(stream, flags, DEFAULT_STREAM_PER_THREAD);
}

static cudaError_t get_priority(cudaStream_t stream, int *priority, enum default_stream default_stream)
{
    struct description description;
    int error = describe(stream, default_stream, &description);
    if (error == cudaSuccess && priority == NULL)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        *priority = description.priority;
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaStreamGetPriority(cudaStream_t stream, int *priority)
{
    return get_priority(stream, priority, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaStreamGetPriority_ptsz(cudaStream_t stream, int *priority)
{
    return get_priority(stream, priority, DEFAULT_STREAM_PER_THREAD);
}

static cudaError_t get_id(cudaStream_t stream, unsigned long long *id, enum default_stream default_stream)
{
    struct description description;
    int error = describe(stream, default_stream, &description);
    if (error == cudaSuccess && id == NULL)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        *id = description.id;
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaStreamGetId(cudaStream_t stream, unsigned long long *id)
{
    return get_id(stream, id, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaStreamGetId_ptsz(cudaStream_t stream, unsigned long long *id)
{
    return get_id(stream, id, DEFAULT_STREAM_PER_THREAD);
}

static cudaError_t query(cudaStream_t handle, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return runtime_result(error);
    error = stream_query(stream);
    stream_release(stream);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaStreamQuery(cudaStream_t stream)
{
    return query(stream, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaStreamQuery_ptsz(cudaStream_t stream)
{
    return query(stream, DEFAULT_STREAM_PER_THREAD);
}

static cudaError_t synchronize(cudaStream_t handle, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return runtime_result(error);
    error = stream_synchronize(stream);
    stream_release(stream);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaStreamSynchronize(cudaStream_t stream)
{
    return synchronize(stream, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT cudaError_t cudaStreamSynchronize_ptsz(cudaStream_t stream)
{
    return synchronize(stream, DEFAULT_STREAM_PER_THREAD);
}
