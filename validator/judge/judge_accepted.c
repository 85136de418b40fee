/* Rules on calls that must not succeed, or not with nothing to show for it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "judge/state.h"

static bool has_null_argument(struct extres_judge *judge, const struct extres_call_record *call)
{
    (void)judge;
    return call->null_argument;
}

static bool has_unknown_type(struct extres_judge *judge, const struct extres_call_record *call)
{
    (void)judge;
    return call->type == EXTRES_HANDLE_TYPE_COUNT;
}

static bool has_unknown_flags(struct extres_judge *judge, const struct extres_call_record *call)
{
    (void)judge;
    return (call->flags & ~(unsigned)cudaExternalMemoryDedicated) != 0;
}

static bool has_size_zero(struct extres_judge *judge, const struct extres_call_record *call)
{
    (void)judge;
    return call->size == 0;
}

static bool is_dma_buf_with_flags(struct extres_judge *judge, const struct extres_call_record *call)
{
    (void)judge;
    return call->type == EXTRES_MEMORY_DMABUF_FD && call->flags != 0;
}

static bool is_dma_buf_of_negative_fd(struct extres_judge *judge, const struct extres_call_record *call)
{
    (void)judge;
    return call->type == EXTRES_MEMORY_DMABUF_FD && call->fd < 0;
}

static bool has_negative_fd(struct extres_judge *judge, const struct extres_call_record *call)
{
    (void)judge;
    bool opaque_or_timeline = call->type == EXTRES_MEMORY_OPAQUE_FD ||
                              call->type == EXTRES_SEMAPHORE_OPAQUE_FD ||
                              call->type == EXTRES_SEMAPHORE_TIMELINE_FD;
    return opaque_or_timeline && call->fd < 0;
}

static bool has_no_object(struct extres_judge *judge, const struct extres_call_record *call)
{
    (void)judge;
    return call->object == 0;
}

static bool has_flags(struct extres_judge *judge, const struct extres_call_record *call)
{
    (void)judge;
    return call->flags != 0;
}

static bool overflows(struct extres_judge *judge, const struct extres_call_record *call)
{
    (void)judge;
    return call->offset + call->size < call->offset;
}

/* The size is that of the import. */
static bool is_outside(struct extres_judge *judge, const struct extres_call_record *call)
{
    const struct object *memory = judge_live_object(judge, true, call->object);
    return memory != NULL && call->offset + call->size > memory->size;
}

/* It is open whether a mapping of size 0 succeeds, let alone with what. */
static bool has_no_pointer(struct extres_judge *judge, const struct extres_call_record *call)
{
    return call->pointer == 0 && call->size != 0 && judge_live_object(judge, true, call->object) != NULL;
}

static bool is_on_dma_buf(struct extres_judge *judge, const struct extres_call_record *call)
{
    const struct object *memory = judge_live_object(judge, true, call->object);
    return memory != NULL && memory->type == EXTRES_MEMORY_DMABUF_FD;
}

/* How many bytes an array takes is its driver's secret; but it has to begin inside. */
static bool begins_outside(struct extres_judge *judge, const struct extres_call_record *call)
{
    const struct object *memory = judge_live_object(judge, true, call->object);
    return memory != NULL && call->offset >= memory->size;
}

static bool has_no_array(struct extres_judge *judge, const struct extres_call_record *call)
{
    return call->pointer == 0 && judge_live_object(judge, true, call->object) != NULL;
}

static bool has_null_element(struct extres_judge *judge, const struct extres_call_record *call)
{
    (void)judge;
    return batch_has_null_element(call);
}

/* The address may have come to another allocation meanwhile where the order of calls is not known. */
static bool is_freed_already(struct extres_judge *judge, const struct extres_call_record *call)
{
    const struct mapping *mapping = judge_freed_mapping(judge, call);
    return judge->alone && mapping != NULL && mapping->count == 0 && !mapping->undefined;
}

