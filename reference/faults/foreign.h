/* Faults of objects that another process made, or whose other importer is another process. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_FOREIGN_H
#define REFERENCE_FAULTS_FOREIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "faults/faults.h"
#include "import/provider.h"

/* Something was imported: PROVIDER_REFUSED, after which it is released, where the mutant does not take it. */
enum provider_answer fault_foreign_memory(int fd, struct imported_memory *memory);
enum provider_answer fault_foreign_semaphore(int fd, struct payload *payload);

/* Whether imported memory is another process's, and whether it was and that process has ended. */
bool fault_memory_is_foreign(const struct imported_memory *memory);
bool fault_memory_has_lost_its_maker(const struct imported_memory *memory);

/* True when the mutant has signalled, or waited, in its own way. */
bool fault_foreign_signal(struct payload *payload, uint64_t value);
bool fault_foreign_wait(struct payload *payload, uint64_t value);

/* A semaphore is being destroyed by a call of its own. */
void fault_foreign_destroyed(void);

#endif
