/* Who owns the descriptor of a semaphore before, during and after its import. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

CASE(semaphore_fd_kept_on_failure,
     .name = "ownership.fd_kept_on_failure",
     .statement = "An import that fails leaves the descriptor to the caller, who can still import it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-fd-kept-on-failure", "EXTRES-ImportSemaphore-type-unknown"})
{
    struct outside *outside = make_semaphore(t);
    int fd = export_fd(t, outside);
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, fd);
    cudaStream_t stream = make_stream(t);

    desc.type = (enum cudaExternalSemaphoreHandleType)0x7fff;
    if (!EXPECT_ERROR_SHOULD(
            t, "EXTRES-ImportSemaphore-type-unknown", call_import_semaphore(caller_of(t), &semaphore, &desc)))
        return;

    /* The control: the same descriptor with a right type. */
    semaphore = import_semaphore_fd(t, fd);
    signal_outside(t, outside, 1);
    enqueue_wait(t, semaphore, 1, stream);
    expect_finishes(t, stream);
}

CASE(semaphore_no_fd_left,
     .name = "ownership.no_fd_left",
     .statement = "Imports that are destroyed leave no descriptor open: the number of open ones stays flat",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-fd-ownership", "EXTRES-DestroySemaphore-releases-references"})
{
    enum { ROUNDS = 36, WARM_UP = 4 };
    struct outside *outside = make_semaphore(t);
    size_t open_before = 0;

    for (int round = 0; round < ROUNDS; round++) {
        if (round == WARM_UP)
            open_before = count_open_fds(t);
        cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
        EXPECT_SUCCESS(t, call_destroy_semaphore(caller_of(t), semaphore));
        release_traps(t);
    }
    /* A runtime may keep a descriptor or two for later; one that leaks keeps one each round. */
    expect_growth_below(t, "open descriptors", open_before, count_open_fds(t), (ROUNDS - WARM_UP) / 2);
}

CASE(semaphore_fd_zero_closed,
     .name = "ownership.fd_zero_closed",
     .statement = "Descriptor number 0 is closed like any other that was imported, no later than at the end",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-fd-ownership", "EXTRES-ImportSemaphore-fd-zero"})
{
    struct outside *outside = make_semaphore(t);
    int fd = export_fd_at(t, outside, 0);
    /* By which the file is known: once it is closed, the number may be that of whatever is opened next. */
    int duplicate = duplicate_fd(t, fd);

    EXPECT_SUCCESS(t, call_destroy_semaphore(caller_of(t), import_semaphore_fd(t, fd)));
    expect_closed(t, 0, duplicate);
}

/* The import of a wrong kind of descriptor fails, and leaves it as it was; the judge watches the latter. */
static void expect_refused(struct test *t, enum wrong_fd kind, const char *rule)
{
    struct outside *outside = make_semaphore(t);
    int valid = export_fd(t, outside);
    int fd = make_wrong_fd(t, kind);
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, fd);

    EXPECT_ERROR_SHOULD(t, rule, call_import_semaphore(caller_of(t), &semaphore, &desc));
    /* The control: a right descriptor, and all else the same. */
    expect_usable_semaphore(t, import_semaphore_fd(t, valid), outside);
}

#define REFUSES(kind, rule)                                                                             \
    CASE(refuses_##kind,                                                                                \
         .name = "import_wrong_fd." #kind,                                                              \
         .statement =                                                                                   \
             "The import of a semaphore from a wrong descriptor (" #kind ") fails and leaves it alone", \
         .types = TIMELINE_FD | BINARY_FD,                                                              \
         .rules = {rule, "EXTRES-ImportSemaphore-fd-kept-on-failure"})                                  \
    {                                                                                                   \
        expect_refused(t, WRONG_FD_##kind, rule);                                                       \
    }

REFUSES(negative, "EXTRES-ImportSemaphore-fd-invalid")
REFUSES(closed, "EXTRES-ImportSemaphore-fd-invalid")
REFUSES(beyond_limit, "EXTRES-ImportSemaphore-fd-invalid")
REFUSES(pipe_read, "EXTRES-ImportSemaphore-fd-wrong-object")
REFUSES(pipe_write, "EXTRES-ImportSemaphore-fd-wrong-object")
REFUSES(socket, "EXTRES-ImportSemaphore-fd-wrong-object")
REFUSES(eventfd, "EXTRES-ImportSemaphore-fd-wrong-object")
REFUSES(timerfd, "EXTRES-ImportSemaphore-fd-wrong-object")
REFUSES(epoll, "EXTRES-ImportSemaphore-fd-wrong-object")
REFUSES(regular_file, "EXTRES-ImportSemaphore-fd-wrong-object")
REFUSES(directory, "EXTRES-ImportSemaphore-fd-wrong-object")
REFUSES(dev_null, "EXTRES-ImportSemaphore-fd-wrong-object")
REFUSES(memfd, "EXTRES-ImportSemaphore-fd-wrong-object")
REFUSES(other_object, "EXTRES-ImportSemaphore-fd-wrong-object")
