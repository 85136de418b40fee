/* Rules on imported objects and mappings: which calls on them must succeed, and which should not. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/state.h"

/* "imported in call 7", "imported in call 7, destroyed in call 9". */
static size_t report_refused(struct extres_judge *judge, const char *rule,
                             const struct extres_call_record *call, const struct object *object)
{
    return judge_report(judge, rule,
                        "%s returned code %d for a %s %s that was imported in call %llu and lives",
                        call->function, call->result, extres_handle_types[object->type].name,
                        extres_handle_types[object->type].object, (unsigned long long)object->imported_by);
}

/* Codes that say that the argument is at fault; others may have reasons that the judge cannot see. */
static bool blames_argument(int code)
{
    return code == cudaErrorInvalidResourceHandle || code == cudaErrorInvalidValue;
}

static size_t judge_import(struct extres_judge *judge, const struct extres_call_record *call)
{
    bool memory = call_is_of_memory(call);
    if (call->result != 0)
        return 0;
    if (call->object == 0)
        return judge_report(
            judge, memory ? "EXTRES-ImportMemory-returns-handle" : "EXTRES-ImportSemaphore-returns-handle",
            "%s succeeded and returned no handle", call->function);
    struct object *object = table_put(&judge->objects[memory ? 0 : 1], call->object, sizeof *object);
    if (object == NULL)
        return 0;
    object->type = call->type;
    object->fd = call->fd;
    object->size = call->size;
    object->imported_by = judge->calls;
    object->destroyed_by = 0;
    if (memory && call->size == 0)
        return judge_report(judge, "EXTRES-ImportMemory-size-zero", "%s imported an object of size 0",
                            call->function);
    return 0;
}

static size_t judge_destroy(struct extres_judge *judge, const struct extres_call_record *call)
{
    bool memory = call_is_of_memory(call);
    struct object *object = judge_live_object(judge, memory, call->object);
    if (object == NULL)
        return 0;
    if (blames_argument(call->result))
        return report_refused(judge,
                              memory ? "EXTRES-DestroyMemory-succeeds" : "EXTRES-DestroySemaphore-succeeds",
                              call, object);
    if (call->result == 0)
        object->destroyed_by = judge->calls;
    return 0;
}

/* The first rule that this mapping should have been refused by, NULL when there is none. */
static const char *broken_range_rule(const struct object *object, const struct extres_call_record *call)
{
    if (call->flags != 0)
        return "EXTRES-MapBuffer-flags";
    if (call->offset + call->size < call->offset)
        return "EXTRES-MapBuffer-range-overflow";
    if (call->offset + call->size > object->size)
        return "EXTRES-MapBuffer-range-outside";
    return NULL;
}

static size_t judge_map(struct extres_judge *judge, const struct extres_call_record *call)
{
    const struct object *object = judge_live_object(judge, true, call->object);
    if (call->result != 0 || object == NULL)
        return 0;
    if (call->pointer == 0)
        return judge_report(judge, "EXTRES-MapBuffer-returns-pointer", "%s succeeded and returned no pointer",
                            call->function);
    struct mapping *mapping = table_put(&judge->mappings, call->pointer, sizeof *mapping);
    if (mapping != NULL) {
        mapping->mapped_by = judge->calls;
        mapping->freed_by = 0;
    }
    const char *rule = broken_range_rule(object, call);
    if (rule == NULL)
        return 0;
    return judge_report(judge, rule, "%s mapped offset %llu, size %llu, flags %#x of an object of %llu bytes",
                        call->function, (unsigned long long)call->offset, (unsigned long long)call->size,
                        call->flags, (unsigned long long)object->size);
}

/* A pointer that a later mapping or allocation has got again is not one that was freed twice. */
static size_t judge_free(struct extres_judge *judge, const struct extres_call_record *call)
{
    struct mapping *mapping = table_find(&judge->mappings, call->pointer);
    if (mapping == NULL || call->pointer == 0)
        return 0;
    if (mapping->freed_by != 0 && call->result == 0)
        return judge_report(judge, "EXTRES-MapBuffer-free-twice",
                            "%s freed a buffer that was mapped in call %llu and freed in call %llu already",
                            call->function, (unsigned long long)mapping->mapped_by,
                            (unsigned long long)mapping->freed_by);
    if (mapping->freed_by == 0 && blames_argument(call->result))
        return judge_report(
            judge, "EXTRES-MapBuffer-free",
            "%s returned code %d for a buffer that was mapped in call %llu and not freed since",
            call->function, call->result, (unsigned long long)mapping->mapped_by);
    if (call->result == 0)
        mapping->freed_by = judge->calls;
    return 0;
}

static size_t judge_batch(struct extres_judge *judge, const struct extres_call_record *call,
                          const char *enqueued, const char *null_element)
{
    const struct object *object = NULL;
    if (call->semaphores == NULL)
        return 0;
    for (size_t i = 0; i < call->semaphore_count; i++) {
        uint64_t handle = (uintptr_t)call->semaphores[i];
        if (handle == 0 && call->result == 0)
            return judge_report(judge, null_element, "%s took element %zu, which is no semaphore",
                                call->function, i);
        object = judge_live_object(judge, false, handle);
        unsigned flags = call->signals != NULL ? call->signals[i].flags
                         : call->waits != NULL ? call->waits[i].flags
                                               : 1;
        if (object == NULL || flags != 0)
            return 0;
    }
    if (object == NULL || !blames_argument(call->result))
        return 0;
    return report_refused(judge, enqueued, call, object);
}

size_t judge_objects(struct extres_judge *judge, const struct extres_call_record *call)
{
    switch (call->operation) {
    case EXTRES_OPERATION_IMPORT_MEMORY:
    case EXTRES_OPERATION_IMPORT_SEMAPHORE:
        return judge_import(judge, call);
    case EXTRES_OPERATION_DESTROY_MEMORY:
    case EXTRES_OPERATION_DESTROY_SEMAPHORE:
        return judge_destroy(judge, call);
    case EXTRES_OPERATION_MAP_BUFFER:
        return judge_map(judge, call);
    case EXTRES_OPERATION_MALLOC:
        if (call->result == 0)
            table_remove(&judge->mappings, call->pointer);
        return 0;
    case EXTRES_OPERATION_FREE:
        return judge_free(judge, call);
    case EXTRES_OPERATION_SIGNAL:
        return judge_batch(judge, call, "EXTRES-Stream-signal-enqueued", "EXTRES-Signal-null-element");
    case EXTRES_OPERATION_WAIT:
        return judge_batch(judge, call, "EXTRES-Stream-wait-enqueued", "EXTRES-Wait-null-element");
    default:
        return 0;
    }
}
