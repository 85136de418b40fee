/* Copies of rows and slices, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/box_copy.h"

#include "api/export.h"
#include "api/runtime_call.h"
#include "core/library.h"
#include "extres/runtime_array.h"

static int copy(const struct box_end *target, const struct box_end *source, const struct box *box,
                cudaStream_t handle, enum default_stream default_stream, enum copy_form form)
{
    struct stream *stream = NULL;
    int error = runtime_enter_stream(handle, default_stream, &stream);
    if (error != cudaSuccess)
        return error;
    error = box_copy(stream, target, source, box, form);
    stream_release(stream);
    return error;
}

/* Rows of an array, from a place in its first slice on. */
static struct box_end array_rows_at(cudaArray_const_t array, size_t x, size_t y)
{
    return (struct box_end){.array = array, .x = x, .y = y};
}

static int copy_to_array(const struct box_end *target, const void *source, size_t pitch,
                         const struct box *box, enum cudaMemcpyKind kind, cudaStream_t stream,
                         enum default_stream default_stream, enum copy_form form)
{
    enum copy_claim array_claim, claim;
    int error = library_enter_runtime();
    if (error != cudaSuccess)
        return error;
    if (!copy_claims(kind, &array_claim, &claim) || array_claim == CLAIM_HOST)
        return cudaErrorInvalidMemcpyDirection;
    if (target->array == NULL)
        return cudaErrorInvalidValue;
    struct box_end end = {.pointer = (void *)source, .pitch = pitch, .claim = claim};
    return copy(target, &end, box, stream, default_stream, form);
}

static int copy_from_array(void *target, size_t pitch, const struct box_end *source, const struct box *box,
                           enum cudaMemcpyKind kind, cudaStream_t stream, enum default_stream default_stream,
                           enum copy_form form)
{
    enum copy_claim claim, array_claim;
    int error = library_enter_runtime();
    if (error != cudaSuccess)
        return error;
    if (!copy_claims(kind, &claim, &array_claim) || array_claim == CLAIM_HOST)
        return cudaErrorInvalidMemcpyDirection;
    if (source->array == NULL)
        return cudaErrorInvalidValue;
    struct box_end end = {.pointer = target, .pitch = pitch, .claim = claim};
    return copy(&end, source, box, stream, default_stream, form);
}

EXTRES_EXPORT cudaError_t cudaMemcpy2DToArray(cudaArray_t target, size_t x, size_t y, const void *source,
                                              size_t pitch, size_t width, size_t height,
                                              enum cudaMemcpyKind kind)
{
    struct box_end end = array_rows_at(target, x, y);
    return runtime_result(copy_to_array(&end, source, pitch, &(struct box){width, height, 1}, kind, NULL,
                                        DEFAULT_STREAM_LEGACY, COPY_SYNCHRONOUS));
}

EXTRES_EXPORT cudaError_t cudaMemcpy2DToArray_ptds(cudaArray_t target, size_t x, size_t y, const void *source,
                                                   size_t pitch, size_t width, size_t height,
                                                   enum cudaMemcpyKind kind)
{
    struct box_end end = array_rows_at(target, x, y);
    return runtime_result(copy_to_array(&end, source, pitch, &(struct box){width, height, 1}, kind, NULL,
                                        DEFAULT_STREAM_PER_THREAD, COPY_SYNCHRONOUS));
}

EXTRES_EXPORT cudaError_t cudaMemcpy2DToArrayAsync(cudaArray_t target, size_t x, size_t y, const void *source,
                                                   size_t pitch, size_t width, size_t height,
                                                   enum cudaMemcpyKind kind, cudaStream_t stream)
{
    struct box_end end = array_rows_at(target, x, y);
    return runtime_result(copy_to_array(&end, source, pitch, &(struct box){width, height, 1}, kind, stream,
                                        DEFAULT_STREAM_LEGACY, COPY_ASYNCHRONOUS));
}

EXTRES_EXPORT cudaError_t cudaMemcpy2DToArrayAsync_ptsz(cudaArray_t target, size_t x, size_t y,
                                                        const void *source, size_t pitch, size_t width,
                                                        size_t height, enum cudaMemcpyKind kind,
                                                        cudaStream_t stream)
{
    struct box_end end = array_rows_at(target, x, y);
    return runtime_result(copy_to_array(&end, source, pitch, &(struct box){width, height, 1}, kind, stream,
                                        DEFAULT_STREAM_PER_THREAD, COPY_ASYNCHRONOUS));
}

EXTRES_EXPORT cudaError_t cudaMemcpy2DFromArray(void *target, size_t pitch, cudaArray_const_t source,
                                                size_t x, size_t y, size_t width, size_t height,
                                                enum cudaMemcpyKind kind)
{
    struct box_end end = array_rows_at(source, x, y);
    return runtime_result(copy_from_array(target, pitch, &end, &(struct box){width, height, 1}, kind, NULL,
                                          DEFAULT_STREAM_LEGACY, COPY_SYNCHRONOUS));
}

