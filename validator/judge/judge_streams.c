/* Rules on streams: what was complete and got no work since is complete. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/state.h"

static bool enqueues(enum extres_operation operation)
{
    switch (operation) {
    case EXTRES_OPERATION_SIGNAL:
    case EXTRES_OPERATION_WAIT:
    case EXTRES_OPERATION_COPY_ASYNC:
    case EXTRES_OPERATION_SET_ASYNC:
    case EXTRES_OPERATION_EVENT_RECORD:
    case EXTRES_OPERATION_STREAM_WAIT_EVENT:
    case EXTRES_OPERATION_LAUNCH_HOST_FUNCTION:
        return true;
    default:
        return false;
    }
}

/* The handle of the stream that the call is about, 0 for the default streams and for calls about none. */
static uint64_t stream_of(const struct extres_call_record *call)
{
    switch (call->operation) {
    case EXTRES_OPERATION_STREAM_QUERY:
    case EXTRES_OPERATION_STREAM_SYNCHRONIZE:
    case EXTRES_OPERATION_STREAM_CREATE:
    case EXTRES_OPERATION_STREAM_DESTROY:
        return call->object;
    default:
        return call->stream;
    }
}

/* Not judged of the default streams, which other streams hold up, nor when threads may have added work
 * unseen. */
static size_t judge_idle(struct extres_judge *judge, const struct extres_call_record *call,
                         struct stream *stream)
{
    bool asks = call->operation == EXTRES_OPERATION_STREAM_QUERY;
    if (stream->idle && asks && call->result == cudaErrorNotReady && judge_order_is_known(judge))
        return judge_report(judge, "EXTRES-Stream-query",
                            "%s says NotReady of a stream that was complete and got no work since",
                            call->function);
    if (call->result == 0 && (asks || call->operation == EXTRES_OPERATION_STREAM_SYNCHRONIZE))
        stream->idle = true;
    return 0;
}

size_t judge_streams(struct extres_judge *judge, const struct extres_call_record *call)
{
    uint64_t handle = stream_of(call);
    if (handle == 0)
        return 0;
    if (call->operation == EXTRES_OPERATION_STREAM_CREATE && call->result == 0) {
        struct stream *made = table_put(&judge->streams, handle, sizeof *made);
        if (made != NULL)
            made->idle = true;
        return 0;
    }
    if (call->operation == EXTRES_OPERATION_STREAM_DESTROY) {
        table_remove(&judge->streams, handle);
        return 0;
    }
    struct stream *stream = table_find(&judge->streams, handle);
    if (stream == NULL)
        return 0;
    if (enqueues(call->operation)) {
        stream->idle = false;
        return 0;
    }
    return judge_idle(judge, call, stream);
}
