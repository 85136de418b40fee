/* runtime_external.h: External Resource Interoperability of the runtime API, its whole module. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_RUNTIME_EXTERNAL_H
#define EXTRES_RUNTIME_EXTERNAL_H

#include "extres/handles.h"
#include "extres/runtime_array.h"
#include "extres/runtime_error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* flags of an external memory descriptor: the object has its memory to itself. D3D resources must say so. */
#define cudaExternalMemoryDedicated 0x1

/* flags of signalling or waiting for an NvSciSync object: leave NvSciBuf memory unsynchronised. */
#define cudaExternalSemaphoreSignalSkipNvSciBufMemSync 0x01
#define cudaExternalSemaphoreWaitSkipNvSciBufMemSync   0x02

/* flags of cudaDeviceGetNvSciSyncAttributes. */
#define cudaNvSciSyncAttrSignal 0x1
#define cudaNvSciSyncAttrWait   0x2

enum cudaExternalMemoryHandleType {
    cudaExternalMemoryHandleTypeOpaqueFd = 1,
    cudaExternalMemoryHandleTypeOpaqueWin32 = 2,
    cudaExternalMemoryHandleTypeOpaqueWin32Kmt = 3,
    cudaExternalMemoryHandleTypeD3D12Heap = 4,
    cudaExternalMemoryHandleTypeD3D12Resource = 5,
    cudaExternalMemoryHandleTypeD3D11Resource = 6,
    cudaExternalMemoryHandleTypeD3D11ResourceKmt = 7,
    cudaExternalMemoryHandleTypeNvSciBuf = 8,
};

enum cudaExternalSemaphoreHandleType {
    cudaExternalSemaphoreHandleTypeOpaqueFd = 1,
    cudaExternalSemaphoreHandleTypeOpaqueWin32 = 2,
    cudaExternalSemaphoreHandleTypeOpaqueWin32Kmt = 3,
    cudaExternalSemaphoreHandleTypeD3D12Fence = 4,
    cudaExternalSemaphoreHandleTypeD3D11Fence = 5,
    cudaExternalSemaphoreHandleTypeNvSciSync = 6,
    cudaExternalSemaphoreHandleTypeKeyedMutex = 7,
    cudaExternalSemaphoreHandleTypeKeyedMutexKmt = 8,
    cudaExternalSemaphoreHandleTypeTimelineSemaphoreFd = 9,
    cudaExternalSemaphoreHandleTypeTimelineSemaphoreWin32 = 10,
};

/*
 * The memory to import. type decides which member of handle is read; of a Win32 handle and name exactly one
 * is given (a KMT type takes the handle only). name is UTF-16 and ends in 0. size is that of the whole
 * exported object.
 */
struct cudaExternalMemoryHandleDesc {
    enum cudaExternalMemoryHandleType type;
    union {
        int fd;
        struct {
            void *handle;
            const void *name;
        } win32;
        const void *nvSciBufObject;
    } handle;
    unsigned long long size;
    unsigned int flags;
    unsigned int reserved[16];
};

/* The part of imported memory that becomes a buffer. flags must be 0. */
struct cudaExternalMemoryBufferDesc {
    unsigned long long offset;
    unsigned long long size;
    unsigned int flags;
    unsigned int reserved[16];
};

/* The image in imported memory. extent is that of level 0, flags are those of an array. */
struct cudaExternalMemoryMipmappedArrayDesc {
    unsigned long long offset;
    struct cudaChannelFormatDesc formatDesc;
    struct cudaExtent extent;
    unsigned int flags;
    unsigned int numLevels;
    unsigned int reserved[16];
};

/* The semaphore to import; handle as in the memory descriptor. flags must be 0. */
struct cudaExternalSemaphoreHandleDesc {
    enum cudaExternalSemaphoreHandleType type;
    union {
        int fd;
        struct {
            void *handle;
            const void *name;
        } win32;
        const void *nvSciSyncObj;
    } handle;
    unsigned int flags;
    unsigned int reserved[16];
};

/* One signal. A binary semaphore reads none of params, a timeline or D3D fence reads fence, the others their
 * own. */
struct cudaExternalSemaphoreSignalParams {
    struct {
        struct {
            unsigned long long value;
        } fence;
        union {
            void *fence;
            unsigned long long reserved;
        } nvSciSync;
        struct {
            unsigned long long key;
        } keyedMutex;
        unsigned int reserved[12];
    } params;
    unsigned int flags;
    unsigned int reserved[16];
};

