/* Faults that break no rule, and only cost time. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_COST_H
#define REFERENCE_FAULTS_COST_H

#include <stdbool.h>

#include "faults/faults.h"

/*
 * Where fault_costs(): a call signals semaphores, and whether the mutant does all of its work twice. So what
 * such calls cost on average grows by the same share on every machine. A timeline that is given the value
 * that it is about to have, and a binary semaphore that is signalled, stay what they are.
 */
bool fault_signals_twice(void);

#endif
