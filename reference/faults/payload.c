/* Faults of what a semaphore holds: wrong signals, wrong waits. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/payload.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "faults/behaviour.h"
#include "faults/foreign.h"
#include "faults/host_function.h"
#include "faults/signal.h"
#include "faults/wait.h"

/* The greatest value that a wait would not block for. */
static uint64_t timeline_value(struct payload *timeline)
{
    uint64_t low = 0;
    uint64_t high = UINT64_MAX;
    while (low < high) {
        uint64_t middle = high - (high - low) / 2;
        if (fault_reaches(timeline, middle))
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

uint64_t fault_payload_value(struct payload *payload)
{
    if (payload->kind == PAYLOAD_TIMELINE)
        return timeline_value(payload);
    bool signalled = fault_reaches(payload, 0);
    if (signalled)
        fault_right_signal(payload, 0);
    return signalled;
}

void fault_payload_reset(struct payload *payload)
{
    if (payload->kind == PAYLOAD_TIMELINE)
        fault_right_signal(payload, 0);
    else
        fault_reaches(payload, 0);
}

/* ---- signals ---- */

int fault_store_value(struct extres_shared_object *object, uint64_t value)
{
    bool binary = extres_shared_kind_of(object) == EXTRES_SHARED_BINARY;
    atomic_store(&object->header->value, binary ? 1 : value);
    return 0;
}

/* Signals that are put off; a queue of one is enough to lose the last of any number. */
static pthread_mutex_t put_off_lock = PTHREAD_MUTEX_INITIALIZER;
static struct payload *put_off;
static uint64_t put_off_value;

/* Make the signal that was put off, and put off this one; NULL for none. */
static void exchange_put_off(struct payload *payload, uint64_t value)
{
    pthread_mutex_lock(&put_off_lock);
    struct payload *due = put_off;
    uint64_t due_value = put_off_value;
    put_off = payload == NULL ? NULL : payload_retain(payload);
    put_off_value = value;
    pthread_mutex_unlock(&put_off_lock);
    if (due == NULL)
        return;
    fault_right_signal(due, due_value);
    payload_release(due);
}

static void drop(struct payload *payload, uint64_t value)
{
    (void)payload;
    (void)value;
}

static void signal_truncated(struct payload *payload, uint64_t value)
{
    fault_right_signal(payload, (uint32_t)value);
}

static void signal_one_more(struct payload *payload, uint64_t value)
{
    fault_right_signal(payload, value + 1);
}

static void signal_signed(struct payload *payload, uint64_t value)
{
    bool negative = value > INT64_MAX && value != UINT64_MAX;
    fault_right_signal(payload, negative ? INT64_MAX : value);
}

static void signal_all_but_greatest(struct payload *payload, uint64_t value)
{
    if (value != UINT64_MAX)
        fault_right_signal(payload, value);
}

static void signal_sum(struct payload *payload, uint64_t value)
{
    fault_right_signal(payload, timeline_value(payload) + value);
}

static void signal_next(struct payload *payload, uint64_t value)
{
    (void)value;
    fault_right_signal(payload, timeline_value(payload) + 1);
}

/* Payloads whose signals do nothing. */
enum { MUTES = 16 };
static struct payload *mutes[MUTES];
static size_t mute_count;

void fault_make_mute(struct payload *payload)
{
    if (mute_count < MUTES)
        mutes[mute_count++] = payload;
}

static void signal_unless_mute(struct payload *payload, uint64_t value)
{
    for (size_t i = 0; i < mute_count; i++) {
        if (mutes[i] == payload)
            return;
    }
    fault_right_signal(payload, value);
}

/* Where the value should be stands its address. */
static uint64_t read_late(uint64_t address)
{
    uint64_t value;
    memcpy(&value, (const void *)(uintptr_t)address, sizeof value);
    return value;
}

static void signal_read_late(struct payload *payload, uint64_t address)
{
    fault_right_signal(payload, read_late(address));
}

/* ---- waits ---- */

void fault_nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 50000}, NULL);
}

static void wait_for_equality(struct payload *payload, uint64_t value)
{
    while (timeline_value(payload) != value)
        fault_nap();
}

static void wait_for_more(struct payload *payload, uint64_t value)
{
    while (timeline_value(payload) <= value)
        fault_nap();
}

static void wait_for_low_bits(struct payload *payload, uint64_t value)
{
    while ((uint32_t)timeline_value(payload) < (uint32_t)value)
        fault_nap();
}

static void wait_for_signed(struct payload *payload, uint64_t value)
{
    while ((int64_t)timeline_value(payload) < (int64_t)value)
        fault_nap();
}

static void wait_and_reset(struct payload *payload, uint64_t value)
{
    fault_right_wait(payload, value);
    fault_right_signal(payload, 0);
}

static void wait_unless_greatest(struct payload *payload, uint64_t value)
{
    if (value != UINT64_MAX)
        fault_right_wait(payload, value);
}

static void wait_as_one_of_eight(struct payload *payload, uint64_t value)
{
    enum { PLACES = 8 };
    static _Atomic int taken;
    if (atomic_fetch_add(&taken, 1) >= PLACES)
        fault_wait_forever();
    fault_right_wait(payload, value);
    atomic_fetch_sub(&taken, 1);
}

