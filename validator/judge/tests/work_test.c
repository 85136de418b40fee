/* Work that is still outstanding, or has failed: what it excuses, and when it no longer does. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/sequence.h"
#include "judge/tests/tests.h"

static struct extres_call_record create(uint64_t stream)
{
    return stream_call(EXTRES_OPERATION_STREAM_CREATE, stream);
}

static struct extres_call_record synchronize(uint64_t stream)
{
    return stream_call(EXTRES_OPERATION_STREAM_SYNCHRONIZE, stream);
}

static void test_destroying_while_in_use(void)
{
    const struct extres_call_record import = import_timeline(S, FD);
    const struct extres_call_record refused = returning(destroy_semaphore(S), INVALID_HANDLE);
    expect_legal("destroying a semaphore with an outstanding wait, refused",
                 SEQUENCE(import, create(STREAM), wait_one(S, STREAM), refused));
    expect_broken("destroying it when its stream is complete", "EXTRES-DestroySemaphore-succeeds",
                  "imported in call 1",
                  SEQUENCE(import, create(STREAM), wait_one(S, STREAM), synchronize(STREAM), refused));
    expect_legal("a wait in a default stream, of which no query tells",
                 SEQUENCE(import, wait_one(S, 0), synchronize(0), refused));
    expect_broken("when the device is synchronized", "EXTRES-DestroySemaphore-succeeds", "imported in call 1",
                  SEQUENCE(import, wait_one(S, 0), call(EXTRES_OPERATION_DEVICE_SYNCHRONIZE), refused));
    expect_legal("waits in two streams, one of them complete",
                 SEQUENCE(import, create(STREAM), create(OTHER_STREAM), wait_one(S, STREAM),
                          wait_one(S, OTHER_STREAM), synchronize(OTHER_STREAM), refused));
    expect_broken(
        "waits in two streams, both complete", "EXTRES-DestroySemaphore-succeeds", "imported in call 1",
        SEQUENCE(import, create(STREAM), create(OTHER_STREAM), wait_one(S, STREAM), wait_one(S, OTHER_STREAM),
                 synchronize(OTHER_STREAM), synchronize(STREAM), refused));
    expect_legal("waits in two streams, twice in the one that is complete",
                 SEQUENCE(import, create(STREAM), create(OTHER_STREAM), wait_one(S, STREAM),
                          wait_one(S, OTHER_STREAM), wait_one(S, OTHER_STREAM), synchronize(OTHER_STREAM),
                          refused));
    expect_broken("waits in two streams one after the other, and work of others",
                  "EXTRES-DestroySemaphore-succeeds", "imported in call 1",
                  SEQUENCE(import, create(STREAM), create(OTHER_STREAM), wait_one(S, STREAM), wait_one(T, 0),
                           synchronize(STREAM), wait_one(S, OTHER_STREAM), synchronize(OTHER_STREAM),
                           refused));
    expect_legal("a wait that was left in a stream which was destroyed",
                 SEQUENCE(import, create(STREAM), wait_one(S, STREAM),
                          stream_call(EXTRES_OPERATION_STREAM_DESTROY, STREAM), refused));
    expect_legal("and the stream's handle was given out again",
                 SEQUENCE(import, create(STREAM), wait_one(S, STREAM),
                          stream_call(EXTRES_OPERATION_STREAM_DESTROY, STREAM), create(STREAM),
                          synchronize(STREAM), refused));
    expect_broken("work of other semaphores is no excuse", "EXTRES-DestroySemaphore-succeeds",
                  "imported in call 1",
                  SEQUENCE(import, import_timeline(T, FD), create(STREAM), wait_one(T, STREAM), refused));
    expect_legal(
        "a batch that failed may have enqueued all the same",
        SEQUENCE(import, create(STREAM), returning(wait_two(S, 0, STREAM), INVALID_HANDLE), refused));
}

static void test_launches_of_graphs(void)
{
    const struct extres_call_record import = import_timeline(S, FD);
    const struct extres_call_record refused = returning(destroy_semaphore(S), INVALID_HANDLE);
    const struct extres_call_record launch = stream_call(EXTRES_OPERATION_GRAPH_LAUNCH, STREAM);
    expect_legal("destroying a semaphore while a graph is running that may wait on it, refused",
                 SEQUENCE(import, create(STREAM), launch, refused));
    expect_broken("destroying it when the launch is complete", "EXTRES-DestroySemaphore-succeeds",
                  "imported in call 1",
                  SEQUENCE(import, create(STREAM), launch, synchronize(STREAM), refused));
    expect_legal("a wait that is complete, and a launch in another stream that is not",
                 SEQUENCE(import, create(STREAM), create(OTHER_STREAM), launch, wait_one(S, OTHER_STREAM),
                          synchronize(OTHER_STREAM), refused));
    expect_legal("a stream that a launch has made busy",
                 SEQUENCE(create(STREAM), synchronize(STREAM), launch,
                          returning(stream_call(EXTRES_OPERATION_STREAM_QUERY, STREAM), NOT_READY)));
}

static void test_errors_of_work(void)
{
    const struct extres_call_record import = import_memory(M, FD);
    const struct extres_call_record failed = returning(destroy_memory(M), OPERATING_SYSTEM);
    expect_legal("an error that outstanding work may have left",
                 SEQUENCE(import, create(STREAM), stream_call(EXTRES_OPERATION_SET_ASYNC, STREAM), failed));
    expect_legal("an error that a copy may have left", SEQUENCE(import, call(EXTRES_OPERATION_COPY), failed));
    expect_legal("an error that a memset may have left",
                 SEQUENCE(import, call(EXTRES_OPERATION_SET), failed));
    expect_legal("an error of a stream whose destruction the judge missed",
                 SEQUENCE(import, create(STREAM), wait_one(S, STREAM), create(STREAM), failed));
    expect_broken("which is over when the device is synchronized", "EXTRES-DestroyMemory-documented-codes",
                  "returned cudaErrorOperatingSystem (304)",
                  SEQUENCE(import, create(STREAM), wait_one(S, STREAM), create(STREAM),
                           call(EXTRES_OPERATION_DEVICE_SYNCHRONIZE), failed));
    expect_legal("an error of work whose stream went with its context",
                 SEQUENCE(create(STREAM), wait_one(S, STREAM),
                          of_driver(call(EXTRES_OPERATION_PRIMARY_CONTEXT_RELEASE)), import, failed));
    expect_legal("an error of what another thread may have begun",
                 SEQUENCE(by_thread(import, 1), by_thread(call(EXTRES_OPERATION_DEVICE_COUNT), 2),
                          by_thread(failed, 1)));
    expect_broken("no work is outstanding any more", "EXTRES-DestroyMemory-documented-codes",
                  "returned cudaErrorOperatingSystem (304)",
                  SEQUENCE(import, create(STREAM), stream_call(EXTRES_OPERATION_SET_ASYNC, STREAM),
                           stream_call(EXTRES_OPERATION_STREAM_QUERY, STREAM), failed));
    expect_broken("a code about arguments is the call's own", "EXTRES-ImportSemaphore-documented-codes",
                  "returned cudaErrorInvalidValue (1)",
                  SEQUENCE(create(STREAM), stream_call(EXTRES_OPERATION_SET_ASYNC, STREAM),
                           returning(import_timeline(0, FD), INVALID_VALUE)));
    expect_legal("work has failed, and any call may say so",
                 SEQUENCE(import, import_timeline(S, FD), returning(synchronize(0), LAUNCH_FAILURE),
                          returning(signal_one(S, 0), INVALID_HANDLE),
                          returning(map_buffer(M, 0, SIZE, 0), UNKNOWN),
                          returning(destroy_memory(M), INVALID_HANDLE)));
    expect_legal("a call that enqueues may say so too",
                 SEQUENCE(import, returning(signal_one(S, 0), LAUNCH_FAILURE),
                          returning(destroy_memory(M), INVALID_HANDLE)));
    expect_broken("a synchronizing call that finds no device tells of no work",
                  "EXTRES-DestroyMemory-documented-codes", "returned cudaErrorOperatingSystem (304)",
                  SEQUENCE(import, returning(synchronize(0), NO_DEVICE), failed));
    expect_legal("a synchronizing call tells of failed work with any code",
                 SEQUENCE(import, returning(synchronize(0), OPERATING_SYSTEM),
                          returning(destroy_memory(M), OPERATING_SYSTEM)));
    expect_broken("a synchronizing call that names no stream tells of none",
                  "EXTRES-DestroyMemory-documented-codes", "returned cudaErrorOperatingSystem (304)",
                  SEQUENCE(import, returning(synchronize(STREAM), INVALID_HANDLE), failed));
    expect_broken("a descriptor is not taken because earlier work failed",
                  "EXTRES-ImportMemory-fd-kept-on-failure", "failed with cudaErrorLaunchFailure (719)",
                  SEQUENCE(given_fd_was(returning(import_memory(0, FD), LAUNCH_FAILURE), EXTRES_FD_CLOSED)));
}

void test_outstanding_work(void)
{
    test_destroying_while_in_use();
    test_launches_of_graphs();
    test_errors_of_work();
}

static struct extres_call_record select_device(uint64_t device)
{
    struct extres_call_record record = call(EXTRES_OPERATION_SET_DEVICE);
    record.object = device;
    return record;
}

static void test_several_devices(void)
{
    const struct extres_call_record import = import_timeline(S, FD);
    const struct extres_call_record refused = returning(wait_one(S, 0), INVALID_HANDLE);
    expect_legal("the semaphore of another device", SEQUENCE(select_device(0), import, select_device(1),
                                                             refused, returning(destroy_semaphore(S), 400)));
    expect_broken("one device that is selected again", "EXTRES-Stream-wait-enqueued", "imported in call 2",
                  SEQUENCE(select_device(1), import, select_device(1), refused));
    expect_legal("a thread that has selected no device has the first one",
                 SEQUENCE(during(by_thread(select_device(1), 1), 1, 2), during(by_thread(import, 1), 3, 4),
                          during(by_thread(refused, 2), 5, 6)));
    expect_broken("which may be the same", "EXTRES-Stream-wait-enqueued", "imported in call 2",
                  SEQUENCE(during(by_thread(select_device(0), 1), 1, 2), during(by_thread(import, 1), 3, 4),
                           during(by_thread(refused, 2), 5, 6)));
}

static void test_resets(void)
{
    const struct extres_call_record release = of_driver(call(EXTRES_OPERATION_PRIMARY_CONTEXT_RELEASE));
    const struct extres_call_record reset = call(EXTRES_OPERATION_DEVICE_RESET);
    const struct extres_call_record refused = returning(destroy_memory(M), INVALID_HANDLE);
    expect_legal("the primary context is released", SEQUENCE(import_memory(M, FD), release, refused));
    expect_legal("the device is reset", SEQUENCE(import_memory(M, FD), map_buffer(M, 0, SIZE, P), reset,
                                                 refused, returning(free_buffer(P), INVALID_VALUE)));
    expect_legal("a reset that failed", SEQUENCE(import_memory(M, FD), returning(reset, UNKNOWN), refused));
    expect_legal("a stream is gone with its device",
                 SEQUENCE(create(STREAM), reset,
                          returning(stream_call(EXTRES_OPERATION_STREAM_QUERY, STREAM), NOT_READY)));
    expect_broken("imported after the reset", "EXTRES-DestroyMemory-succeeds", "imported in call 2",
                  SEQUENCE(reset, import_memory(M, FD), refused));
}

/* Each for itself: after the first, work is outstanding that excuses more. */
static void test_environment(void)
{
    static const int codes[] = {
        cudaErrorInitializationError,
        cudaErrorCudartUnloading,
        cudaErrorInsufficientDriver,
        cudaErrorDevicesUnavailable,
        cudaErrorNoDevice,
        cudaErrorDeviceUninitialized,
        cudaErrorNotPermitted,
        cudaErrorSystemDriverMismatch,
        cudaErrorMpsRpcFailure,
        cudaErrorStreamCaptureUnsupported,
        cudaErrorStreamCaptureImplicit,
        cudaErrorContextIsDestroyed,
        cudaErrorECCUncorrectable,
        cudaErrorExternalDevice,
        cudaErrorLaunchFailure,
    };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        expect_legal("a code of initialisation, capture, dead devices or failed work",
                     SEQUENCE(import_timeline(S, FD), returning(wait_one(S, 0), codes[i])));
}

void test_devices_and_errors(void)
{
    test_several_devices();
    test_resets();
    test_environment();
}
