/* Faults of host functions. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_HOST_FUNCTION_H
#define REFERENCE_FAULTS_HOST_FUNCTION_H

#include <stdbool.h>

#include "core/operation.h"
#include "core/stream.h"
#include "faults/faults.h"

/* A host function is about to be put into the stream: true when it was called instead. */
bool fault_launch(struct stream *stream, struct operation *operation);

/* A host function runs, or did so a moment ago; for the mutant that misses signals then. */
bool fault_in_host_function(void);

#endif
