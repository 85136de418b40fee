/* Rules on streams: what was complete and got no work since is complete. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "judge/state.h"

/*
 * Work in a default stream may hold up a stream that synchronizes with it, even one that is empty, so that
 * the stream must have been seen complete after that. The default streams themselves are never judged.
 */
size_t judge_streams(struct extres_judge *judge, const struct extres_call_record *call)
{
    if (call->operation != EXTRES_OPERATION_STREAM_QUERY || call->result != cudaErrorNotReady ||
        !judge->alone || judge->work_failed)
        return 0;
    const struct stream *stream = table_find(&judge->streams, call->object);
    if (stream == NULL || stream->complete_since <= judge->default_work)
        return 0;
    return judge_report(judge, call, JUDGE_RULE_STREAM_QUERY,
                        "says NotReady of stream %#" PRIx64 ", created in call %" PRIu64
                        ", which was complete in call %" PRIu64 " and got no work since",
                        call->object, stream->created, stream->complete_since);
}
