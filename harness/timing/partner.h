/* A process that owns the other side of two semaphores: it sees the signals of one and answers with the
 * other.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_PARTNER_H
#define HARNESS_PARTNER_H

#include "timing/measuring.h"

/* What is shared with the partner besides the semaphores. */
struct partner_area;

/* Memory that both processes share; NULL where there is no partner. */
struct partner {
    struct partner_area *area;
    pid_t process;
};

/*
 * Forks the partner, which goes on using the exporter's objects: skips where the exporter's cannot be. It
 * sleeps until it is asked, and ends with this process.
 */
void open_partner(struct test *t, struct partner *partner, const struct semaphore *seen,
                  const struct semaphore *answered);
void close_partner(struct partner *partner);

/*
 * The partner awaits so many signals of the one semaphore, and after each signals the other. Returns when it
 * looks for the first, in the meeting that it has with the stream before. The values of both follow on those
 * that they had when it was opened.
 */
void ask_partner(struct test *t, struct partner *partner, uint64_t rounds);

/* Where the stream meets the partner before the first signal of each order; prepared by ask_partner(). */
struct meeting *partner_meeting(struct partner *partner);

/* It has answered every signal and sleeps again. */
void expect_partner_done(struct test *t, struct partner *partner);

#endif
