/* The description of a device, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/runtime_device_properties.h"

#include <string.h>

#include "api/export.h"
#include "api/runtime_call.h"
#include "core/device.h"
#include "core/library.h"
#include "extres/runtime_device.h"

/* Members that are an attribute under another name: int here, size_t below. All others stay 0. */
static const struct {
    size_t offset;
    int attribute;
} int_members[] =
    {
        {offsetof(struct cudaDeviceProp, regsPerBlock), cudaDevAttrMaxRegistersPerBlock},
        {offsetof(struct cudaDeviceProp, warpSize), cudaDevAttrWarpSize},
        {offsetof(struct cudaDeviceProp, maxThreadsPerBlock), cudaDevAttrMaxThreadsPerBlock},
        {offsetof(struct cudaDeviceProp, maxThreadsDim[0]), cudaDevAttrMaxBlockDimX},
        {offsetof(struct cudaDeviceProp, maxThreadsDim[1]), cudaDevAttrMaxBlockDimY},
        {offsetof(struct cudaDeviceProp, maxThreadsDim[2]), cudaDevAttrMaxBlockDimZ},
        {offsetof(struct cudaDeviceProp, maxGridSize[0]), cudaDevAttrMaxGridDimX},
        {offsetof(struct cudaDeviceProp, maxGridSize[1]), cudaDevAttrMaxGridDimY},
        {offsetof(struct cudaDeviceProp, maxGridSize[2]), cudaDevAttrMaxGridDimZ},
        {offsetof(struct cudaDeviceProp, major), cudaDevAttrComputeCapabilityMajor},
        {offsetof(struct cudaDeviceProp, minor), cudaDevAttrComputeCapabilityMinor},
        {offsetof(struct cudaDeviceProp, multiProcessorCount), cudaDevAttrMultiProcessorCount},
        {offsetof(struct cudaDeviceProp, integrated), cudaDevAttrIntegrated},
        {offsetof(struct cudaDeviceProp, canMapHostMemory), cudaDevAttrCanMapHostMemory},
        {offsetof(struct cudaDeviceProp, concurrentKernels), cudaDevAttrConcurrentKernels},
        {offsetof(struct cudaDeviceProp, asyncEngineCount), cudaDevAttrAsyncEngineCount},
        {offsetof(struct cudaDeviceProp, unifiedAddressing), cudaDevAttrUnifiedAddressing},
        {offsetof(struct cudaDeviceProp, memoryBusWidth), cudaDevAttrGlobalMemoryBusWidth},
        {offsetof(struct cudaDeviceProp, maxThreadsPerMultiProcessor),
         cudaDevAttrMaxThreadsPerMultiProcessor},
        {offsetof(struct cudaDeviceProp, streamPrioritiesSupported), cudaDevAttrStreamPrioritiesSupported},
        {offsetof(struct cudaDeviceProp, regsPerMultiprocessor), cudaDevAttrMaxRegistersPerMultiprocessor},
        {offsetof(struct cudaDeviceProp, hostNativeAtomicSupported), cudaDevAttrHostNativeAtomicSupported},
        {offsetof(struct cudaDeviceProp, canUseHostPointerForRegisteredMem),
         cudaDevAttrCanUseHostPointerForRegisteredMem},
        {offsetof(struct cudaDeviceProp, maxBlocksPerMultiProcessor), cudaDevAttrMaxBlocksPerMultiprocessor},
        {offsetof(struct cudaDeviceProp, timelineSemaphoreInteropSupported),
         cudaDevAttrTimelineSemaphoreInteropSupported},
        {offsetof(struct cudaDeviceProp, deviceNumaId), cudaDevAttrNumaId},
        {offsetof(struct cudaDeviceProp, hostNumaId), cudaDevAttrHostNumaId},
},
  size_members[] = {
      {offsetof(struct cudaDeviceProp, sharedMemPerBlock), cudaDevAttrMaxSharedMemoryPerBlock},
      {offsetof(struct cudaDeviceProp, memPitch), cudaDevAttrMaxPitch},
      {offsetof(struct cudaDeviceProp, totalConstMem), cudaDevAttrTotalConstantMemory},
      {offsetof(struct cudaDeviceProp, textureAlignment), cudaDevAttrTextureAlignment},
      {offsetof(struct cudaDeviceProp, texturePitchAlignment), cudaDevAttrTexturePitchAlignment},
      {offsetof(struct cudaDeviceProp, surfaceAlignment), cudaDevAttrSurfaceAlignment},
      {offsetof(struct cudaDeviceProp, sharedMemPerMultiprocessor),
       cudaDevAttrMaxSharedMemoryPerMultiprocessor},
      {offsetof(struct cudaDeviceProp, sharedMemPerBlockOptin), cudaDevAttrMaxSharedMemoryPerBlockOptin},
};

static void fill(struct cudaDeviceProp *properties, const struct device *device)
{
    memset(properties, 0, sizeof *properties);
    strncpy(properties->name, device->name, sizeof properties->name - 1);
    unsigned char uuid[16];
    device_uuid(device, uuid);
    memcpy(properties->uuid.bytes, uuid, sizeof uuid);
    properties->totalGlobalMem = device->memory_size;

    unsigned char *bytes = (unsigned char *)properties;
    for (size_t i = 0; i < sizeof int_members / sizeof *int_members; i++) {
        int value = 0;
        device_attribute(device, int_members[i].attribute, &value);
        memcpy(bytes + int_members[i].offset, &value, sizeof value);
    }
    for (size_t i = 0; i < sizeof size_members / sizeof *size_members; i++) {
        int value = 0;
        device_attribute(device, size_members[i].attribute, &value);
        memcpy(bytes + size_members[i].offset, &(size_t){(size_t)value}, sizeof(size_t));
    }
}

EXTRES_EXPORT cudaError_t cudaGetDeviceProperties(struct cudaDeviceProp *properties, int device)
{
    int error = library_enter_runtime();
    if (error == cudaSuccess && device_at(device) == NULL)
        error = cudaErrorInvalidDevice;
    if (error == cudaSuccess && properties == NULL)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        fill(properties, device_at(device));
    return runtime_result(error);
}
