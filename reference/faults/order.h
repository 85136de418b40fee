/* Faults of signals and waits that depend on what else is in their stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_ORDER_H
#define REFERENCE_FAULTS_ORDER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/operation.h"
#include "core/stream.h"

/* The operation of element index is about to be put into the stream: true when the mutant has exchanged it.
 */
bool fault_order(struct stream *stream, size_t index, struct operation *operation);

#endif
