/* What a signal does to the semaphore, as the exporter sees it and as other streams do. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

CASE(seen_outside,
     .name = "signal.seen_outside",
     .statement = "A signal enqueued in a stream reaches the exporter, and nothing reached it before",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Signal-fence", "EXTRES-Signal-binary", "EXTRES-Stream-signal-enqueued"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    expect_no_signal_outside(t, outside, 1);

    enqueue_signal(t, semaphore, 1, stream);
    expect_signal_outside(t, outside, 1);
}

CASE(sets_the_value,
     .name = "signal.sets_the_value",
     .statement = "After a signal the timeline holds exactly the value that was signalled",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Signal-fence"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    enqueue_signal(t, semaphore, 7, stream);
    expect_finishes(t, stream);
    expect_value_outside(t, outside, 7);

    enqueue_signal(t, semaphore, 11, stream);
    expect_finishes(t, stream);
    expect_value_outside(t, outside, 11);
}

CASE(signal_beyond_32_bits,
     .name = "signal.value_beyond_32_bits",
     .statement = "A signal sets all 64 bits of the value",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Signal-fence-64-bit"})
{
    const uint64_t limit = UINT64_C(1) << 32;
    struct outside *outside = make_semaphore_at(t, limit - 1);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    enqueue_signal(t, semaphore, limit + 3, stream);
    expect_finishes(t, stream);
    expect_value_outside(t, outside, limit + 3);
}

CASE(signal_ignores_value_of_binary,
     .name = "signal.ignores_value",
     .statement = "A signal of a binary semaphore takes no notice of the fence value in its parameters",
     .types = BINARY_FD,
     .rules = {"EXTRES-Signal-binary"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    enqueue_signal(t, semaphore, UINT64_MAX, stream);
    enqueue_wait(t, semaphore, 0, stream);
    expect_finishes(t, stream);
    expect_wait_holds(t, semaphore, outside, 0, stream);
}

CASE(releases_another_stream,
     .name = "signal.releases_another_stream",
     .statement = "A signal in one stream releases a wait on the same semaphore in another",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Signal-fence",
               "EXTRES-Signal-binary",
               "EXTRES-Wait-fence-released",
               "EXTRES-Wait-binary-released"})
{
    needs_independent_streams(t, 1);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, make_semaphore(t));
    cudaStream_t waiting = make_stream(t);
    cudaStream_t signalling = make_stream(t);

    expect_released_by_stream(t, semaphore, waiting, semaphore, signalling, 1);
}

CASE(releases_second_import,
     .name = "signal.releases_second_import",
     .statement = "A signal through one import of an object releases a wait through another import of it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-same-object", "EXTRES-Signal-fence", "EXTRES-Signal-binary"})
{
    needs_independent_streams(t, 1);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t first = import_semaphore(t, outside);
    cudaExternalSemaphore_t second = import_semaphore(t, outside);
    cudaStream_t waiting = make_stream(t);
    cudaStream_t signalling = make_stream(t);

    expect_released_by_stream(t, second, waiting, first, signalling, 1);
}

CASE(only_its_own,
     .name = "signal.only_its_own",
     .statement = "A signal reaches the semaphore that it names, and no other one",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Signal-fence", "EXTRES-Signal-binary"})
{
    needs_independent_streams(t, 1);
    struct outside *named = make_semaphore(t);
    struct outside *other = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, named);
    cudaExternalSemaphore_t other_semaphore = import_semaphore(t, other);
    cudaStream_t stream = make_stream(t);
    cudaStream_t waiting = make_stream(t);

    enqueue_wait(t, other_semaphore, 1, waiting);
    enqueue_signal(t, semaphore, 1, stream);
    expect_signal_outside(t, named, 1);
    expect_blocked(t, waiting);

    signal_outside(t, other, 1);
    expect_finishes(t, waiting);
}

CASE(then_wait_in_stream,
     .name = "signal.then_wait_in_the_same_stream",
     .statement = "A wait behind a signal of the same semaphore in the same stream is satisfied by it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {
         "EXTRES-Stream-wait-after-prior-work", "EXTRES-Wait-fence-released", "EXTRES-Wait-binary-released"})
{
    enum { ROUNDS = 8 };
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    for (uint64_t value = 1; value <= ROUNDS; value++) {
        enqueue_signal(t, semaphore, value, stream);
        enqueue_wait(t, semaphore, value, stream);
    }
    expect_finishes(t, stream);
    expect_wait_holds(t, semaphore, outside, ROUNDS + 1, stream);
}

CASE(signal_on_legacy_stream,
     .name = "signal.on_legacy_stream",
     .statement = "A signal enqueued in the default stream reaches the exporter",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Signal-fence", "EXTRES-Signal-binary"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);

    enqueue_signal(t, semaphore, 1, NULL);
    expect_signal_outside(t, outside, 1);
}

CASE(round_trips,
     .name = "signal.round_trips",
     .statement = "Signals pass to and fro between the exporter and a stream, none lost and none early",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Signal-fence",
               "EXTRES-Signal-binary",
               "EXTRES-Wait-fence-released",
               "EXTRES-Wait-binary-released"})
{
    enum { ROUNDS = 50 };
    struct outside *request = make_semaphore(t);
    struct outside *answer = make_semaphore(t);
    cudaExternalSemaphore_t request_semaphore = import_semaphore(t, request);
    cudaExternalSemaphore_t answer_semaphore = import_semaphore(t, answer);
    cudaStream_t stream = make_stream(t);

    for (uint64_t round = 1; round <= ROUNDS; round++) {
        enqueue_wait(t, request_semaphore, round, stream);
        enqueue_signal(t, answer_semaphore, round, stream);
        if (round == 1)
            expect_no_signal_outside(t, answer, round);
        signal_outside(t, request, round);
        expect_signal_outside(t, answer, round);
    }
    expect_finishes(t, stream);
}

CASE(every_element_signalled,
     .name = "signal_batch.every_element_signalled",
     .statement = "A signal of several semaphores signals every one of them, each with its own value",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Signal-every-element", "EXTRES-Signal-element-parameters"})
{
    enum { BATCH = 3 };
    struct outside *outside[BATCH];
    cudaExternalSemaphore_t semaphores[BATCH];
    struct cudaExternalSemaphoreSignalParams params[BATCH] = {
        signal_params(30), signal_params(20), signal_params(10)};
    cudaStream_t stream = make_stream(t);
    import_semaphores(t, BATCH, outside, semaphores);

    EXPECT_SUCCESS(t, call_signal(caller_of(t), semaphores, params, BATCH, stream));
    expect_finishes(t, stream);
    for (int i = 0; i < BATCH; i++)
        expect_exact_signal_outside(t, outside[i], params[i].params.fence.value);
}
