/* Who owns the descriptor of a memory object before, during and after its import. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

enum { SIZE = 64 * 1024 };

CASE(memory_no_fd_left,
     .name = "ownership.no_fd_left",
     .statement = "Imports that are mapped, freed and destroyed leave no descriptor open: the number of open "
                  "ones stays "
                  "flat",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-fd-ownership", "EXTRES-DestroyMemory-succeeds"})
{
    enum { ROUNDS = 36, WARM_UP = 4 };
    struct caller *c = caller_of(t);
    struct outside *outside = make_memory(t, SIZE);
    size_t open_before = 0;

    for (int round = 0; round < ROUNDS; round++) {
        if (round == WARM_UP)
            open_before = count_open_fds(t);
        cudaExternalMemory_t memory = import_memory(t, outside);
        void *buffer = map_buffer(t, memory, 0, SIZE);
        EXPECT_SUCCESS(t, call_free(c, buffer));
        EXPECT_SUCCESS(t, call_destroy_memory(c, memory));
        release_traps(t);
    }
    /* A runtime may keep a descriptor or two for later; one that leaks keeps one each round. */
    expect_growth_below(t, "open descriptors", open_before, count_open_fds(t), (ROUNDS - WARM_UP) / 2);
}

CASE(memory_fd_zero_closed,
     .name = "ownership.fd_zero_closed",
     .statement = "Descriptor number 0 is closed like any other that was imported, no later than at the end",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-fd-ownership", "EXTRES-ImportMemory-fd-zero"})
{
    struct outside *outside = make_memory(t, SIZE);
    int fd = export_fd_at(t, outside, 0);
    /* By which the file is known: once it is closed, the number may be that of whatever is opened next. */
    int duplicate = duplicate_fd(t, fd);

    EXPECT_SUCCESS(t, call_destroy_memory(caller_of(t), import_memory_fd(t, fd, outside)));
    expect_closed(t, 0, duplicate);
}

/* The import of a wrong kind of descriptor should fail. What is open then stays as it was: the judge watches
 * that. */
static void expect_refused(struct test *t, enum wrong_fd kind, const char *rule)
{
    struct outside *outside = make_memory(t, SIZE);
    int valid = export_fd(t, outside);
    int fd = make_wrong_fd(t, kind);
    cudaExternalMemory_t memory = NULL;
    struct cudaExternalMemoryHandleDesc desc = memory_desc(t, fd, outside);

    if (is_dma_buf(t))
        rule = "EXTRES-ImportMemory-dmabuf-fd-invalid";
    EXPECT_ERROR_SHOULD(t, rule, call_import_memory(caller_of(t), &memory, &desc));
    /* The control: a right descriptor, and all else the same. */
    expect_usable_memory(t, import_memory_fd(t, valid, outside), outside);
}

#define REFUSES(kind, rule)                                                                                  \
    CASE(refuses_##kind,                                                                                     \
         .name = "import_wrong_fd." #kind,                                                                   \
         .statement = "The import of memory from a wrong descriptor (" #kind ") should be an error",         \
         .types = ANY_MEMORY_FD,                                                                             \
         .rules = {rule, "EXTRES-ImportMemory-fd-kept-on-failure", "EXTRES-ImportMemory-dmabuf-fd-invalid"}) \
    {                                                                                                        \
        expect_refused(t, WRONG_FD_##kind, rule);                                                            \
    }

REFUSES(negative, "EXTRES-ImportMemory-fd-invalid")
REFUSES(closed, "EXTRES-ImportMemory-fd-invalid")
REFUSES(beyond_limit, "EXTRES-ImportMemory-fd-invalid")
REFUSES(pipe_read, "EXTRES-ImportMemory-fd-wrong-object")
REFUSES(pipe_write, "EXTRES-ImportMemory-fd-wrong-object")
REFUSES(socket, "EXTRES-ImportMemory-fd-wrong-object")
REFUSES(eventfd, "EXTRES-ImportMemory-fd-wrong-object")
REFUSES(timerfd, "EXTRES-ImportMemory-fd-wrong-object")
REFUSES(epoll, "EXTRES-ImportMemory-fd-wrong-object")
REFUSES(regular_file, "EXTRES-ImportMemory-fd-wrong-object")
REFUSES(directory, "EXTRES-ImportMemory-fd-wrong-object")
REFUSES(dev_null, "EXTRES-ImportMemory-fd-wrong-object")
REFUSES(memfd, "EXTRES-ImportMemory-fd-wrong-object")
REFUSES(other_object, "EXTRES-ImportMemory-fd-wrong-object")
