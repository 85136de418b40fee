/* The eventcount: sleep until a condition that lives elsewhere holds, and tell sleepers that it may. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_EVENTCOUNT_H
#define REFERENCE_EVENTCOUNT_H

/*
 * One side changes an atomic with sequentially consistent order, then notifies; where nobody sleeps that
 * costs one load. The other side registers, looks at the atomic once more, and only then sleeps: no wake-up
 * is lost.
 *
 *     uint32_t ticket = eventcount_register(&eventcount);
 *     if (!condition)
 *         eventcount_sleep(&eventcount, ticket);
 *     eventcount_unregister(&eventcount);
 */

#include <stdatomic.h>
#include <stdint.h>

#include "platform/futex.h"

struct eventcount {
    _Atomic uint32_t changes; /* the futex word */
    _Atomic uint32_t sleepers;
};

static inline uint32_t eventcount_register(struct eventcount *eventcount)
{
    atomic_fetch_add(&eventcount->sleepers, 1);
    return atomic_load(&eventcount->changes);
}

static inline void eventcount_sleep(struct eventcount *eventcount, uint32_t ticket)
{
    futex_wait(&eventcount->changes, ticket, FUTEX_FOREVER, false);
}

static inline void eventcount_unregister(struct eventcount *eventcount)
{
    atomic_fetch_sub(&eventcount->sleepers, 1);
}

static inline void eventcount_notify(struct eventcount *eventcount)
{
    if (atomic_load(&eventcount->sleepers) == 0)
        return;
    atomic_fetch_add(&eventcount->changes, 1);
    futex_wake_all(&eventcount->changes, false);
}

#endif
