/* Faults of waits: when one begins, when it is over, and what else it does. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/wait.h"

#include <stdatomic.h>

#include "faults/behaviour.h"
#include "faults/origin.h"
#include "faults/payload.h"

enum { WAITS_AT_ONCE = 5, WAITS_IN_ALL = 40 };

/* ---- timelines ---- */

static void wait_pending_for_equality(struct payload *payload, uint64_t value)
{
    if (fault_reaches(payload, value))
        return;
    while (fault_payload_value(payload) != value)
        fault_nap();
}

static void wait_beyond_its_value(struct payload *payload, uint64_t value)
{
    if (fault_payload_value(payload) > value)
        fault_wait_forever();
    fault_right_wait(payload, value);
}

static void wait_for_any_signal(struct payload *payload, uint64_t value)
{
    uint64_t before = fault_payload_value(payload);
    while (before < value && fault_payload_value(payload) == before)
        fault_nap();
}

static void wait_for_new_signal(struct payload *payload, uint64_t value)
{
    uint64_t before = fault_payload_value(payload);
    uint64_t now;
    do {
        fault_nap();
        now = fault_payload_value(payload);
    } while (now == before || now < value);
}

static void wait_for_zero(struct payload *payload, uint64_t value)
{
    fault_right_wait(payload, value == 0 ? 1 : value);
}

/* Each change of the value that is seen counts for one. */
static void wait_counting(struct payload *payload, uint64_t value)
{
    uint64_t counted = fault_payload_value(payload);
    uint64_t last = counted;
    while (counted < value) {
        fault_nap();
        uint64_t now = fault_payload_value(payload);
        counted += now != last;
        last = now;
    }
}

/* Of the waits that a value reaches, the first to see it goes on; the others wait for another value. */
static void wait_for_its_own_signal(struct payload *payload, uint64_t value)
{
    struct origin *origin = fault_origin(payload);
    if (fault_reaches(payload, value))
        return;
    for (;;) {
        fault_nap();
        uint64_t now = fault_payload_value(payload);
        if (now >= value && atomic_exchange(&origin->count, now) != now)
            return;
    }
}

/* ---- binary semaphores ---- */

static void wait_unless_zero(struct payload *payload, uint64_t value)
{
    if (value != 0)
        fault_right_wait(payload, value);
}

static void wait_for_binary_value(struct payload *payload, uint64_t value)
{
    if (value > 1)
        fault_wait_forever();
    fault_right_wait(payload, value);
}

/* ---- both ---- */

static void wait_alone(struct payload *payload, uint64_t value)
{
    struct origin *origin = fault_origin(payload);
    pthread_mutex_lock(&origin->use);
    fault_right_wait(payload, value);
    pthread_mutex_unlock(&origin->use);
}

static void wait_with_few_others(struct payload *payload, uint64_t value)
{
    static _Atomic unsigned waits;
    while (atomic_fetch_add(&waits, 1) >= WAITS_AT_ONCE) {
        atomic_fetch_sub(&waits, 1);
        fault_nap();
    }
    fault_right_wait(payload, value);
    atomic_fetch_sub(&waits, 1);
}

static void wait_while_few(struct payload *payload, uint64_t value)
{
    if (atomic_fetch_add(&fault_origin(payload)->count, 1) >= WAITS_IN_ALL)
        fault_wait_forever();
    fault_right_wait(payload, value);
}

static const struct fault_behaviour waits[] = {
    {FAULT_WAIT_PENDING_FOR_EQUALITY, OF_TIMELINE, wait_pending_for_equality},
    {FAULT_WAIT_BEYOND_ITS_VALUE_HANGS, OF_TIMELINE, wait_beyond_its_value},
    {FAULT_WAIT_ENDS_WITH_ANY_SIGNAL, OF_TIMELINE, wait_for_any_signal},
    {FAULT_WAIT_NEEDS_A_NEW_SIGNAL, OF_TIMELINE, wait_for_new_signal},
    {FAULT_WAIT_FOR_ZERO_BLOCKS, OF_TIMELINE, wait_for_zero},
    {FAULT_WAIT_COUNTS_SIGNALS, OF_TIMELINE, wait_counting},
    {FAULT_SIGNAL_RELEASES_ONE_WAIT, OF_TIMELINE, wait_for_its_own_signal},
    {FAULT_BINARY_WAIT_FOR_ZERO_AT_ONCE, OF_BINARY, wait_unless_zero},
    {FAULT_BINARY_WAIT_COMPARES_VALUE, OF_BINARY, wait_for_binary_value},
    {FAULT_WAITS_RUN_OUT, OF_BOTH, wait_while_few},
    {FAULT_WAIT_LOCKS_ITS_IMPORT, OF_BOTH, wait_alone},
    {FAULT_WAITING_STREAMS_LIMITED, OF_BOTH, wait_with_few_others},
};

bool fault_wait_ends_wrong(struct payload *payload, uint64_t value)
{
    return fault_behave(waits, sizeof waits / sizeof *waits, payload, value);
}
