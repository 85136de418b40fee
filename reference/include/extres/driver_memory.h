/* driver_memory.h: device and host memory, copying and setting it, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_DRIVER_MEMORY_H
#define EXTRES_DRIVER_MEMORY_H

#include <stddef.h>

#include "extres/driver_error.h"
#include "extres/handles.h"

#ifdef __cplusplus
extern "C" {
#endif

/* flags of cuMemHostAlloc; they combine. */
#define CU_MEMHOSTALLOC_PORTABLE      0x01
#define CU_MEMHOSTALLOC_DEVICEMAP     0x02
#define CU_MEMHOSTALLOC_WRITECOMBINED 0x04

typedef enum CUmemorytype_enum {
    CU_MEMORYTYPE_HOST = 0x01,
    CU_MEMORYTYPE_DEVICE = 0x02,
    CU_MEMORYTYPE_ARRAY = 0x03,
    CU_MEMORYTYPE_UNIFIED = 0x04,
} CUmemorytype;

/* What cuPointerGetAttribute can be asked; each has a result type of its own. */
typedef enum CUpointer_attribute_enum {
    CU_POINTER_ATTRIBUTE_CONTEXT = 1,
    CU_POINTER_ATTRIBUTE_MEMORY_TYPE = 2,
    CU_POINTER_ATTRIBUTE_DEVICE_POINTER = 3,
    CU_POINTER_ATTRIBUTE_HOST_POINTER = 4,
    CU_POINTER_ATTRIBUTE_P2P_TOKENS = 5,
    CU_POINTER_ATTRIBUTE_SYNC_MEMOPS = 6,
    CU_POINTER_ATTRIBUTE_BUFFER_ID = 7,
    CU_POINTER_ATTRIBUTE_IS_MANAGED = 8,
    CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL = 9,
    CU_POINTER_ATTRIBUTE_IS_LEGACY_CUDA_IPC_CAPABLE = 10,
    CU_POINTER_ATTRIBUTE_RANGE_START_ADDR = 11,
    CU_POINTER_ATTRIBUTE_RANGE_SIZE = 12,
    CU_POINTER_ATTRIBUTE_MAPPED = 13,
    CU_POINTER_ATTRIBUTE_ALLOWED_HANDLE_TYPES = 14,
    CU_POINTER_ATTRIBUTE_IS_GPU_DIRECT_RDMA_CAPABLE = 15,
    CU_POINTER_ATTRIBUTE_ACCESS_FLAGS = 16,
    CU_POINTER_ATTRIBUTE_MEMPOOL_HANDLE = 17,
    CU_POINTER_ATTRIBUTE_MAPPING_SIZE = 18,
    CU_POINTER_ATTRIBUTE_MAPPING_BASE_ADDR = 19,
    CU_POINTER_ATTRIBUTE_MEMORY_BLOCK_ID = 20,
    CU_POINTER_ATTRIBUTE_IS_HW_DECOMPRESS_CAPABLE = 21,
} CUpointer_attribute;

/*
 * Device memory. Freeing also releases a buffer mapped from external memory, and may wait for work on the
 * device. An address that is not the start of an allocation is CUDA_ERROR_INVALID_VALUE. Source: CUDA Driver
 * API, Memory Management.
 */
CUresult cuMemAlloc_v2(CUdeviceptr *address, size_t size);
CUresult cuMemFree_v2(CUdeviceptr address);

/* Page-locked host memory, which cuMemFreeHost releases. Source: as above. */
CUresult cuMemAllocHost_v2(void **pointer, size_t size);
CUresult cuMemHostAlloc(void **pointer, size_t size, unsigned int flags);
CUresult cuMemFreeHost(void *pointer);

/* Free and total memory of the current context's device. Source: as above. */
CUresult cuMemGetInfo_v2(size_t *free_size, size_t *total_size);

/*
 * Copy size bytes; cuMemcpy and cuMemcpyAsync find out the direction from the addresses. Without Async it is
 * ordered on the default stream, and is done on return unless it stays within device memory. With Async it is
 * ordered on stream, and the caller leaves both ranges alone until it is done. Source: as above.
 */
CUresult cuMemcpy(CUdeviceptr target, CUdeviceptr source, size_t size);
CUresult cuMemcpy_ptds(CUdeviceptr target, CUdeviceptr source, size_t size);
CUresult cuMemcpyAsync(CUdeviceptr target, CUdeviceptr source, size_t size, CUstream stream);
CUresult cuMemcpyAsync_ptsz(CUdeviceptr target, CUdeviceptr source, size_t size, CUstream stream);
CUresult cuMemcpyHtoD_v2(CUdeviceptr target, const void *source, size_t size);
CUresult cuMemcpyHtoD_v2_ptds(CUdeviceptr target, const void *source, size_t size);
CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr target, const void *source, size_t size, CUstream stream);
CUresult cuMemcpyHtoDAsync_v2_ptsz(CUdeviceptr target, const void *source, size_t size, CUstream stream);
CUresult cuMemcpyDtoH_v2(void *target, CUdeviceptr source, size_t size);
CUresult cuMemcpyDtoH_v2_ptds(void *target, CUdeviceptr source, size_t size);
CUresult cuMemcpyDtoHAsync_v2(void *target, CUdeviceptr source, size_t size, CUstream stream);
CUresult cuMemcpyDtoHAsync_v2_ptsz(void *target, CUdeviceptr source, size_t size, CUstream stream);
CUresult cuMemcpyDtoD_v2(CUdeviceptr target, CUdeviceptr source, size_t size);
CUresult cuMemcpyDtoD_v2_ptds(CUdeviceptr target, CUdeviceptr source, size_t size);
CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr target, CUdeviceptr source, size_t size, CUstream stream);
CUresult cuMemcpyDtoDAsync_v2_ptsz(CUdeviceptr target, CUdeviceptr source, size_t size, CUstream stream);

/*
 * Set count elements of 8 or 32 bits; for 32 bits the address is aligned to 4. All may return before it is
 * done. Source: as above.
 */
CUresult cuMemsetD8_v2(CUdeviceptr address, unsigned char value, size_t count);
CUresult cuMemsetD8_v2_ptds(CUdeviceptr address, unsigned char value, size_t count);
CUresult cuMemsetD8Async(CUdeviceptr address, unsigned char value, size_t count, CUstream stream);
CUresult cuMemsetD8Async_ptsz(CUdeviceptr address, unsigned char value, size_t count, CUstream stream);
CUresult cuMemsetD32_v2(CUdeviceptr address, unsigned int value, size_t count);
CUresult cuMemsetD32_v2_ptds(CUdeviceptr address, unsigned int value, size_t count);
CUresult cuMemsetD32Async(CUdeviceptr address, unsigned int value, size_t count, CUstream stream);
CUresult cuMemsetD32Async_ptsz(CUdeviceptr address, unsigned int value, size_t count, CUstream stream);

/*
 * One attribute of the memory at address, stored in *data, which has the attribute's type. Memory that CUDA
 * does not know is CUDA_ERROR_INVALID_VALUE. Source: CUDA Driver API, Unified Addressing.
 */
CUresult cuPointerGetAttribute(void *data, CUpointer_attribute attribute, CUdeviceptr address);

#ifdef __cplusplus
}
#endif

#endif
