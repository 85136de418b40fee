/* Primary contexts, and the stack of current ones, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/context.h"

#include "api/export.h"
#include "core/handle.h"
#include "core/library.h"
#include "core/thread.h"
#include "extres/driver_device.h"

/* The device's context, once the call is let in. */
static int enter_device(CUdevice device, struct context **context)
{
    int error = library_enter_driver();
    if (error != CUDA_SUCCESS)
        return error;
    *context = context_of_device(device);
    return *context == NULL ? CUDA_ERROR_INVALID_DEVICE : CUDA_SUCCESS;
}

EXTRES_EXPORT CUresult cuDevicePrimaryCtxRetain(CUcontext *context, CUdevice device)
{
    struct context *primary = NULL;
    int error = enter_device(device, &primary);
    if (error == CUDA_SUCCESS && context == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        error = context_retain(primary);
    if (error == CUDA_SUCCESS)
        *context = primary->handle;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device)
{
    struct context *primary = NULL;
    int error = enter_device(device, &primary);
    return (CUresult)(error == CUDA_SUCCESS ? context_unretain(primary) : error);
}

EXTRES_EXPORT CUresult cuDevicePrimaryCtxReset_v2(CUdevice device)
{
    struct context *primary = NULL;
    int error = enter_device(device, &primary);
    if (error == CUDA_SUCCESS)
        context_reset(primary);
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuDevicePrimaryCtxGetState(CUdevice device, unsigned int *flags, int *active)
{
    struct context *primary = NULL;
    int error = enter_device(device, &primary);
    if (error == CUDA_SUCCESS && (flags == NULL || active == NULL))
        error = CUDA_ERROR_INVALID_VALUE;
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    bool up = false;
    context_state(primary, &up, flags);
    *active = up ? 1 : 0;
    return CUDA_SUCCESS;
}

/* The context of a handle; contexts are never freed, so it need not stay pinned. */
static int find_context(CUcontext handle, struct context **context)
{
    *context = handle_acquire(handle, HANDLE_CONTEXT);
    if (*context == NULL)
        return CUDA_ERROR_INVALID_CONTEXT;
    handle_release(handle);
    return CUDA_SUCCESS;
}

EXTRES_EXPORT CUresult cuCtxGetCurrent(CUcontext *context)
{
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS && context == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        *context = thread_current() == NULL ? NULL : thread_current()->handle;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuCtxSetCurrent(CUcontext context)
{
    struct context *found = NULL;
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS && context != NULL)
        error = find_context(context, &found);
    return (CUresult)(error == CUDA_SUCCESS ? thread_set_current(found) : error);
}

EXTRES_EXPORT CUresult cuCtxPushCurrent_v2(CUcontext context)
{
    struct context *found = NULL;
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS)
        error = find_context(context, &found);
    return (CUresult)(error == CUDA_SUCCESS ? thread_push(found) : error);
}

EXTRES_EXPORT CUresult cuCtxPopCurrent_v2(CUcontext *context)
{
    int error = library_enter_driver();
    if (error != CUDA_SUCCESS)
        return (CUresult)error;
    struct context *popped = thread_pop();
    if (popped == NULL)
        return CUDA_ERROR_INVALID_CONTEXT;
    if (context != NULL)
        *context = popped->handle;
    return CUDA_SUCCESS;
}

EXTRES_EXPORT CUresult cuCtxGetDevice(CUdevice *device)
{
    struct context *context = NULL;
    int error = library_enter_driver_context(&context);
    if (error == CUDA_SUCCESS && device == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        *device = context->device->ordinal;
    return (CUresult)error;
}

EXTRES_EXPORT CUresult cuCtxSynchronize(void)
{
    struct context *context = NULL;
    int error = library_enter_driver_context(&context);
    return (CUresult)(error == CUDA_SUCCESS ? context_synchronize(context) : error);
}
