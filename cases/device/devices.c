/* Two devices: what is imported on the second, chains from one to the other, and a reset of one of them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/device.h"

enum { SIZE = 64 * 1024, SEED = 23 };

CASE(memory_on_second_device,
     .name = "device.memory_on_the_second",
     .statement = "Memory imports on the device that is current, and is mapped there",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-returns-handle", "EXTRES-MapBuffer-same-memory"})
{
    needs_second_device(t);
    needs_objects_of_any_device(t);
    struct outside *outside = make_memory(t, SIZE);
    fill_outside(t, outside, 0, SIZE, SEED);

    select_second_device(t);
    void *buffer = map_buffer(t, import_memory(t, outside), 0, SIZE);
    select_first_device(t);
    expect_pattern_device(t, buffer, 0, SIZE, SEED);
}

CASE(semaphore_on_second_device,
     .name = "device.semaphore_on_the_second",
     .statement = "A semaphore that was imported while a device was current holds a stream of that device",
     .types = BINARY_FD | TIMELINE_FD,
     .rules = {"EXTRES-ImportSemaphore-returns-handle", "EXTRES-Stream-wait-enqueued"})
{
    needs_second_device(t);
    needs_objects_of_any_device(t);
    struct outside *outside = make_semaphore(t);

    select_second_device(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream_on_second(t);
    enqueue_wait(t, semaphore, 3, stream);
    select_first_device(t);
    expect_blocked(t, stream);

    signal_outside(t, outside, 3);
    expect_finishes(t, stream);
}

CASE(signal_crosses_devices,
     .name = "device.signal_releases_wait_of_the_other",
     .statement = "A signal through one device's import of an object releases a wait through the other's",
     .types = BINARY_FD | TIMELINE_FD,
     .rules = {"EXTRES-ImportSemaphore-same-object"})
{
    needs_second_device(t);
    needs_objects_of_any_device(t);
    needs_independent_streams(t, 1);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t first = import_semaphore(t, outside);
    cudaStream_t signals = make_stream(t);

    select_second_device(t);
    cudaExternalSemaphore_t second = import_semaphore(t, outside);
    cudaStream_t waits = make_stream_on_second(t);
    enqueue_wait(t, second, 2, waits);
    select_first_device(t);
    expect_blocked(t, waits);

    enqueue_signal(t, first, 2, signals);
    expect_finishes(t, signals);
    expect_finishes(t, waits);
}

CASE(event_crosses_devices,
     .name = "device.event_holds_the_other",
     .statement = "A stream of one device that waits for an event of the other waits for what holds that one",
     .types = BINARY_FD | TIMELINE_FD,
     .rules = {"EXTRES-Stream-wait-event"})
{
    needs_second_device(t);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t first = make_stream(t);
    cudaEvent_t event = make_event(t);
    select_second_device(t);
    cudaStream_t second = make_stream_on_second(t);
    select_first_device(t);

    enqueue_wait(t, semaphore, 4, first);
    EXPECT_SUCCESS(t, call_event_record(caller_of(t), event, first));
    EXPECT_SUCCESS(t, call_stream_wait_event(caller_of(t), second, event));
    expect_blocked(t, second);

    signal_outside(t, outside, 4);
    expect_finishes(t, second);
}

/* cuDevicePrimaryCtxReset would take the context away from the runtime API too. */
CASE(reset_of_second_device,
     .name = "device.reset_leaves_the_other",
     .statement = "A reset of one device leaves what was imported on the other",
     .types = BINARY_FD | TIMELINE_FD,
     .apis = RUNTIME_ONLY,
     .rules = {"EXTRES-DeviceReset-destroys-imports"})
{
    needs_second_device(t);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    select_second_device(t);
    EXPECT_SUCCESS(t, call_device_reset(caller_of(t)));
    select_first_device(t);
    expect_wait_holds(t, semaphore, outside, 6, stream);
}

CASE(semaphore_in_stream_of_second_device,
     .name = "device.stream_of_another",
     .statement =
         "Whether a semaphore can be signalled in a stream of another device than its own is recorded",
     .types = BINARY_FD | TIMELINE_FD,
     .rules = {"EXTRES-Stream-other-device"},
     .tier = TIER_OBSERVE)
{
    char name[96];
    needs_second_device(t);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    struct cudaExternalSemaphoreSignalParams params = signal_params(1);
    select_second_device(t);
    cudaStream_t stream = make_stream_on_second(t);

    int code = call_signal(caller_of(t), &semaphore, &params, 1, stream);
    OBSERVE(t, "a signal in a stream of another device: %s", call_error_name(caller_of(t), code, name, 96));
}

CASE(memory_of_another_device,
     .name = "device.memory_of_another",
     .statement = "What importing memory on another device than the one that it was made on does is recorded",
     .types = MEMORY_FD,
     .rules = {"EXTRES-ImportMemory-other-device"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    needs_second_device(t);
    struct outside *outside = make_memory(t, SIZE);
    cudaExternalMemory_t memory = NULL;
    struct cudaExternalMemoryHandleDesc desc = memory_desc(t, export_fd(t, outside), outside);

    select_second_device(t);
    int code = call_import_memory(caller_of(t), &memory, &desc);
    OBSERVE(t, "an import on another device: %s", call_error_name(caller_of(t), code, name, sizeof name));
}

CASE(semaphore_of_another_device,
     .name = "device.semaphore_of_another",
     .statement =
         "What importing a semaphore on another device than the one that it was made on does is recorded",
     .types = BINARY_FD | TIMELINE_FD,
     .rules = {"EXTRES-ImportSemaphore-other-device"},
     .tier = TIER_ROBUSTNESS)
{
    char name[96];
    needs_second_device(t);
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, export_fd(t, make_semaphore(t)));

    select_second_device(t);
    int code = call_import_semaphore(caller_of(t), &semaphore, &desc);
    OBSERVE(t, "an import on another device: %s", call_error_name(caller_of(t), code, name, sizeof name));
}
