/* Faults of copies and fillings. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_COPY_H
#define REFERENCE_FAULTS_COPY_H

#include <stdbool.h>

#include "core/copy.h"
#include "core/operation.h"
#include "faults/faults.h"

/* The operation is about to be submitted: true when the mutant has done with it, and *error is the result. */
bool fault_copy(struct operation *operation, enum copy_form form, int *error);
bool fault_fill(struct operation *operation, int *error);

#endif
