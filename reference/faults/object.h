/* Faults of imports: another object than the one that the descriptor is of. Within this folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_OBJECT_H
#define REFERENCE_FAULTS_OBJECT_H

#include <stdbool.h>

#include "import/provider.h"

/* Something was imported: exchange it for what the mutant takes for it, or refuse it. */
enum provider_answer fault_exchange_memory(int fd, struct imported_memory **out);
enum provider_answer fault_exchange_semaphore(int fd, enum payload_kind kind, struct payload **out);

/* Memory that nobody has exported; NULL without memory. */
struct imported_memory *fault_new_memory(uint64_t size);

/* Exchange an object for a copy of it, in the same state. */
enum provider_answer fault_copy_memory(struct imported_memory **out);
void fault_copy_semaphore(enum payload_kind kind, struct payload **out);

/* Nothing was imported: take it all the same, with an object of the mutant's own, or leave the answer. */
enum provider_answer fault_accept_memory(enum provider_answer answer, int fd, uint64_t size,
                                         struct imported_memory **out);
enum provider_answer fault_accept_semaphore(enum provider_answer answer, int fd, enum payload_kind kind,
                                            bool any_semaphore, struct payload **out);

#endif
