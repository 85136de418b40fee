/* Payloads that the kernel keeps in a drm_syncobj. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_IMPORT_DRM_SYNCOBJ_H
#define REFERENCE_IMPORT_DRM_SYNCOBJ_H

#include <stdint.h>

#include "payload/payload.h"

/*
 * A payload for a handle of node's, which is the payload's from then on. NULL when there is no memory: the
 * handle is then still the caller's.
 */
struct payload *drm_syncobj_payload(int node, uint32_t handle, enum payload_kind kind);

#endif
