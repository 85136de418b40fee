/* What a runtime makes of semaphore calls that the documents leave undefined or open: recorded, not judged.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <fcntl.h>
#include <stdatomic.h>

/* A call's code, and what the stream then does. */
static void observe_in_stream(struct test *t, const char *what, int code, cudaStream_t stream)
{
    char name[96];
    OBSERVE(t,
            "%s: %s, and the stream is %s",
            what,
            call_error_name(caller_of(t), code, name, sizeof name),
            state_of(t, stream));
}

CASE(outstanding_wait,
     .name = "destroy.with_a_wait_outstanding",
     .statement = "What destroying a semaphore with a wait outstanding does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-DestroySemaphore-outstanding"},
     .tier = TIER_ROBUSTNESS)
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, semaphore, 1, stream);
    OBSERVE_CODE(t, "destroy", call_destroy_semaphore(caller_of(t), semaphore));
    signal_outside(t, outside, 1);
    OBSERVE(t, "after the signal the stream is %s", state_after_release(t, stream));
}

CASE(fd_after_import,
     .name = "ownership.fd_after_import",
     .statement = "Whether the descriptor is still open after its import is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-fd-use-after-import"},
     .tier = TIER_ROBUSTNESS)
{
    int fd = export_fd(t, make_semaphore(t));
    import_semaphore_fd(t, fd);
    release_traps(t);
    OBSERVE(t, "after the import the descriptor is %s", fcntl(fd, F_GETFD) < 0 ? "closed" : "open");
}

CASE(
    other_payload,
    .name = "import.as_the_other_payload",
    .statement = "What importing a binary semaphore as a timeline, or a timeline as binary, does is recorded",
    .types = TIMELINE_FD | BINARY_FD,
    .rules = {"EXTRES-ImportSemaphore-fd-wrong-payload"},
    .tier = TIER_ROBUSTNESS)
{
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, export_fd(t, make_semaphore(t)));
    desc.type = is_timeline(t) ? cudaExternalSemaphoreHandleTypeOpaqueFd
                               : cudaExternalSemaphoreHandleTypeTimelineSemaphoreFd;
    OBSERVE_CODE(t,
                 is_timeline(t) ? "a timeline as binary" : "a binary semaphore as a timeline",
                 call_import_semaphore(caller_of(t), &semaphore, &desc));
}

CASE(null_import_out,
     .name = "import_arguments.null_out",
     .statement = "What an import without a place for the handle does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-null-arguments"},
     .tier = TIER_ROBUSTNESS)
{
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, export_fd(t, make_semaphore(t)));
    OBSERVE_CODE(t, "no place for the handle", call_import_semaphore(caller_of(t), NULL, &desc));
}

CASE(null_import_desc,
     .name = "import_arguments.null_descriptor",
     .statement = "What an import without a descriptor does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-null-arguments"},
     .tier = TIER_ROBUSTNESS)
{
    cudaExternalSemaphore_t semaphore = NULL;
    OBSERVE_CODE(t, "no descriptor", call_import_semaphore(caller_of(t), &semaphore, NULL));
}

CASE(import_reserved,
     .name = "import_arguments.reserved",
     .statement = "What an import with other than zeros in the reserved words does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-reserved"},
     .tier = TIER_ROBUSTNESS)
{
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, export_fd(t, make_semaphore(t)));
    desc.reserved[0] = 1;
    OBSERVE_CODE(t, "reserved words not zero", call_import_semaphore(caller_of(t), &semaphore, &desc));
}

CASE(import_out_on_failure,
     .name = "import_arguments.out_on_failure",
     .statement = "Whether an import that fails writes the place for the handle is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-out-on-failure"},
     .tier = TIER_OBSERVE)
{
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, make_wrong_fd(t, WRONG_FD_closed));
    if (call_import_semaphore(caller_of(t), &semaphore, &desc) == 0)
        OBSERVE(t, "an import of a closed descriptor did not fail");
    else
        OBSERVE(t,
                "a failed import %s the place for the handle",
                caller_of(t)->wrote_out_on_failure ? "writes" : "leaves");
}

CASE(signal_flags,
     .name = "signal_arguments.flags",
     .statement = "What a signal with a flag that is none does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Signal-flags"},
     .tier = TIER_ROBUSTNESS)
{
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    struct cudaExternalSemaphoreSignalParams params = signal_params(1);
    cudaStream_t stream = make_stream(t);
    params.flags = 0x80000000u;
    int code = call_signal(caller_of(t), &semaphore, &params, 1, stream);
    observe_in_stream(t, "flags 0x80000000", code, stream);
}

CASE(wait_flags,
     .name = "wait_arguments.flags",
     .statement = "What a wait with a flag that is none does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Wait-flags"},
     .tier = TIER_ROBUSTNESS)
{
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    struct cudaExternalSemaphoreWaitParams params = wait_params(1);
    cudaStream_t stream = make_stream(t);
    params.flags = 0x80000000u;
    int code = call_wait(caller_of(t), &semaphore, &params, 1, stream);
    observe_in_stream(t, "flags 0x80000000", code, stream);
}

CASE(signal_null_arrays,
     .name = "signal_arguments.null_arrays",
     .statement = "What a signal of one semaphore without arrays does is recorded",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Signal-null-arrays"},
     .tier = TIER_ROBUSTNESS)
{
    cudaStream_t stream = make_stream(t);
    OBSERVE_CODE(t, "no arrays", call_signal(caller_of(t), NULL, NULL, 1, stream));
}

