/* Objects that another process has made: what the mutant knows of one, and wrong signals and waits. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/foreign.h"

#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "faults/behaviour.h"
#include "faults/origin.h"
#include "faults/payload.h"

/* NULL when this process has made it, or the active fault is not about others. */
static struct foreign *foreign_of(const struct payload *payload)
{
    const struct origin *origin = fault_origin(payload);
    return origin == NULL ? NULL : origin->foreign;
}

static bool is_only_import(void)
{
    return fault_origin_at(1) == NULL;
}

static bool is_alone(const struct foreign *foreign)
{
    return atomic_load(&foreign->note->runtimes) == 1;
}

bool fault_has_lost_maker(const struct foreign *foreign)
{
    return foreign->maker != 0 && kill(foreign->maker, 0) != 0;
}

/* ---- signals ---- */

static bool loses_signal(const struct foreign *foreign)
{
    enum { MOST = 10 };
    bool pair = is_only_import() && !is_alone(foreign);
    return fault_is(FAULT_FOREIGN_OBJECT_NOT_SIGNALLED) ||
           (fault_is(FAULT_FIRST_RUNTIME_SIGNAL_STAYS) && pair && foreign->first) ||
           (fault_is(FAULT_SECOND_RUNTIME_SIGNAL_STAYS) && pair && !foreign->first) ||
           (fault_is(FAULT_RUNTIME_SIGNALS_LIMITED) && foreign->signals > MOST);
}

bool fault_foreign_signal(struct payload *payload, uint64_t value)
{
    struct foreign *foreign = foreign_of(payload);
    if (foreign == NULL)
        return false;
    atomic_fetch_add(&foreign->signals, 1);
    if (!fault_is(FAULT_FOREIGN_SIGNAL_STAYS) || !is_alone(foreign))
        return loses_signal(foreign);
    atomic_store(&foreign->signalled, payload->kind == PAYLOAD_BINARY ? 1 : value);
    return true;
}

/* ---- waits ---- */

static void wait_deaf(struct foreign *foreign, struct payload *payload, uint64_t value)
{
    (void)foreign;
    (void)payload;
    (void)value;
    fault_wait_forever();
}

/* What stayed in this process releases its own waits. */
static bool takes_own_signal(struct foreign *foreign, const struct payload *payload, uint64_t value)
{
    if (payload->kind == PAYLOAD_TIMELINE)
        return atomic_load(&foreign->signalled) >= value;
    return atomic_exchange(&foreign->signalled, 0) != 0;
}

static void wait_for_own_signals_too(struct foreign *foreign, struct payload *payload, uint64_t value)
{
    while (!takes_own_signal(foreign, payload, value) && !fault_reaches(payload, value))
        fault_nap();
}

static void wait_for_own_signals(struct foreign *foreign, struct payload *payload, uint64_t value)
{
    if (fault_reaches(payload, value))
        return;
    while (is_only_import() && foreign->maker != 0 && atomic_load(&foreign->signals) == 0)
        fault_nap();
    fault_right_wait(payload, value);
}

static void wait_while_maker_lives(struct foreign *foreign, struct payload *payload, uint64_t value)
{
    bool ends = foreign->maker != 0 && !fault_has_lost_maker(foreign);
    while (!fault_reaches(payload, value) && !(ends && fault_has_lost_maker(foreign)))
        fault_nap();
}

static void wait_with_maker(struct foreign *foreign, struct payload *payload, uint64_t value)
{
    if (fault_has_lost_maker(foreign) && !fault_reaches(payload, value))
        fault_wait_forever();
    else if (!fault_has_lost_maker(foreign))
        fault_right_wait(payload, value);
}

static void wait_unless_maker_is_lost(struct foreign *foreign, struct payload *payload, uint64_t value)
{
    if (!fault_has_lost_maker(foreign))
        fault_right_wait(payload, value);
}

static void wait_after_reset(struct foreign *foreign, struct payload *payload, uint64_t value)
{
    if (fault_has_lost_maker(foreign))
        fault_payload_reset(payload);
    fault_right_wait(payload, value);
}

static void wait_as_passed_on(struct foreign *foreign, struct payload *payload, uint64_t value)
{
    if (foreign->maker == 0 && is_alone(foreign))
        fault_wait_forever();
    fault_right_wait(payload, value);
}

static void wait_as_latest(struct foreign *foreign, struct payload *payload, uint64_t value)
{
    do
        fault_nap();
    while (foreign->note->latest != getpid() || !fault_reaches(payload, value));
}

static void wait_unless_ended(struct foreign *foreign, struct payload *payload, uint64_t value)
{
    do
        fault_nap();
    while (foreign->note->ended || !fault_reaches(payload, value));
}

static const struct {
    enum fault_id fault;
    void (*wait)(struct foreign *foreign, struct payload *payload, uint64_t value);
} waits[] = {
    {FAULT_FOREIGN_SIGNAL_UNSEEN, wait_deaf},
    {FAULT_FOREIGN_WAIT_DEAF, wait_for_own_signals},
    {FAULT_FOREIGN_SIGNAL_STAYS, wait_for_own_signals_too},
    {FAULT_FOREIGN_WAIT_ENDS_WITH_MAKER, wait_while_maker_lives},
    {FAULT_FOREIGN_WAIT_NEEDS_MAKER, wait_with_maker},
    {FAULT_WAIT_NEEDS_LIVING_MAKER, wait_unless_maker_is_lost},
    {FAULT_FOREIGN_STATE_ENDS_WITH_MAKER, wait_after_reset},
    {FAULT_PASSED_ON_WAIT_DEAF, wait_as_passed_on},
    {FAULT_SECOND_PROCESS_CUTS_OFF_FIRST, wait_as_latest},
    {FAULT_DESTROY_ENDS_FOREIGN_OBJECT, wait_unless_ended},
};

bool fault_foreign_wait(struct payload *payload, uint64_t value)
{
    struct foreign *foreign = foreign_of(payload);
    for (size_t i = 0; foreign != NULL && i < sizeof waits / sizeof *waits; i++) {
        if (!fault_is(waits[i].fault))
            continue;
        waits[i].wait(foreign, payload, value);
        return true;
    }
    return false;
}
