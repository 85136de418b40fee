/* driver_names.h: the names that a driver API program writes, mapped to the ones that libcuda exports. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_DRIVER_NAMES_H
#define EXTRES_DRIVER_NAMES_H

/*
 * For programs that are compiled against these headers in place of a toolkit. driver.h does not include it:
 * whoever implements the functions, or looks them up by name, must see the exported names.
 */
#define cuCtxPopCurrent           cuCtxPopCurrent_v2
#define cuCtxPushCurrent          cuCtxPushCurrent_v2
#define cuDeviceGetUuid           cuDeviceGetUuid_v2
#define cuDevicePrimaryCtxRelease cuDevicePrimaryCtxRelease_v2
#define cuDevicePrimaryCtxReset   cuDevicePrimaryCtxReset_v2
#define cuDeviceTotalMem          cuDeviceTotalMem_v2
#define cuGetProcAddress          cuGetProcAddress_v2

#define cuMemAlloc                cuMemAlloc_v2
#define cuMemAllocHost            cuMemAllocHost_v2
#define cuMemFree                 cuMemFree_v2
#define cuMemGetInfo              cuMemGetInfo_v2
#define cuMemcpyDtoD              cuMemcpyDtoD_v2
#define cuMemcpyDtoDAsync         cuMemcpyDtoDAsync_v2
#define cuMemcpyDtoH              cuMemcpyDtoH_v2
#define cuMemcpyDtoHAsync         cuMemcpyDtoHAsync_v2
#define cuMemcpyHtoD              cuMemcpyHtoD_v2
#define cuMemcpyHtoDAsync         cuMemcpyHtoDAsync_v2
#define cuMemsetD32               cuMemsetD32_v2
#define cuMemsetD8                cuMemsetD8_v2

#define cuArray3DGetDescriptor    cuArray3DGetDescriptor_v2
#define cuArrayGetDescriptor      cuArrayGetDescriptor_v2
#define cuMemcpy2D                cuMemcpy2D_v2
#define cuMemcpy2DAsync           cuMemcpy2DAsync_v2
#define cuMemcpy3D                cuMemcpy3D_v2
#define cuMemcpy3DAsync           cuMemcpy3DAsync_v2

#define cuEventDestroy            cuEventDestroy_v2
#define cuEventElapsedTime        cuEventElapsedTime_v2
#define cuGraphAddDependencies    cuGraphAddDependencies_v2
#define cuGraphInstantiate        cuGraphInstantiateWithFlags
#define cuStreamBeginCapture      cuStreamBeginCapture_v2
#define cuStreamDestroy           cuStreamDestroy_v2

#endif
