/* Which processes have an object mapped or open. Within this folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_HOLDER_H
#define REFERENCE_FAULTS_HOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* How many mappings of the file this process has; how many descriptors of it a process has open. */
size_t fault_count_mappings(ino_t file);
size_t fault_count_open(pid_t process, ino_t file);

/* The child of this process that has the file open, 0 for none; and how many descriptors of it that one has.
 */
pid_t fault_child_with(ino_t file, size_t *descriptors);

#endif
