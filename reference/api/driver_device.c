/* Initialisation and devices, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/driver_device.h"

#include <string.h>

#include "api/export.h"
#include "core/device.h"
#include "core/library.h"
#include "core/thread.h"

EXTRES_EXPORT CUresult cuInit(unsigned int flags)
{
    if (flags != 0)
        return CUDA_ERROR_INVALID_VALUE;
    return thread_is_in_host_function() ? CUDA_ERROR_NOT_PERMITTED : (CUresult)library_start();
}

EXTRES_EXPORT CUresult cuDriverGetVersion(int *version)
{
    if (version == NULL)
        return CUDA_ERROR_INVALID_VALUE;
    *version = CUDA_VERSION;
    return CUDA_SUCCESS;
}

EXTRES_EXPORT CUresult cuDeviceGetCount(int *count)
{
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS && count == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        *count = DEVICE_COUNT;
    return (CUresult)error;
}

/* The device, once the call is let in and result is somewhere to write to. */
static int enter(CUdevice ordinal, const void *result, const struct device **device)
{
    int error = library_enter_driver();
    if (error != CUDA_SUCCESS)
        return error;
    *device = device_at(ordinal);
    if (*device == NULL)
        return CUDA_ERROR_INVALID_DEVICE;
    return result == NULL ? CUDA_ERROR_INVALID_VALUE : CUDA_SUCCESS;
}

EXTRES_EXPORT CUresult cuDeviceGet(CUdevice *device, int ordinal)
{
    const struct device *found = NULL;
    int error = enter(ordinal, device, &found);
    if (error == CUDA_SUCCESS)
        *device = found->ordinal;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuDeviceGetName(char *name, int length, CUdevice device)
{
    const struct device *found = NULL;
    int error = enter(device, name, &found);
    if (error == CUDA_SUCCESS && length <= 0)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    size_t copied = strlen(found->name);
    if (copied > (size_t)length - 1)
        copied = (size_t)length - 1;
    memcpy(name, found->name, copied);
    name[copied] = '\0';
    return CUDA_SUCCESS;
}

EXTRES_EXPORT CUresult cuDeviceGetUuid_v2(CUuuid *uuid, CUdevice device)
{
    const struct device *found = NULL;
    int error = enter(device, uuid, &found);
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    unsigned char bytes[16];
    device_uuid(found, bytes);
    memcpy(uuid->bytes, bytes, sizeof bytes);
    return CUDA_SUCCESS;
}

EXTRES_EXPORT CUresult cuDeviceTotalMem_v2(size_t *size, CUdevice device)
{
    const struct device *found = NULL;
    int error = enter(device, size, &found);
    if (error == CUDA_SUCCESS)
        *size = found->memory_size;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuDeviceGetAttribute(int *value, CUdevice_attribute attribute, CUdevice device)
{
    const struct device *found = NULL;
    int error = enter(device, value, &found);
    return (CUresult)(error == CUDA_SUCCESS ? device_attribute(found, (int)attribute, value) : error);
}
