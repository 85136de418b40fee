/* driver_external.h: External Resource Interoperability of the driver API, its whole module. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_DRIVER_EXTERNAL_H
#define EXTRES_DRIVER_EXTERNAL_H

#include "extres/driver_array.h"
#include "extres/driver_error.h"
#include "extres/handles.h"

#ifdef __cplusplus
extern "C" {
#endif

/* flags of an external memory descriptor: the object has its memory to itself. D3D resources must say so. */
#define CUDA_EXTERNAL_MEMORY_DEDICATED 0x1

/* flags of signalling or waiting for an NvSciSync object: leave NvSciBuf memory unsynchronised. */
#define CUDA_EXTERNAL_SEMAPHORE_SIGNAL_SKIP_NVSCIBUF_MEMSYNC 0x01
#define CUDA_EXTERNAL_SEMAPHORE_WAIT_SKIP_NVSCIBUF_MEMSYNC   0x02

/* flags of cuDeviceGetNvSciSyncAttributes. */
#define CUDA_NVSCISYNC_ATTR_SIGNAL 0x1
#define CUDA_NVSCISYNC_ATTR_WAIT   0x2

/* The dma-buf type has no counterpart in the runtime API. */
typedef enum CUexternalMemoryHandleType_enum {
    CU_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD = 1,
    CU_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_WIN32 = 2,
    CU_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_WIN32_KMT = 3,
    CU_EXTERNAL_MEMORY_HANDLE_TYPE_D3D12_HEAP = 4,
    CU_EXTERNAL_MEMORY_HANDLE_TYPE_D3D12_RESOURCE = 5,
    CU_EXTERNAL_MEMORY_HANDLE_TYPE_D3D11_RESOURCE = 6,
    CU_EXTERNAL_MEMORY_HANDLE_TYPE_D3D11_RESOURCE_KMT = 7,
    CU_EXTERNAL_MEMORY_HANDLE_TYPE_NVSCIBUF = 8,
    CU_EXTERNAL_MEMORY_HANDLE_TYPE_DMABUF_FD = 9,
} CUexternalMemoryHandleType;

typedef enum CUexternalSemaphoreHandleType_enum {
    CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_FD = 1,
    CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_WIN32 = 2,
    CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_OPAQUE_WIN32_KMT = 3,
    CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_D3D12_FENCE = 4,
    CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_D3D11_FENCE = 5,
    CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_NVSCISYNC = 6,
    CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_D3D11_KEYED_MUTEX = 7,
    CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_D3D11_KEYED_MUTEX_KMT = 8,
    CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_TIMELINE_SEMAPHORE_FD = 9,
    CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_TIMELINE_SEMAPHORE_WIN32 = 10,
} CUexternalSemaphoreHandleType;

/*
 * The memory to import. type decides which member of handle is read; of a Win32 handle and name exactly one
 * is given (a KMT type takes the handle only). name is UTF-16 and ends in 0. size is that of the whole
 * exported object.
 */
typedef struct CUDA_EXTERNAL_MEMORY_HANDLE_DESC_st {
    CUexternalMemoryHandleType type;
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
} CUDA_EXTERNAL_MEMORY_HANDLE_DESC_v1;
typedef CUDA_EXTERNAL_MEMORY_HANDLE_DESC_v1 CUDA_EXTERNAL_MEMORY_HANDLE_DESC;

/* The part of imported memory that becomes a buffer. flags must be 0. */
typedef struct CUDA_EXTERNAL_MEMORY_BUFFER_DESC_st {
    unsigned long long offset;
    unsigned long long size;
    unsigned int flags;
    unsigned int reserved[16];
} CUDA_EXTERNAL_MEMORY_BUFFER_DESC_v1;
typedef CUDA_EXTERNAL_MEMORY_BUFFER_DESC_v1 CUDA_EXTERNAL_MEMORY_BUFFER_DESC;

/* The image in imported memory; arrayDesc describes level 0. */
typedef struct CUDA_EXTERNAL_MEMORY_MIPMAPPED_ARRAY_DESC_st {
    unsigned long long offset;
    CUDA_ARRAY3D_DESCRIPTOR arrayDesc;
    unsigned int numLevels;
    unsigned int reserved[16];
} CUDA_EXTERNAL_MEMORY_MIPMAPPED_ARRAY_DESC_v1;
typedef CUDA_EXTERNAL_MEMORY_MIPMAPPED_ARRAY_DESC_v1 CUDA_EXTERNAL_MEMORY_MIPMAPPED_ARRAY_DESC;

/* The semaphore to import; handle as in the memory descriptor. flags must be 0. */
typedef struct CUDA_EXTERNAL_SEMAPHORE_HANDLE_DESC_st {
    CUexternalSemaphoreHandleType type;
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
} CUDA_EXTERNAL_SEMAPHORE_HANDLE_DESC_v1;
typedef CUDA_EXTERNAL_SEMAPHORE_HANDLE_DESC_v1 CUDA_EXTERNAL_SEMAPHORE_HANDLE_DESC;

