/* Faults of imports: what is refused, what becomes of the descriptor, and which object it leads to. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_IMPORT_H
#define REFERENCE_FAULTS_IMPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/external_memory.h"
#include "core/external_semaphore.h"
#include "faults/faults.h"
#include "import/provider.h"

/* After the check of a descriptor that ended with error, which may be success: how it ends in the mutant. */
int fault_memory_check(const struct memory_import *import, int error);
int fault_semaphore_check(const struct semaphore_import *import, int error);

/* After the providers: their answer in the mutant. *fd is what success closes; *out may be exchanged. */
enum provider_answer fault_memory_answer(enum provider_answer answer, int *fd, uint64_t size,
                                         struct imported_memory **out);
enum provider_answer fault_semaphore_answer(enum provider_answer answer, int *fd, enum payload_kind kind,
                                            struct payload **out);

/* Another device than the first one is current. */
bool fault_on_another_device(void);

/* Closes a descriptor that is not the runtime's. */
void fault_close(int fd);

/* An object is destroyed: closes the number that the last import had. */
void fault_close_again(void);

/* A memory object is destroyed by its own call: closes a duplicate that a reset leaves behind. */
void fault_close_duplicate(void);

#endif
