/* handles.h: the opaque handles of the runtime and the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_HANDLES_H
#define EXTRES_HANDLES_H

#include <stdint.h>

/*
 * The toolkit version whose ABI these headers declare: 1000 * major + 10 * minor. It is also what
 * cuGetProcAddress_v2 and cudaGetDriverEntryPointByVersion take as cudaVersion.
 */
#define CUDA_VERSION   13000
#define CUDART_VERSION 13000

/* The calling convention of callbacks; CUDA needs one on Windows only. */
#define CUDART_CB
#define CUDA_CB

typedef uint32_t cuuint32_t;
typedef uint64_t cuuint64_t;

/* Identifies a device across APIs and processes: the same 16 bytes as
 * VkPhysicalDeviceIDProperties::deviceUUID. */
typedef struct CUuuid_st {
    char bytes[16];
} CUuuid;
typedef struct CUuuid_st cudaUUID_t;

/* One object, one tag, a name in each API: such a handle passes between the two unchanged. */
typedef struct CUstream_st *cudaStream_t;
typedef struct CUstream_st *CUstream;
typedef struct CUevent_st *cudaEvent_t;
typedef struct CUevent_st *CUevent;
typedef struct CUgraph_st *cudaGraph_t;
typedef struct CUgraph_st *CUgraph;
typedef struct CUgraphNode_st *cudaGraphNode_t;
typedef struct CUgraphNode_st *CUgraphNode;
typedef struct CUgraphExec_st *cudaGraphExec_t;
typedef struct CUgraphExec_st *CUgraphExec;

/* External objects and arrays have tags of their own in each API. */
typedef struct CUexternalMemory_st *cudaExternalMemory_t;
typedef struct CUextMemory_st *CUexternalMemory;
typedef struct CUexternalSemaphore_st *cudaExternalSemaphore_t;
typedef struct CUextSemaphore_st *CUexternalSemaphore;
typedef struct cudaArray *cudaArray_t;
typedef const struct cudaArray *cudaArray_const_t;
typedef struct CUarray_st *CUarray;
typedef struct cudaMipmappedArray *cudaMipmappedArray_t;
typedef const struct cudaMipmappedArray *cudaMipmappedArray_const_t;
typedef struct CUmipmappedArray_st *CUmipmappedArray;

/* Known to the driver API only. A CUdevice is an ordinal, a CUdeviceptr an address; neither is a pointer. */
typedef struct CUctx_st *CUcontext;
typedef int CUdevice_v1;
typedef CUdevice_v1 CUdevice;
#if defined(_WIN64) || defined(__LP64__)
typedef unsigned long long CUdeviceptr_v2;
#else
typedef unsigned int CUdeviceptr_v2;
#endif
typedef CUdeviceptr_v2 CUdeviceptr;

#endif
