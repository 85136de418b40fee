/* Faults of streams, and of the last error of a thread. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_STREAM_H
#define REFERENCE_FAULTS_STREAM_H

#include <stdatomic.h>

#include "core/operation.h"
#include "faults/faults.h"

/* The one last error of the mutant that has only one. */
extern _Atomic int fault_last_error;

/* Runs and drops an operation at the call that asks for it. Returns its error number. */
int fault_run_now(struct operation operation);

/* A stream is being destroyed. */
void fault_stream_destroy(void *handle);

#endif
