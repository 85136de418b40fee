/* driver_device.h: initialisation, devices, contexts, and entry points by name, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_DRIVER_DEVICE_H
#define EXTRES_DRIVER_DEVICE_H

#include <stddef.h>

#include "extres/driver_device_attribute.h"
#include "extres/driver_error.h"
#include "extres/handles.h"

#ifdef __cplusplus
extern "C" {
#endif

/* flags of a context. */
typedef enum CUctx_flags_enum {
    CU_CTX_SCHED_AUTO = 0x00,
    CU_CTX_SCHED_SPIN = 0x01,
    CU_CTX_SCHED_YIELD = 0x02,
    CU_CTX_SCHED_BLOCKING_SYNC = 0x04,
    CU_CTX_BLOCKING_SYNC = 0x04,
    CU_CTX_SCHED_MASK = 0x07,
    CU_CTX_MAP_HOST = 0x08,
    CU_CTX_LMEM_RESIZE_TO_MAX = 0x10,
    CU_CTX_COREDUMP_ENABLE = 0x20,
    CU_CTX_USER_COREDUMP_ENABLE = 0x40,
    CU_CTX_SYNC_MEMOPS = 0x80,
    CU_CTX_FLAGS_MASK = 0xff,
} CUctx_flags;

/* The default stream that the returned entry point is to use; the default is what the caller was compiled
 * for. */
typedef enum CUdriverProcAddress_flags_enum {
    CU_GET_PROC_ADDRESS_DEFAULT = 0,
    CU_GET_PROC_ADDRESS_LEGACY_STREAM = 1 << 0,
    CU_GET_PROC_ADDRESS_PER_THREAD_DEFAULT_STREAM = 1 << 1,
} CUdriverProcAddress_flags;

typedef enum CUdriverProcAddressQueryResult_enum {
    CU_GET_PROC_ADDRESS_SUCCESS = 0,
    CU_GET_PROC_ADDRESS_SYMBOL_NOT_FOUND = 1,
    CU_GET_PROC_ADDRESS_VERSION_NOT_SUFFICIENT = 2,
} CUdriverProcAddressQueryResult;

/*
 * Must come before every other call of the process but cuDriverGetVersion and the error names. flags is 0.
 * Calling it again is harmless. Source: CUDA Driver API, Initialization.
 */
CUresult cuInit(unsigned int flags);

/* The CUDA version that the driver supports: 1000 * major + 10 * minor. Source: CUDA Driver API, Version
 * Management. */
CUresult cuDriverGetVersion(int *version);

/*
 * Devices, by ordinals from 0. The name is cut to fit length characters with the terminating 0; the other
 * results are the caller's variables. No context is needed. A device that does not exist is
 * CUDA_ERROR_INVALID_DEVICE. Source: CUDA Driver API, Device Management.
 */
CUresult cuDeviceGetCount(int *count);
CUresult cuDeviceGet(CUdevice *device, int ordinal);
CUresult cuDeviceGetName(char *name, int length, CUdevice device);
CUresult cuDeviceGetUuid_v2(CUuuid *uuid, CUdevice device);
CUresult cuDeviceTotalMem_v2(size_t *size, CUdevice device);
CUresult cuDeviceGetAttribute(int *value, CUdevice_attribute attribute, CUdevice device);

/*
 * Fills attribute_list, an NvSciSyncAttrList that stays the caller's, with what the device needs to signal
 * (CUDA_NVSCISYNC_ATTR_SIGNAL) or to wait (CUDA_NVSCISYNC_ATTR_WAIT); flags is one of them or both. Errors:
 * CUDA_ERROR_NOT_SUPPORTED without NvSci, CUDA_ERROR_INVALID_VALUE. Source: CUDA Driver API, Device
 * Management.
 */
CUresult cuDeviceGetNvSciSyncAttributes(void *attribute_list, CUdevice device, int flags);

/*
 * The primary context, which the runtime API uses too. Retaining counts, and does not make it current; the
 * last release destroys what is in it (one release too many is CUDA_ERROR_INVALID_CONTEXT), as does a reset,
 * which leaves the count alone. *active is 0 or 1. Source: CUDA Driver API, Primary Context Management.
 */
CUresult cuDevicePrimaryCtxRetain(CUcontext *context, CUdevice device);
CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device);
CUresult cuDevicePrimaryCtxReset_v2(CUdevice device);
CUresult cuDevicePrimaryCtxGetState(CUdevice device, unsigned int *flags, int *active);

/*
 * A stack of contexts for each thread; its top is current. Setting replaces the top, and NULL takes it away;
 * popping an empty stack is CUDA_ERROR_INVALID_CONTEXT, while getting from one succeeds with NULL. No call
 * here changes who owns a context. Source: CUDA Driver API, Context Management.
 */
CUresult cuCtxGetCurrent(CUcontext *context);
CUresult cuCtxSetCurrent(CUcontext context);
CUresult cuCtxPushCurrent_v2(CUcontext context);
CUresult cuCtxPopCurrent_v2(CUcontext *context);
CUresult cuCtxGetDevice(CUdevice *device);

/* Blocks until all earlier work of the current context is done. Source: as above. */
CUresult cuCtxSynchronize(void);

/*
 * Access of the current context to memory of another, one way, until it is disabled. flags must be 0. Errors:
 * CUDA_ERROR_INVALID_CONTEXT, also for a context and itself, CUDA_ERROR_INVALID_VALUE,
 * CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED, CUDA_ERROR_PEER_ACCESS_NOT_ENABLED. Source: CUDA Driver API, Peer
 * Context Memory Access.
 */
CUresult cuDeviceCanAccessPeer(int *can_access, CUdevice device, CUdevice peer);
CUresult cuCtxEnablePeerAccess(CUcontext peer, unsigned int flags);
CUresult cuCtxDisablePeerAccess(CUcontext peer);

/*
 * The function called symbol (its unversioned name), in the newest form that cuda_version has. When there is
 * none the call succeeds with *function NULL; *status, if not NULL, says why. A cuda_version above the
 * driver's is CUDA_ERROR_INVALID_VALUE. Source: CUDA Driver API, Driver Entry Point Access.
 */
CUresult cuGetProcAddress_v2(const char *symbol, void **function, int cuda_version, cuuint64_t flags,
                             CUdriverProcAddressQueryResult *status);

#ifdef __cplusplus
}
#endif

#endif
