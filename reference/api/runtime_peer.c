/* Access to the memory of another device, through the runtime API. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/peer.h"

#include <stddef.h>

#include "api/export.h"
#include "api/runtime_call.h"
#include "core/library.h"
#include "extres/runtime_device.h"

EXTRES_EXPORT cudaError_t cudaDeviceCanAccessPeer(int *can_access, int device, int peer)
{
    int error = library_enter_runtime();
    if (error == cudaSuccess && (device_at(device) == NULL || device_at(peer) == NULL))
        error = cudaErrorInvalidDevice;
    if (error == cudaSuccess && can_access == NULL)
        error = cudaErrorInvalidValue;
    if (error == cudaSuccess)
        *can_access = peer_is_possible(device_at(device), device_at(peer));
    return runtime_result(error);
}

/* The current context, and that of another device. */
static int enter(int peer_ordinal, struct context **context, struct context **peer)
{
    int error = library_enter_runtime_context(context);
    if (error != cudaSuccess)
        return error;
    *peer = context_of_device(peer_ordinal);
    return *peer == NULL || *peer == *context ? cudaErrorInvalidDevice : cudaSuccess;
}

EXTRES_EXPORT cudaError_t cudaDeviceEnablePeerAccess(int peer, unsigned int flags)
{
    struct context *current = NULL, *other = NULL;
    int error = enter(peer, &current, &other);
    return runtime_result(error == cudaSuccess ? peer_enable(current, other, flags) : error);
}

EXTRES_EXPORT cudaError_t cudaDeviceDisablePeerAccess(int peer)
{
    struct context *current = NULL, *other = NULL;
    int error = enter(peer, &current, &other);
    return runtime_result(error == cudaSuccess ? peer_disable(current, other) : error);
}
