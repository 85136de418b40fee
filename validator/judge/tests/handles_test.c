/* Handles and pointers that a conforming runtime may give out: shared, reused, counted. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/sequence.h"
#include "judge/tests/tests.h"

static void test_shared_handles(void)
{
    expect_legal("memory and a semaphore with the same handle",
                 SEQUENCE(import_memory(S, FD), import_timeline(S, FD + 1), destroy_memory(S),
                          signal_one(S, 0), call(EXTRES_OPERATION_DEVICE_SYNCHRONIZE), destroy_semaphore(S)));
    expect_broken("destroying memory leaves the semaphore with the same handle alive",
                  "EXTRES-Stream-wait-enqueued", "timeline_fd semaphore 0x51 (imported in call 2",
                  SEQUENCE(import_memory(S, FD), import_timeline(S, FD + 1), destroy_memory(S),
                           returning(wait_one(S, 0), INVALID_HANDLE)));
    expect_legal("one handle for two imports of an object, destroyed twice",
                 SEQUENCE(import_timeline(S, FD), import_timeline(S, FD + 1), destroy_semaphore(S),
                          signal_one(S, 0), call(EXTRES_OPERATION_DEVICE_SYNCHRONIZE), destroy_semaphore(S)));
    expect_broken("of two imports with one handle one is left", "EXTRES-DestroySemaphore-succeeds",
                  "(imported in call 2 by cudaImportExternalSemaphore from fd 8)",
                  SEQUENCE(import_timeline(S, FD), import_timeline(S, FD + 1), destroy_semaphore(S),
                           returning(destroy_semaphore(S), INVALID_HANDLE)));
}

static void test_reused_handles(void)
{
    expect_broken("a handle that is given out again has the history of its last import",
                  "EXTRES-DestroySemaphore-succeeds",
                  "opaque_fd semaphore 0x51 (imported in call 3 by cudaImportExternalSemaphore from fd 9)",
                  SEQUENCE(import_timeline(S, FD), destroy_semaphore(S), import_binary(S, 9),
                           returning(destroy_semaphore(S), INVALID_HANDLE)));
    struct extres_call_record smaller = import_memory(M, FD);
    smaller.size = SIZE / 2;
    expect_broken("a smaller object with a handle that is given out again", "EXTRES-MapBuffer-range-outside",
                  "(imported in call 3 by cudaImportExternalMemory from fd 7) of 524288 bytes",
                  SEQUENCE(import_memory(M, FD), destroy_memory(M), smaller, map_buffer(M, 0, SIZE, P)));
    expect_legal("a destroyed semaphore is refused", SEQUENCE(import_timeline(S, FD), destroy_semaphore(S),
                                                              returning(signal_one(S, 0), INVALID_HANDLE)));
    expect_legal("a handle that the judge never saw is refused",
                 SEQUENCE(returning(destroy_memory(M), INVALID_HANDLE), returning(destroy_memory(M), UNKNOWN),
                          returning(wait_one(S, 0), UNKNOWN)));
    expect_legal("after a destruction that failed it is not known whether the object lives",
                 SEQUENCE(import_memory(M, FD), returning(destroy_memory(M), cudaErrorDeviceUninitialized),
                          returning(destroy_memory(M), INVALID_HANDLE)));
    expect_broken_once("a destruction that is refused again and again", "EXTRES-DestroySemaphore-succeeds",
                       SEQUENCE(import_timeline(S, FD), returning(destroy_semaphore(S), INVALID_HANDLE),
                                returning(destroy_semaphore(S), INVALID_HANDLE)));
    expect_broken("a semaphore that was destroyed with work has none when its handle is given out again",
                  "EXTRES-DestroySemaphore-succeeds", "imported in call 4",
                  SEQUENCE(import_timeline(S, FD), wait_one(S, 0), destroy_semaphore(S),
                           import_timeline(S, FD), returning(destroy_semaphore(S), INVALID_HANDLE)));
}

void test_handles(void)
{
    test_shared_handles();
    test_reused_handles();
}

static void test_counted_pointers(void)
{
    const struct extres_call_record import = import_memory(M, FD);
    const struct extres_call_record map = map_buffer(M, 0, SIZE, P);
    expect_legal("one range mapped twice at one address, and freed twice",
                 SEQUENCE(import, map, map, free_buffer(P), free_buffer(P)));
    expect_broken("and freed a third time", "EXTRES-MapBuffer-free-twice", "freed in call 5 by cudaFree",
                  SEQUENCE(import, map, map, free_buffer(P), free_buffer(P), free_buffer(P)));
    expect_broken("of two mappings at one address one is left", "EXTRES-MapBuffer-free",
                  "mapped in call 3 by",
                  SEQUENCE(import, map, map, free_buffer(P), returning(free_buffer(P), INVALID_VALUE)));
}

static void test_reused_pointers(void)
{
    const struct extres_call_record import = import_memory(M, FD);
    const struct extres_call_record map = map_buffer(M, 0, SIZE, P);
    expect_legal("an address that an allocation has got again",
                 SEQUENCE(import, map, free_buffer(P), allocate(P), free_buffer(P)));
    expect_legal("an address that a later mapping has got again",
                 SEQUENCE(import, map, free_buffer(P), map, free_buffer(P)));
    expect_broken("an allocation that failed has got nothing", "EXTRES-MapBuffer-free-twice",
                  "freed in call 3 by cudaFree",
                  SEQUENCE(import, map, free_buffer(P), returning(allocate(P), cudaErrorMemoryAllocation),
                           free_buffer(P)));
    expect_legal(
        "after a free that failed it is not known whether the buffer is there",
        SEQUENCE(import, map, returning(free_buffer(P), cudaErrorDeviceUninitialized), free_buffer(P)));
    expect_legal("a free that failed, and is refused then",
                 SEQUENCE(import, map, returning(free_buffer(P), cudaErrorDeviceUninitialized),
                          returning(free_buffer(P), INVALID_VALUE)));
    expect_legal("freeing NULL", SEQUENCE(free_buffer(0), free_buffer(0)));
    expect_legal("freeing a pointer that was never mapped",
                 SEQUENCE(free_buffer(P), returning(free_buffer(P), INVALID_VALUE)));
    expect_legal("a buffer that was mapped in a way that is undefined, freed twice",
                 SEQUENCE(import, left_undefined(map), free_buffer(P), free_buffer(P)));
    expect_legal("one of two buffers at an address was mapped in a way that is undefined",
                 SEQUENCE(import, left_undefined(map), map, returning(free_buffer(P), INVALID_VALUE)));
    expect_broken(
        "a later one at the address was not", "EXTRES-MapBuffer-free", "mapped in call 4",
        SEQUENCE(import, left_undefined(map), free_buffer(P), map, returning(free_buffer(P), INVALID_VALUE)));
    expect_broken("freed after the memory's handle was given out again", "EXTRES-MapBuffer-free",
                  "mapped in call 2",
                  SEQUENCE(import, map, destroy_memory(M), import, returning(free_buffer(P), INVALID_VALUE)));
}

void test_pointers(void)
{
    test_counted_pointers();
    test_reused_pointers();
}
