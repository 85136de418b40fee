/* Access to the memory of another device, through the driver API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/peer.h"

#include <stddef.h>

#include "api/export.h"
#include "core/handle.h"
#include "core/library.h"
#include "extres/driver_device.h"

EXTRES_EXPORT CUresult cuDeviceCanAccessPeer(int *can_access, CUdevice device, CUdevice peer)
{
    int error = library_enter_driver();
    if (error == CUDA_SUCCESS && (device_at(device) == NULL || device_at(peer) == NULL))
        error = CUDA_ERROR_INVALID_DEVICE;
    if (error == CUDA_SUCCESS && can_access == NULL)
        error = CUDA_ERROR_INVALID_VALUE;
    if (error == CUDA_SUCCESS)
        *can_access = peer_is_possible(device_at(device), device_at(peer));
    return (CUresult)error;
}

/* The current context, and another's, which is never freed and so need not stay pinned. */
static int enter(CUcontext handle, struct context **context, struct context **peer)
{
    int error = library_enter_driver_context(context);
    if (error != CUDA_SUCCESS)
        return error;
    *peer = handle_acquire(handle, HANDLE_CONTEXT);
    if (*peer == NULL)
        return CUDA_ERROR_INVALID_CONTEXT;
    handle_release(handle);
    return *peer == *context ? CUDA_ERROR_INVALID_CONTEXT : CUDA_SUCCESS;
}

EXTRES_EXPORT CUresult cuCtxEnablePeerAccess(CUcontext peer, unsigned int flags)
{
    struct context *current = NULL, *other = NULL;
    int error = enter(peer, &current, &other);
    return (CUresult)(error == CUDA_SUCCESS ? peer_enable(current, other, flags) : error);
}

EXTRES_EXPORT CUresult cuCtxDisablePeerAccess(CUcontext peer)
{
    struct context *current = NULL, *other = NULL;
    int error = enter(peer, &current, &other);
    return (CUresult)(error == CUDA_SUCCESS ? peer_disable(current, other) : error);
}
