/* Progress: how much work was submitted to a stream and how much of it is complete. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/progress.h"

#include <stdlib.h>

#include "platform/spin.h"

struct progress *progress_create(void)
{
    struct progress *progress = calloc(1, sizeof *progress);
    if (progress != NULL)
        atomic_init(&progress->references, 1);
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

bool progress_reached(struct progress *progress, uint64_t number)
{
    return atomic_load(&progress->completed) >= number;
}

bool progress_idle(struct progress *progress)
{
    return progress_reached(progress, atomic_load(&progress->submitted));
}

void progress_wait(struct progress *progress, uint64_t number)
{
    for (int look = 0; look < SPIN_LOOKS; look++) {
        if (progress_reached(progress, number))
            return;
        spin_pause();
    }
    while (!progress_reached(progress, number)) {
        uint32_t ticket = eventcount_register(&progress->completion);
        if (!progress_reached(progress, number))
            eventcount_sleep(&progress->completion, ticket);
        eventcount_unregister(&progress->completion);
    }
}

void progress_complete(struct progress *progress, uint64_t number)
{
    atomic_store(&progress->completed, number);
    eventcount_notify(&progress->completion);
}
