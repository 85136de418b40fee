/* What a runtime makes of semaphore calls that the documents leave undefined or open: recorded, not judged.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <fcntl.h>

static const char *name_of(struct test *t, int code, char text[96])
{
    return call_error_name(caller_of(t), code, text, 96);
}

CASE(outstanding_wait,
     .name = "destroy.with_a_wait_outstanding",
     .statement = "What destroying a semaphore with a wait outstanding does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-DestroySemaphore-outstanding"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, semaphore, 1, stream);
    int code = call_destroy_semaphore(caller_of(t), semaphore);
    signal_outside(t, outside, 1);
    OBSERVE(t,
            "destroy: %s, and the signal after it %s",
            name_of(t, code, name),
            is_blocked(t, stream) ? "leaves the stream blocked" : "releases the stream");
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
    char name[96];
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, export_fd(t, make_semaphore(t)));
    desc.type = is_timeline(t) ? cudaExternalSemaphoreHandleTypeOpaqueFd
                               : cudaExternalSemaphoreHandleTypeTimelineSemaphoreFd;
    int code = call_import_semaphore(caller_of(t), &semaphore, &desc);
    OBSERVE(t,
            "%s as %s: %s",
            is_timeline(t) ? "a timeline" : "a binary semaphore",
            is_timeline(t) ? "binary" : "a timeline",
            name_of(t, code, name));
}

CASE(null_import_out,
     .name = "import_arguments.null_out",
     .statement = "What an import without a place for the handle does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-null-arguments"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, export_fd(t, make_semaphore(t)));
    OBSERVE(
        t, "no place for the handle: %s", name_of(t, call_import_semaphore(caller_of(t), NULL, &desc), name));
}

CASE(null_import_desc,
     .name = "import_arguments.null_descriptor",
     .statement = "What an import without a descriptor does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-null-arguments"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    cudaExternalSemaphore_t semaphore = NULL;
    OBSERVE(t, "no descriptor: %s", name_of(t, call_import_semaphore(caller_of(t), &semaphore, NULL), name));
}

CASE(import_reserved,
     .name = "import_arguments.reserved",
     .statement = "What an import with other than zeros in the reserved words does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-reserved"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, export_fd(t, make_semaphore(t)));
    desc.reserved[0] = 1;
    OBSERVE(t,
            "reserved words not zero: %s",
            name_of(t, call_import_semaphore(caller_of(t), &semaphore, &desc), name));
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
    call_import_semaphore(caller_of(t), &semaphore, &desc);
    OBSERVE(t,
            "a failed import %s the place for the handle",
            caller_of(t)->wrote_out_on_failure ? "writes" : "leaves");
}

static void observe_flags(struct test *t, int code, cudaStream_t stream)
{
    char name[96];
    OBSERVE(t, "flags 0x80000000: %s, and the stream is %s", name_of(t, code, name), state_of(t, stream));
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
    observe_flags(t, call_signal(caller_of(t), &semaphore, &params, 1, stream), stream);
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
    observe_flags(t, call_wait(caller_of(t), &semaphore, &params, 1, stream), stream);
}

CASE(signal_null_arrays,
     .name = "signal_arguments.null_arrays",
     .statement = "What a signal of one semaphore without arrays does is recorded",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Signal-null-arrays"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    cudaStream_t stream = make_stream(t);
    OBSERVE(t, "no arrays: %s", name_of(t, call_signal(caller_of(t), NULL, NULL, 1, stream), name));
}

CASE(wait_null_arrays,
     .name = "wait_arguments.null_arrays",
     .statement = "What a wait on one semaphore without arrays does is recorded",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-null-arrays"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    cudaStream_t stream = make_stream(t);
    OBSERVE(t, "no arrays: %s", name_of(t, call_wait(caller_of(t), NULL, NULL, 1, stream), name));
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
    cudaStream_t stream = make_stream(t);
    enqueue_signal(t, semaphore, 0, stream);
    enqueue_signal(t, semaphore, 0, stream);
    enqueue_wait(t, semaphore, 0, stream);
    bool first = !is_blocked(t, stream);
    enqueue_wait(t, semaphore, 0, stream);
    OBSERVE(t,
            "two signals satisfy %s",
            !first                  ? "no wait"
            : is_blocked(t, stream) ? "one wait"
                                    : "two waits");
}

CASE(value_not_increasing,
     .name = "signal.value_not_increasing",
     .statement = "What a signal of a lower value does to a timeline is recorded",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Signal-fence-not-increasing"},
     .tier = TIER_OBSERVE)
{
    char name[96];
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    struct cudaExternalSemaphoreSignalParams params = signal_params(3);
    cudaStream_t stream = make_stream(t);

    enqueue_signal(t, semaphore, 5, stream);
    int code = call_signal(caller_of(t), &semaphore, &params, 1, stream);
    bool blocked = is_blocked(t, stream);
    OBSERVE(t,
            "5, then 3: %s, the stream is %s and the value %llu",
            name_of(t, code, name),
            blocked ? "blocked" : "not blocked",
            (unsigned long long)value_outside(t, outside));
}

CASE(wait_batch_rejected,
     .name = "wait_batch.rejected",
     .statement = "Whether a wait that is refused for one element waits for the others is recorded",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-batch-rejected"},
     .tier = TIER_OBSERVE)
{
    char name[96];
    cudaExternalSemaphore_t semaphores[2] = {import_semaphore(t, make_semaphore(t)), NULL};
    struct cudaExternalSemaphoreWaitParams params[2] = {wait_params(1), wait_params(1)};
    cudaStream_t stream = make_stream(t);
    int code = call_wait(caller_of(t), semaphores, params, 2, stream);
    OBSERVE(t, "[valid, NULL]: %s, and the stream is %s", name_of(t, code, name), state_of(t, stream));
}

CASE(unsupported_type,
     .name = "import_arguments.type_of_another_system",
     .statement = "A handle type of another operating system should be an error",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-type-unsupported"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = {.type = cudaExternalSemaphoreHandleTypeOpaqueWin32};
    static const uint16_t no_such_name[] = {'n', 'o', 'n', 'e', 0};
    desc.handle.win32.name = no_such_name;

    expect_usable_semaphore(t, import_semaphore(t, outside), outside);
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-ImportSemaphore-type-unsupported", call_import_semaphore(caller_of(t), &semaphore, &desc));
}

CASE(timeline_attribute,
     .name = "import.timeline_attribute",
     .statement = "A device that says that it supports timeline semaphores imports them",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-ImportSemaphore-timeline-attribute"})
{
    char name[96];
    int supported = 0;
    cudaExternalSemaphore_t semaphore = NULL;
    struct outside *outside = make_semaphore(t);
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, export_fd(t, outside));
    EXPECT_SUCCESS(
        t, call_device_attribute(caller_of(t), &supported, cudaDevAttrTimelineSemaphoreInteropSupported, 0));

    int code = call_import_semaphore(caller_of(t), &semaphore, &desc);
    if (supported == 0)
        skip(t, "the device says that it does not support timeline semaphores");
    EXPECT(t,
           code == 0,
           "the device says that it supports timeline semaphores, and the import says %s",
           name_of(t, code, name));
    expect_usable_semaphore(t, semaphore, outside);
}

/* Called by the runtime, on a thread of its own. */
struct callback {
    struct caller *caller;
    cudaStream_t stream;
    int code;
};

static void call_from_callback(void *argument)
{
    struct callback *callback = argument;
    callback->code = call_stream_query(callback->caller, callback->stream);
}

CASE(call_from_host_function,
     .name = "host_function.calls_the_api",
     .statement = "What a call of the API from a host function does is recorded",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Error-callback"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    cudaStream_t stream = make_stream(t);
    struct callback callback = {.caller = caller_of(t), .stream = make_stream(t), .code = -1};
    EXPECT_SUCCESS(t, call_launch_host_function(caller_of(t), stream, call_from_callback, &callback));
    expect_finishes(t, stream);
    OBSERVE(t, "a query from a host function: %s", name_of(t, callback.code, name));
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
