/* Each rule about signals and waits: a sequence that breaks it, and the nearest legal one. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/sequence.h"
#include "judge/tests/tests.h"

static void test_elements(void)
{
    const struct extres_call_record import = import_timeline(S, FD);
    expect_pair("EXTRES-Signal-null-element", "succeeded, although an element is NULL",
                SEQUENCE(import, signal_two(S, 0, 0)),
                SEQUENCE(import, returning(signal_two(S, 0, 0), INVALID_HANDLE)));
    expect_pair("EXTRES-Wait-null-element", "succeeded, although an element is NULL",
                SEQUENCE(import, wait_two(S, 0, 0)),
                SEQUENCE(import, returning(wait_two(S, 0, 0), INVALID_HANDLE)));
}

static void test_codes(void)
{
    const struct extres_call_record import = import_timeline(S, FD);
    expect_pair("EXTRES-Signal-documented-codes", "returned cudaErrorInvalidValue (1)",
                SEQUENCE(import, returning(signal_two(S, 0, 0), INVALID_VALUE)),
                SEQUENCE(import, returning(signal_two(S, 0, 0), cudaErrorNotSupported)));
    expect_pair("EXTRES-Wait-documented-codes", "returned cudaErrorOperatingSystem (304)",
                SEQUENCE(import, returning(wait_one(S, 0), OPERATING_SYSTEM)),
                SEQUENCE(import, returning(wait_one(S, 0), cudaErrorTimeout)));
}

static void test_enqueuing(void)
{
    const struct extres_call_record import = import_timeline(S, FD);
    const struct extres_call_record other = import_binary(T, FD + 1);
    expect_pair("EXTRES-Stream-signal-enqueued",
                "returned cudaErrorInvalidResourceHandle (400) for the living timeline_fd semaphore 0x51 "
                "(imported in call 1 by cudaImportExternalSemaphore from fd 7)",
                SEQUENCE(import, returning(signal_one(S, 0), INVALID_HANDLE)),
                SEQUENCE(import, returning(signal_one(T, 0), INVALID_HANDLE)));
    expect_pair("EXTRES-Stream-wait-enqueued", "for the living opaque_fd semaphore 0x52 (imported in call 2",
                SEQUENCE(import, other, returning(wait_two(S, T, 0), INVALID_HANDLE)),
                SEQUENCE(import, other, destroy_semaphore(T), returning(wait_two(S, T, 0), INVALID_HANDLE)));
}

static void test_graph_nodes(void)
{
    const struct extres_call_record signals = call(EXTRES_OPERATION_GRAPH_ADD_SIGNAL_NODE);
    const struct extres_call_record waits = call(EXTRES_OPERATION_GRAPH_ADD_WAIT_NODE);
    expect_pair("EXTRES-GraphAdd-null-arguments", "succeeded, although the graph, the parameters",
                SEQUENCE(with_null_argument(signals)),
                SEQUENCE(returning(with_null_argument(signals), INVALID_VALUE)));
    expect_pair("EXTRES-GraphAdd-documented-codes", "returned cudaErrorInvalidResourceHandle (400)",
                SEQUENCE(returning(with_null_argument(waits), INVALID_HANDLE)),
                SEQUENCE(returning(waits, INVALID_HANDLE)));
}

void test_rules_of_semaphores(void)
{
    test_graph_nodes();
    test_elements();
    test_codes();
    test_enqueuing();
}
