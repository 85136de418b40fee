/* Each rule about imports, descriptors and destruction: a sequence that breaks it, and the nearest legal one.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/sequence.h"
#include "judge/tests/tests.h"

static void test_accepted_imports(void)
{
    expect_pair("EXTRES-ImportMemory-null-arguments", "succeeded, although the descriptor",
                SEQUENCE(with_null_argument(import_memory(M, FD))),
                SEQUENCE(returning(with_null_argument(import_memory(M, FD)), INVALID_VALUE)));
    expect_pair("EXTRES-ImportMemory-type-unknown", "type unknown, fd 7",
                SEQUENCE(with_type(import_memory(M, FD), EXTRES_HANDLE_TYPE_COUNT)),
                SEQUENCE(with_type(import_memory(M, FD), EXTRES_MEMORY_DMABUF_FD)));
    expect_pair("EXTRES-ImportMemory-flags-unknown", "flags 0x3",
                SEQUENCE(with_flags(import_memory(M, FD), 3)), SEQUENCE(with_flags(import_memory(M, FD), 1)));
    struct extres_call_record empty = import_memory(M, FD);
    empty.size = 0;
    expect_pair("EXTRES-ImportMemory-size-zero", "size 0", SEQUENCE(empty),
                SEQUENCE(returning(empty, INVALID_VALUE)));
    expect_pair("EXTRES-ImportMemory-fd-invalid", "fd -1", SEQUENCE(import_memory(M, -1)),
                SEQUENCE(import_memory(M, 0)));
    expect_pair("EXTRES-ImportMemory-returns-handle", "the handle that came out is NULL",
                SEQUENCE(import_memory(0, FD)), SEQUENCE(returning(import_memory(0, FD), OPERATING_SYSTEM)));
    expect_pair("EXTRES-ImportSemaphore-type-unknown", "type unknown, fd 7",
                SEQUENCE(with_type(import_timeline(S, FD), EXTRES_HANDLE_TYPE_COUNT)),
                SEQUENCE(with_type(import_timeline(S, FD), EXTRES_SEMAPHORE_D3D12_FENCE)));
    expect_pair("EXTRES-ImportSemaphore-fd-invalid", "fd -1", SEQUENCE(import_binary(S, -1)),
                SEQUENCE(import_binary(S, 0)));
    expect_pair("EXTRES-ImportSemaphore-returns-handle", "the handle that came out is NULL",
                SEQUENCE(import_timeline(0, FD)),
                SEQUENCE(returning(import_timeline(0, FD), OPERATING_SYSTEM)));
}

static void test_codes_of_imports(void)
{
    expect_pair("EXTRES-ImportMemory-documented-codes",
                "returned cudaErrorMemoryAllocation (2), which its documentation does not list",
                SEQUENCE(returning(import_memory(0, FD), cudaErrorMemoryAllocation)),
                SEQUENCE(returning(import_memory(0, FD), cudaErrorNotSupported)));
    expect_pair("EXTRES-ImportSemaphore-documented-codes", "returned cudaErrorInvalidValue (1)",
                SEQUENCE(returning(import_timeline(0, FD), INVALID_VALUE)),
                SEQUENCE(returning(import_timeline(0, FD), INVALID_HANDLE)));
    expect_broken("a code has the name that its API gives it", "EXTRES-ImportSemaphore-documented-codes",
                  "returned CUDA_ERROR_INVALID_VALUE (1)",
                  SEQUENCE(returning(of_driver(import_timeline(0, FD)), INVALID_VALUE)));
    expect_broken("a code without a name is told by its number", "EXTRES-ImportMemory-documented-codes",
                  "returned code 12345", SEQUENCE(returning(import_memory(0, FD), 12345)));
}

static void test_descriptors_of_imports(void)
{
    struct extres_call_record memory = returning(import_memory(0, FD), INVALID_VALUE);
    struct extres_call_record semaphore = returning(import_timeline(0, FD), INVALID_HANDLE);
    expect_pair(
        "EXTRES-ImportMemory-fd-kept-on-failure",
        "failed with cudaErrorInvalidValue (1), and fd 7 (the handle given), which stays the caller's "
        "then, was closed",
        SEQUENCE(given_fd_was(memory, EXTRES_FD_CLOSED)), SEQUENCE(given_fd_was(memory, EXTRES_FD_SAME)));
    expect_pair("EXTRES-ImportSemaphore-fd-kept-on-failure", "was replaced by another file",
                SEQUENCE(given_fd_was(semaphore, EXTRES_FD_REPLACED)),
                SEQUENCE(given_fd_was(semaphore, EXTRES_FD_SAME)));
    expect_pair("EXTRES-ImportMemory-fd-ownership",
                "fd 7 (the application's file) was closed; the number was given to the runtime for opaque_fd "
                "memory 0x3e (imported in call 1 by cudaImportExternalMemory from fd 7)",
                SEQUENCE(import_memory(M, FD), other_fd_was(destroy_memory(M), FD, EXTRES_FD_CLOSED)),
                SEQUENCE(import_memory(M, FD), other_fd_was(destroy_memory(M), FD, EXTRES_FD_SAME)));
    expect_pair("EXTRES-ImportSemaphore-fd-ownership",
                "timeline_fd semaphore 0x51 (imported in call 1 by cudaImportExternalSemaphore from fd 7, "
                "destroyed in call 2 by cudaDestroyExternalSemaphore)",
                SEQUENCE(import_timeline(S, FD), destroy_semaphore(S),
                         other_fd_was(call(EXTRES_OPERATION_DEVICE_COUNT), FD, EXTRES_FD_CLOSED)),
                SEQUENCE(import_timeline(S, FD), destroy_semaphore(S),
                         other_fd_was(call(EXTRES_OPERATION_DEVICE_COUNT), FD, EXTRES_FD_SAME)));
    expect_broken("a descriptor that was never given, in a call about semaphores",
                  "EXTRES-ImportSemaphore-fd-ownership",
                  "fd 9 (the application's file), which was never given",
                  SEQUENCE(other_fd_was(import_timeline(S, FD), 9, EXTRES_FD_CLOSED)));
    expect_broken("a descriptor that was never given, in another call", "EXTRES-ImportMemory-fd-ownership",
                  "which was never given to the runtime, was replaced by another file",
                  SEQUENCE(other_fd_was(import_memory(M, FD), 9, EXTRES_FD_REPLACED)));
}

static void test_destruction(void)
{
    expect_pair("EXTRES-DestroyMemory-null-handle", "the memory is NULL", SEQUENCE(destroy_memory(0)),
                SEQUENCE(returning(destroy_memory(0), INVALID_HANDLE)));
    expect_pair("EXTRES-DestroySemaphore-null-handle", "the semaphore is NULL",
                SEQUENCE(destroy_semaphore(0)), SEQUENCE(returning(destroy_semaphore(0), INVALID_HANDLE)));
    expect_pair("EXTRES-DestroyMemory-documented-codes", "returned cudaErrorUnknown (999)",
                SEQUENCE(import_memory(M, FD), returning(destroy_memory(M), UNKNOWN)),
                SEQUENCE(import_memory(M, FD), returning(destroy_memory(M), NO_DEVICE)));
    expect_pair("EXTRES-DestroySemaphore-documented-codes", "returned cudaErrorInvalidValue (1)",
                SEQUENCE(returning(destroy_semaphore(0), INVALID_VALUE)),
                SEQUENCE(returning(destroy_semaphore(0), INVALID_HANDLE)));
    expect_pair(
        "EXTRES-DestroyMemory-succeeds",
        "returned cudaErrorInvalidResourceHandle (400) for the living opaque_fd memory 0x3e (imported "
        "in call 1 by cudaImportExternalMemory from fd 7)",
        SEQUENCE(import_memory(M, FD), map_buffer(M, 0, SIZE, P),
                 returning(destroy_memory(M), INVALID_HANDLE)),
        SEQUENCE(import_memory(M, FD), map_buffer(M, 0, SIZE, P), destroy_memory(M)));
    expect_pair("EXTRES-DestroySemaphore-succeeds",
                "for the living opaque_fd semaphore 0x51 (imported in call 1",
                SEQUENCE(import_binary(S, FD), returning(destroy_semaphore(S), INVALID_HANDLE)),
                SEQUENCE(import_binary(S, FD), destroy_semaphore(S)));
}

void test_rules_of_imports(void)
{
    test_accepted_imports();
    test_codes_of_imports();
    test_descriptors_of_imports();
    test_destruction();
}
