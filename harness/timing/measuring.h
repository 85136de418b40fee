/* All that a measurement needs beside case.h: objects that are released again, and moments in a stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_MEASURING_H
#define HARNESS_MEASURING_H

/*
 * Functions named open_ make an object in a place that was zeroed before; close_ releases it and zeroes the
 * place, and has no effect on one that was never made. None of this is for the timed part of a sample, but
 * for the moments: stamp() and spin_until_finished().
 *
 * The judge sees nothing of what the plain pointers of hot_calls.h enqueue, and would take an unfinished
 * stream for a broken rule: such a stream is only asked here, never by expect_finishes() or expect_blocked().
 */

#include <stdatomic.h>

#include "platform/clock.h"
#include "timing/hot_calls.h"
#include "timing/idle.h"
#include "timing/measurement.h"

/* A semaphore with both of its sides. */
struct semaphore {
    struct outside *outside;
    cudaExternalSemaphore_t handle;
    uint64_t value; /* of the last signal that was asked for, by either side */
};

void open_semaphore(struct test *t, struct semaphore *semaphore);
void close_semaphore(struct test *t, struct semaphore *semaphore);

/* A descriptor of the object, for an import to take that hot_calls.h makes: nothing watches it. */
int give_fd(struct test *t, struct outside *outside);

/* A stream or an event of case.h that is given back. */
void close_stream(struct test *t, cudaStream_t *stream);
void close_event(struct test *t, cudaEvent_t *event);

/* Puts a signal of the next value into the stream, or a wait for the last one. */
void signal_next(struct test *t, const struct hot_calls *calls, struct semaphore *semaphore,
                 cudaStream_t stream);
void wait_for_last(struct test *t, const struct hot_calls *calls, const struct semaphore *semaphore,
                   cudaStream_t stream);

/* The exporter signals the next value. */
void signal_next_outside(struct test *t, struct semaphore *semaphore);

/* A wait that nothing but open_gate() satisfies: the stream stands still. */
void shut_gate(struct test *t, const struct hot_calls *calls, struct semaphore *gate, cudaStream_t stream);
void open_gate(struct test *t, struct semaphore *gate);

/* Nothing but the gate releases a wait for it: shown once, over a millisecond. */
void prove_gate(struct test *t, const struct hot_calls *calls, struct semaphore *gate, cudaStream_t stream);

/* The stream still stands behind a gate that is shut: a wait that waits for nothing is no wait. */
void expect_held(struct test *t, const struct hot_calls *calls, cudaStream_t stream);

/* A moment that a host function in a stream writes down; 0 until then. */
struct moment {
    _Atomic uint64_t nanoseconds;
};

void stamp(struct test *t, const struct hot_calls *calls, cudaStream_t stream, struct moment *moment);

/* From one to the other; both must have been. */
uint64_t nanoseconds_between(struct test *t, const struct moment *from, const struct moment *to);

/* Asks until the stream has finished, with no pause; the moment when it said so. */
uint64_t spin_until_finished(struct test *t, const struct hot_calls *calls, cudaStream_t stream);

/* The stream finishes, soon. Asleep between looks: the processor is the stream's, where there are few. */
void finish(struct test *t, const struct hot_calls *calls, cudaStream_t stream);

/*
 * Two threads that hand over to one another without sleeping need a processor each, and a kernel that has put
 * both on one may leave them there for long. Here they meet, spinning, until they are on different ones; for
 * a few milliseconds at most, as there may be one processor, or a runtime that calls one host function at a
 * time.
 */
struct meeting {
    _Atomic int processors[2]; /* where each was seen last, plus one; 0 until it has come */
};

struct meeting_side {
    struct meeting *meeting;
    size_t who;
};

void prepare_meeting(struct meeting *meeting);
void meet(struct meeting *meeting, size_t who);
void enqueue_meeting(struct test *t, const struct hot_calls *calls, cudaStream_t stream,
                     struct meeting_side *side);

/*
 * A host function that idles in the stream before what is measured, for as long as the thread that opened the
 * gate needs to be off its processor. away() is that thread's part: asleep until the stream has gone on for a
 * while.
 */
void enqueue_rest(struct test *t, const struct hot_calls *calls, cudaStream_t stream);
void away(void);

#endif
