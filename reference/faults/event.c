/* Faults of events. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/event.h"

#include "core/submission.h"
#include "faults/payload.h"

uint64_t fault_event_query_number(struct progress *progress, uint64_t number)
{
    return fault_is(FAULT_EVENT_QUERY_OF_WHOLE_STREAM) ? progress_submitted(progress) : number;
}

uint64_t fault_event_synchronize_number(struct progress *progress, uint64_t number)
{
    if (fault_is(FAULT_EVENT_SYNCHRONIZE_AT_ONCE))
        return 0;
    return fault_is(FAULT_EVENT_SYNCHRONIZE_OF_WHOLE_STREAM) ? progress_submitted(progress) : number;
}

static void poll_event(void *event)
{
    while (event_query(event) == cudaErrorNotReady)
        fault_nap();
}

int fault_wait_for_recordings(struct stream *stream, void *event)
{
    struct operation operation = {.kind = OPERATION_CALL, .as.call = {.function = poll_event, .data = event}};
    return submit(stream, operation, NULL);
}
