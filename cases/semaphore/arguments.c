/* Semaphore calls with wrong arguments: documented errors, and what undefined input does. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

static void expect_type_refused(struct test *t, unsigned type)
{
    struct outside *outside = make_semaphore(t);
    expect_usable_semaphore(t, import_semaphore(t, outside), outside);
    int fd = export_fd(t, outside);
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, fd);
    desc.type = (enum cudaExternalSemaphoreHandleType)type;
    if (EXPECT_ERROR_SHOULD(
            t, "EXTRES-ImportSemaphore-type-unknown", call_import_semaphore(caller_of(t), &semaphore, &desc)))
        import_semaphore_fd(t, fd);
}

CASE(semaphore_type_zero,
     .name = "import_arguments.type_zero",
     .statement = "Handle type 0, which is none, should be an error",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-type-unknown", "EXTRES-ImportSemaphore-documented-codes"})
{
    expect_type_refused(t, 0);
}

CASE(semaphore_type_maximum,
     .name = "import_arguments.type_maximum",
     .statement = "The largest number as a handle type should be an error",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-type-unknown", "EXTRES-ImportSemaphore-documented-codes"})
{
    expect_type_refused(t, 0x7fffffff);
}

CASE(destroy_null_semaphore,
     .name = "destroy_arguments.null",
     .statement = "Destroying no semaphore at all should be an error",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-DestroySemaphore-null-handle", "EXTRES-DestroySemaphore-documented-codes"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    expect_usable_semaphore(t, semaphore, outside);
    EXPECT_ERROR_SHOULD(t, "EXTRES-DestroySemaphore-null-handle", call_destroy_semaphore(caller_of(t), NULL));
    EXPECT_SUCCESS(t, call_destroy_semaphore(caller_of(t), semaphore));
}

/*
 * The code of a call with undefined input is judged here alone. The general notes allow codes that tell of
 * the environment or of earlier work, too, neither of which has failed where the control has just succeeded.
 * Success is no code of a failure.
 */
static void expect_documented(struct test *t, const char *rule, int only_here, int code)
{
    char name[96];
    EXPECT_SHOULD(t,
                  rule,
                  code == cudaErrorInvalidResourceHandle || code == cudaErrorNotSupported ||
                      code == only_here || code == 0,
                  "no semaphore at all should be refused with a documented code, got %s",
                  call_error_name(caller_of(t), code, name, sizeof name));
}

/* Measured on real runtimes: some end with SIGSEGV. */
CASE(signal_null_element,
     .name = "signal_arguments.null_element",
     .statement = "A signal of no semaphore at all should be an error",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Signal-null-element", "EXTRES-Signal-documented-codes"},
     .tier = TIER_ROBUSTNESS)
{
    cudaExternalSemaphore_t semaphores[1] = {NULL};
    struct cudaExternalSemaphoreSignalParams params = signal_params(1);
    cudaStream_t stream = make_stream(t);
    enqueue_signal(t, import_semaphore(t, make_semaphore(t)), 1, stream);
    expect_finishes(t, stream);

    int code = call_signal(caller_of(t), semaphores, &params, 1, stream);
    EXPECT_ERROR_SHOULD(t, "EXTRES-Signal-null-element", code);
    expect_documented(t, "EXTRES-Signal-documented-codes", cudaErrorInvalidResourceHandle, code);
}

CASE(wait_null_element,
     .name = "wait_arguments.null_element",
     .statement = "A wait on no semaphore at all should be an error",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Wait-null-element", "EXTRES-Wait-documented-codes"},
     .tier = TIER_ROBUSTNESS)
{
    cudaExternalSemaphore_t semaphores[1] = {NULL};
    struct cudaExternalSemaphoreWaitParams params = wait_params(0);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t valid = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);
    signal_outside(t, outside, 1);
    enqueue_wait(t, valid, 1, stream);
    expect_finishes(t, stream);

    int code = call_wait(caller_of(t), semaphores, &params, 1, stream);
    EXPECT_ERROR_SHOULD(t, "EXTRES-Wait-null-element", code);
    expect_documented(t, "EXTRES-Wait-documented-codes", cudaErrorTimeout, code);
}

/* Of [valid, NULL] the valid one may or may not be signalled: recorded, as no document says. */
CASE(batch_rejected,
     .name = "signal_batch.rejected",
     .statement = "Whether a signal that is refused for one element signals the others is recorded",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Signal-batch-rejected"},
     .tier = TIER_OBSERVE)
{
    char name[96];
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphores[2] = {import_semaphore(t, outside), NULL};
    struct cudaExternalSemaphoreSignalParams params[2] = {signal_params(1), signal_params(1)};
    cudaStream_t stream = make_stream(t);

    int code = call_signal(caller_of(t), semaphores, params, 2, stream);
    expect_finishes(t, stream);
    OBSERVE(t,
            "[valid, NULL]: %s, and the valid one is %s",
            call_error_name(caller_of(t), code, name, sizeof name),
            value_outside(t, outside) == 1 ? "signalled" : "not signalled");
}

CASE(batch_of_none,
     .name = "signal_batch.of_none",
     .statement = "What a signal and a wait of no semaphores do is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Signal-count-zero", "EXTRES-Wait-count-zero"},
     .tier = TIER_OBSERVE)
{
    char names[2][96];
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    struct cudaExternalSemaphoreSignalParams signals = signal_params(1);
    struct cudaExternalSemaphoreWaitParams waits = wait_params(1);
    cudaStream_t stream = make_stream(t);

    int signalled = call_signal(caller_of(t), &semaphore, &signals, 0, stream);
    int waited = call_wait(caller_of(t), &semaphore, &waits, 0, stream);
    expect_finishes(t, stream);
    OBSERVE(t,
            "none at all: signal %s, wait %s",
            call_error_name(caller_of(t), signalled, names[0], sizeof names[0]),
            call_error_name(caller_of(t), waited, names[1], sizeof names[1]));
}

CASE(semaphore_flags,
     .name = "import_arguments.flags",
     .statement = "What an import with flags other than 0 does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-flags"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, export_fd(t, make_semaphore(t)));
    cudaExternalSemaphore_t semaphore = NULL;
    desc.flags = 1;
    int code = call_import_semaphore(caller_of(t), &semaphore, &desc);
    OBSERVE(t, "flags 1: %s", call_error_name(caller_of(t), code, name, sizeof name));
}

CASE(destroy_twice,
     .name = "destroy_arguments.twice",
     .statement = "What destroying a semaphore twice does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-DestroySemaphore-use-after"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    EXPECT_SUCCESS(t, call_destroy_semaphore(caller_of(t), semaphore));
    int code = call_destroy_semaphore(caller_of(t), semaphore);
    OBSERVE(t, "the second time: %s", call_error_name(caller_of(t), code, name, sizeof name));
}
