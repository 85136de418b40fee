/* Versions and devices, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/runtime_device.h"

#include "api/export.h"
#include "api/runtime_call.h"
#include "core/context.h"
#include "core/device.h"
#include "core/library.h"
#include "core/thread.h"
#include "faults/faults.h"

static cudaError_t get_version(int *version, int value)
{
    if (version == NULL)
        return runtime_result(cudaErrorInvalidValue);
    *version = value;
    return cudaSuccess;
}

EXTRES_EXPORT cudaError_t cudaDriverGetVersion(int *version)
{
    return get_version(version, CUDA_VERSION);
}

EXTRES_EXPORT cudaError_t cudaRuntimeGetVersion(int *version)
{
    return get_version(version, CUDART_VERSION);
}

EXTRES_EXPORT cudaError_t cudaGetDeviceCount(int *count)
{
    int error = library_enter_runtime();
    if (error == cudaSuccess && count == NULL)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        *count = DEVICE_COUNT;
    return runtime_result(error);
}

static int get_attribute(int *value, enum cudaDeviceAttr attribute, int ordinal)
{
    int error = library_enter_runtime();
    if (error != cudaSuccess)
        return error;
    const struct device *device = device_at(ordinal);
    if (device == NULL)
        return cudaErrorInvalidDevice;
    /* The two APIs number attributes alike. */
    return value == NULL ? cudaErrorInvalidValue : device_attribute(device, (int)attribute, value);
}

EXTRES_EXPORT cudaError_t cudaDeviceGetAttribute(int *value, enum cudaDeviceAttr attribute, int device)
{
    return runtime_result(get_attribute(value, attribute, device));
}

/* The context of the device of that number, once the call is let in. */
static int enter_device(int ordinal, struct context **context)
{
    int error = library_enter_runtime();
    if (error != cudaSuccess)
        return error;
    *context = context_of_device(ordinal);
    return *context == NULL ? cudaErrorInvalidDevice : cudaSuccess;
}

static int initialise_device(int ordinal, unsigned device_flags, unsigned flags)
{
    struct context *context = NULL;
    int error = enter_device(ordinal, &context);
    if (error == cudaSuccess && (flags & ~(unsigned)cudaInitDeviceFlagsAreValid) != 0)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess && (flags & cudaInitDeviceFlagsAreValid) != 0)
        error = context_set_flags(context, device_flags);
    return error == cudaSuccess ? context_retain_by_runtime(context) : error;
}

EXTRES_EXPORT cudaError_t cudaInitDevice(int device, unsigned int device_flags, unsigned int flags)
{
    return runtime_result(initialise_device(device, device_flags, flags));
}

EXTRES_EXPORT cudaError_t cudaSetDevice(int device)
{
    struct context *context = NULL;
    int error = enter_device(device, &context);
    if (error == cudaSuccess)
        error = context_retain_by_runtime(context);
    if (error == cudaSuccess)
        error = thread_set_current(context);
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaGetDevice(int *device)
{
    int error = library_enter_runtime();
    if (error == cudaSuccess && device == NULL)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        *device = thread_current() == NULL ? 0 : thread_current()->device->ordinal;
    return runtime_result(error);
}

EXTRES_EXPORT cudaError_t cudaDeviceSynchronize(void)
{
    struct context *context = NULL;
    int error = library_enter_runtime_context(&context);
    return runtime_result(error == cudaSuccess ? context_synchronize(context) : error);
}

EXTRES_EXPORT cudaError_t cudaDeviceReset(void)
{
    int error = library_enter_runtime();
    for (int device = 0; fault_is(FAULT_DEVICE_RESET_RESETS_ALL) && device < DEVICE_COUNT; device++)
        context_reset(context_of_device(device));
    if (error == cudaSuccess)
        context_reset(thread_current() == NULL ? context_of_device(0) : thread_current());
    return runtime_result(error);
}
