/* Each rule about streams and last errors: a sequence that breaks it, and the nearest legal one. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/sequence.h"
#include "judge/tests/tests.h"

static void test_queries(void)
{
    const struct extres_call_record create = stream_call(EXTRES_OPERATION_STREAM_CREATE, STREAM);
    const struct extres_call_record set = stream_call(EXTRES_OPERATION_SET_ASYNC, STREAM);
    const struct extres_call_record synchronize = stream_call(EXTRES_OPERATION_STREAM_SYNCHRONIZE, STREAM);
    const struct extres_call_record not_ready =
        returning(stream_call(EXTRES_OPERATION_STREAM_QUERY, STREAM), NOT_READY);
    expect_pair("EXTRES-Stream-query",
                "says NotReady of stream 0x571, created in call 1, which was complete in call 3 and got no "
                "work since",
                SEQUENCE(create, set, synchronize, not_ready), SEQUENCE(create, synchronize, set, not_ready));
    expect_broken("a stream that never got work", "EXTRES-Stream-query", "which was complete in call 1",
                  SEQUENCE(create, not_ready));
}

static void test_last_error_rules(void)
{
    const struct extres_call_record fail = returning(import_timeline(0, -1), INVALID_HANDLE);
    const struct extres_call_record get = call(EXTRES_OPERATION_GET_LAST_ERROR);
    const struct extres_call_record peek = call(EXTRES_OPERATION_PEEK_AT_LAST_ERROR);
    expect_pair("EXTRES-Error-last-error-set",
                "returned cudaSuccess (0) where the last error of this thread is "
                "cudaErrorInvalidResourceHandle (400) since call 1, cudaImportExternalSemaphore",
                SEQUENCE(fail, get), SEQUENCE(fail, returning(get, INVALID_HANDLE)));
    expect_pair("EXTRES-Error-last-error-reset",
                "where the last error of this thread is cudaSuccess (0) since call 2, cudaGetLastError",
                SEQUENCE(fail, returning(get, INVALID_HANDLE), returning(get, INVALID_HANDLE)),
                SEQUENCE(fail, returning(get, INVALID_HANDLE), get));
    expect_pair("EXTRES-Error-last-error-peek", "since call 1, cudaImportExternalSemaphore",
                SEQUENCE(fail, returning(peek, INVALID_HANDLE), peek),
                SEQUENCE(fail, returning(peek, INVALID_HANDLE), returning(peek, INVALID_HANDLE),
                         returning(get, INVALID_HANDLE)));
    expect_pair("EXTRES-Error-last-error-thread", "where the last error of this thread is cudaSuccess (0)",
                SEQUENCE(by_thread(get, 1), by_thread(fail, 2), returning(by_thread(get, 1), INVALID_HANDLE)),
                SEQUENCE(by_thread(get, 1), by_thread(fail, 2), by_thread(get, 1),
                         returning(by_thread(get, 2), INVALID_HANDLE)));
}

void test_rules_of_streams_and_errors(void)
{
    test_queries();
    test_last_error_rules();
}