static void wait_outside_host_functions(struct payload *payload, uint64_t value)
{
    while (!fault_reaches(payload, value))
        fault_nap();
    if (fault_in_host_function())
        fault_wait_forever();
}

/* One lock for the waits on one semaphore, more or less: two semaphores share one now and then. */
static void wait_in_turn(struct payload *payload, uint64_t value)
{
    enum { LOCKS = 61, ALIGNMENT = 16 };
    static pthread_mutex_t locks[LOCKS];
    pthread_mutex_t *lock = &locks[(uintptr_t)payload / ALIGNMENT % LOCKS];
    pthread_mutex_lock(lock);
    fault_right_wait(payload, value);
    pthread_mutex_unlock(lock);
}

static void wait_if_satisfied(struct payload *payload, uint64_t value)
{
    if (!fault_reaches(payload, value))
        fault_wait_forever();
}

static _Atomic unsigned queries;

void fault_queried(void)
{
    atomic_fetch_add(&queries, 1);
    if (fault_is(FAULT_SIGNAL_ON_QUERY))
        exchange_put_off(NULL, 0);
}

static void wait_for_query(struct payload *payload, uint64_t value)
{
    fault_right_wait(payload, value);
    unsigned before = atomic_load(&queries);
    while (atomic_load(&queries) == before)
        fault_nap();
}

static void wait_read_late(struct payload *payload, uint64_t address)
{
    while (!fault_reaches(payload, read_late(address)))
        fault_nap();
}

/* ---- which of them ---- */

static const struct fault_behaviour signals[] = {
    {FAULT_TIMELINE_SIGNAL_DROPPED, OF_TIMELINE, drop},
    {FAULT_BINARY_SIGNAL_DROPPED, OF_BINARY, drop},
    {FAULT_SIGNAL_ON_QUERY, OF_BOTH, exchange_put_off},
    {FAULT_SIGNAL_WITH_THE_NEXT, OF_BOTH, exchange_put_off},
    {FAULT_SIGNAL_TRUNCATED, OF_TIMELINE, signal_truncated},
    {FAULT_SIGNAL_SIGNED, OF_TIMELINE, signal_signed},
    {FAULT_SIGNAL_OF_GREATEST_DROPPED, OF_TIMELINE, signal_all_but_greatest},
    {FAULT_SEMAPHORE_SECOND_IMPORT_IS_MUTE, OF_BOTH, signal_unless_mute},
    {FAULT_SIGNAL_PLUS_ONE, OF_TIMELINE, signal_one_more},
    {FAULT_SIGNAL_ADDS, OF_TIMELINE, signal_sum},
    {FAULT_SIGNAL_COUNTS_UP, OF_TIMELINE, signal_next},
    {FAULT_SIGNAL_PARAMETERS_READ_LATE, OF_BOTH, signal_read_late},
};

static const struct fault_behaviour waits[] = {
    {FAULT_TIMELINE_WAIT_AT_ONCE, OF_TIMELINE, drop},
    {FAULT_BINARY_WAIT_AT_ONCE, OF_BINARY, drop},
    {FAULT_WAIT_FOR_EQUALITY, OF_TIMELINE, wait_for_equality},
    {FAULT_WAIT_FOR_MORE, OF_TIMELINE, wait_for_more},
    {FAULT_WAIT_COMPARES_32_BITS, OF_TIMELINE, wait_for_low_bits},
    {FAULT_WAIT_COMPARES_SIGNED, OF_TIMELINE, wait_for_signed},
    {FAULT_WAIT_FOR_GREATEST_AT_ONCE, OF_TIMELINE, wait_unless_greatest},
    {FAULT_WAITS_LIMITED, OF_BOTH, wait_as_one_of_eight},
    {FAULT_HOST_FUNCTION_HIDES_SIGNALS, OF_BOTH, wait_outside_host_functions},
    {FAULT_WAIT_RESETS_TIMELINE, OF_TIMELINE, wait_and_reset},
    {FAULT_WAITS_IN_ORDER_OF_ARRIVAL, OF_BOTH, wait_in_turn},
    {FAULT_BINARY_NOT_RESET, OF_BINARY, wait_and_reset},
    {FAULT_WAIT_BEFORE_SIGNAL_LOST, OF_BOTH, wait_if_satisfied},
    {FAULT_WAIT_RELEASED_BY_QUERY, OF_BOTH, wait_for_query},
    {FAULT_WAIT_PARAMETERS_READ_LATE, OF_BOTH, wait_read_late},
};

bool fault_signal(struct payload *payload, uint64_t value)
{
    return fault_behave(signals, sizeof signals / sizeof *signals, payload, value) ||
           fault_signal_strays(payload, value) || fault_foreign_signal(payload, value);
}

bool fault_wait(struct payload *payload, uint64_t value)
{
    return fault_behave(waits, sizeof waits / sizeof *waits, payload, value) ||
           fault_wait_ends_wrong(payload, value) || fault_foreign_wait(payload, value);
}
