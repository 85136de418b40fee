/* A payload that stands for another one in a single operation, and does more than that one. Within this
 * folder.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_STAND_IN_H
#define REFERENCE_FAULTS_STAND_IN_H

#include "core/operation.h"

/* What happens instead of the signal or the wait. data must live as long as the process. */
typedef void fault_act(struct payload *payload, uint64_t value, void *data);

/* Puts a stand-in into a signal or wait, in the place of its payload. */
void fault_stand_in(struct operation *operation, fault_act *act, void *data);

#endif
