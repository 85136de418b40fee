/* Streams, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/driver_stream.h"

#include "api/driver_call.h"
#include "api/export.h"
#include "core/library.h"

static CUresult create(CUstream *stream, unsigned flags, int priority)
{
    struct context *context = NULL;
    int error = library_enter_driver_context(&context);
    if (error == CUDA_SUCCESS && stream == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    void *handle = NULL;
    if (error == CUDA_SUCCESS)
        error = stream_create(context, flags, priority, &handle);
    if (error == CUDA_SUCCESS)
        *stream = handle;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuStreamCreate(CUstream *stream, unsigned int flags)
{
    return create(stream, flags, STREAM_PRIORITY_LOWEST);
}

EXTRES_EXPORT CUresult cuStreamCreateWithPriority(CUstream *stream, unsigned int flags, int priority)
{
    return create(stream, flags, priority);
}

EXTRES_EXPORT CUresult cuStreamDestroy_v2(CUstream stream)
{
    int error = library_enter_driver();
    return (CUresult)(error == CUDA_SUCCESS ? stream_destroy(stream) : error);
}

/* What a stream was created with; a copy, so that the stream need not be held while it is handed out. */
struct description {
    unsigned flags;
    int priority;
    unsigned long long id;
};

static int describe(CUstream handle, enum default_stream default_stream, struct description *description)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return error;
    *description =
        (struct description){.flags = stream->flags, .priority = stream->priority, .id = stream->id};
    stream_release(stream);
    return CUDA_SUCCESS;
}

static CUresult get_flags(CUstream stream, unsigned *flags, enum default_stream default_stream)
{
    struct description description;
    int error = describe(stream, default_stream, &description);
    if (error == CUDA_SUCCESS && flags == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        *flags = description.flags;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuStreamGetFlags(CUstream stream, unsigned int *flags)
{
    return get_flags(stream, flags, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuStreamGetFlags_ptsz(CUstream stream, unsigned int *flags)
{
    return get_flags(stream, flags, DEFAULT_STREAM_PER_THREAD);
}

static CUresult get_priority(CUstream stream, int *priority, enum default_stream default_stream)
{
    struct description description;
    int error = describe(stream, default_stream, &description);
    if (error == CUDA_SUCCESS && priority == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        *priority = description.priority;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuStreamGetPriority(CUstream stream, int *priority)
{
    return get_priority(stream, priority, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuStreamGetPriority_ptsz(CUstream stream, int *priority)
{
    return get_priority(stream, priority, DEFAULT_STREAM_PER_THREAD);
}

static CUresult get_id(CUstream stream, unsigned long long *id, enum default_stream default_stream)
{
    struct description description;
    int error = describe(stream, default_stream, &description);
    if (error == CUDA_SUCCESS && id == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        *id = description.id;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuStreamGetId(CUstream stream, unsigned long long *id)
{
    return get_id(stream, id, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuStreamGetId_ptsz(CUstream stream, unsigned long long *id)
{
    return get_id(stream, id, DEFAULT_STREAM_PER_THREAD);
}

static CUresult query(CUstream handle, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    error = stream_query(stream);
    stream_release(stream);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuStreamQuery(CUstream stream)
{
    return query(stream, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuStreamQuery_ptsz(CUstream stream)
{
    return query(stream, DEFAULT_STREAM_PER_THREAD);
}

static CUresult synchronize(CUstream handle, enum default_stream default_stream)
{
    struct stream *stream = NULL;
    int error = driver_enter_stream(handle, default_stream, &stream);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    error = stream_synchronize(stream);
    stream_release(stream);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuStreamSynchronize(CUstream stream)
{
    return synchronize(stream, DEFAULT_STREAM_LEGACY);
}

EXTRES_EXPORT CUresult cuStreamSynchronize_ptsz(CUstream stream)
{
    return synchronize(stream, DEFAULT_STREAM_PER_THREAD);
}