/* Of several entries that apply, the first is meant: with no descriptor, say, there is no type either. */
static const struct acceptance {
    enum extres_operation operation;
    enum judge_rule rule;
    bool (*applies)(struct extres_judge *judge, const struct extres_call_record *call);
    const char *although;
} acceptances[] = {
    {EXTRES_OPERATION_IMPORT_MEMORY, JUDGE_RULE_IMPORT_MEMORY_NULL, has_null_argument,
     "the descriptor, or the place for the handle, is NULL"},
    {EXTRES_OPERATION_IMPORT_MEMORY, JUDGE_RULE_IMPORT_MEMORY_TYPE, has_unknown_type,
     "the handle type is none"},
    {EXTRES_OPERATION_IMPORT_MEMORY, JUDGE_RULE_IMPORT_MEMORY_DMABUF_FLAGS, is_dma_buf_with_flags,
     "a dma_buf has no flags"},
    {EXTRES_OPERATION_IMPORT_MEMORY, JUDGE_RULE_IMPORT_MEMORY_DMABUF_FD, is_dma_buf_of_negative_fd,
     "the descriptor is none"},
    {EXTRES_OPERATION_IMPORT_MEMORY, JUDGE_RULE_IMPORT_MEMORY_FLAGS, has_unknown_flags,
     "there are flags that do not exist"},
    {EXTRES_OPERATION_IMPORT_MEMORY, JUDGE_RULE_IMPORT_MEMORY_SIZE_ZERO, has_size_zero, "the size is 0"},
    {EXTRES_OPERATION_IMPORT_MEMORY, JUDGE_RULE_IMPORT_MEMORY_FD_INVALID, has_negative_fd,
     "the descriptor is none"},
    {EXTRES_OPERATION_IMPORT_MEMORY, JUDGE_RULE_IMPORT_MEMORY_RETURNS_HANDLE, has_no_object,
     "the handle that came out is NULL"},
    {EXTRES_OPERATION_IMPORT_SEMAPHORE, JUDGE_RULE_IMPORT_SEMAPHORE_TYPE, has_unknown_type,
     "the handle type is none"},
    {EXTRES_OPERATION_IMPORT_SEMAPHORE, JUDGE_RULE_IMPORT_SEMAPHORE_FD_INVALID, has_negative_fd,
     "the descriptor is none"},
    {EXTRES_OPERATION_IMPORT_SEMAPHORE, JUDGE_RULE_IMPORT_SEMAPHORE_RETURNS_HANDLE, has_no_object,
     "the handle that came out is NULL"},
    {EXTRES_OPERATION_MAP_BUFFER, JUDGE_RULE_MAP_NULL_ARGUMENTS, has_null_argument,
     "the descriptor, or the place for the pointer, is NULL"},
    {EXTRES_OPERATION_MAP_BUFFER, JUDGE_RULE_MAP_NULL_HANDLE, has_no_object, "the memory is NULL"},
    {EXTRES_OPERATION_MAP_BUFFER, JUDGE_RULE_MAP_FLAGS, has_flags, "the flags are not 0"},
    {EXTRES_OPERATION_MAP_BUFFER, JUDGE_RULE_MAP_OVERFLOW, overflows,
     "offset plus size does not fit in 64 bits"},
    {EXTRES_OPERATION_MAP_BUFFER, JUDGE_RULE_MAP_OUTSIDE, is_outside, "the range ends beyond the memory"},
    {EXTRES_OPERATION_MAP_BUFFER, JUDGE_RULE_MAP_RETURNS_POINTER, has_no_pointer,
     "the pointer that came out is NULL"},
    {EXTRES_OPERATION_MAP_ARRAY, JUDGE_RULE_MAP_ARRAY_NULL_ARGUMENTS, has_null_argument,
     "the descriptor, or the place for the array, is NULL"},
    {EXTRES_OPERATION_MAP_ARRAY, JUDGE_RULE_MAP_ARRAY_NULL_HANDLE, has_no_object, "the memory is NULL"},
    {EXTRES_OPERATION_MAP_ARRAY, JUDGE_RULE_MAP_ARRAY_DMABUF, is_on_dma_buf, "the memory is a dma_buf"},
    {EXTRES_OPERATION_MAP_ARRAY, JUDGE_RULE_MAP_ARRAY_OUTSIDE, begins_outside,
     "the base level begins beyond the memory"},
    {EXTRES_OPERATION_MAP_ARRAY, JUDGE_RULE_MAP_ARRAY_RETURNS_ARRAY, has_no_array,
     "the array that came out is NULL"},
    {EXTRES_OPERATION_DESTROY_MEMORY, JUDGE_RULE_DESTROY_MEMORY_NULL, has_no_object, "the memory is NULL"},
    {EXTRES_OPERATION_DESTROY_SEMAPHORE, JUDGE_RULE_DESTROY_SEMAPHORE_NULL, has_no_object,
     "the semaphore is NULL"},
    {EXTRES_OPERATION_SIGNAL, JUDGE_RULE_SIGNAL_NULL_ELEMENT, has_null_element, "an element is NULL"},
    {EXTRES_OPERATION_WAIT, JUDGE_RULE_WAIT_NULL_ELEMENT, has_null_element, "an element is NULL"},
    {EXTRES_OPERATION_GRAPH_ADD_SIGNAL_NODE, JUDGE_RULE_GRAPH_ADD_NULL, has_null_argument,
     "the graph, the parameters, or the place for the node, is NULL"},
    {EXTRES_OPERATION_GRAPH_ADD_WAIT_NODE, JUDGE_RULE_GRAPH_ADD_NULL, has_null_argument,
     "the graph, the parameters, or the place for the node, is NULL"},
    {EXTRES_OPERATION_FREE, JUDGE_RULE_MAP_FREE_TWICE, is_freed_already, "the buffer was freed already"},
};

