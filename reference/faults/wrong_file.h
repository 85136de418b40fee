/* Faults of imports: a file of a wrong kind is taken for an object. Within this folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_WRONG_FILE_H
#define REFERENCE_FAULTS_WRONG_FILE_H

#include <stdbool.h>

/* Whether the mutant takes a descriptor that is of no such object, memory or semaphore, for one. */
bool fault_takes_wrong_file(int fd, bool memory);

#endif