EXTRES_EXPORT cudaError_t cudaMemcpy2DFromArray_ptds(void *target, size_t pitch, cudaArray_const_t source,
                                                     size_t x, size_t y, size_t width, size_t height,
                                                     enum cudaMemcpyKind kind)
{
    struct box_end end = array_rows_at(source, x, y);
    return runtime_result(copy_from_array(target, pitch, &end, &(struct box){width, height, 1}, kind, NULL,
                                          DEFAULT_STREAM_PER_THREAD, COPY_SYNCHRONOUS));
}

EXTRES_EXPORT cudaError_t cudaMemcpy2DFromArrayAsync(void *target, size_t pitch, cudaArray_const_t source,
                                                     size_t x, size_t y, size_t width, size_t height,
                                                     enum cudaMemcpyKind kind, cudaStream_t stream)
{
    struct box_end end = array_rows_at(source, x, y);
    return runtime_result(copy_from_array(target, pitch, &end, &(struct box){width, height, 1}, kind, stream,
                                          DEFAULT_STREAM_LEGACY, COPY_ASYNCHRONOUS));
}

EXTRES_EXPORT cudaError_t cudaMemcpy2DFromArrayAsync_ptsz(void *target, size_t pitch,
                                                          cudaArray_const_t source, size_t x, size_t y,
                                                          size_t width, size_t height,
                                                          enum cudaMemcpyKind kind, cudaStream_t stream)
{
    struct box_end end = array_rows_at(source, x, y);
    return runtime_result(copy_from_array(target, pitch, &end, &(struct box){width, height, 1}, kind, stream,
                                          DEFAULT_STREAM_PER_THREAD, COPY_ASYNCHRONOUS));
}

/* One side: an array or memory, never both, and positions in its own elements. */
static int read_end(cudaArray_t array, const struct cudaPitchedPtr *memory, const struct cudaPos *position,
                    enum copy_claim claim, struct box_end *end, size_t *element)
{
    if ((array == NULL) == (memory->ptr == NULL))
        return cudaErrorInvalidValue;
    *end = (struct box_end){
        .array = array,
        .pointer = memory->ptr,
        .pitch = memory->pitch,
        .height = memory->ysize,
        .claim = claim,
        .y = position->y,
        .z = position->z,
    };
    int error = box_element_size(end, element);
    if (error == cudaSuccess && position->x > SIZE_MAX / *element)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        end->x = position->x * *element;
    return error;
}

/* The extent is in elements of whichever side is an array. */
static int read_box(const struct cudaMemcpy3DParms *parameters, size_t source_element, size_t target_element,
                    struct box *box)
{
    bool both = parameters->srcArray != NULL && parameters->dstArray != NULL;
    size_t element = source_element > target_element ? source_element : target_element;
    if ((both && source_element != target_element) || parameters->extent.width > SIZE_MAX / element)
        return cudaErrorInvalidValue;
    *box =
        (struct box){parameters->extent.width * element, parameters->extent.height, parameters->extent.depth};
    return cudaSuccess;
}

static int copy_3d(const struct cudaMemcpy3DParms *parameters, cudaStream_t stream,
                   enum default_stream default_stream, enum copy_form form)
{
    struct box_end target, source;
    enum copy_claim target_claim, source_claim;
    size_t target_element = 1, source_element = 1;
    struct box box;
    int error = library_enter_runtime();
    if (error != cudaSuccess)
        return error;
    if (parameters == NULL)
        return cudaErrorInvalidValue;
    if (!copy_claims(parameters->kind, &target_claim, &source_claim))
        return cudaErrorInvalidMemcpyDirection;
    error = read_end(parameters->dstArray, &parameters->dstPtr, &parameters->dstPos, target_claim, &target,
                     &target_element);
    if (error == cudaSuccess)
        error = read_end(parameters->srcArray, &parameters->srcPtr, &parameters->srcPos, source_claim,
                         &source, &source_element);
    if (error == cudaSuccess)
        error = read_box(parameters, source_element, target_element, &box);
    return error == cudaSuccess ? copy(&target, &source, &box, stream, default_stream, form) : error;
}

EXTRES_EXPORT cudaError_t cudaMemcpy3D(const struct cudaMemcpy3DParms *parameters)
{
    return runtime_result(copy_3d(parameters, NULL, DEFAULT_STREAM_LEGACY, COPY_SYNCHRONOUS));
}

EXTRES_EXPORT cudaError_t cudaMemcpy3D_ptds(const struct cudaMemcpy3DParms *parameters)
{
    return runtime_result(copy_3d(parameters, NULL, DEFAULT_STREAM_PER_THREAD, COPY_SYNCHRONOUS));
}

EXTRES_EXPORT cudaError_t cudaMemcpy3DAsync(const struct cudaMemcpy3DParms *parameters, cudaStream_t stream)
{
    return runtime_result(copy_3d(parameters, stream, DEFAULT_STREAM_LEGACY, COPY_ASYNCHRONOUS));
}

EXTRES_EXPORT cudaError_t cudaMemcpy3DAsync_ptsz(const struct cudaMemcpy3DParms *parameters,
                                                 cudaStream_t stream)
{
    return runtime_result(copy_3d(parameters, stream, DEFAULT_STREAM_PER_THREAD, COPY_ASYNCHRONOUS));
}
