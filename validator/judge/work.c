/* What the judge knows of work: which streams are complete, whether any work is left, whether any has failed.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/state.h"

/* The handles of the default streams: none, legacy and per thread. */
enum { LAST_DEFAULT_STREAM = 2 };

static bool is_default_stream(uint64_t handle)
{
    return handle <= LAST_DEFAULT_STREAM;
}

bool stream_is_known(const struct extres_judge *judge, uint64_t handle)
{
    return is_default_stream(handle) || table_find(&judge->streams, handle) != NULL;
}

bool work_is_outstanding(const struct extres_judge *judge)
{
    return judge->busy_streams > 0 || judge->untracked_work;
}

static void set_complete(struct extres_judge *judge, struct stream *stream)
{
    if (stream->complete_since == 0)
        judge->busy_streams--;
    stream->complete_since = judge->number;
}

static void set_busy(struct extres_judge *judge, struct stream *stream)
{
    if (stream->complete_since != 0)
        judge->busy_streams++;
    stream->complete_since = 0;
}

/* What is left in a stream that is destroyed goes on, and no query will tell when it is done. */
static void remember_stream_destroy(struct extres_judge *judge, uint64_t handle)
{
    struct stream *stream = table_find(&judge->streams, handle);
    if (stream == NULL)
        return;
    if (stream->complete_since == 0) {
        set_complete(judge, stream);
        judge->untracked_work = true;
    }
    table_remove(&judge->streams, handle);
}

static void remember_stream_create(struct extres_judge *judge, const struct extres_call_record *call)
{
    if (call->result != 0 || is_default_stream(call->object))
        return;
    remember_stream_destroy(judge, call->object);
    struct stream *stream = table_put(&judge->streams, call->object, sizeof *stream);
    if (stream == NULL)
        return;
    stream->created = judge->number;
    stream->complete_since = judge->number;
}

/* NotReady may be said of work that the judge missed: from then on it counts on nothing. */
static void remember_stream_answer(struct extres_judge *judge, const struct extres_call_record *call)
{
    struct stream *stream = table_find(&judge->streams, call->object);
    if (stream == NULL)
        return;
    if (call->result != 0)
        set_busy(judge, stream);
    else if (judge->alone)
        set_complete(judge, stream);
}

/* Other threads may select other devices, and this synchronizes one. */
static void remember_device_synchronize(struct extres_judge *judge, const struct extres_call_record *call)
{
    if (call->result != 0 || !judge->alone || judge->several_devices)
        return;
    for (struct stream *stream = table_next(&judge->streams, NULL); stream != NULL;
         stream = table_next(&judge->streams, stream))
        set_complete(judge, stream);
    judge->untracked_work = false;
}

/* A call that failed may have enqueued all the same. */
static void remember_enqueue(struct extres_judge *judge, const struct extres_call_record *call)
{
    struct stream *stream = table_find(&judge->streams, call->stream);
    if (stream != NULL)
        set_busy(judge, stream);
    else
        judge->untracked_work = true;
    if (is_default_stream(call->stream))
        judge->default_work = judge->number;
}

/* A synchronizing call reports how the work went; a code about its arguments, or NotReady, is its own. */
static void remember_failure(struct extres_judge *judge, const struct extres_call_record *call,
                             bool synchronizes)
{
    bool own = call->result == 0 || call->result == cudaErrorNotReady ||
               code_blames_arguments(call->result) || code_is_of_environment(call->result);
    if (code_is_of_work(call->result) || (synchronizes && !own))
        judge->work_failed = true;
}

void remember_work(struct extres_judge *judge, const struct extres_call_record *call)
{
    bool synchronizes = false;
    switch (call->operation) {
    case EXTRES_OPERATION_STREAM_CREATE:
        remember_stream_create(judge, call);
        break;
    case EXTRES_OPERATION_STREAM_DESTROY:
        remember_stream_destroy(judge, call->object);
        break;
    case EXTRES_OPERATION_STREAM_QUERY:
    case EXTRES_OPERATION_STREAM_SYNCHRONIZE:
        remember_stream_answer(judge, call);
        synchronizes = true;
        break;
    case EXTRES_OPERATION_DEVICE_SYNCHRONIZE:
        remember_device_synchronize(judge, call);
        synchronizes = true;
        break;
    case EXTRES_OPERATION_EVENT_QUERY:
    case EXTRES_OPERATION_EVENT_SYNCHRONIZE:
        synchronizes = true;
        break;
    case EXTRES_OPERATION_SIGNAL:
    case EXTRES_OPERATION_WAIT:
    case EXTRES_OPERATION_COPY:
    case EXTRES_OPERATION_COPY_ASYNC:
    case EXTRES_OPERATION_COPY_LEVEL_ASYNC:
    case EXTRES_OPERATION_SET:
    case EXTRES_OPERATION_SET_ASYNC:
    case EXTRES_OPERATION_EVENT_RECORD:
    case EXTRES_OPERATION_STREAM_WAIT_EVENT:
    case EXTRES_OPERATION_LAUNCH_HOST_FUNCTION:
        remember_enqueue(judge, call);
        break;
    case EXTRES_OPERATION_GRAPH_LAUNCH:
        remember_enqueue(judge, call);
        judge->graph_launched = true;
        break;
    default:
        break;
    }
    remember_failure(judge, call, synchronizes);
}

void remember_device(struct extres_judge *judge, const struct extres_call_record *call)
{
    bool selects =
        call->operation == EXTRES_OPERATION_SET_DEVICE || call->operation == EXTRES_OPERATION_SET_CURRENT;
    if (!selects || call->result != 0)
        return;
    if (judge->device_selected && judge->device != call->object)
        judge->several_devices = true;
    judge->device_selected = true;
    judge->device = call->object;
    if (judge->thread != NULL)
        judge->thread->selected_device = true;
}
