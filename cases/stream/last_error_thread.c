/* The last error of one thread does not show in another. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <pthread.h>

struct failing_thread {
    struct caller *caller;
    struct cudaExternalSemaphoreHandleDesc desc;
    int code;
    int last_error;
};

static void *fail_in_thread(void *argument)
{
    struct failing_thread *thread = argument;
    cudaExternalSemaphore_t semaphore = NULL;
    thread->code = call_import_semaphore(thread->caller, &semaphore, &thread->desc);
    thread->last_error = call_peek_at_last_error(thread->caller);
    return NULL;
}

CASE(last_error_of_thread,
     .name = "last_error.of_the_thread",
     .statement = "A failure in another thread is that thread's last error, and not this one's",
     .types = TIMELINE_FD | BINARY_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-Error-last-error-thread"})
{
    needs_function(t, EXTRES_OPERATION_PEEK_AT_LAST_ERROR);
    struct caller *c = caller_of(t);
    struct failing_thread failing = {.caller = c, .desc = semaphore_desc(t, -1)};
    pthread_t thread;
    struct outside *outside = make_semaphore(t);
    expect_usable_semaphore(t, import_semaphore(t, outside), outside);
    call_get_last_error(c);

    failing.desc.type = (enum cudaExternalSemaphoreHandleType)0x7fff;
    if (pthread_create(&thread, NULL, fail_in_thread, &failing) != 0)
        BROKEN(t, "cannot start a thread");
    pthread_join(thread, NULL);

    if (failing.code == 0)
        skip(t, "an import of handle type 0x7fff succeeds in this runtime");
    EXPECT_CODE(t, failing.code, failing.last_error);
    EXPECT_SUCCESS(t, call_get_last_error(c));
}
