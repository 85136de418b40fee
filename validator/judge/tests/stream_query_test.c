/* Streams that may well be busy although the judge saw them complete. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/sequence.h"
#include "judge/tests/tests.h"

static struct extres_call_record create(void)
{
    return stream_call(EXTRES_OPERATION_STREAM_CREATE, STREAM);
}

static struct extres_call_record query(int code)
{
    return returning(stream_call(EXTRES_OPERATION_STREAM_QUERY, STREAM), code);
}

static void test_given_work(void)
{
    static const enum extres_operation enqueuing[] = {
        EXTRES_OPERATION_COPY_ASYNC,           EXTRES_OPERATION_SET_ASYNC,
        EXTRES_OPERATION_EVENT_RECORD,         EXTRES_OPERATION_STREAM_WAIT_EVENT,
        EXTRES_OPERATION_LAUNCH_HOST_FUNCTION,
    };
    for (size_t i = 0; i < sizeof enqueuing / sizeof enqueuing[0]; i++)
        expect_legal(call(enqueuing[i]).function,
                     SEQUENCE(create(), query(0), stream_call(enqueuing[i], STREAM), query(NOT_READY)));
    expect_legal("a signal and a wait", SEQUENCE(create(), signal_one(S, STREAM), query(NOT_READY), query(0),
                                                 wait_one(S, STREAM), query(NOT_READY)));
    expect_legal("work that was refused may be there all the same",
                 SEQUENCE(create(), returning(signal_two(S, 0, STREAM), INVALID_HANDLE), query(NOT_READY)));
    expect_broken("work of another stream is not this one's", "EXTRES-Stream-query", "complete in call 2",
                  SEQUENCE(create(), query(0), stream_call(EXTRES_OPERATION_EVENT_RECORD, OTHER_STREAM),
                           query(NOT_READY)));
}

static void test_default_streams(void)
{
    expect_legal("the default stream holds up a blocking stream",
                 SEQUENCE(create(), query(0), stream_call(EXTRES_OPERATION_SET_ASYNC, 0), query(NOT_READY)));
    expect_legal("a synchronous copy is in the default stream",
                 SEQUENCE(create(), query(0), call(EXTRES_OPERATION_COPY), query(NOT_READY)));
    expect_broken("but not once the stream was complete after that", "EXTRES-Stream-query",
                  "complete in call 3",
                  SEQUENCE(create(), call(EXTRES_OPERATION_COPY), query(0), query(NOT_READY)));
    struct extres_call_record of_default = returning(call(EXTRES_OPERATION_STREAM_QUERY), NOT_READY);
    expect_legal("the default stream itself, which other streams hold up",
                 SEQUENCE(call(EXTRES_OPERATION_STREAM_SYNCHRONIZE), of_default));
}

static void test_unknown_streams(void)
{
    expect_legal("a stream that the judge never saw made", SEQUENCE(query(0), query(NOT_READY)));
    expect_legal("a stream that failed to be made", SEQUENCE(returning(create(), UNKNOWN), query(NOT_READY)));
    expect_legal("a stream that was destroyed",
                 SEQUENCE(create(), stream_call(EXTRES_OPERATION_STREAM_DESTROY, STREAM), query(NOT_READY)));
    expect_legal("a handle that was given out again, to a stream with work",
                 SEQUENCE(create(), stream_call(EXTRES_OPERATION_STREAM_DESTROY, STREAM), create(),
                          stream_call(EXTRES_OPERATION_SET_ASYNC, STREAM), query(NOT_READY)));
    expect_legal("a query that failed tells nothing",
                 SEQUENCE(create(), query(INVALID_HANDLE), query(NOT_READY)));
    expect_legal("after work has failed in another stream",
                 SEQUENCE(create(),
                          returning(stream_call(EXTRES_OPERATION_STREAM_SYNCHRONIZE, 0), LAUNCH_FAILURE),
                          query(NOT_READY)));
    expect_broken_once("NotReady again and again", "EXTRES-Stream-query",
                       SEQUENCE(create(), query(NOT_READY), query(NOT_READY), query(NOT_READY)));
    struct extres_call_record second_device = call(EXTRES_OPERATION_SET_DEVICE);
    second_device.object = 1;
    expect_legal("another device was synchronized",
                 SEQUENCE(call(EXTRES_OPERATION_SET_DEVICE), create(), signal_one(S, STREAM), second_device,
                          call(EXTRES_OPERATION_DEVICE_SYNCHRONIZE), query(NOT_READY)));
}

void test_stream_queries(void)
{
    test_given_work();
    test_default_streams();
    test_unknown_streams();
}
