/* The runtime API's last error, set by semaphore calls that fail. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

/* An import that fails in every runtime: the handle type is none. */
static int failing_import(struct test *t)
{
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, -1);
    desc.type = (enum cudaExternalSemaphoreHandleType)0x7fff;
    int code = call_import_semaphore(caller_of(t), &semaphore, &desc);
    if (code == 0)
        skip(t, "an import of handle type 0x7fff succeeds in this runtime");
    return code;
}

CASE(last_error_set,
     .name = "last_error.set_by_a_failed_import",
     .statement = "The error of a failed import is the last error, until that is asked for",
     .types = TIMELINE_FD | BINARY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-Error-last-error-set", "EXTRES-Error-last-error-reset"})
{
    struct caller *c = caller_of(t);
    import_semaphore(t, make_semaphore(t));
    call_get_last_error(c);

    int code = failing_import(t);
    EXPECT_CODE(t, code, call_get_last_error(c));
    EXPECT_SUCCESS(t, call_get_last_error(c));
}

CASE(last_error_peek,
     .name = "last_error.peek_leaves_it",
     .statement = "Peeking at the last error does not reset it",
     .types = TIMELINE_FD | BINARY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-Error-last-error-peek"})
{
    struct caller *c = caller_of(t);
    import_semaphore(t, make_semaphore(t));
    call_get_last_error(c);

    int code = failing_import(t);
    EXPECT_CODE(t, code, call_peek_at_last_error(c));
    EXPECT_CODE(t, code, call_peek_at_last_error(c));
    EXPECT_CODE(t, code, call_get_last_error(c));
}

CASE(last_error_kept,
     .name = "last_error.kept_by_successes",
     .statement = "A call that succeeds leaves the last error as it was",
     .types = TIMELINE_FD | BINARY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-Error-last-error-set"})
{
    struct caller *c = caller_of(t);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);
    call_get_last_error(c);

    int code = failing_import(t);
    enqueue_signal(t, semaphore, 1, stream);
    EXPECT_SUCCESS(t, call_stream_synchronize(c, stream));
    EXPECT_CODE(t, code, call_get_last_error(c));
}
