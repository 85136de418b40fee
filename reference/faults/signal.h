/* Faults of signals: which semaphores one reaches. Within this folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_SIGNAL_H
#define REFERENCE_FAULTS_SIGNAL_H

#include <stdbool.h>

#include "payload/payload.h"

/* True when the mutant has signalled in its own way, or not at all. */
bool fault_signal_strays(struct payload *payload, uint64_t value);

#endif
