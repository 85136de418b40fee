/* The driver API's functions by name: one search behind cuGetProcAddress and cudaGetDriverEntryPoint. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "api/driver_entry_point.h"

#include <stddef.h>
#include <string.h>

#include "api/export.h"
#include "extres/driver.h"

typedef void (*function_pointer)(void);

#define FUNCTION(name) ((function_pointer)(name))

/* Each function that this library exports, with the CUDA version in which that form of it appeared. */
static const struct entry {
    const char *symbol;
    unsigned version;
    function_pointer function;
    function_pointer per_thread; /* with the per-thread default stream; NULL where that makes no difference */
} entries[] = {
    {"cuArray3DGetDescriptor", 3020, FUNCTION(cuArray3DGetDescriptor_v2), NULL},
    {"cuArrayGetDescriptor", 3020, FUNCTION(cuArrayGetDescriptor_v2), NULL},
    {"cuCtxDisablePeerAccess", 4000, FUNCTION(cuCtxDisablePeerAccess), NULL},
    {"cuCtxEnablePeerAccess", 4000, FUNCTION(cuCtxEnablePeerAccess), NULL},
    {"cuCtxGetCurrent", 4000, FUNCTION(cuCtxGetCurrent), NULL},
    {"cuCtxGetDevice", 2000, FUNCTION(cuCtxGetDevice), NULL},
    {"cuCtxPopCurrent", 4000, FUNCTION(cuCtxPopCurrent_v2), NULL},
    {"cuCtxPushCurrent", 4000, FUNCTION(cuCtxPushCurrent_v2), NULL},
    {"cuCtxSetCurrent", 4000, FUNCTION(cuCtxSetCurrent), NULL},
    {"cuCtxSynchronize", 2000, FUNCTION(cuCtxSynchronize), NULL},
    {"cuDestroyExternalMemory", 10000, FUNCTION(cuDestroyExternalMemory), NULL},
    {"cuDestroyExternalSemaphore", 10000, FUNCTION(cuDestroyExternalSemaphore), NULL},
    {"cuDeviceCanAccessPeer", 4000, FUNCTION(cuDeviceCanAccessPeer), NULL},
    {"cuDeviceGet", 2000, FUNCTION(cuDeviceGet), NULL},
    {"cuDeviceGetAttribute", 2000, FUNCTION(cuDeviceGetAttribute), NULL},
    {"cuDeviceGetCount", 2000, FUNCTION(cuDeviceGetCount), NULL},
    {"cuDeviceGetName", 2000, FUNCTION(cuDeviceGetName), NULL},
    {"cuDeviceGetUuid", 11040, FUNCTION(cuDeviceGetUuid_v2), NULL},
    {"cuDevicePrimaryCtxGetState", 7000, FUNCTION(cuDevicePrimaryCtxGetState), NULL},
    {"cuDevicePrimaryCtxRelease", 11000, FUNCTION(cuDevicePrimaryCtxRelease_v2), NULL},
    {"cuDevicePrimaryCtxReset", 11000, FUNCTION(cuDevicePrimaryCtxReset_v2), NULL},
    {"cuDevicePrimaryCtxRetain", 7000, FUNCTION(cuDevicePrimaryCtxRetain), NULL},
    {"cuDeviceTotalMem", 3020, FUNCTION(cuDeviceTotalMem_v2), NULL},
    {"cuDriverGetVersion", 2020, FUNCTION(cuDriverGetVersion), NULL},
    {"cuEventCreate", 2000, FUNCTION(cuEventCreate), NULL},
    {"cuEventDestroy", 4000, FUNCTION(cuEventDestroy_v2), NULL},
    {"cuEventElapsedTime", 12080, FUNCTION(cuEventElapsedTime_v2), NULL},
    {"cuEventQuery", 2000, FUNCTION(cuEventQuery), NULL},
    {"cuEventRecord", 2000, FUNCTION(cuEventRecord), FUNCTION(cuEventRecord_ptsz)},
    {"cuEventRecordWithFlags", 11010, FUNCTION(cuEventRecordWithFlags),
     FUNCTION(cuEventRecordWithFlags_ptsz)},
    {"cuEventSynchronize", 2000, FUNCTION(cuEventSynchronize), NULL},
    {"cuExternalMemoryGetMappedBuffer", 10000, FUNCTION(cuExternalMemoryGetMappedBuffer), NULL},
    {"cuExternalMemoryGetMappedMipmappedArray", 10000, FUNCTION(cuExternalMemoryGetMappedMipmappedArray),
     NULL},
    {"cuGetErrorName", 6000, FUNCTION(cuGetErrorName), NULL},
    {"cuGetErrorString", 6000, FUNCTION(cuGetErrorString), NULL},
    {"cuGetProcAddress", 12000, FUNCTION(cuGetProcAddress_v2), NULL},
    {"cuGraphAddDependencies", 12030, FUNCTION(cuGraphAddDependencies_v2), NULL},
    {"cuGraphAddEmptyNode", 10000, FUNCTION(cuGraphAddEmptyNode), NULL},
    {"cuGraphAddExternalSemaphoresSignalNode", 11020, FUNCTION(cuGraphAddExternalSemaphoresSignalNode), NULL},
    {"cuGraphAddExternalSemaphoresWaitNode", 11020, FUNCTION(cuGraphAddExternalSemaphoresWaitNode), NULL},
    {"cuGraphAddHostNode", 10000, FUNCTION(cuGraphAddHostNode), NULL},
    {"cuGraphClone", 10000, FUNCTION(cuGraphClone), NULL},
    {"cuGraphCreate", 10000, FUNCTION(cuGraphCreate), NULL},
    {"cuGraphDestroy", 10000, FUNCTION(cuGraphDestroy), NULL},
    {"cuGraphDestroyNode", 10000, FUNCTION(cuGraphDestroyNode), NULL},
    {"cuGraphExecDestroy", 10000, FUNCTION(cuGraphExecDestroy), NULL},
    {"cuGraphExecExternalSemaphoresSignalNodeSetParams", 11020,
     FUNCTION(cuGraphExecExternalSemaphoresSignalNodeSetParams), NULL},
    {"cuGraphExecExternalSemaphoresWaitNodeSetParams", 11020,
     FUNCTION(cuGraphExecExternalSemaphoresWaitNodeSetParams), NULL},
    {"cuGraphExternalSemaphoresSignalNodeGetParams", 11020,
     FUNCTION(cuGraphExternalSemaphoresSignalNodeGetParams), NULL},
    {"cuGraphExternalSemaphoresSignalNodeSetParams", 11020,
     FUNCTION(cuGraphExternalSemaphoresSignalNodeSetParams), NULL},
    {"cuGraphExternalSemaphoresWaitNodeGetParams", 11020,
     FUNCTION(cuGraphExternalSemaphoresWaitNodeGetParams), NULL},
    {"cuGraphExternalSemaphoresWaitNodeSetParams", 11020,
     FUNCTION(cuGraphExternalSemaphoresWaitNodeSetParams), NULL},
    {"cuGraphGetNodes", 10000, FUNCTION(cuGraphGetNodes), NULL},
    {"cuGraphInstantiateWithFlags", 11040, FUNCTION(cuGraphInstantiateWithFlags), NULL},
    {"cuGraphLaunch", 10000, FUNCTION(cuGraphLaunch), FUNCTION(cuGraphLaunch_ptsz)},
    {"cuGraphNodeGetType", 10000, FUNCTION(cuGraphNodeGetType), NULL},
    {"cuImportExternalMemory", 10000, FUNCTION(cuImportExternalMemory), NULL},
    {"cuImportExternalSemaphore", 10000, FUNCTION(cuImportExternalSemaphore), NULL},
    {"cuInit", 2000, FUNCTION(cuInit), NULL},
    {"cuLaunchHostFunc", 10000, FUNCTION(cuLaunchHostFunc), FUNCTION(cuLaunchHostFunc_ptsz)},
    {"cuMemAllocHost", 3020, FUNCTION(cuMemAllocHost_v2), NULL},
    {"cuMemAlloc", 3020, FUNCTION(cuMemAlloc_v2), NULL},
    {"cuMemFreeHost", 2000, FUNCTION(cuMemFreeHost), NULL},
    {"cuMemFree", 3020, FUNCTION(cuMemFree_v2), NULL},
    {"cuMemGetInfo", 3020, FUNCTION(cuMemGetInfo_v2), NULL},
    {"cuMemHostAlloc", 2020, FUNCTION(cuMemHostAlloc), NULL},
    {"cuMemcpy", 4000, FUNCTION(cuMemcpy), FUNCTION(cuMemcpy_ptds)},
    {"cuMemcpy2DAsync", 3020, FUNCTION(cuMemcpy2DAsync_v2), FUNCTION(cuMemcpy2DAsync_v2_ptsz)},
    {"cuMemcpy2D", 3020, FUNCTION(cuMemcpy2D_v2), FUNCTION(cuMemcpy2D_v2_ptds)},
    {"cuMemcpy3DAsync", 3020, FUNCTION(cuMemcpy3DAsync_v2), FUNCTION(cuMemcpy3DAsync_v2_ptsz)},
    {"cuMemcpy3D", 3020, FUNCTION(cuMemcpy3D_v2), FUNCTION(cuMemcpy3D_v2_ptds)},
    {"cuMemcpyAsync", 4000, FUNCTION(cuMemcpyAsync), FUNCTION(cuMemcpyAsync_ptsz)},
    {"cuMemcpyDtoDAsync", 3020, FUNCTION(cuMemcpyDtoDAsync_v2), FUNCTION(cuMemcpyDtoDAsync_v2_ptsz)},
    {"cuMemcpyDtoD", 3020, FUNCTION(cuMemcpyDtoD_v2), FUNCTION(cuMemcpyDtoD_v2_ptds)},
    {"cuMemcpyDtoHAsync", 3020, FUNCTION(cuMemcpyDtoHAsync_v2), FUNCTION(cuMemcpyDtoHAsync_v2_ptsz)},
    {"cuMemcpyDtoH", 3020, FUNCTION(cuMemcpyDtoH_v2), FUNCTION(cuMemcpyDtoH_v2_ptds)},
    {"cuMemcpyHtoDAsync", 3020, FUNCTION(cuMemcpyHtoDAsync_v2), FUNCTION(cuMemcpyHtoDAsync_v2_ptsz)},
    {"cuMemcpyHtoD", 3020, FUNCTION(cuMemcpyHtoD_v2), FUNCTION(cuMemcpyHtoD_v2_ptds)},
    {"cuMemsetD32Async", 3020, FUNCTION(cuMemsetD32Async), FUNCTION(cuMemsetD32Async_ptsz)},
    {"cuMemsetD32", 3020, FUNCTION(cuMemsetD32_v2), FUNCTION(cuMemsetD32_v2_ptds)},
    {"cuMemsetD8Async", 3020, FUNCTION(cuMemsetD8Async), FUNCTION(cuMemsetD8Async_ptsz)},
    {"cuMemsetD8", 3020, FUNCTION(cuMemsetD8_v2), FUNCTION(cuMemsetD8_v2_ptds)},
    {"cuMipmappedArrayDestroy", 5000, FUNCTION(cuMipmappedArrayDestroy), NULL},
    {"cuMipmappedArrayGetLevel", 5000, FUNCTION(cuMipmappedArrayGetLevel), NULL},
    {"cuPointerGetAttribute", 4000, FUNCTION(cuPointerGetAttribute), NULL},
    {"cuSignalExternalSemaphoresAsync", 10000, FUNCTION(cuSignalExternalSemaphoresAsync),
     FUNCTION(cuSignalExternalSemaphoresAsync_ptsz)},
    {"cuStreamAddCallback", 5000, FUNCTION(cuStreamAddCallback), FUNCTION(cuStreamAddCallback_ptsz)},
    {"cuStreamBeginCapture", 10010, FUNCTION(cuStreamBeginCapture_v2),
     FUNCTION(cuStreamBeginCapture_v2_ptsz)},
    {"cuStreamCreate", 2000, FUNCTION(cuStreamCreate), NULL},
    {"cuStreamCreateWithPriority", 5050, FUNCTION(cuStreamCreateWithPriority), NULL},
    {"cuStreamDestroy", 4000, FUNCTION(cuStreamDestroy_v2), NULL},
    {"cuStreamEndCapture", 10000, FUNCTION(cuStreamEndCapture), FUNCTION(cuStreamEndCapture_ptsz)},
    {"cuStreamGetFlags", 5050, FUNCTION(cuStreamGetFlags), FUNCTION(cuStreamGetFlags_ptsz)},
    {"cuStreamGetId", 12000, FUNCTION(cuStreamGetId), FUNCTION(cuStreamGetId_ptsz)},
    {"cuStreamGetPriority", 5050, FUNCTION(cuStreamGetPriority), FUNCTION(cuStreamGetPriority_ptsz)},
    {"cuStreamIsCapturing", 10000, FUNCTION(cuStreamIsCapturing), FUNCTION(cuStreamIsCapturing_ptsz)},
    {"cuStreamQuery", 2000, FUNCTION(cuStreamQuery), FUNCTION(cuStreamQuery_ptsz)},
    {"cuStreamSynchronize", 2000, FUNCTION(cuStreamSynchronize), FUNCTION(cuStreamSynchronize_ptsz)},
    {"cuStreamWaitEvent", 3020, FUNCTION(cuStreamWaitEvent), FUNCTION(cuStreamWaitEvent_ptsz)},
    {"cuThreadExchangeStreamCaptureMode", 10010, FUNCTION(cuThreadExchangeStreamCaptureMode), NULL},
    {"cuWaitExternalSemaphoresAsync", 10000, FUNCTION(cuWaitExternalSemaphoresAsync),
     FUNCTION(cuWaitExternalSemaphoresAsync_ptsz)},
};

