/* Input that the documents leave undefined or open, which a runtime may answer as it likes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/sequence.h"
#include "judge/tests/tests.h"

static void test_open_imports(void)
{
    const struct extres_call_record refused = returning(import_timeline(0, FD), INVALID_VALUE);
    expect_legal("a semaphore import with NULL, accepted",
                 SEQUENCE(with_null_argument(import_timeline(S, FD))));
    expect_legal("a semaphore import with NULL, refused", SEQUENCE(with_null_argument(refused)));
    expect_legal("a semaphore import with flags, accepted",
                 SEQUENCE(with_flags(import_timeline(S, FD), 0x80), returning(wait_one(S, 0), UNKNOWN)));
    expect_legal("a semaphore import with flags, refused", SEQUENCE(with_flags(refused, 0x80)));
    expect_legal("any code for a semaphore of an unknown type",
                 SEQUENCE(with_type(refused, EXTRES_HANDLE_TYPE_COUNT)));
    expect_broken_once("an import of an unknown type, and what follows from it",
                       "EXTRES-ImportMemory-type-unknown",
                       SEQUENCE(with_type(import_memory(M, FD), EXTRES_HANDLE_TYPE_COUNT),
                                returning(destroy_memory(M), INVALID_HANDLE)));
    struct extres_call_record empty = import_memory(M, FD);
    empty.size = 0;
    expect_broken_once("an import of size 0, and what follows from it", "EXTRES-ImportMemory-size-zero",
                       SEQUENCE(empty, map_buffer(M, 0, SIZE, P)));
    expect_legal("an import that the feeder knows to be undefined, and what follows",
                 SEQUENCE(left_undefined(import_memory(M, FD)),
                          returning(map_buffer(M, 0, SIZE, 0), INVALID_HANDLE), map_buffer(M, 0, 4 * SIZE, P),
                          returning(free_buffer(P), INVALID_VALUE), returning(destroy_memory(M), UNKNOWN)));
    expect_legal("an import of a wrong size, refused with any code",
                 SEQUENCE(left_undefined(returning(import_memory(0, FD), UNKNOWN))));
    expect_broken("a handle that is given out again after an import that was undefined",
                  "EXTRES-DestroyMemory-succeeds", "imported in call 3",
                  SEQUENCE(left_undefined(import_memory(M, FD)), destroy_memory(M), import_memory(M, FD),
                           returning(destroy_memory(M), INVALID_HANDLE)));
    expect_legal("one of two imports with the same handle was undefined",
                 SEQUENCE(left_undefined(import_memory(M, FD)), import_memory(M, FD),
                          returning(destroy_memory(M), INVALID_HANDLE)));
}

static void test_open_mappings(void)
{
    const struct extres_call_record import = import_memory(M, FD);
    expect_legal("a range that may not be aligned as the external API asks",
                 SEQUENCE(import, returning(map_buffer(M, 1, 3, 0), INVALID_HANDLE),
                          returning(map_buffer(M, 256, 256, 0), UNKNOWN), map_buffer(M, 1, SIZE, P)));
    expect_legal("a range outside, or flags, refused with a code about the handle",
                 SEQUENCE(import, returning(map_buffer(M, 4096, SIZE, 0), INVALID_HANDLE),
                          returning(with_flags(map_buffer(M, 0, SIZE, 0), 1), INVALID_HANDLE)));
    struct extres_call_record odd = import;
    odd.size = 100;
    expect_broken("the end of the object is aligned", "EXTRES-MapBuffer-returns-pointer",
                  "imported in call 1", SEQUENCE(odd, returning(map_buffer(M, 0, 100, 0), INVALID_HANDLE)));
    expect_legal("a buffer of size 0 at no address", SEQUENCE(import, map_buffer(M, 0, 0, 0)));
    expect_legal("a buffer of size 0, refused",
                 SEQUENCE(import, returning(map_buffer(M, 0, 0, 0), INVALID_HANDLE)));
    expect_legal("destroyed memory, mapped all the same",
                 SEQUENCE(import, destroy_memory(M), map_buffer(M, 0, 2 * SIZE, P)));
    expect_legal("destroyed memory, refused with any code",
                 SEQUENCE(import, destroy_memory(M), returning(map_buffer(M, 0, SIZE, 0), UNKNOWN)));
    expect_legal(
        "a second destruction, refused with any code or accepted",
        SEQUENCE(import, destroy_memory(M), returning(destroy_memory(M), UNKNOWN), destroy_memory(M)));
    expect_legal("a second destruction that closes a descriptor",
                 SEQUENCE(import, destroy_memory(M), other_fd_was(destroy_memory(M), FD, EXTRES_FD_CLOSED)));
}

static void test_open_batches(void)
{
    const struct extres_call_record import = import_timeline(S, FD);
    struct extres_call_record no_arrays = returning(signal_one(S, 0), INVALID_VALUE);
    no_arrays.semaphores = NULL;
    struct extres_call_record no_parameters = returning(wait_two(S, 0, 0), 0);
    no_parameters.waits = NULL;
    struct extres_call_record no_elements = returning(wait_one(S, 0), INVALID_VALUE);
    no_elements.semaphore_count = 0;
    expect_legal("no array of semaphores", SEQUENCE(import, no_arrays));
    expect_legal("no array of parameters", SEQUENCE(import, no_parameters));
    expect_legal("no elements", SEQUENCE(import, no_elements));
    expect_legal("flags that do not exist, with any code",
                 SEQUENCE(import, returning(with_flags(signal_one(S, 0), 4), INVALID_HANDLE),
                          returning(with_flags(wait_one(S, 0), 4), UNKNOWN)));
    expect_legal("a signal that may not raise the value, refused",
                 SEQUENCE(import, signal_one(S, 0), returning(signal_one(S, 0), INVALID_VALUE)));
    expect_legal("a stream that does not exist",
                 SEQUENCE(import, returning(signal_one(S, STREAM), INVALID_HANDLE),
                          returning(wait_one(S, STREAM), INVALID_HANDLE),
                          returning(wait_one(S, STREAM), INVALID_VALUE)));
    expect_legal("a stream that was destroyed",
                 SEQUENCE(import, stream_call(EXTRES_OPERATION_STREAM_CREATE, STREAM),
                          stream_call(EXTRES_OPERATION_STREAM_DESTROY, STREAM),
                          returning(signal_one(S, STREAM), INVALID_HANDLE)));
    expect_legal("a wait whose other element was destroyed",
                 SEQUENCE(import, import_timeline(T, FD), destroy_semaphore(T), wait_two(S, T, 0)));
}

static void test_other_kinds(void)
{
    const struct extres_call_record fence = with_type(import_timeline(S, -1), EXTRES_SEMAPHORE_NVSCISYNC);
    const struct extres_call_record mutex = with_type(import_timeline(S, -1), EXTRES_SEMAPHORE_KEYED_MUTEX);
    expect_legal("a keyed mutex that was not acquired, refused",
                 SEQUENCE(mutex, returning(signal_one(S, 0), INVALID_HANDLE)));
    expect_legal("NvSciSync with its flag, not supported",
                 SEQUENCE(fence, returning(with_flags(signal_one(S, 0), 1), cudaErrorNotSupported)));
    expect_broken("NvSciSync with its flag has documented codes", "EXTRES-Wait-documented-codes",
                  "returned cudaErrorUnknown (999)",
                  SEQUENCE(fence, returning(with_flags(wait_one(S, 0), 2), UNKNOWN)));
}

void test_open_input(void)
{
    test_open_imports();
    test_open_mappings();
    test_open_batches();
    test_other_kinds();
}
