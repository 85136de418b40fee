/* Faults of copies and fillings. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/copy.h"

#include "faults/stream.h"

static bool is_import(const struct allocation *allocation)
{
    return allocation != NULL && allocation->imported != NULL;
}

static bool drop(struct operation *operation, int result, int *error)
{
    operation_drop(operation);
    *error = result;
    return true;
}

bool fault_copy(struct operation *operation, enum copy_form form, int *error)
{
    const struct allocation *target = operation->as.copy.target_allocation;
    const struct allocation *source = operation->as.copy.source_allocation;
    if (!is_import(target) || !is_import(source))
        return false;
    bool within = target->imported == source->imported;
    bool lost = (fault_is(FAULT_COPY_BETWEEN_IMPORTS_LOST) && !within) ||
                (fault_is(FAULT_SYNCHRONOUS_COPY_WITHIN_IMPORT_LOST) && within && form == COPY_SYNCHRONOUS);
    return lost && drop(operation, cudaSuccess, error);
}

bool fault_fill(struct operation *operation, int *error)
{
    if (fault_is(FAULT_FILL_OF_IMPORT_LOST) && is_import(operation->as.fill.allocation))
        return drop(operation, cudaSuccess, error);
    if (!fault_is(FAULT_FILL_OVERTAKES_WAIT))
        return false;
    *error = fault_run_now(*operation);
    return true;
}
