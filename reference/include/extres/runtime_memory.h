/* runtime_memory.h: device and host memory, copying and setting it, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_RUNTIME_MEMORY_H
#define EXTRES_RUNTIME_MEMORY_H

#include <stddef.h>

#include "extres/handles.h"
#include "extres/runtime_error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* flags of cudaHostAlloc; they combine. */
#define cudaHostAllocDefault       0x00
#define cudaHostAllocPortable      0x01
#define cudaHostAllocMapped        0x02
#define cudaHostAllocWriteCombined 0x04

/* With cudaMemcpyDefault the direction follows from the two pointers. */
enum cudaMemcpyKind {
    cudaMemcpyHostToHost = 0,
    cudaMemcpyHostToDevice = 1,
    cudaMemcpyDeviceToHost = 2,
    cudaMemcpyDeviceToDevice = 3,
    cudaMemcpyDefault = 4,
};

enum cudaMemoryType {
    cudaMemoryTypeUnregistered = 0,
    cudaMemoryTypeHost = 1,
    cudaMemoryTypeDevice = 2,
    cudaMemoryTypeManaged = 3,
};

/* What is known of a pointer. device is -1 for memory that CUDA does not know; a pointer that cannot be used
 * is NULL. */
struct cudaPointerAttributes {
    enum cudaMemoryType type;
    int device;
    void *devicePointer;
    void *hostPointer;
    long reserved[8];
};

/*
 * Device memory. cudaFree also releases a buffer mapped from external memory. It may wait for work on the
 * device, and takes NULL. A pointer that it does not know is cudaErrorInvalidValue. Source: CUDA Runtime API,
 * Memory Management.
 */
cudaError_t cudaMalloc(void **pointer, size_t size);
cudaError_t cudaFree(void *pointer);

/* Page-locked host memory, which cudaFreeHost releases. Source: as above. */
cudaError_t cudaMallocHost(void **pointer, size_t size);
cudaError_t cudaHostAlloc(void **pointer, size_t size, unsigned int flags);
cudaError_t cudaFreeHost(void *pointer);

/*
 * Copies size bytes. cudaMemcpy is ordered on the default stream and returns when the copy is done, except
 * that one within device memory may still be running. cudaMemcpyAsync is ordered on stream; until it is done
 * the caller leaves both ranges alone. A wrong kind is cudaErrorInvalidMemcpyDirection. Source: as above.
 */
cudaError_t cudaMemcpy(void *target, const void *source, size_t size, enum cudaMemcpyKind kind);
cudaError_t cudaMemcpy_ptds(void *target, const void *source, size_t size, enum cudaMemcpyKind kind);
cudaError_t cudaMemcpyAsync(void *target, const void *source, size_t size, enum cudaMemcpyKind kind,
                            cudaStream_t stream);
cudaError_t cudaMemcpyAsync_ptsz(void *target, const void *source, size_t size, enum cudaMemcpyKind kind,
                                 cudaStream_t stream);

/* Sets size bytes of device memory to the low byte of value. Both may return before it is done. Source: as
 * above. */
cudaError_t cudaMemset(void *pointer, int value, size_t size);
cudaError_t cudaMemset_ptds(void *pointer, int value, size_t size);
cudaError_t cudaMemsetAsync(void *pointer, int value, size_t size, cudaStream_t stream);
cudaError_t cudaMemsetAsync_ptsz(void *pointer, int value, size_t size, cudaStream_t stream);

/* Free and total memory of the current device. Source: as above. */
cudaError_t cudaMemGetInfo(size_t *free_size, size_t *total_size);

/* Describes any pointer, also one that CUDA has never seen. Source: CUDA Runtime API, Unified Addressing. */
cudaError_t cudaPointerGetAttributes(struct cudaPointerAttributes *attributes, const void *pointer);

#ifdef __cplusplus
}
#endif

#endif
