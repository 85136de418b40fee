/* Each rule about mapped arrays and about dma_bufs: a sequence that breaks it, and the nearest legal one. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/sequence.h"
#include "judge/tests/tests.h"

static void test_accepted_arrays(void)
{
    const struct extres_call_record import = import_memory(M, FD);
    expect_pair("EXTRES-MapMipmappedArray-null-arguments",
                "the descriptor, or the place for the array, is NULL",
                SEQUENCE(import, with_null_argument(map_array(M, 0, 0))),
                SEQUENCE(import, returning(with_null_argument(map_array(M, 0, 0)), INVALID_VALUE)));
    expect_pair("EXTRES-MapMipmappedArray-null-handle", "the memory is NULL", SEQUENCE(map_array(0, 0, A)),
                SEQUENCE(returning(map_array(0, 0, 0), INVALID_HANDLE)));
    expect_pair("EXTRES-MapMipmappedArray-range-outside", "the base level begins beyond the memory",
                SEQUENCE(import, map_array(M, SIZE, A)), SEQUENCE(import, map_array(M, SIZE / 2, A)));
    expect_pair("EXTRES-MapMipmappedArray-returns-array", "the array that came out is NULL",
                SEQUENCE(import, map_array(M, 0, 0)), SEQUENCE(import, map_array(M, 0, A)));
}

static void test_freed_arrays(void)
{
    const struct extres_call_record import = import_memory(M, FD);
    const struct extres_call_record map = map_array(M, 0, A);
    expect_pair("EXTRES-MapMipmappedArray-free",
                "returned cudaErrorInvalidValue (1) for array 0xa55, mapped in call 2 by "
                "cudaExternalMemoryGetMappedMipmappedArray and not freed since",
                SEQUENCE(import, map, returning(free_array(A), INVALID_VALUE)),
                SEQUENCE(import, map, free_array(A), returning(free_array(A), INVALID_VALUE)));
    expect_broken("an array is freed after its memory too", "EXTRES-DestroyMemory-mapping-freed-after",
                  "destroyed in call 3 by cudaDestroyExternalMemory",
                  SEQUENCE(import, map, destroy_memory(M), returning(free_array(A), INVALID_VALUE)));
    expect_legal("an array is not freed as a buffer",
                 SEQUENCE(import, map, returning(free_buffer(A), INVALID_VALUE)));
    expect_legal("what mapping destroyed memory does is open",
                 SEQUENCE(import, destroy_memory(M), returning(map_array(M, 0, 0), OPERATING_SYSTEM)));
}

static void test_codes_of_arrays(void)
{
    const struct extres_call_record import = import_memory(M, FD);
    expect_pair("EXTRES-MapMipmappedArray-documented-codes", "returned cudaErrorOperatingSystem (304)",
                SEQUENCE(import, returning(map_array(M, 0, 0), OPERATING_SYSTEM)),
                SEQUENCE(import, returning(map_array(M, 0, 0), INVALID_VALUE)));
}

static void test_dma_bufs(void)
{
    const struct extres_call_record import = with_type(import_memory(M, FD), EXTRES_MEMORY_DMABUF_FD);
    expect_pair("EXTRES-MapMipmappedArray-dmabuf", "the memory is a dma_buf",
                SEQUENCE(import, map_array(M, 0, A)),
                SEQUENCE(import, returning(map_array(M, 0, 0), cudaErrorNotSupported)));
    expect_pair("EXTRES-ImportMemory-dmabuf-flags", "a dma_buf has no flags",
                SEQUENCE(with_flags(import, cudaExternalMemoryDedicated)), SEQUENCE(import));
    expect_pair("EXTRES-ImportMemory-dmabuf-fd-invalid", "the descriptor is none",
                SEQUENCE(with_type(import_memory(M, -1), EXTRES_MEMORY_DMABUF_FD)), SEQUENCE(import));
}

void test_rules_of_arrays(void)
{
    test_accepted_arrays();
    test_freed_arrays();
    test_codes_of_arrays();
    test_dma_bufs();
}
