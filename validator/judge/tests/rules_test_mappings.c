/* Each rule about mapped buffers: a sequence that breaks it, and the nearest legal one. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/sequence.h"
#include "judge/tests/tests.h"

enum { PAGE = 4096 };

static void test_accepted_mappings(void)
{
    const struct extres_call_record import = import_memory(M, FD);
    expect_pair("EXTRES-MapBuffer-null-arguments", "the descriptor, or the place for the pointer, is NULL",
                SEQUENCE(import, with_null_argument(map_buffer(M, 0, 0, 0))),
                SEQUENCE(import, returning(with_null_argument(map_buffer(M, 0, 0, 0)), INVALID_VALUE)));
    expect_pair("EXTRES-MapBuffer-null-handle", "the memory is NULL", SEQUENCE(map_buffer(0, 0, PAGE, P)),
                SEQUENCE(returning(map_buffer(0, 0, PAGE, P), INVALID_HANDLE)));
    expect_pair("EXTRES-MapBuffer-flags", "flags 0x1, of opaque_fd memory 0x3e",
                SEQUENCE(import, with_flags(map_buffer(M, 0, SIZE, P), 1)),
                SEQUENCE(import, returning(with_flags(map_buffer(M, 0, SIZE, P), 1), INVALID_VALUE)));
    expect_pair("EXTRES-MapBuffer-range-outside", "offset 4096, size 1048576, flags 0, of opaque_fd memory",
                SEQUENCE(import, map_buffer(M, PAGE, SIZE, P)),
                SEQUENCE(import, map_buffer(M, PAGE, SIZE - PAGE, P)));
    expect_pair("EXTRES-MapBuffer-range-overflow", "does not fit in 64 bits",
                SEQUENCE(import, map_buffer(M, PAGE, UINT64_MAX - PAGE + 1, P)),
                SEQUENCE(import, map_buffer(M, SIZE - PAGE, PAGE, P)));
    expect_pair("EXTRES-MapBuffer-returns-pointer", "the pointer that came out is NULL",
                SEQUENCE(import, map_buffer(M, 0, PAGE, 0)), SEQUENCE(import, map_buffer(M, 0, PAGE, P)));
}

static void test_refused_mappings(void)
{
    const struct extres_call_record import = import_memory(M, FD);
    expect_pair("EXTRES-MapBuffer-documented-codes", "returned cudaErrorOperatingSystem (304)",
                SEQUENCE(import, returning(map_buffer(M, 0, 2 * SIZE, 0), OPERATING_SYSTEM)),
                SEQUENCE(import, returning(map_buffer(M, 0, 2 * SIZE, 0), INVALID_VALUE)));
    expect_pair("EXTRES-MapBuffer-returns-pointer",
                "returned cudaErrorInvalidResourceHandle (400) for the living opaque_fd memory 0x3e",
                SEQUENCE(import, returning(map_buffer(M, 0, SIZE, 0), INVALID_HANDLE)),
                SEQUENCE(import, returning(map_buffer(M, 0, SIZE - PAGE, 0), INVALID_HANDLE)));
}

static void test_freeing(void)
{
    const struct extres_call_record import = import_memory(M, FD);
    const struct extres_call_record map = map_buffer(M, 0, SIZE, P);
    expect_pair(
        "EXTRES-MapBuffer-free",
        "returned cudaErrorInvalidValue (1) for buffer 0xd000, mapped in call 2 by "
        "cudaExternalMemoryGetMappedBuffer and not freed since, of opaque_fd memory 0x3e (imported in "
        "call 1 by cudaImportExternalMemory from fd 7)",
        SEQUENCE(import, map, returning(free_buffer(P), INVALID_VALUE)),
        SEQUENCE(import, map, free_buffer(P), returning(free_buffer(P), INVALID_VALUE)));
    expect_pair("EXTRES-DestroyMemory-mapping-freed-after",
                "mapped in call 2 by cudaExternalMemoryGetMappedBuffer and not freed since, of opaque_fd "
                "memory 0x3e (imported in call 1 by cudaImportExternalMemory from fd 7, destroyed in call 3 "
                "by cudaDestroyExternalMemory)",
                SEQUENCE(import, map, destroy_memory(M), returning(free_buffer(P), INVALID_VALUE)),
                SEQUENCE(import, map, destroy_memory(M), free_buffer(P)));
    expect_pair("EXTRES-MapBuffer-free-twice",
                "buffer 0xd000, mapped in call 2 by cudaExternalMemoryGetMappedBuffer, freed in call 3 by "
                "cudaFree",
                SEQUENCE(import, map, free_buffer(P), free_buffer(P)),
                SEQUENCE(import, map, free_buffer(P), allocate(P), free_buffer(P)));
}

void test_rules_of_mappings(void)
{
    test_accepted_mappings();
    test_refused_mappings();
    test_freeing();
}
