/* Access of one device to the memory of another. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/peer.h"

#include <stdatomic.h>

#include "extres/runtime_error.h"

static unsigned bit_of(const struct context *context)
{
    return 1u << context->device->ordinal;
}

bool peer_is_possible(const struct device *device, const struct device *peer)
{
    return device != peer;
}

int peer_enable(struct context *context, const struct context *peer, unsigned flags)
{
    if (flags != 0)
        return cudaErrorInvalidValue;
    bool enabled = (atomic_fetch_or(&context->peers, bit_of(peer)) & bit_of(peer)) != 0;
    return enabled ? cudaErrorPeerAccessAlreadyEnabled : cudaSuccess;
}

int peer_disable(struct context *context, const struct context *peer)
{
    bool enabled = (atomic_fetch_and(&context->peers, ~bit_of(peer)) & bit_of(peer)) != 0;
    return enabled ? cudaSuccess : cudaErrorPeerAccessNotEnabled;
}

void peer_forget(struct context *context)
{
    atomic_store(&context->peers, 0);
    for (int ordinal = 0; ordinal < DEVICE_COUNT; ordinal++)
        atomic_fetch_and(&context_of_device(ordinal)->peers, ~bit_of(context));
}
