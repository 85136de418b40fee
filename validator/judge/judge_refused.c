/* Rules on calls that must succeed: what refuses a living object, or a mapped buffer, as if it were none. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "judge/state.h"

bool refusal_is_judged(const struct extres_judge *judge)
{
    if (!judge->alone || judge->work_failed || judge->several_devices)
        return false;
    /* A thread that has selected no device has the first. */
    return !judge->device_selected || judge->device == 0 || judge->thread->selected_device;
}

static size_t report_object(struct extres_judge *judge, const struct extres_call_record *call,
                            enum judge_rule rule, const struct object *object)
{
    struct text code;
    struct text history;
    return judge_report(judge, call, rule, "returned %s for the living %s",
                        describe_code(&code, call->api, call->result), describe_object(&history, object));
}

static size_t judge_destroy(struct extres_judge *judge, const struct extres_call_record *call)
{
    bool memory = call_is_of_memory(call);
    const struct object *object = judge_live_object(judge, memory, call->object);
    if (object == NULL || !code_blames_arguments(call->result))
        return 0;
    return report_object(judge, call,
                         memory ? JUDGE_RULE_DESTROY_MEMORY_SUCCEEDS : JUDGE_RULE_DESTROY_SEMAPHORE_SUCCEEDS,
                         object);
}

/*
 * Signals, waits and mappings have more arguments than the handle, and values that it may be open to refuse:
 * only the code that speaks of the handle is held against them.
 */
static bool blames_handle(const struct extres_call_record *call)
{
    return call->result == cudaErrorInvalidResourceHandle;
}

/* Of the whole object, which is inside it and aligned whatever the external API asks. */
static size_t judge_map(struct extres_judge *judge, const struct extres_call_record *call)
{
    const struct object *memory = judge_live_object(judge, true, call->object);
    if (memory == NULL || !blames_handle(call) || call->null_argument || call->flags != 0 ||
        call->offset != 0 || call->size == 0 || call->size != memory->size)
        return 0;
    return report_object(judge, call, JUDGE_RULE_MAP_RETURNS_POINTER, memory);
}

/* A binary or timeline semaphore: the other kinds ask for more than a handle and a value. */
static bool is_plain(const struct object *semaphore)
{
    return semaphore->type != EXTRES_SEMAPHORE_NVSCISYNC && semaphore->type != EXTRES_SEMAPHORE_KEYED_MUTEX &&
           semaphore->type != EXTRES_SEMAPHORE_KEYED_MUTEX_KMT;
}

/* Every element must live: which one the code speaks of is not known. */
static size_t judge_batch(struct extres_judge *judge, const struct extres_call_record *call,
                          enum judge_rule rule)
{
    const struct object *semaphore = NULL;
    if (!blames_handle(call) || !stream_is_known(judge, call->stream))
        return 0;
    for (size_t i = 0; i < call->semaphore_count; i++) {
        semaphore = judge_live_object(judge, false, (uintptr_t)call->semaphores[i]);
        if (semaphore == NULL || !is_plain(semaphore))
            return 0;
    }
    return report_object(judge, call, rule, semaphore);
}

static size_t judge_free(struct extres_judge *judge, const struct extres_call_record *call)
{
    const struct mapping *mapping = judge_freed_mapping(judge, call);
    struct text code;
    struct text history;
    if (mapping == NULL || mapping->count == 0 || mapping->undefined || !code_blames_arguments(call->result))
        return 0;
    const struct object *memory = judge_object(judge, true, mapping->memory);
    bool destroyed = memory != NULL && object_is_destroyed(memory);
    enum judge_rule rule = mapping->is_array ? JUDGE_RULE_MAP_ARRAY_FREE : JUDGE_RULE_MAP_FREE;
    return judge_report(judge, call, destroyed ? JUDGE_RULE_DESTROY_MEMORY_FREED_AFTER : rule,
                        "returned %s for %s %#" PRIx64 ", mapped in call %" PRIu64
                        " by %s and not freed since, of %s",
                        describe_code(&code, call->api, call->result), mapping->is_array ? "array" : "buffer",
                        call->pointer, mapping->mapped.number, mapping->mapped.function,
                        memory != NULL ? describe_object(&history, memory) : "an unknown object");
}

size_t judge_refused(struct extres_judge *judge, const struct extres_call_record *call)
{
    if (call->result == 0 || !refusal_is_judged(judge))
        return 0;
    switch (call->operation) {
    case EXTRES_OPERATION_DESTROY_MEMORY:
    case EXTRES_OPERATION_DESTROY_SEMAPHORE:
        return judge_destroy(judge, call);
    case EXTRES_OPERATION_MAP_BUFFER:
        return judge_map(judge, call);
    case EXTRES_OPERATION_SIGNAL:
        return judge_batch(judge, call, JUDGE_RULE_SIGNAL_ENQUEUED);
    case EXTRES_OPERATION_WAIT:
        return judge_batch(judge, call, JUDGE_RULE_WAIT_ENQUEUED);
    case EXTRES_OPERATION_FREE:
    case EXTRES_OPERATION_FREE_ARRAY:
        return judge_free(judge, call);
    default:
        return 0;
    }
}
