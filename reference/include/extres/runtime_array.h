/* runtime_array.h: arrays, mipmapped arrays and copying to and from them, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_RUNTIME_ARRAY_H
#define EXTRES_RUNTIME_ARRAY_H

#include <stddef.h>

#include "extres/handles.h"
#include "extres/runtime_error.h"
#include "extres/runtime_memory.h"

#ifdef __cplusplus
extern "C" {
#endif

/* flags of an array; cudaArrayColorAttachment is for one that a graphics API renders to. */
#define cudaArrayDefault          0x00
#define cudaArrayLayered          0x01
#define cudaArraySurfaceLoadStore 0x02
#define cudaArrayCubemap          0x04
#define cudaArrayTextureGather    0x08
#define cudaArrayColorAttachment  0x20
#define cudaArraySparse           0x40
#define cudaArrayDeferredMapping  0x80

/* What an element's channels hold. */
enum cudaChannelFormatKind {
    cudaChannelFormatKindSigned = 0,
    cudaChannelFormatKindUnsigned = 1,
    cudaChannelFormatKindFloat = 2,
    cudaChannelFormatKindNone = 3,
    cudaChannelFormatKindNV12 = 4,
    cudaChannelFormatKindUnsignedNormalized8X1 = 5,
    cudaChannelFormatKindUnsignedNormalized8X2 = 6,
    cudaChannelFormatKindUnsignedNormalized8X4 = 7,
    cudaChannelFormatKindUnsignedNormalized16X1 = 8,
    cudaChannelFormatKindUnsignedNormalized16X2 = 9,
    cudaChannelFormatKindUnsignedNormalized16X4 = 10,
    cudaChannelFormatKindSignedNormalized8X1 = 11,
    cudaChannelFormatKindSignedNormalized8X2 = 12,
    cudaChannelFormatKindSignedNormalized8X4 = 13,
    cudaChannelFormatKindSignedNormalized16X1 = 14,
    cudaChannelFormatKindSignedNormalized16X2 = 15,
    cudaChannelFormatKindSignedNormalized16X4 = 16,
    cudaChannelFormatKindUnsignedBlockCompressed1 = 17,
    cudaChannelFormatKindUnsignedBlockCompressed1SRGB = 18,
    cudaChannelFormatKindUnsignedBlockCompressed2 = 19,
    cudaChannelFormatKindUnsignedBlockCompressed2SRGB = 20,
    cudaChannelFormatKindUnsignedBlockCompressed3 = 21,
    cudaChannelFormatKindUnsignedBlockCompressed3SRGB = 22,
    cudaChannelFormatKindUnsignedBlockCompressed4 = 23,
    cudaChannelFormatKindSignedBlockCompressed4 = 24,
    cudaChannelFormatKindUnsignedBlockCompressed5 = 25,
    cudaChannelFormatKindSignedBlockCompressed5 = 26,
    cudaChannelFormatKindUnsignedBlockCompressed6H = 27,
    cudaChannelFormatKindSignedBlockCompressed6H = 28,
    cudaChannelFormatKindUnsignedBlockCompressed7 = 29,
    cudaChannelFormatKindUnsignedBlockCompressed7SRGB = 30,
    cudaChannelFormatKindUnsignedNormalized1010102 = 31,
};

/* x, y, z and w are the bits of each channel, 0 for one that is absent. */
struct cudaChannelFormatDesc {
    int x;
    int y;
    int z;
    int w;
    enum cudaChannelFormatKind f;
};

/* In elements for an array. A dimension that the array lacks is 0; depth counts layers in a layered one. */
struct cudaExtent {
    size_t width;
    size_t height;
    size_t depth;
};

/* A place in an array or in pitched memory, in elements of that, which are bytes for memory. */
struct cudaPos {
    size_t x;
    size_t y;
    size_t z;
};

/* Memory whose rows are pitch bytes apart; a slice has ysize of them. xsize is for the caller's own use. */
struct cudaPitchedPtr {
    void *ptr;
    size_t pitch;
    size_t xsize;
    size_t ysize;
};

/*
 * A copy of a box. Of each side exactly one of array and ptr is given. extent is in elements of the array, if
 * one takes part, else in bytes; two arrays must have elements of one size.
 */
