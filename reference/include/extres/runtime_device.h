/* runtime_device.h: versions, devices and driver entry points, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_RUNTIME_DEVICE_H
#define EXTRES_RUNTIME_DEVICE_H

#include "extres/runtime_device_attribute.h"
#include "extres/runtime_device_properties.h"
#include "extres/runtime_error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* deviceFlags of cudaInitDevice: how a thread waits for the device, and properties of the primary context. */
#define cudaDeviceScheduleAuto         0x00
#define cudaDeviceScheduleSpin         0x01
#define cudaDeviceScheduleYield        0x02
#define cudaDeviceScheduleBlockingSync 0x04
#define cudaDeviceBlockingSync         0x04
#define cudaDeviceScheduleMask         0x07
#define cudaDeviceMapHost              0x08
#define cudaDeviceLmemResizeToMax      0x10
#define cudaDeviceSyncMemops           0x80
#define cudaDeviceMask                 0xff

/* flags of cudaInitDevice: deviceFlags are to be applied, not ignored. */
#define cudaInitDeviceFlagsAreValid 0x01

/* Where no device is meant, or the CPU is. */
#define cudaCpuDeviceId     ((int)-1)
#define cudaInvalidDeviceId ((int)-2)

/* The default stream that the returned entry point is to use; the default is what the caller was compiled
 * for. */
enum cudaGetDriverEntryPointFlags {
    cudaEnableDefault = 0x0,
    cudaEnableLegacyStream = 0x1,
    cudaEnablePerThreadDefaultStream = 0x2,
};

/* CUDA spells the last one so. */
enum cudaDriverEntryPointQueryResult {
    cudaDriverEntryPointSuccess = 0,
    cudaDriverEntryPointSymbolNotFound = 1,
    cudaDriverEntryPointVersionNotSufficent = 2,
};

/*
 * Versions as 1000 * major + 10 * minor: of the CUDA that the driver supports (0 without a driver), and of
 * this runtime. Source: CUDA Runtime API, Version Management.
 */
cudaError_t cudaDriverGetVersion(int *version);
cudaError_t cudaRuntimeGetVersion(int *version);

/*
 * Devices, numbered from 0. A device that does not exist is cudaErrorInvalidDevice; without any device the
 * count fails with cudaErrorNoDevice. cudaGetDeviceProperties fills the whole structure, which stays the
 * caller's. Source: CUDA Runtime API, Device Management.
 */
cudaError_t cudaGetDeviceCount(int *count);
cudaError_t cudaGetDeviceProperties(struct cudaDeviceProp *properties, int device);
cudaError_t cudaDeviceGetAttribute(int *value, enum cudaDeviceAttr attribute, int device);

/*
 * The current device is the calling thread's own. cudaSetDevice and cudaInitDevice bring up the device's
 * primary context; only cudaSetDevice makes it current. Source: CUDA Runtime API, Device Management.
 */
cudaError_t cudaInitDevice(int device, unsigned int device_flags, unsigned int flags);
cudaError_t cudaSetDevice(int device);
cudaError_t cudaGetDevice(int *device);

/*
 * Blocks until all earlier work of the current device is done, and returns the error that any of it met.
 * cudaDeviceReset destroys the primary context with all that was made in it, for every thread of the process;
 * no other thread may be using the device. Source: CUDA Runtime API, Device Management.
 */
cudaError_t cudaDeviceSynchronize(void);
cudaError_t cudaDeviceReset(void);

/*
 * Access of the current device to memory allocated on another, one way, until it is disabled or either device
 * is reset. flags must be 0. Errors: cudaErrorInvalidDevice, also for a device and itself,
 * cudaErrorInvalidValue, cudaErrorPeerAccessAlreadyEnabled, cudaErrorPeerAccessNotEnabled. Source: CUDA
 * Runtime API, Peer Device Memory Access.
 */
cudaError_t cudaDeviceCanAccessPeer(int *can_access, int device, int peer);
cudaError_t cudaDeviceEnablePeerAccess(int peer, unsigned int flags);
cudaError_t cudaDeviceDisablePeerAccess(int peer);

/*
 * Fills attribute_list, an NvSciSyncAttrList that stays the caller's, with what the device needs to signal
 * (cudaNvSciSyncAttrSignal) or to wait (cudaNvSciSyncAttrWait); flags is one of them or both. Errors:
 * cudaErrorNotSupported without NvSci, cudaErrorInvalidValue. Source: CUDA Runtime API, Device Management.
 */
cudaError_t cudaDeviceGetNvSciSyncAttributes(void *attribute_list, int device, int flags);

/*
 * The driver API function called symbol (its unversioned name), in the newest form that the runtime's
 * version, or cuda_version, has. When there is none the call succeeds with *function NULL; *status, if not
 * NULL, says why. The form without a version is deprecated since CUDA 13. Source: CUDA Runtime API, Driver
 * Entry Point Access.
 */
cudaError_t cudaGetDriverEntryPoint(const char *symbol, void **function, unsigned long long flags,
                                    enum cudaDriverEntryPointQueryResult *status);
cudaError_t cudaGetDriverEntryPoint_ptsz(const char *symbol, void **function, unsigned long long flags,
                                         enum cudaDriverEntryPointQueryResult *status);
cudaError_t cudaGetDriverEntryPointByVersion(const char *symbol, void **function, unsigned int cuda_version,
                                             unsigned long long flags,
                                             enum cudaDriverEntryPointQueryResult *status);
cudaError_t cudaGetDriverEntryPointByVersion_ptsz(const char *symbol, void **function,
                                                  unsigned int cuda_version, unsigned long long flags,
                                                  enum cudaDriverEntryPointQueryResult *status);

#ifdef __cplusplus
}
#endif

#endif
