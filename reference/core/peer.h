/* Access of one device to the memory of another. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_PEER_H
#define REFERENCE_PEER_H

#include <stdbool.h>

#include "core/context.h"

/*
 * All devices share the memory of the machine, so access works with or without leave; what is kept is the
 * leave itself, one way. Thread-safe; return 0 or an error number of extres/error_codes.def unless they say
 * more.
 */

/* Every device to every other, none to itself. */
bool peer_is_possible(const struct device *device, const struct device *peer);

/* cudaErrorPeerAccessAlreadyEnabled, or cudaErrorInvalidValue for flags other than 0. */
int peer_enable(struct context *context, const struct context *peer, unsigned flags);

/* cudaErrorPeerAccessNotEnabled. */
int peer_disable(struct context *context, const struct context *peer);

/* The context is reset: access from it and to it ends. */
void peer_forget(struct context *context);

#endif
