/* Several waits in one stream, and the work in front of them and between them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

enum { SIZE = 4096, SEED = 9 };

/* Two semaphores that hold a stream, one behind the other, and one that shows whether it has come through. */
struct gates {
    struct outside *first;
    struct outside *second;
    struct outside *reached;
    cudaExternalSemaphore_t first_semaphore;
    cudaExternalSemaphore_t second_semaphore;
    cudaExternalSemaphore_t reached_semaphore;
};

static struct gates make_gates(struct test *t)
{
    struct gates gates = {
        .first = make_semaphore(t), .second = make_semaphore(t), .reached = make_semaphore(t)};
    gates.first_semaphore = import_semaphore(t, gates.first);
    gates.second_semaphore = import_semaphore(t, gates.second);
    gates.reached_semaphore = import_semaphore(t, gates.reached);
    return gates;
}

CASE(two_gates,
     .name = "stream_order.two_waits_in_a_row",
     .statement = "Two waits in a row hold the stream until both are satisfied, in whatever order they are",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-work-after-wait",
               "EXTRES-Stream-wait-after-prior-work",
               "EXTRES-Stream-signal-after-prior-work"})
{
    struct gates gates = make_gates(t);
    cudaStream_t stream = make_stream(t);
    struct outside *in_turn[2][2] = {{gates.first, gates.second}, {gates.second, gates.first}};

    for (uint64_t round = 1; round <= 2; round++) {
        enqueue_wait(t, gates.first_semaphore, round, stream);
        enqueue_wait(t, gates.second_semaphore, round, stream);
        enqueue_signal(t, gates.reached_semaphore, round, stream);
        signal_outside(t, in_turn[round - 1][0], round);
        expect_no_signal_outside(t, gates.reached, round);

        signal_outside(t, in_turn[round - 1][1], round);
        expect_signal_outside(t, gates.reached, round);
        expect_finishes(t, stream);
    }
}

CASE(signal_before_wait,
     .name = "stream_order.signal_before_a_wait",
     .statement = "A signal is made although a wait behind it in the stream is not satisfied",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Signal-fence", "EXTRES-Signal-binary", "EXTRES-Stream-wait-after-prior-work"})
{
    struct gates gates = make_gates(t);
    cudaStream_t stream = make_stream(t);

    enqueue_signal(t, gates.reached_semaphore, 1, stream);
    enqueue_wait(t, gates.first_semaphore, 1, stream);
    expect_signal_outside(t, gates.reached, 1);
    expect_blocked(t, stream);

    signal_outside(t, gates.first, 1);
    expect_finishes(t, stream);
}

/* What a buffer of the runtime's own holds at this moment: looked at through a stream that nothing blocks. */
static void expect_held_now(struct test *t, const void *buffer, unsigned seed)
{
    expect_pattern_device(t, buffer, 0, SIZE, seed);
}

CASE(work_between_waits,
     .name = "stream_order.work_between_two_waits",
     .statement = "A copy between two waits is made when the first is satisfied and the second is not, and a "
                  "copy behind both when both are",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-work-after-wait", "EXTRES-Stream-wait-after-prior-work"})
{
    needs_independent_streams(t, 2);
    struct gates gates = make_gates(t);
    cudaStream_t stream = make_stream(t);
    cudaStream_t following = make_stream(t);
    void *sources[3];
    void *buffer = make_buffer(t, SIZE);
    cudaEvent_t copied = make_event(t);
    for (unsigned i = 0; i < 3; i++) {
        sources[i] = make_buffer(t, SIZE);
        fill_device(t, sources[i], 0, SIZE, SEED + i);
    }
    fill_device(t, buffer, 0, SIZE, SEED);

    enqueue_wait(t, gates.first_semaphore, 1, stream);
    EXPECT_SUCCESS(t, call_copy_async(caller_of(t), buffer, sources[1], SIZE, stream));
    EXPECT_SUCCESS(t, call_event_record(caller_of(t), copied, stream));
    enqueue_wait(t, gates.second_semaphore, 1, stream);
    EXPECT_SUCCESS(t, call_copy_async(caller_of(t), buffer, sources[2], SIZE, stream));
    expect_blocked(t, stream);
    expect_held_now(t, buffer, SEED);

    EXPECT_SUCCESS(t, call_stream_wait_event(caller_of(t), following, copied));
    signal_outside(t, gates.first, 1);
    expect_finishes(t, following);
    expect_blocked(t, stream);
    expect_held_now(t, buffer, SEED + 1);

    signal_outside(t, gates.second, 1);
    expect_finishes(t, stream);
    expect_held_now(t, buffer, SEED + 2);
}

CASE(fill_after_wait,
     .name = "stream_order.fill_after_wait",
     .statement = "Filling memory behind a wait in the stream does not begin before the wait is satisfied",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Stream-work-after-wait"})
{
    needs_independent_streams(t, 1);
    struct outside *gate = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, gate);
    cudaStream_t stream = make_stream(t);
    unsigned char *buffer = make_buffer(t, SIZE);
    unsigned char bytes[2] = {0, 0};
    fill_device(t, buffer, 0, SIZE, SEED);

    enqueue_wait(t, semaphore, 1, stream);
    EXPECT_SUCCESS(t, call_set_async(caller_of(t), buffer, 0x3c, SIZE, stream));
    expect_blocked(t, stream);
    expect_held_now(t, buffer, SEED);

    signal_outside(t, gate, 1);
    expect_finishes(t, stream);
    EXPECT_SUCCESS(t, call_copy_async(caller_of(t), bytes, buffer + SIZE - 2, 2, stream));
    expect_finishes(t, stream);
    EXPECT(t,
           bytes[0] == 0x3c && bytes[1] == 0x3c,
           "after the wait the buffer ends with %#x %#x, which is not what it was filled with",
           bytes[0],
           bytes[1]);
}

/*
 * The signal is there when the wait is enqueued, but the wait's turn has not come. Behind an unsatisfied wait
 * it is not outstanding yet, as signals and waits are executed in the order of their streams, and so the
 * signal has one wait alone (EXTRES-Wait-binary-one-per-signal): that of the free stream. The held one gets
 * another.
 */
CASE(signalled_before_the_call,
     .name = "stream_order.wait_leaves_signal_until_its_turn",
     .statement = "A wait does not take a signal that is there at the call while work in front of it is held",
     .types = BINARY_FD,
     .rules = {"EXTRES-Stream-wait-after-prior-work"})
{
    needs_independent_streams(t, 1);
    struct gates gates = make_gates(t);
    cudaStream_t held = make_stream(t);
    cudaStream_t free_stream = make_stream(t);

    signal_outside(t, gates.second, 0);
    enqueue_wait(t, gates.first_semaphore, 0, held);
    enqueue_wait(t, gates.second_semaphore, 0, held);
    enqueue_wait(t, gates.second_semaphore, 0, free_stream);
    expect_finishes(t, free_stream);
    expect_blocked(t, held);

    signal_outside(t, gates.second, 0);
    signal_outside(t, gates.first, 0);
    expect_finishes(t, held);
}
