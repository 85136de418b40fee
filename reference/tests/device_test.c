/* Devices, contexts and entry points. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "extres/driver.h"
#include "tests/check.h"
#include "tests/fixture.h"
#include "tests/reference_test.h"

void test_device_properties(void)
{
    int value = 0;
    SUCCEEDS(cudaDriverGetVersion(&value));
    EQUAL(value, 13000);
    SUCCEEDS(cudaRuntimeGetVersion(&value));
    EQUAL(value, 13000);
    SUCCEEDS(cudaGetDeviceCount(&value));
    CHECK(value >= 1);

    struct cudaDeviceProp properties;
    memset(&properties, 0xaa, sizeof properties);
    SUCCEEDS(cudaGetDeviceProperties(&properties, 0));
    CHECK(strcmp(properties.name, "extres reference device (CPU simulation)") == 0);
    EQUAL(properties.unifiedAddressing, 1);
    EQUAL(properties.timelineSemaphoreInteropSupported, 1);
    EQUAL(properties.reserved[55], 0);
    CHECK(properties.totalGlobalMem > 0 && properties.warpSize > 0 && properties.maxThreadsPerBlock > 0);

    SUCCEEDS(cuInit(0));
    CUuuid uuid;
    SUCCEEDS(cuDeviceGetUuid_v2(&uuid, 0));
    CHECK(memcmp(&uuid, &properties.uuid, sizeof uuid) == 0);
    size_t total = 0;
    SUCCEEDS(cuDeviceTotalMem_v2(&total, 0));
    EQUAL(total, properties.totalGlobalMem);
    char name[8] = "";
    SUCCEEDS(cuDeviceGetName(name, sizeof name, 0));
    CHECK(strcmp(name, "extres ") == 0);
}

void test_device_arguments(void)
{
    int value = -1;
    SUCCEEDS(cudaDeviceGetAttribute(&value, cudaDevAttrTimelineSemaphoreInteropSupported, 0));
    EQUAL(value, 1);
    SUCCEEDS(cuDeviceGetAttribute(&value, CU_DEVICE_ATTRIBUTE_DMA_BUF_SUPPORTED, 0));
    EQUAL(value, 1);
    EQUAL(cudaDeviceGetAttribute(&value, (enum cudaDeviceAttr)0, 0), cudaErrorInvalidValue);
    EQUAL(cuDeviceGetAttribute(&value, CU_DEVICE_ATTRIBUTE_MAX, 0), CUDA_ERROR_INVALID_VALUE);
    EQUAL(cudaDeviceGetAttribute(NULL, cudaDevAttrWarpSize, 0), cudaErrorInvalidValue);
    EQUAL(cudaDeviceGetAttribute(&value, cudaDevAttrWarpSize, 99), cudaErrorInvalidDevice);
    EQUAL(cudaSetDevice(-1), cudaErrorInvalidDevice);
    EQUAL(cudaSetDevice(99), cudaErrorInvalidDevice);
    EQUAL(cudaInitDevice(0, 0, 2), cudaErrorInvalidValue);
    SUCCEEDS(cudaInitDevice(0, 0, 0));
    EQUAL(cuDeviceGet(&value, 99), CUDA_ERROR_INVALID_DEVICE);
    SUCCEEDS(cudaSetDevice(0));
    SUCCEEDS(cudaGetDevice(&value));
    EQUAL(value, 0);
    cudaGetLastError();
}

void test_device_reset(void)
{
    void *pointer = NULL;
    cudaStream_t stream = NULL;
    cudaEvent_t event = NULL;
    struct external external;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    SUCCEEDS(cudaMalloc(&pointer, 64));
    SUCCEEDS(cudaStreamCreate(&stream));
    SUCCEEDS(cudaEventCreate(&event));
    SUCCEEDS(cudaEventRecord(event, stream));
    SUCCEEDS(cudaEventRecord(event, cudaStreamPerThread));
    SUCCEEDS(cudaDeviceReset());

    EQUAL(cudaStreamQuery(stream), cudaErrorInvalidResourceHandle);
    EQUAL(cudaEventQuery(event), cudaErrorInvalidResourceHandle);
    EQUAL(cudaFree(pointer), cudaErrorInvalidValue);
    EQUAL(cudaDestroyExternalSemaphore(external.semaphore), cudaErrorInvalidResourceHandle);
    external.semaphore = NULL;
    external_close(&external);

    SUCCEEDS(cudaStreamSynchronize(NULL)); /* and all works again */
    SUCCEEDS(cudaStreamSynchronize(cudaStreamPerThread));
    SUCCEEDS(cudaMalloc(&pointer, 64));
    SUCCEEDS(cudaFree(pointer));
    cudaGetLastError();
}

