/* Faults that only cost time: now and then a call does its work twice. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/cost.h"

#include <stdatomic.h>

/* In how many calls one does its work twice: 0 is never. */
static unsigned period(void)
{
    if (fault_is(FAULT_ENQUEUE_COSTS_5_PERCENT_MORE))
        return 20;
    return fault_is(FAULT_ENQUEUE_COSTS_10_PERCENT_MORE) ? 10 : 0;
}

/* Counts without a locked instruction, which would be a cost of its own: threads that signal at the same time
 * may lose a count. */
bool fault_signals_twice(void)
{
    static _Atomic unsigned calls;
    unsigned call = atomic_load_explicit(&calls, memory_order_relaxed) + 1;
    bool twice = call == period();
    atomic_store_explicit(&calls, twice ? 0 : call, memory_order_relaxed);
    return twice;
}
