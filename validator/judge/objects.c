/* What the judge knows of imported objects: which live, what they were made from, where their operations are.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/state.h"

static struct table *objects_of(struct extres_judge *judge, bool memory)
{
    return memory ? &judge->memory : &judge->semaphores;
}

struct object *judge_object(struct extres_judge *judge, bool memory, uint64_t handle)
{
    return table_find(objects_of(judge, memory), handle);
}

struct object *judge_live_object(struct extres_judge *judge, bool memory, uint64_t handle)
{
    struct object *object = judge_object(judge, memory, handle);
    return object != NULL && object->imports > 0 ? object : NULL;
}

bool object_is_destroyed(const struct object *object)
{
    return object->imports == 0 && object->destroyed.number != 0;
}

/* The feeder looked at the descriptor that it gave, and it was gone: the number is free for others. */
static bool given_fd_is_gone(const struct extres_call_record *call)
{
    for (size_t i = 0; i < call->fd_count; i++) {
        if (call->fds[i].given && call->fds[i].fate != EXTRES_FD_SAME)
            return true;
    }
    return false;
}

/* What an earlier object with this handle was is over, unless it still lives and is the same. */
static void begin_object(struct object *object)
{
    if (object->imports > 0)
        return;
    object->undefined = false;
    object->destroyed = (struct past_call){.number = 0};
    object->enqueued = (struct enqueued){.any = false};
}

static void remember_import(struct extres_judge *judge, const struct extres_call_record *call, bool undefined)
{
    bool memory = call_is_of_memory(call);
    bool known_type = call->type < EXTRES_HANDLE_TYPE_COUNT;
    if (call->result != 0 || call->object == 0)
        return;
    struct object *object = table_put(objects_of(judge, memory), call->object, sizeof *object);
    if (object == NULL)
        return;
    begin_object(object);
    object->is_memory = memory;
    object->type = call->type;
    object->undefined = object->undefined || undefined || !known_type || (memory && call->size == 0);
    object->imports++;
    object->fd = known_type && extres_handle_types[call->type].is_fd ? call->fd : -1;
    object->fd_open = !given_fd_is_gone(call);
    object->size = call->size;
    object->imported = past_call(judge, call);
}

/* Whether a destruction that failed has destroyed is not known. */
static void remember_destroy(struct extres_judge *judge, const struct extres_call_record *call)
{
    struct object *object = judge_object(judge, call_is_of_memory(call), call->object);
    if (object == NULL || object->imports == 0)
        return;
    if (call->result == 0) {
        object->imports--;
        object->destroyed = past_call(judge, call);
        return;
    }
    object->imports = 0;
    object->destroyed = (struct past_call){.number = 0};
}

static bool enqueued_are_done(const struct extres_judge *judge, const struct enqueued *enqueued)
{
    if (!enqueued->any || !work_is_outstanding(judge))
        return true;
    const struct stream *stream = table_find(&judge->streams, enqueued->stream);
    return !enqueued->several_streams && stream != NULL && stream->created == enqueued->stream_created &&
           stream->complete_since != 0;
}

bool semaphore_is_quiet(const struct extres_judge *judge, const struct object *semaphore)
{
    if (judge->graph_launched && work_is_outstanding(judge))
        return false;
    return enqueued_are_done(judge, &semaphore->enqueued);
}

/* A call that failed may have enqueued all the same: the documents leave that open. */
static void remember_enqueued(struct extres_judge *judge, const struct extres_call_record *call,
                              struct object *semaphore)
{
    const struct stream *stream = table_find(&judge->streams, call->stream);
    uint64_t created = stream != NULL ? stream->created : 0;
    struct enqueued *enqueued = &semaphore->enqueued;
    bool same_stream = enqueued->any && enqueued->stream_created == created;
    bool others_done = enqueued_are_done(judge, enqueued);
    *enqueued = (struct enqueued){
        .any = true,
        .several_streams = !others_done && (enqueued->several_streams || !same_stream),
        .stream = call->stream,
        .stream_created = created,
    };
}

static void remember_batch(struct extres_judge *judge, const struct extres_call_record *call)
{
    if (call->semaphores == NULL)
        return;
    for (size_t i = 0; i < call->semaphore_count; i++) {
        struct object *semaphore = judge_object(judge, false, (uintptr_t)call->semaphores[i]);
        if (semaphore != NULL && semaphore->imports > 0)
            remember_enqueued(judge, call, semaphore);
    }
}

void remember_objects(struct extres_judge *judge, const struct extres_call_record *call, bool undefined)
{
    switch (call->operation) {
    case EXTRES_OPERATION_IMPORT_MEMORY:
    case EXTRES_OPERATION_IMPORT_SEMAPHORE:
        remember_import(judge, call, undefined);
        return;
    case EXTRES_OPERATION_DESTROY_MEMORY:
    case EXTRES_OPERATION_DESTROY_SEMAPHORE:
        remember_destroy(judge, call);
        return;
    case EXTRES_OPERATION_SIGNAL:
    case EXTRES_OPERATION_WAIT:
        remember_batch(judge, call);
        return;
    default:
        return;
    }
}