void test_device_reset_while_blocked(void)
{
    struct external external;
    _Atomic int count = 0;
    external_open(&external, EXTRES_SHARED_TIMELINE, 0);
    external_wait(&external, 1, NULL);
    enqueue_count(NULL, &count);
    hold();
    SUCCEEDS(cudaDeviceReset());
    external.semaphore = NULL;
    SUCCEEDS(cudaDeviceSynchronize());
    SUCCEEDS(cudaStreamSynchronize(NULL));
    extres_shared_signal(&external.object, 1); /* what was queued behind the wait does not run any more */
    hold();
    EQUAL(count, 0);
    external_close(&external);
}

void test_context_stack(void)
{
    CUcontext primary = NULL;
    CUcontext context = NULL;
    SUCCEEDS(cuInit(0));
    SUCCEEDS(cudaSetDevice(0));
    SUCCEEDS(cuDevicePrimaryCtxRetain(&primary, 0));
    SUCCEEDS(cuCtxGetCurrent(&context));
    CHECK(context == primary);
    SUCCEEDS(cuCtxPushCurrent_v2(primary));
    SUCCEEDS(cuCtxPopCurrent_v2(&context));
    CHECK(context == primary);
    SUCCEEDS(cuCtxPopCurrent_v2(&context));
    EQUAL(cuCtxPopCurrent_v2(&context), CUDA_ERROR_INVALID_CONTEXT);
    SUCCEEDS(cuCtxGetCurrent(&context));
    CHECK(context == NULL);
    SUCCEEDS(cuCtxSetCurrent(NULL));
    EQUAL(cuCtxSetCurrent((CUcontext)&context), CUDA_ERROR_INVALID_CONTEXT);
    EQUAL(cuCtxPushCurrent_v2(NULL), CUDA_ERROR_INVALID_CONTEXT);
    SUCCEEDS(cuCtxSetCurrent(primary));
    CUdevice device = -1;
    SUCCEEDS(cuCtxGetDevice(&device));
    EQUAL(device, 0);
    for (int i = 0; i < 100; i++)
        SUCCEEDS(cuCtxPushCurrent_v2(primary));
    for (int i = 0; i < 100; i++)
        SUCCEEDS(cuCtxPopCurrent_v2(NULL));
    SUCCEEDS(cuDevicePrimaryCtxRelease_v2(0));
}

void test_context_primary(void)
{
    unsigned flags = 0;
    int active = -1;
    SUCCEEDS(cudaDeviceReset()); /* the runtime's own reference stays */
    SUCCEEDS(cuDevicePrimaryCtxGetState(0, &flags, &active));
    EQUAL(active, 0);
    EQUAL(cuCtxSynchronize(), CUDA_ERROR_CONTEXT_IS_DESTROYED);
    EQUAL(cuStreamQuery(NULL), CUDA_ERROR_CONTEXT_IS_DESTROYED);
    CUcontext context = NULL;
    SUCCEEDS(cuDevicePrimaryCtxRetain(&context, 0));
    SUCCEEDS(cuDevicePrimaryCtxGetState(0, &flags, &active));
    EQUAL(active, 1);
    SUCCEEDS(cuCtxSynchronize());
    SUCCEEDS(cuDevicePrimaryCtxRelease_v2(0));
    SUCCEEDS(cuDevicePrimaryCtxRelease_v2(0)); /* the runtime's */
    SUCCEEDS(cuDevicePrimaryCtxGetState(0, &flags, &active));
    EQUAL(active, 0);
    EQUAL(cuDevicePrimaryCtxRelease_v2(0), CUDA_ERROR_INVALID_CONTEXT);
    SUCCEEDS(cudaFree(NULL));
    SUCCEEDS(cuDevicePrimaryCtxGetState(0, &flags, &active));
    EQUAL(active, 1);
    EQUAL(cuDevicePrimaryCtxRetain(&context, 99), CUDA_ERROR_INVALID_DEVICE);
}

