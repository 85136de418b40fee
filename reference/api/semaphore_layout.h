/* Where the members of signal and wait parameters lie: in one place for both APIs, as the ABI has them alike.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_SEMAPHORE_LAYOUT_H
#define REFERENCE_SEMAPHORE_LAYOUT_H

#include <stddef.h>

#include "core/external_semaphore.h"
#include "extres/driver_external.h"
#include "extres/runtime_external.h"

/* So a node's parameters, too, can be read through the one API and written through the other. */
_Static_assert(sizeof(struct cudaExternalSemaphoreSignalParams) ==
                   sizeof(CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS),
               "both APIs have one layout");
_Static_assert(sizeof(struct cudaExternalSemaphoreWaitParams) == sizeof(CUDA_EXTERNAL_SEMAPHORE_WAIT_PARAMS),
               "both APIs have one layout");

static const struct semaphore_parameter_layout signal_layout = {
    .size = sizeof(struct cudaExternalSemaphoreSignalParams),
    .value_offset = offsetof(struct cudaExternalSemaphoreSignalParams, params.fence.value),
    .flags_offset = offsetof(struct cudaExternalSemaphoreSignalParams, flags),
};

static const struct semaphore_parameter_layout wait_layout = {
    .size = sizeof(struct cudaExternalSemaphoreWaitParams),
    .value_offset = offsetof(struct cudaExternalSemaphoreWaitParams, params.fence.value),
    .flags_offset = offsetof(struct cudaExternalSemaphoreWaitParams, flags),
};

#endif