CASE(wait_null_arrays,
     .name = "wait_arguments.null_arrays",
     .statement = "What a wait on one semaphore without arrays does is recorded",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-null-arrays"},
     .tier = TIER_ROBUSTNESS)
{
    cudaStream_t stream = make_stream(t);
    OBSERVE_CODE(t, "no arrays", call_wait(caller_of(t), NULL, NULL, 1, stream));
}

/* The harness scribbles over the arrays of every call when it returns, so this is seen by all cases; here it
 * is said. */
CASE(arrays_after_return,
     .name = "signal_arguments.arrays_after_return",
     .statement = "Whether signals and waits read their arrays after they have returned is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Signal-arrays-after-return", "EXTRES-Wait-arrays-after-return"},
     .tier = TIER_OBSERVE)
{
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    cudaStream_t stream = make_stream(t);
    enqueue_signal(t, semaphore, 1, stream);
    enqueue_wait(t, semaphore, 1, stream);
    OBSERVE(t, "with both arrays overwritten after the return the stream is %s", state_of(t, stream));
}

CASE(binary_signalled_twice,
     .name = "signal.binary_twice",
     .statement = "What two signals of a binary semaphore without a wait between them are worth is recorded",
     .types = BINARY_FD,
     .rules = {"EXTRES-Signal-binary-twice"},
     .tier = TIER_OBSERVE)
{
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    struct caller *c = caller_of(t);
    struct cudaExternalSemaphoreSignalParams signal = signal_params(0);
    struct cudaExternalSemaphoreWaitParams wait = wait_params(0);
    cudaStream_t stream = make_stream(t);
    enqueue_signal(t, semaphore, 0, stream);

    observe_in_stream(t, "a second signal", call_signal(c, &semaphore, &signal, 1, stream), stream);
    observe_in_stream(t, "a wait", call_wait(c, &semaphore, &wait, 1, stream), stream);
    observe_in_stream(t, "another wait", call_wait(c, &semaphore, &wait, 1, stream), stream);
}

CASE(value_not_increasing,
     .name = "signal.value_not_increasing",
     .statement = "What a signal of a lower value does to a timeline is recorded",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Signal-fence-not-increasing"},
     .tier = TIER_OBSERVE)
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    struct cudaExternalSemaphoreSignalParams params = signal_params(3);
    cudaStream_t stream = make_stream(t);

    enqueue_signal(t, semaphore, 5, stream);
    int code = call_signal(caller_of(t), &semaphore, &params, 1, stream);
    observe_in_stream(t, "5, then 3", code, stream);
    OBSERVE(t, "the timeline holds %llu", (unsigned long long)value_outside(t, outside));
}

CASE(wait_batch_rejected,
     .name = "wait_batch.rejected",
     .statement = "Whether a wait that is refused for one element waits for the others is recorded",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-batch-rejected"},
     .tier = TIER_OBSERVE)
{
    cudaExternalSemaphore_t semaphores[2] = {import_semaphore(t, make_semaphore(t)), NULL};
    struct cudaExternalSemaphoreWaitParams params[2] = {wait_params(1), wait_params(1)};
    cudaStream_t stream = make_stream(t);
    int code = call_wait(caller_of(t), semaphores, params, 2, stream);
    observe_in_stream(t, "[valid, NULL]", code, stream);
}

/* Called by the runtime, on a thread of its own. */
struct callback {
    struct caller *caller;
    cudaStream_t stream;
    int code;
    atomic_bool returned;
};

static void call_from_callback(void *argument)
{
    struct callback *callback = argument;
    callback->code = call_stream_query(callback->caller, callback->stream);
    atomic_store(&callback->returned, true);
}

CASE(call_from_host_function,
     .name = "host_function.calls_the_api",
     .statement = "What a call of the API from a host function does is recorded",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Error-callback"},
     .tier = TIER_ROBUSTNESS)
{
    needs_function(t, EXTRES_OPERATION_STREAM_QUERY);
    static struct callback callback; /* the call may never return */
    cudaStream_t stream = make_stream(t);
    callback.caller = caller_of(t);
    callback.stream = make_stream(t);
    let_threads_call(t);

    EXPECT_SUCCESS(t, call_launch_host_function(caller_of(t), stream, call_from_callback, &callback));
    OBSERVE(t, "with a query in a host function the stream is %s", state_after_release(t, stream));
    if (atomic_load(&callback.returned))
        OBSERVE_CODE(t, "the query", callback.code);
    else
        OBSERVE(t, "the query has not returned");
}

CASE(holds_up_other_streams,
     .name = "stream_order.other_streams",
     .statement = "Whether a blocked stream holds up independent streams is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-other-streams"},
     .tier = TIER_OBSERVE)
{
    enum { STREAMS = 24 };
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    void *buffer = make_buffer(t, STREAMS);
    cudaStream_t streams[STREAMS];
    unsigned held_up = 0;
    for (int i = 0; i < STREAMS; i++)
        streams[i] = make_stream(t);

    enqueue_wait(t, semaphore, 1, streams[0]);
    for (int i = 1; i < STREAMS; i++) {
        EXPECT_SUCCESS(t, call_set_async(caller_of(t), buffer, 1, 1, streams[i]));
        held_up += is_blocked(t, streams[i]);
    }
    OBSERVE(t, "one blocked stream holds up %u of %d others", held_up, STREAMS - 1);
}