void test_context_none(void)
{
    CUcontext context = NULL;
    CUdeviceptr address = 0;
    CUstream stream = NULL;
    SUCCEEDS(cuStreamCreate(&stream, CU_STREAM_DEFAULT));
    SUCCEEDS(cuCtxPopCurrent_v2(&context));
    EQUAL(cuMemAlloc_v2(&address, 64), CUDA_ERROR_INVALID_CONTEXT);
    EQUAL(cuStreamSynchronize(NULL), CUDA_ERROR_INVALID_CONTEXT);
    EQUAL(cuCtxSynchronize(), CUDA_ERROR_INVALID_CONTEXT);
    SUCCEEDS(cuStreamSynchronize(stream)); /* it has a context of its own */
    SUCCEEDS(cuCtxSetCurrent(context));
    SUCCEEDS(cuMemAlloc_v2(&address, 64));
    SUCCEEDS(cuMemFree_v2(address));
    EQUAL(cuMemAlloc_v2(&address, 0), CUDA_ERROR_INVALID_VALUE);
    SUCCEEDS(cuStreamDestroy_v2(stream));
}

static bool is_function(void *pointer, CUresult (*function)(CUstream))
{
    return memcmp(&pointer, &function, sizeof pointer) == 0;
}

void test_entry_point(void)
{
    void *found = NULL;
    CUdriverProcAddressQueryResult status;
    SUCCEEDS(cuGetProcAddress_v2("cuStreamQuery", &found, 13000, CU_GET_PROC_ADDRESS_DEFAULT, &status));
    EQUAL(status, CU_GET_PROC_ADDRESS_SUCCESS);
    CHECK(is_function(found, cuStreamQuery));
    SUCCEEDS(cuGetProcAddress_v2("cuStreamQuery", &found, 13000,
                                 CU_GET_PROC_ADDRESS_PER_THREAD_DEFAULT_STREAM, NULL));
    CHECK(is_function(found, cuStreamQuery_ptsz));
    SUCCEEDS(
        cuGetProcAddress_v2("cuInit", &found, 13000, CU_GET_PROC_ADDRESS_PER_THREAD_DEFAULT_STREAM, &status));
    CHECK(found != NULL);
    SUCCEEDS(cuGetProcAddress_v2("cuStreamDestroy", &found, 3020, CU_GET_PROC_ADDRESS_DEFAULT, &status));
    EQUAL(status, CU_GET_PROC_ADDRESS_VERSION_NOT_SUFFICIENT);
    CHECK(found == NULL);
    SUCCEEDS(cuGetProcAddress_v2("cuNoSuch", &found, 13000, CU_GET_PROC_ADDRESS_DEFAULT, &status));
    EQUAL(status, CU_GET_PROC_ADDRESS_SYMBOL_NOT_FOUND);
    CHECK(found == NULL);
    EQUAL(cuGetProcAddress_v2("cuInit", &found, 13010, CU_GET_PROC_ADDRESS_DEFAULT, &status),
          CUDA_ERROR_INVALID_VALUE);
    EQUAL(cuGetProcAddress_v2("cuInit", &found, -1, CU_GET_PROC_ADDRESS_DEFAULT, &status),
          CUDA_ERROR_INVALID_VALUE);
    EQUAL(cuGetProcAddress_v2("cuInit", &found, 13000, 4, &status), CUDA_ERROR_INVALID_VALUE);
    EQUAL(cuGetProcAddress_v2(NULL, &found, 13000, 0, &status), CUDA_ERROR_INVALID_VALUE);
    EQUAL(cuGetProcAddress_v2("cuInit", NULL, 13000, 0, &status), CUDA_ERROR_INVALID_VALUE);

    enum cudaDriverEntryPointQueryResult result;
    SUCCEEDS(cudaGetDriverEntryPoint_ptsz("cuStreamQuery", &found, cudaEnableDefault, &result));
    CHECK(is_function(found, cuStreamQuery_ptsz));
    SUCCEEDS(cudaGetDriverEntryPointByVersion("cuStreamQuery", &found, 12000, cudaEnableDefault, &result));
    EQUAL(result, cudaDriverEntryPointSuccess);
    CHECK(is_function(found, cuStreamQuery));
    SUCCEEDS(cudaGetDriverEntryPoint("cuMemAlloc_v2", &found, cudaEnableDefault, &result));
    EQUAL(result, cudaDriverEntryPointSymbolNotFound);
}
