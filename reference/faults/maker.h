/* Which process made an object: found by looking at who has it mapped or open. Within this folder. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_MAKER_H
#define REFERENCE_FAULTS_MAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Directly after the import of a shared object that this process has not imported before: it was made by
 * another process, as nothing but the import has it mapped here. */
bool maker_is_elsewhere(ino_t inode);

/* The child of this process that has the object open, 0 for none; and how many descriptors of it that one
 * has.
 */
pid_t maker_among_children(ino_t inode, size_t *descriptors);

bool maker_is_alive(pid_t maker);

#endif
