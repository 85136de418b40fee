/* Faults of imports of what another process has made, or imports as well. Within this folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_PROCESS_H
#define REFERENCE_FAULTS_PROCESS_H

#include <stdbool.h>

#include "faults/origin.h"
#include "import/provider.h"

/* An object was imported: leave it, exchange it for a copy, or refuse it, which releases it. */
enum provider_answer fault_process_memory(struct origin *origin, int fd, struct imported_memory **out);
enum provider_answer fault_process_semaphore(struct origin *origin, int fd, struct payload **out);

/* A semaphore is being destroyed by a call of its own. */
void fault_process_destroyed(const void *handle);

/* Whether the memory is of another process that has ended. */
bool fault_memory_has_lost_its_maker(const struct imported_memory *imported);

#endif
