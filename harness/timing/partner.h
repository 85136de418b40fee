/* The exporter's process as the partner in round trips: it sees signals of one semaphore and answers with
 * another.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_PARTNER_H
#define HARNESS_PARTNER_H

#include "timing/measuring.h"

/*
 * For measurements with .other_process. The partner awaits so many signals of the one semaphore, from the
 * next value on, and after each signals the other. The exporter can be asked for nothing else until it is
 * through.
 */
void ask_partner(struct test *t, const struct semaphore *seen, const struct semaphore *answered,
                 uint64_t rounds);

/* It has answered every signal. */
void expect_partner_done(struct test *t, const struct semaphore *seen);

#endif
