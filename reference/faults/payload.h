/* Faults of what a semaphore holds: wrong signals, wrong waits. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_PAYLOAD_H
#define REFERENCE_FAULTS_PAYLOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "extres/shared_object.h"
#include "faults/faults.h"
#include "payload/payload.h"

/* True when the mutant has signalled, or waited, in its own way. */
bool fault_signal(struct payload *payload, uint64_t value);
bool fault_wait(struct payload *payload, uint64_t value);

/* The host asks a stream whether it is complete. */
void fault_queried(void);

/* Signals a shared object as far as its state goes, and wakes nobody. Returns 0. */
int fault_store_value(struct extres_shared_object *object, uint64_t value);

/* The value of a timeline, or whether a binary semaphore is signalled; and back to 0 or unsignalled. */
uint64_t fault_payload_value(struct payload *payload);
void fault_payload_reset(struct payload *payload);

/* From now on signals of this payload do nothing, in the mutant whose second imports are mute. */
void fault_make_mute(struct payload *payload);

/* Between two looks of a wait that nothing wakes. */
void fault_nap(void);

/* A payload that allows a wait when any of those that were added does, up to 16. It holds references. */
struct payload *fault_any_create(void);
void fault_any_add(struct payload *any, struct payload *payload, uint64_t value);

#endif
