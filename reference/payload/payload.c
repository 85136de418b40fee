/* Payloads: their lifetime, and spinning before sleeping. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "payload/payload.h"

#include <stdatomic.h>

#include "faults/payload.h"
#include "platform/spin.h"

/*
 * The balance is OWNER for each owner, less what was lent and plus what was given back as far as the two have
 * been brought in: by an owner that lets go, which brings in what was lent since the last one did and what
 * was given back, and closes the counts of the latter, so that from then on whoever gives back does so in the
 * balance. The payload is destroyed by whoever makes the balance 0.
 *
 * Not too early: while there is an owner, the balance is at least OWNER less the references that are out, of
 * which there are never as many: what was given back is brought in no later than what was lent. Without
 * owners everything has been brought in, as lending takes an owner: what is missing from 0 is the number of
 * references that are out, and 0 says that there are none. Not twice, as nobody is left who could change the
 * balance. And who gives back into a count that is open does not touch the payload afterwards; who finds it
 * closed still holds the reference, until the balance is changed.
 *
 * Order: each change of a count of references given back, and of the balance, releases, so that what its
 * thread did to the payload precedes the end, and acquires, so that the end sees what all others did. lent
 * needs no order of its own: it is brought in by an owner that has waited for those who lent on its behalf
 * (the handle table does so with its pins).
 */
#define OWNER  (INT64_C(1) << 40)
#define CLOSED (INT64_C(1) << 62)

struct payload *payload_allocate(size_t size)
{
    return cache_line_allocate(size);
}

void payload_initialise(struct payload *payload, const struct payload_operations *operations,
                        enum payload_kind kind)
{
    payload->operations = operations;
    payload->kind = kind;
    payload->watch = (struct payload_watch){.sequence = NULL};
    atomic_init(&payload->lent.count, 0);
    for (int side = 0; side < PAYLOAD_SIDES; side++)
        atomic_init(&payload->given_back[side].count, 0);
    atomic_init(&payload->balance.count, OWNER);
    waiters_initialise(&payload->waiters);
}

static void change_balance(struct payload *payload, int64_t change)
{
    if (atomic_fetch_add_explicit(&payload->balance.count, change, memory_order_acq_rel) + change != 0)
        return;
    waiters_finish(&payload->waiters);
    payload->operations->destroy(payload);
}

struct payload *payload_retain(struct payload *payload)
{
    change_balance(payload, OWNER);
    return payload;
}

void payload_release(struct payload *payload)
{
    int64_t out = atomic_exchange_explicit(&payload->lent.count, 0, memory_order_relaxed);
    for (int side = 0; side < PAYLOAD_SIDES; side++) {
        int64_t back =
            atomic_exchange_explicit(&payload->given_back[side].count, CLOSED, memory_order_acq_rel);
        out -= back < CLOSED ? back : 0;
    }
    change_balance(payload, -OWNER - out);
}

struct payload *payload_lend(struct payload *payload)
{
    atomic_fetch_add_explicit(&payload->lent.count, 1, memory_order_relaxed);
    return payload;
}

void payload_give_back(struct payload *payload, enum payload_side side)
{
    int64_t before = atomic_fetch_add_explicit(&payload->given_back[side].count, 1, memory_order_acq_rel);
    if (before >= CLOSED)
        change_balance(payload, 1);
}

int payload_signal(struct payload *payload, uint64_t value)
{
    if (fault_any() && fault_signal(payload, value))
        return 0;
    return payload->operations->signal(payload, value);
}

static bool spin_until_satisfied(struct payload *payload, uint64_t value)
{
    struct spin spin = SPIN_BEGIN;
    /* Without a watch each look is a system call, beside which a clock costs nothing. */
    bool may_look_fast = payload->watch.sequence != NULL;
    do {
        if (payload->operations->try_wait(payload, value))
            return true;
    } while (may_look_fast ? spin_again(&spin) : spin_has_time(&spin));
    return false;
}

int payload_wait(struct payload *payload, uint64_t value)
{
    if (fault_any() && fault_wait(payload, value))
        return 0;
    if (payload->operations->try_wait != NULL && spin_until_satisfied(payload, value))
        return 0;
    return waiters_wait(payload, value);
}