struct cudaMemcpy3DParms {
    cudaArray_t srcArray;
    struct cudaPos srcPos;
    struct cudaPitchedPtr srcPtr;
    cudaArray_t dstArray;
    struct cudaPos dstPos;
    struct cudaPitchedPtr dstPtr;
    struct cudaExtent extent;
    enum cudaMemcpyKind kind;
};

/*
 * Level 0 is the largest. The level's array belongs to the mipmapped array and must not be freed. A level
 * that does not exist is cudaErrorInvalidValue. Source: CUDA Runtime API, Memory Management.
 */
cudaError_t cudaGetMipmappedArrayLevel(cudaArray_t *array, cudaMipmappedArray_const_t mipmapped_array,
                                       unsigned int level);

/* Releases a mipmapped array, also one mapped from external memory; all of its levels go with it. Source: as
 * above. */
cudaError_t cudaFreeMipmappedArray(cudaMipmappedArray_t mipmapped_array);

/* Format, extent and flags of an array; each of the three pointers may be NULL. Source: as above. */
cudaError_t cudaArrayGetInfo(struct cudaChannelFormatDesc *format, struct cudaExtent *extent,
                             unsigned int *flags, cudaArray_t array);

/*
 * Copy height rows of width bytes between pitched memory and an array. x is an offset in bytes, y one in
 * rows, pitch the distance of rows in memory. Ordering and lifetimes as for cudaMemcpy and cudaMemcpyAsync; a
 * pitch below the width is cudaErrorInvalidPitchValue. Source: as above.
 */
cudaError_t cudaMemcpy2DToArray(cudaArray_t target, size_t x, size_t y, const void *source, size_t pitch,
                                size_t width, size_t height, enum cudaMemcpyKind kind);
cudaError_t cudaMemcpy2DToArray_ptds(cudaArray_t target, size_t x, size_t y, const void *source, size_t pitch,
                                     size_t width, size_t height, enum cudaMemcpyKind kind);
cudaError_t cudaMemcpy2DToArrayAsync(cudaArray_t target, size_t x, size_t y, const void *source, size_t pitch,
                                     size_t width, size_t height, enum cudaMemcpyKind kind,
                                     cudaStream_t stream);
cudaError_t cudaMemcpy2DToArrayAsync_ptsz(cudaArray_t target, size_t x, size_t y, const void *source,
                                          size_t pitch, size_t width, size_t height, enum cudaMemcpyKind kind,
                                          cudaStream_t stream);
cudaError_t cudaMemcpy2DFromArray(void *target, size_t pitch, cudaArray_const_t source, size_t x, size_t y,
                                  size_t width, size_t height, enum cudaMemcpyKind kind);
cudaError_t cudaMemcpy2DFromArray_ptds(void *target, size_t pitch, cudaArray_const_t source, size_t x,
                                       size_t y, size_t width, size_t height, enum cudaMemcpyKind kind);
cudaError_t cudaMemcpy2DFromArrayAsync(void *target, size_t pitch, cudaArray_const_t source, size_t x,
                                       size_t y, size_t width, size_t height, enum cudaMemcpyKind kind,
                                       cudaStream_t stream);
cudaError_t cudaMemcpy2DFromArrayAsync_ptsz(void *target, size_t pitch, cudaArray_const_t source, size_t x,
                                            size_t y, size_t width, size_t height, enum cudaMemcpyKind kind,
                                            cudaStream_t stream);

/*
 * The description is read during the call. Layers of a layered array are slices. Ordering and lifetimes as
 * for cudaMemcpy and cudaMemcpyAsync. Source: as above.
 */
cudaError_t cudaMemcpy3D(const struct cudaMemcpy3DParms *parameters);
cudaError_t cudaMemcpy3D_ptds(const struct cudaMemcpy3DParms *parameters);
cudaError_t cudaMemcpy3DAsync(const struct cudaMemcpy3DParms *parameters, cudaStream_t stream);
cudaError_t cudaMemcpy3DAsync_ptsz(const struct cudaMemcpy3DParms *parameters, cudaStream_t stream);

#ifdef __cplusplus
}
#endif

#endif
