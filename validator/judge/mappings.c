/* What the judge knows of mappings: at which addresses buffers are, and how many at each; which arrays live.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/state.h"

struct mapping *judge_freed_mapping(struct extres_judge *judge, const struct extres_call_record *call)
{
    struct mapping *mapping = table_find(&judge->mappings, call->pointer);
    bool frees_arrays = call->operation == EXTRES_OPERATION_FREE_ARRAY;
    return mapping != NULL && mapping->is_array == frees_arrays ? mapping : NULL;
}

static void remember_map(struct extres_judge *judge, const struct extres_call_record *call, bool undefined)
{
    const struct object *memory = judge_object(judge, true, call->object);
    if (call->result != 0 || call->pointer == 0)
        return;
    struct mapping *mapping = table_put(&judge->mappings, call->pointer, sizeof *mapping);
    if (mapping == NULL)
        return;
    mapping->undefined = undefined || (mapping->count > 0 && mapping->undefined);
    mapping->count++;
    mapping->is_array = call->operation == EXTRES_OPERATION_MAP_ARRAY;
    mapping->memory = call->object;
    mapping->memory_imported = memory != NULL ? memory->imported.number : 0;
    mapping->mapped = past_call(judge, call);
}

/* Whether a mapping is still there when freeing it failed is not known. */
static void remember_free(struct extres_judge *judge, const struct extres_call_record *call)
{
    struct mapping *mapping = judge_freed_mapping(judge, call);
    if (mapping == NULL)
        return;
    if (call->result != 0) {
        table_remove(&judge->mappings, call->pointer);
        return;
    }
    if (mapping->count > 0)
        mapping->count--;
    mapping->freed = past_call(judge, call);
}

void remember_mappings(struct extres_judge *judge, const struct extres_call_record *call, bool undefined)
{
    switch (call->operation) {
    case EXTRES_OPERATION_MAP_BUFFER:
    case EXTRES_OPERATION_MAP_ARRAY:
        remember_map(judge, call, undefined);
        return;
    case EXTRES_OPERATION_FREE:
    case EXTRES_OPERATION_FREE_ARRAY:
        remember_free(judge, call);
        return;
    case EXTRES_OPERATION_MALLOC:
        if (call->result == 0)
            table_remove(&judge->mappings, call->pointer);
        return;
    default:
        return;
    }
}
