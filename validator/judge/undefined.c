/* Where the documents leave open or undefined what a call does, so that nothing in it can be held against it.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/state.h"

static bool is_undefined_object(struct extres_judge *judge, bool memory, uint64_t handle)
{
    const struct object *object = judge_object(judge, memory, handle);
    return object != NULL && (object->undefined || object_is_destroyed(object));
}

static bool object_holds_fd(const struct object *object, int fd)
{
    return object->fd == fd && object->fd_open;
}

/* Memory may keep its descriptor until the last mapping onto it is freed. */
static bool mapping_holds_fd(struct extres_judge *judge, const struct mapping *mapping, int fd)
{
    const struct object *memory = judge_object(judge, true, mapping->memory);
    return mapping->count > 0 && memory != NULL && memory->imported.number == mapping->memory_imported &&
           object_holds_fd(memory, fd);
}

static bool objects_hold_fd(const struct table *objects, int fd)
{
    for (const struct object *object = table_next(objects, NULL); object != NULL;
         object = table_next(objects, object)) {
        if (object->imports > 0 && object_holds_fd(object, fd))
            return true;
    }
    return false;
}

/* The number went to the runtime in an earlier import, and nothing says that it was closed since. */
static bool runtime_owns_fd(struct extres_judge *judge, int fd)
{
    if (fd < 0)
        return false;
    for (const struct mapping *mapping = table_next(&judge->mappings, NULL); mapping != NULL;
         mapping = table_next(&judge->mappings, mapping)) {
        if (mapping_holds_fd(judge, mapping, fd))
            return true;
    }
    return objects_hold_fd(&judge->memory, fd) || objects_hold_fd(&judge->semaphores, fd);
}

/* Only a failed import is held to anything that depends on who owned the descriptor. */
static bool import_is_undefined(struct extres_judge *judge, const struct extres_call_record *call)
{
    if (!call_is_of_memory(call) && (call->null_argument || call->flags != 0))
        return true;
    return call->result != 0 && runtime_owns_fd(judge, call->fd);
}

/*
 * Offset and size have to be aligned as the external API asks, which the judge does not know: a page is more
 * than such an API asks of buffers, and the end of the object is aligned too.
 */
static bool is_aligned(const struct extres_call_record *call, const struct object *memory)
{
    enum { PAGE = 4096 };
    return call->offset % PAGE == 0 && (call->size % PAGE == 0 || call->offset + call->size == memory->size);
}

static bool map_is_undefined(struct extres_judge *judge, const struct extres_call_record *call)
{
    const struct object *memory = judge_live_object(judge, true, call->object);
    if (memory != NULL && !is_aligned(call, memory))
        return true;
    return is_undefined_object(judge, true, call->object);
}

static bool destroy_semaphore_is_undefined(struct extres_judge *judge, const struct extres_call_record *call)
{
    const struct object *semaphore = judge_live_object(judge, false, call->object);
    if (semaphore != NULL && !semaphore_is_quiet(judge, semaphore))
        return true;
    return is_undefined_object(judge, false, call->object);
}

static bool element_is_undefined(struct extres_judge *judge, const struct extres_call_record *call,
                                 size_t index)
{
    uint64_t handle = (uintptr_t)call->semaphores[index];
    const struct object *semaphore = judge_live_object(judge, false, handle);
    unsigned flags = call->signals != NULL ? call->signals[index].flags : call->waits[index].flags;
    bool may_have_flags = semaphore != NULL && semaphore->type == EXTRES_SEMAPHORE_NVSCISYNC;
    return (flags != 0 && !may_have_flags) || is_undefined_object(judge, false, handle);
}

/* With no element it is open whether the call succeeds. */
static bool batch_is_undefined(struct extres_judge *judge, const struct extres_call_record *call)
{
    if (call->semaphore_count == 0 || call->semaphores == NULL ||
        (call->signals == NULL && call->waits == NULL))
        return true;
    for (size_t i = 0; i < call->semaphore_count; i++) {
        if (element_is_undefined(judge, call, i))
            return true;
    }
    return false;
}

bool call_is_undefined(struct extres_judge *judge, const struct extres_call_record *call)
{
    if (call->undefined)
        return true;
    switch (call->operation) {
    case EXTRES_OPERATION_IMPORT_MEMORY:
    case EXTRES_OPERATION_IMPORT_SEMAPHORE:
        return import_is_undefined(judge, call);
    case EXTRES_OPERATION_MAP_BUFFER:
        return map_is_undefined(judge, call);
    case EXTRES_OPERATION_MAP_ARRAY:
    case EXTRES_OPERATION_DESTROY_MEMORY:
        return is_undefined_object(judge, true, call->object);
    case EXTRES_OPERATION_DESTROY_SEMAPHORE:
        return destroy_semaphore_is_undefined(judge, call);
    case EXTRES_OPERATION_SIGNAL:
    case EXTRES_OPERATION_WAIT:
        return batch_is_undefined(judge, call);
    default:
        return false;
    }
}
