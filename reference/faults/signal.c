/* Faults of signals: which semaphores one reaches. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/signal.h"

#include <stdatomic.h>

#include "faults/behaviour.h"
#include "faults/origin.h"

enum { SIGNALS_IN_ALL = 40 };

static void signal_small_value(struct payload *payload, uint64_t value)
{
    if (value <= 1)
        fault_right_signal(payload, value);
}

static void signal_all(struct payload *payload, uint64_t value)
{
    struct origin *origin;
    (void)payload;
    for (size_t i = 0; (origin = fault_origin_at(i)) != NULL; i++) {
        if (origin->handle != NULL)
            fault_right_signal((struct payload *)(uintptr_t)origin->object, value);
    }
}

static void signal_while_open(struct payload *payload, uint64_t value)
{
    if (fault_is_open_here(fault_origin(payload)))
        fault_right_signal(payload, value);
}

static void signal_while_few(struct payload *payload, uint64_t value)
{
    if (atomic_fetch_add(&fault_origin(payload)->count, 1) < SIGNALS_IN_ALL)
        fault_right_signal(payload, value);
}

static void signal_alone(struct payload *payload, uint64_t value)
{
    struct origin *origin = fault_origin(payload);
    pthread_mutex_lock(&origin->use);
    fault_right_signal(payload, value);
    pthread_mutex_unlock(&origin->use);
}

static const struct fault_behaviour signals[] = {
    {FAULT_BINARY_SIGNAL_COMPARES_VALUE, OF_BINARY, signal_small_value},
    {FAULT_SIGNAL_REACHES_ALL, OF_BOTH, signal_all},
    {FAULT_SIGNAL_NEEDS_OPEN_DESCRIPTOR, OF_BOTH, signal_while_open},
    {FAULT_SIGNALS_RUN_OUT, OF_BOTH, signal_while_few},
    {FAULT_WAIT_LOCKS_ITS_IMPORT, OF_BOTH, signal_alone},
};

bool fault_signal_strays(struct payload *payload, uint64_t value)
{
    return fault_behave(signals, sizeof signals / sizeof *signals, payload, value);
}
