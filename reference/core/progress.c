/* Progress: how much work was submitted to a stream and how much of it is complete. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/progress.h"

#include <stdlib.h>

#include "platform/futex.h"
#include "platform/spin.h"

/* Nobody sleeps. */
#define NOTHING_WANTED UINT64_MAX

struct progress *progress_create(void)
{
    struct progress *progress = cache_line_allocate(sizeof *progress);
    if (progress == NULL)
        return NULL;
    atomic_init(&progress->references, 1);
    atomic_init(&progress->wanted, NOTHING_WANTED);
    return progress;
}

struct progress *progress_retain(struct progress *progress)
{
    atomic_fetch_add_explicit(&progress->references, 1, memory_order_relaxed);
    return progress;
}

void progress_release(struct progress *progress)
{
    if (atomic_fetch_sub_explicit(&progress->references, 1, memory_order_acq_rel) == 1)
        free(progress);
}

bool progress_idle(struct progress *progress)
{
    return progress_reached(progress, progress_submitted(progress));
}

static void want(struct progress *progress, uint64_t number)
{
    uint64_t wanted = atomic_load(&progress->wanted);
    while (number < wanted && !atomic_compare_exchange_weak(&progress->wanted, &wanted, number))
        ;
}

/*
 * Why no wake-up is lost. Who sleeps reads changes, writes wanted, and looks at completed; the worker writes
 * completed and looks at wanted: as all of that is sequentially consistent, one of the two sees the other.
 * Should the worker, about to wake, wipe out a number that was written after it looked, it changes changes
 * afterwards, and the sleep does not begin, or is ended by the wake-up.
 */
void progress_wait(struct progress *progress, uint64_t number)
{
    struct spin spin = SPIN_BEGIN;
    do {
        if (progress_reached(progress, number))
            return;
    } while (spin_again(&spin));
    for (;;) {
        uint32_t changes = atomic_load(&progress->changes);
        want(progress, number);
        if (progress_reached(progress, number))
            return;
        futex_wait(&progress->changes, changes, FUTEX_FOREVER, false);
    }
}

void progress_complete(struct progress *progress, uint64_t number)
{
    atomic_store(&progress->completed, number);
    if (number < atomic_load(&progress->wanted))
        return;
    atomic_store(&progress->wanted, NOTHING_WANTED);
    atomic_fetch_add(&progress->changes, 1);
    futex_wake_all(&progress->changes, false);
}
