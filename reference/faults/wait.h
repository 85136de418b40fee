/* Faults of waits: when one begins, when it is over, and what else it does. Within this folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_WAIT_H
#define REFERENCE_FAULTS_WAIT_H

#include <stdbool.h>

#include "payload/payload.h"

/* True when the mutant has waited in its own way. */
bool fault_wait_ends_wrong(struct payload *payload, uint64_t value);

#endif
