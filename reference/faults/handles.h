/* Faults of imports that depend on how many others live: of memory and of semaphores alike. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_HANDLES_H
#define REFERENCE_FAULTS_HANDLES_H

#include "core/handle.h"
#include "faults/faults.h"

/* An import has got its handle; a handle is about to be destroyed by a call of its own. */
void fault_handle_made(enum handle_kind kind, void *handle);
void fault_handle_ends(enum handle_kind kind, void *handle);

#endif
