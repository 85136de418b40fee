/* Descriptors that a conforming runtime may close, and numbers that the application gets again. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/sequence.h"
#include "judge/tests/tests.h"

static struct extres_call_record refused(int fd)
{
    return given_fd_was(returning(import_memory(0, fd), INVALID_VALUE), EXTRES_FD_CLOSED);
}

static void test_given(void)
{
    const struct extres_call_record kept_open = given_fd_was(import_memory(M, FD), EXTRES_FD_SAME);
    expect_legal("an import that succeeded closes, keeps or replaces its descriptor",
                 SEQUENCE(import_memory(M, FD), given_fd_was(import_memory(M, FD), EXTRES_FD_SAME),
                          given_fd_was(import_memory(M, FD), EXTRES_FD_REPLACED)));
    expect_legal(
        "whose the descriptor of a dma_buf is, nobody says",
        SEQUENCE(given_fd_was(with_type(returning(import_memory(0, FD), 801), EXTRES_MEMORY_DMABUF_FD),
                              EXTRES_FD_CLOSED)));
    expect_legal("a descriptor that is the runtime's already", SEQUENCE(kept_open, refused(FD)));
    expect_broken("the number is the application's again", "EXTRES-ImportMemory-fd-kept-on-failure",
                  "fd 7 (the handle given)", SEQUENCE(import_memory(M, FD), refused(FD)));
    expect_broken("the number is the application's again when the object is destroyed",
                  "EXTRES-ImportMemory-fd-kept-on-failure", "fd 7 (the handle given)",
                  SEQUENCE(kept_open, destroy_memory(M), refused(FD)));
    expect_legal("but not as long as a buffer is mapped",
                 SEQUENCE(kept_open, map_buffer(M, 0, SIZE, P), destroy_memory(M), refused(FD)));
    expect_broken(
        "which then is freed", "EXTRES-ImportMemory-fd-kept-on-failure", "fd 7 (the handle given)",
        SEQUENCE(kept_open, map_buffer(M, 0, SIZE, P), destroy_memory(M), free_buffer(P), refused(FD)));
    expect_broken("the buffer is one of an earlier object with the same handle",
                  "EXTRES-ImportMemory-fd-kept-on-failure", "fd 9 (the handle given)",
                  SEQUENCE(kept_open, map_buffer(M, 0, SIZE, P), destroy_memory(M),
                           given_fd_was(import_memory(M, 9), EXTRES_FD_SAME), destroy_memory(M), refused(9)));
    expect_broken("an unknown type takes no descriptor", "EXTRES-ImportMemory-fd-kept-on-failure",
                  "fd 7 (the handle given)", SEQUENCE(with_type(refused(FD), EXTRES_HANDLE_TYPE_COUNT)));
}

static void test_others(void)
{
    const struct extres_call_record unrelated = call(EXTRES_OPERATION_DEVICE_SYNCHRONIZE);
    expect_legal("descriptors that stay", SEQUENCE(other_fd_was(unrelated, FD, EXTRES_FD_SAME)));
    expect_broken("of several objects from one number the last is named",
                  "EXTRES-ImportSemaphore-fd-ownership", "semaphore 0x52 (imported in call 3",
                  SEQUENCE(import_memory(M, FD), import_timeline(S, FD), import_binary(T, FD),
                           other_fd_was(unrelated, FD, EXTRES_FD_CLOSED)));
    expect_broken("an object of an unknown type has a name too", "EXTRES-ImportMemory-fd-ownership",
                  "never given to the runtime",
                  SEQUENCE(left_undefined(with_type(import_memory(M, FD), EXTRES_HANDLE_TYPE_COUNT)),
                           other_fd_was(unrelated, FD, EXTRES_FD_CLOSED)));
    expect_broken("a handle that is no descriptor owns none", "EXTRES-ImportMemory-fd-ownership",
                  "never given to the runtime",
                  SEQUENCE(with_type(import_memory(M, FD), EXTRES_MEMORY_NVSCIBUF),
                           other_fd_was(unrelated, FD, EXTRES_FD_CLOSED)));
}

void test_descriptors(void)
{
    test_given();
    test_others();
}