/* One wait; members as in a signal. timeoutMs is milliseconds, the Windows INFINITE for none. */
struct cudaExternalSemaphoreWaitParams {
    struct {
        struct {
            unsigned long long value;
        } fence;
        union {
            void *fence;
            unsigned long long reserved;
        } nvSciSync;
        struct {
            unsigned long long key;
            unsigned int timeoutMs;
        } keyedMutex;
        unsigned int reserved[10];
    } params;
    unsigned int flags;
    unsigned int reserved[16];
};

/*
 * Source of all functions below: CUDA Runtime API, External Resource Interoperability.
 *
 * Importing. Success hands an fd over to CUDA, which closes it; the caller must not touch it again. After a
 * failure it is still the caller's. A Win32 or NvSci handle stays the caller's in either case, and a name is
 * read during the call only. The descriptor is read during the call only. Errors: cudaErrorInvalidValue (not
 * documented for semaphores), cudaErrorInvalidResourceHandle, cudaErrorOperatingSystem.
 */
cudaError_t cudaImportExternalMemory(cudaExternalMemory_t *memory,
                                     const struct cudaExternalMemoryHandleDesc *descriptor);
cudaError_t cudaImportExternalSemaphore(cudaExternalSemaphore_t *semaphore,
                                        const struct cudaExternalSemaphoreHandleDesc *descriptor);

/*
 * Mapping. The buffer is released with cudaFree, the mipmapped array with cudaFreeMipmappedArray. Whether
 * overlapping buffers get the same addresses where they overlap is not specified. Errors:
 * cudaErrorInvalidValue, cudaErrorInvalidResourceHandle.
 */
cudaError_t cudaExternalMemoryGetMappedBuffer(void **pointer, cudaExternalMemory_t memory,
                                              const struct cudaExternalMemoryBufferDesc *descriptor);
cudaError_t cudaExternalMemoryGetMappedMipmappedArray(
    cudaMipmappedArray_t *mipmapped_array, cudaExternalMemory_t memory,
    const struct cudaExternalMemoryMipmappedArrayDesc *descriptor);

/*
 * Letting go. What is mapped from the memory is no longer usable but must still be freed. All signals and
 * waits of a semaphore must have completed before. A handle must not be used again, by any thread. Error:
 * cudaErrorInvalidResourceHandle.
 */
cudaError_t cudaDestroyExternalMemory(cudaExternalMemory_t memory);
cudaError_t cudaDestroyExternalSemaphore(cudaExternalSemaphore_t semaphore);

/*
 * Signals count semaphores, in stream order, once earlier work in the stream is done. A binary semaphore
 * becomes signalled, a timeline or D3D fence gets the value, a keyed mutex is released with the key, and for
 * NvSciSync the object that parameters[i].params.nvSciSync.fence points to is filled. Both arrays have count
 * elements and are the caller's again on return. Errors: cudaErrorInvalidResourceHandle;
 * cudaErrorNotSupported for an NvSciSync object made without the signal attribute.
 */
cudaError_t cudaSignalExternalSemaphoresAsync(const cudaExternalSemaphore_t *semaphores,
                                              const struct cudaExternalSemaphoreSignalParams *parameters,
                                              unsigned int count, cudaStream_t stream);
cudaError_t cudaSignalExternalSemaphoresAsync_ptsz(const cudaExternalSemaphore_t *semaphores,
                                                   const struct cudaExternalSemaphoreSignalParams *parameters,
                                                   unsigned int count, cudaStream_t stream);

/*
 * Makes later work in the stream wait for count semaphores: a binary one until it is signalled, which resets
 * it, a timeline or D3D fence until it reaches the value, a keyed mutex until it is released with the key or
 * timeoutMs has passed, NvSciSync until the fence is signalled. Arrays as for signalling. Errors:
 * cudaErrorInvalidResourceHandle; cudaErrorTimeout; cudaErrorNotSupported for an NvSciSync object made
 * without the wait attribute.
 */
cudaError_t cudaWaitExternalSemaphoresAsync(const cudaExternalSemaphore_t *semaphores,
                                            const struct cudaExternalSemaphoreWaitParams *parameters,
                                            unsigned int count, cudaStream_t stream);
cudaError_t cudaWaitExternalSemaphoresAsync_ptsz(const cudaExternalSemaphore_t *semaphores,
                                                 const struct cudaExternalSemaphoreWaitParams *parameters,
                                                 unsigned int count, cudaStream_t stream);

#ifdef __cplusplus
}
#endif

#endif
