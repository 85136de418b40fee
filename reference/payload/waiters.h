/* Waiters: the threads blocked on one payload, in the order in which they will be released. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_WAITERS_H
#define REFERENCE_WAITERS_H

/*
 * Were all of them to sleep in the provider, each signal would wake all, for all but a few to sleep on. So
 * only those at the front sleep there, as a rule one; the others sleep on a word of their own. Whoever is
 * satisfied at the front wakes those that its signal has satisfied too, and sends the next one to the front.
 * A signal costs as much as it releases, however many wait.
 *
 * The order is that of the values on a timeline, that of arrival on a binary semaphore.
 *
 * A payload with a watch (payload.h) has a word in the place of a provider's wait. Then the next one is sent
 * to the front without being woken: it would compete for a processor with those that have work to do. And
 * one that came to the front when it was the earliest steps back when a signal finds that it is no more.
 */

#include <pthread.h>
#include <stdint.h>

struct payload;
struct waiter;

struct waiters {
    pthread_mutex_t lock;  /* of all below; a leaf, and nobody sleeps with it held */
    struct waiter *front;  /* those in the provider, from the first in order */
    struct waiter *behind; /* heap of the others; while there are any, one at least as early is in front */
    uint64_t arrivals;     /* how many there have been */
};

void waiters_initialise(struct waiters *waiters);
void waiters_finish(struct waiters *waiters);

/*
 * Block the calling thread until its wait is satisfied, or has failed in the provider. Returns an error
 * number of extres/error_codes.def, 0 for success. Any thread; the caller keeps the payload alive.
 */
int waiters_wait(struct payload *payload, uint64_t value);

#endif