static const struct entry *find(const char *symbol)
{
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        if (strcmp(entries[i].symbol, symbol) == 0)
            return &entries[i];
    }
    return NULL;
}

/* Which default stream the flags ask for. False when they contradict themselves, or mean nothing. */
static bool read_flags(unsigned long long flags, enum default_stream compiled_for,
                       enum default_stream *wanted)
{
    switch (flags) {
    case CU_GET_PROC_ADDRESS_DEFAULT:
        *wanted = compiled_for;
        return true;
    case CU_GET_PROC_ADDRESS_LEGACY_STREAM:
        *wanted = DEFAULT_STREAM_LEGACY;
        return true;
    case CU_GET_PROC_ADDRESS_PER_THREAD_DEFAULT_STREAM:
        *wanted = DEFAULT_STREAM_PER_THREAD;
        return true;
    default:
        return false;
    }
}

static int status_of(const struct entry *entry, unsigned version)
{
    if (entry == NULL)
        return CU_GET_PROC_ADDRESS_SYMBOL_NOT_FOUND;
    return version < entry->version ? CU_GET_PROC_ADDRESS_VERSION_NOT_SUFFICIENT
                                    : CU_GET_PROC_ADDRESS_SUCCESS;
}

int driver_entry_point(const char *symbol, void **function, unsigned version, unsigned long long flags,
                       enum default_stream compiled_for, int *status)
{
    enum default_stream wanted;
    if (symbol == NULL || function == NULL || version > CUDA_VERSION ||
        !read_flags(flags, compiled_for, &wanted))
        return CUDA_ERROR_INVALID_VALUE;
    const struct entry *entry = find(symbol);
    *status = status_of(entry, version);
    *function = NULL;
    if (*status != CU_GET_PROC_ADDRESS_SUCCESS)
        return CUDA_SUCCESS;
    bool per_thread = wanted == DEFAULT_STREAM_PER_THREAD && entry->per_thread != NULL;
    function_pointer found = per_thread ? entry->per_thread : entry->function;
    memcpy(function, &found, sizeof found); /* ISO C has no conversion; POSIX promises that they are alike */
    return CUDA_SUCCESS;
}

EXTRES_EXPORT CUresult cuGetProcAddress_v2(const char *symbol, void **function, int cuda_version,
                                           cuuint64_t flags, CUdriverProcAddressQueryResult *status)
{
    int result = 0;
    /* A negative version becomes one above the driver's, and is refused as such. */
    int error =
        driver_entry_point(symbol, function, (unsigned)cuda_version, flags, DEFAULT_STREAM_LEGACY, &result);
    if (error == CUDA_SUCCESS && status != NULL)
        *status = (CUdriverProcAddressQueryResult)result;
    return (CUresult)error;
}
