/* Last errors that a conforming runtime may have. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/sequence.h"
#include "judge/tests/tests.h"

static struct extres_call_record get(int code)
{
    return returning(call(EXTRES_OPERATION_GET_LAST_ERROR), code);
}

static void test_what_sets_it(void)
{
    const struct extres_call_record query = stream_call(EXTRES_OPERATION_STREAM_QUERY, STREAM);
    expect_legal("what was before the first call is not known", SEQUENCE(get(UNKNOWN), get(0)));
    expect_legal("NotReady is counted among the errors",
                 SEQUENCE(get(0), returning(query, NOT_READY), get(NOT_READY), get(0)));
    expect_legal("NotReady is not counted among the errors",
                 SEQUENCE(get(0), returning(query, NOT_READY), get(0)));
    expect_legal("NotReady replaces an error, or leaves it",
                 SEQUENCE(returning(query, INVALID_HANDLE), returning(query, NOT_READY), get(INVALID_HANDLE),
                          returning(query, INVALID_HANDLE), returning(query, NOT_READY), get(NOT_READY)));
    expect_legal("a call of the driver API that fails",
                 SEQUENCE(get(0), returning(of_driver(destroy_semaphore(0)), INVALID_HANDLE), get(0)));
    expect_legal("the latest error counts, and successes do not",
                 SEQUENCE(returning(destroy_memory(0), INVALID_HANDLE), returning(allocate(0), INVALID_VALUE),
                          allocate(P), get(INVALID_VALUE), get(0)));
    expect_broken("a success resets it", "EXTRES-Error-last-error-set",
                  "is cudaErrorInvalidResourceHandle (400) since call 1, cudaDestroyExternalMemory",
                  SEQUENCE(returning(destroy_memory(0), INVALID_HANDLE), allocate(P), get(0)));
    expect_broken_once("a last error that was not set is reported once", "EXTRES-Error-last-error-set",
                       SEQUENCE(returning(destroy_memory(0), INVALID_HANDLE), get(0), get(0)));
}

static void test_what_comes_up(void)
{
    expect_legal("failed work comes up as the last error, and stays",
                 SEQUENCE(get(0), get(LAUNCH_FAILURE), get(LAUNCH_FAILURE)));
    expect_legal("an error of outstanding work comes up",
                 SEQUENCE(get(0), call(EXTRES_OPERATION_COPY), get(OPERATING_SYSTEM)));
    expect_legal(
        "an error of outstanding work replaces another",
        SEQUENCE(returning(destroy_memory(0), INVALID_HANDLE), call(EXTRES_OPERATION_COPY), get(UNKNOWN)));
    expect_broken("a code about arguments does not come from work", "EXTRES-Error-last-error-reset",
                  "returned cudaErrorInvalidValue (1)",
                  SEQUENCE(get(0), call(EXTRES_OPERATION_COPY), get(INVALID_VALUE)));
    expect_broken(
        "work does not take an error away", "EXTRES-Error-last-error-set", "returned cudaSuccess (0)",
        SEQUENCE(returning(destroy_memory(0), INVALID_HANDLE), call(EXTRES_OPERATION_COPY), get(0)));
    expect_legal("an error of what another thread may have begun",
                 SEQUENCE(by_thread(get(0), 1), by_thread(call(EXTRES_OPERATION_DEVICE_COUNT), 2),
                          by_thread(get(OPERATING_SYSTEM), 1)));
    expect_legal("once work has failed, nothing is known of any thread's",
                 SEQUENCE(by_thread(returning(destroy_memory(0), INVALID_HANDLE), 1),
                          by_thread(get(LAUNCH_FAILURE), 2), by_thread(get(0), 1)));
    expect_legal("codes that can come up anywhere",
                 SEQUENCE(get(0), get(NO_DEVICE), get(cudaErrorPeerAccessAlreadyEnabled)));
    expect_legal("a failure of the environment may not be kept",
                 SEQUENCE(get(0), returning(allocate(0), NO_DEVICE), get(0)));
    expect_legal("a failure of undefined input may not be kept",
                 SEQUENCE(get(0), left_undefined(returning(import_memory(0, FD), UNKNOWN)), get(0)));
    expect_legal(
        "a reset of the device resets it, or not",
        SEQUENCE(returning(destroy_memory(0), INVALID_HANDLE), call(EXTRES_OPERATION_DEVICE_RESET), get(0)));
}

static void test_whose_it_is(void)
{
    expect_legal("a thread has its own",
                 SEQUENCE(by_thread(returning(destroy_memory(0), INVALID_HANDLE), 1),
                          by_thread(returning(allocate(0), INVALID_VALUE), 2),
                          by_thread(get(INVALID_VALUE), 2), by_thread(get(INVALID_HANDLE), 1)));
    expect_legal("a thread that has not asked yet",
                 SEQUENCE(by_thread(returning(destroy_memory(0), INVALID_HANDLE), 1), by_thread(get(0), 2)));
}

void test_last_errors(void)
{
    test_what_sets_it();
    test_what_comes_up();
    test_whose_it_is();
}
