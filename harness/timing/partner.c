/* The partner process, in its own words: await an order, answer so many signals, say so. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/partner.h"

#include <errno.h>
#include <string.h>

#include "case/test.h"
#include "platform/affinity.h"
#include "platform/futex.h"
#include "platform/process.h"

struct partner_area {
    _Atomic uint32_t orders; /* counted up when rounds is written; the partner sleeps on it */
    _Atomic uint32_t begun;  /* set to orders when the partner looks for signals */
    _Atomic uint32_t done;   /* and when it has answered all */
    uint64_t rounds;
    struct meeting meeting; /* the partner is its side 1 */
};

/* What the partner works on: copies that it has from before the fork. */
struct work {
    const struct exporter_operations *operations;
    struct partner_area *area;
    struct semaphore seen;
    struct semaphore answered;
    bool timeline;
    uint64_t patience;
};

/* A timeline is read again and again; a binary semaphore can only be waited for. */
static bool await_signal(struct work *work)
{
    uint64_t awaited = ++work->seen.value;
    bool released = false;
    if (!work->timeline)
        return work->operations->wait(work->seen.outside, awaited, work->patience, &released) && released;
    uint64_t value = 0;
    uint64_t deadline = clock_nanoseconds() + work->patience;
    while (value < awaited) {
        if (!work->operations->value(work->seen.outside, &value) || clock_nanoseconds() > deadline)
            return false;
    }
    return true;
}

static bool answer_rounds(struct work *work, uint64_t rounds)
{
    for (uint64_t i = 0; i < rounds; i++) {
        if (!await_signal(work) || !work->operations->signal(work->answered.outside, ++work->answered.value))
            return false;
    }
    return true;
}

/* Only what is safe after a fork from a process with threads. */
static _Noreturn void be_partner(struct work *work)
{
    struct partner_area *area = work->area;
    for (uint32_t order = 1;; order++) {
        while (atomic_load(&area->orders) != order)
            futex_sleep(&area->orders, order - 1, FUTEX_FOREVER);
        atomic_store(&area->begun, order);
        meet(&area->meeting, 1);
        if (!answer_rounds(work, area->rounds))
            process_quit(1);
        atomic_store(&area->done, order);
    }
}

void open_partner(struct test *t, struct partner *partner, const struct semaphore *seen,
                  const struct semaphore *answered)
{
    const struct exporter_operations *operations = t->exporter->operations;
    if (!operations->works_across_fork)
        skip(t,
             "the exporter %s cannot be used in a forked process, and the runtime's own process cannot be "
             "the partner",
             operations->name);
    partner->area = process_share_memory(sizeof *partner->area);
    if (partner->area == NULL)
        BROKEN(t, "no memory to share with another process: %s", strerror(errno));
    struct work work = {.operations = operations,
                        .area = partner->area,
                        .seen = *seen,
                        .answered = *answered,
                        .timeline = is_timeline(t),
                        .patience = patience(t)};
    partner->process = process_fork();
    if (partner->process < 0)
        BROKEN(t, "no other process can be started: %s", strerror(errno));
    if (partner->process == 0)
        be_partner(&work);
}

void close_partner(struct partner *partner)
{
    struct process_end end;
    if (partner->process > 0) {
        process_kill(partner->process);
        process_wait(partner->process, &end);
    }
    process_share_release(partner->area, sizeof *partner->area);
    *partner = (struct partner){.area = NULL};
}

static void await_partner(struct test *t, const _Atomic uint32_t *word, uint32_t order, const char *what)
{
    uint64_t deadline = clock_nanoseconds() + patience(t);
    while (atomic_load(word) != order && clock_nanoseconds() < deadline)
        ;
    if (atomic_load(word) != order)
        BROKEN(t, "the other process did not %s in time", what);
}

void ask_partner(struct test *t, struct partner *partner, uint64_t rounds)
{
    struct partner_area *area = partner->area;
    uint32_t order = atomic_load(&area->orders) + 1;
    area->rounds = rounds;
    prepare_meeting(&area->meeting);
    atomic_store(&area->orders, order);
    futex_wake(&area->orders);
    await_partner(t, &area->begun, order, "begin to look for signals");
}

struct meeting *partner_meeting(struct partner *partner)
{
    return &partner->area->meeting;
}

void expect_partner_done(struct test *t, struct partner *partner)
{
    await_partner(t, &partner->area->done, atomic_load(&partner->area->orders), "answer every signal");
}