/* One signal. A binary semaphore reads none of params, a timeline or D3D fence reads fence, the others their
 * own. */
typedef struct CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS_st {
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
} CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS_v1;
typedef CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS_v1 CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS;

/* One wait; members as in a signal. timeoutMs is milliseconds, the Windows INFINITE for none. */
typedef struct CUDA_EXTERNAL_SEMAPHORE_WAIT_PARAMS_st {
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
} CUDA_EXTERNAL_SEMAPHORE_WAIT_PARAMS_v1;
typedef CUDA_EXTERNAL_SEMAPHORE_WAIT_PARAMS_v1 CUDA_EXTERNAL_SEMAPHORE_WAIT_PARAMS;

/*
 * Source of all functions below: CUDA Driver API, External Resource Interoperability.
 *
 * Importing. Success hands an fd over to CUDA, which closes it; the caller must not touch it again. After a
 * failure it is still the caller's. A Win32 or NvSci handle stays the caller's in either case, and a name is
 * read during the call only. The descriptor is read during the call only. Errors: CUDA_ERROR_INVALID_VALUE
 * (memory), CUDA_ERROR_NOT_SUPPORTED (semaphores), CUDA_ERROR_INVALID_HANDLE, CUDA_ERROR_OPERATING_SYSTEM.
 */
CUresult cuImportExternalMemory(CUexternalMemory *memory, const CUDA_EXTERNAL_MEMORY_HANDLE_DESC *descriptor);
CUresult cuImportExternalSemaphore(CUexternalSemaphore *semaphore,
                                   const CUDA_EXTERNAL_SEMAPHORE_HANDLE_DESC *descriptor);

/*
 * Mapping. The buffer is released with cuMemFree_v2, the mipmapped array with cuMipmappedArrayDestroy.
 * Whether overlapping buffers get the same addresses where they overlap is not specified. Errors:
 * CUDA_ERROR_INVALID_VALUE, CUDA_ERROR_INVALID_HANDLE.
 */
CUresult cuExternalMemoryGetMappedBuffer(CUdeviceptr *address, CUexternalMemory memory,
                                         const CUDA_EXTERNAL_MEMORY_BUFFER_DESC *descriptor);
CUresult cuExternalMemoryGetMappedMipmappedArray(CUmipmappedArray *mipmapped_array, CUexternalMemory memory,
                                                 const CUDA_EXTERNAL_MEMORY_MIPMAPPED_ARRAY_DESC *descriptor);

/*
 * Letting go. What is mapped from the memory is no longer usable but must still be freed. All signals and
 * waits of a semaphore must have completed before. A handle must not be used again, by any thread. Error:
 * CUDA_ERROR_INVALID_HANDLE.
 */
CUresult cuDestroyExternalMemory(CUexternalMemory memory);
CUresult cuDestroyExternalSemaphore(CUexternalSemaphore semaphore);

/*
 * Signals count semaphores, in stream order, once earlier work in the stream is done. A binary semaphore
 * becomes signalled, a timeline or D3D fence gets the value, a keyed mutex is released with the key, and for
 * NvSciSync the object that parameters[i].params.nvSciSync.fence points to is filled. Both arrays have count
 * elements and are the caller's again on return. Errors: CUDA_ERROR_INVALID_HANDLE; CUDA_ERROR_NOT_SUPPORTED
 * for an NvSciSync object made without the signal attribute.
 */
CUresult cuSignalExternalSemaphoresAsync(const CUexternalSemaphore *semaphores,
                                         const CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS *parameters,
                                         unsigned int count, CUstream stream);
CUresult cuSignalExternalSemaphoresAsync_ptsz(const CUexternalSemaphore *semaphores,
                                              const CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS *parameters,
                                              unsigned int count, CUstream stream);

/*
 * Makes later work in the stream wait for count semaphores: a binary one until it is signalled, which resets
 * it, a timeline or D3D fence until it reaches the value, a keyed mutex until it is released with the key or
 * timeoutMs has passed, NvSciSync until the fence is signalled. Arrays as for signalling. Errors:
 * CUDA_ERROR_INVALID_HANDLE; CUDA_ERROR_TIMEOUT; CUDA_ERROR_NOT_SUPPORTED for an NvSciSync object made
 * without the wait attribute.
 */
CUresult cuWaitExternalSemaphoresAsync(const CUexternalSemaphore *semaphores,
                                       const CUDA_EXTERNAL_SEMAPHORE_WAIT_PARAMS *parameters,
                                       unsigned int count, CUstream stream);
CUresult cuWaitExternalSemaphoresAsync_ptsz(const CUexternalSemaphore *semaphores,
                                            const CUDA_EXTERNAL_SEMAPHORE_WAIT_PARAMS *parameters,
                                            unsigned int count, CUstream stream);

#ifdef __cplusplus
}
#endif

#endif