static size_t report_import(struct extres_judge *judge, const struct extres_call_record *call,
                            const struct acceptance *acceptance)
{
    bool known = call->type < EXTRES_HANDLE_TYPE_COUNT;
    return judge_report(judge, call, acceptance->rule,
                        "succeeded, although %s: type %s, fd %d, size %" PRIu64 ", flags %#x",
                        acceptance->although, known ? extres_handle_types[call->type].name : "unknown",
                        call->fd, call->size, call->flags);
}

static size_t report_map(struct extres_judge *judge, const struct extres_call_record *call,
                         const struct acceptance *acceptance)
{
    const struct object *memory = judge_object(judge, true, call->object);
    struct text history;
    return judge_report(judge, call, acceptance->rule,
                        "succeeded, although %s: offset %" PRIu64 ", size %" PRIu64 ", flags %#x, of %s of "
                        "%" PRIu64 " bytes",
                        acceptance->although, call->offset, call->size, call->flags,
                        memory != NULL ? describe_object(&history, memory) : "unknown memory",
                        memory != NULL ? memory->size : 0);
}

static size_t report_free(struct extres_judge *judge, const struct extres_call_record *call,
                          const struct acceptance *acceptance)
{
    const struct mapping *mapping = judge_freed_mapping(judge, call);
    return judge_report(judge, call, acceptance->rule,
                        "succeeded, although %s: buffer %#" PRIx64 ", mapped in call %" PRIu64
                        " by %s, freed in call %" PRIu64 " by %s",
                        acceptance->although, call->pointer, mapping->mapped.number, mapping->mapped.function,
                        mapping->freed.number, mapping->freed.function);
}

static size_t report_acceptance(struct extres_judge *judge, const struct extres_call_record *call,
                                const struct acceptance *acceptance)
{
    if (call_is_import(call))
        return report_import(judge, call, acceptance);
    if (call->operation == EXTRES_OPERATION_MAP_BUFFER || call->operation == EXTRES_OPERATION_MAP_ARRAY)
        return report_map(judge, call, acceptance);
    if (call->operation == EXTRES_OPERATION_FREE)
        return report_free(judge, call, acceptance);
    return judge_report(judge, call, acceptance->rule, "succeeded, although %s", acceptance->although);
}

size_t judge_accepted(struct extres_judge *judge, const struct extres_call_record *call)
{
    if (call->result != 0)
        return 0;
    for (size_t i = 0; i < sizeof acceptances / sizeof acceptances[0]; i++) {
        const struct acceptance *acceptance = &acceptances[i];
        if (acceptance->operation == call->operation && acceptance->applies(judge, call))
            return report_acceptance(judge, call, acceptance);
    }
    return 0;
}
