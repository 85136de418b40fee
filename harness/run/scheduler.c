/* Keeping every worker busy, and writing down results in the order in which they come. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/scheduler.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/clock.h"
#include "platform/interrupt.h"
#include "run/verdict.h"

struct seat {
    struct worker *worker;
    const struct leaf *leaf; /* that it runs; NULL: it is idle */
};

struct scheduler {
    const struct schedule *schedule;
    struct seat *seats;
    size_t seat_count;
    struct pollfd *watched; /* one a seat, and the interruption after them */
    size_t next;            /* index of the first leaf that has not been handed out */
    size_t busy;
};

double schedule_limit(const struct leaf *leaf, double limit_seconds, double multiplier)
{
    unsigned milliseconds = leaf->declaration->timeout_milliseconds;
    double seconds = milliseconds > 0 ? milliseconds / 1000.0 : limit_seconds;
    return seconds * multiplier;
}

static bool journal_failed(char *error, size_t error_size)
{
    snprintf(error, error_size, "the journal cannot be written: %s", strerror(errno != 0 ? errno : ENOSPC));
    return false;
}

/* Hands the next leaf to an idle worker. */
static bool begin_next(struct scheduler *scheduler, struct seat *seat, char *error, size_t error_size)
{
    const struct schedule *schedule = scheduler->schedule;
    const struct leaf *leaf = schedule->selection->leaves[scheduler->next];
    if (!worker_prepare(seat->worker, error, error_size))
        return false;
    errno = 0;
    if (!journal_write_start(schedule->journal, leaf->id))
        return journal_failed(error, error_size);
    worker_begin(seat->worker, scheduler->next,
                 schedule_limit(leaf, schedule->limit_seconds, schedule->multiplier));
    seat->leaf = leaf;
    scheduler->next++;
    scheduler->busy++;
    return true;
}

static bool collect(struct scheduler *scheduler, struct seat *seat, char *error, size_t error_size)
{
    const struct schedule *schedule = scheduler->schedule;
    struct worker_outcome outcome;
    struct case_result result;
    worker_collect(seat->worker, &outcome);
    verdict_result(seat->leaf, &outcome, &result);
    seat->leaf = NULL;
    scheduler->busy--;
    errno = 0;
    bool written = journal_write_result(schedule->journal, &result);
    if (written) {
        tally_add(schedule->tally, result.status, result.simulated);
        schedule->reporter->result(schedule->reporter, &result);
    } else {
        journal_failed(error, error_size);
    }
    case_result_release(&result);
    return written;
}

/* Gives work to idle workers while there is any. */
static bool fill_seats(struct scheduler *scheduler, char *error, size_t error_size)
{
    for (size_t i = 0; i < scheduler->seat_count; i++) {
        struct seat *seat = &scheduler->seats[i];
        if (seat->leaf == NULL && scheduler->next < scheduler->schedule->selection->count &&
            !begin_next(scheduler, seat, error, error_size))
            return false;
    }
    return true;
}

/* Waits until a worker has a result, or is overdue, or the run is interrupted. */
static bool wait_for_any(struct scheduler *scheduler, char *error, size_t error_size)
{
    uint64_t deadline = UINT64_MAX;
    for (size_t i = 0; i < scheduler->seat_count; i++) {
        const struct seat *seat = &scheduler->seats[i];
        struct pollfd *watched = &scheduler->watched[i];
        *watched = (struct pollfd){.fd = -1, .events = POLLIN};
        if (seat->leaf == NULL)
            continue;
        watched->fd = worker_descriptor(seat->worker);
        if (worker_deadline(seat->worker) < deadline)
            deadline = worker_deadline(seat->worker);
    }
    int ready = poll(scheduler->watched, scheduler->seat_count + 1, clock_poll_timeout(deadline));
    if (ready >= 0 || errno == EINTR)
        return true;
    snprintf(error, error_size, "poll: %s", strerror(errno));
    return false;
}

static bool collect_ready(struct scheduler *scheduler, char *error, size_t error_size)
{
    for (size_t i = 0; i < scheduler->seat_count; i++) {
        struct seat *seat = &scheduler->seats[i];
        if (seat->leaf == NULL)
            continue;
        bool ready =
            scheduler->watched[i].revents != 0 || clock_nanoseconds() >= worker_deadline(seat->worker);
        if (ready && !collect(scheduler, seat, error, error_size))
            return false;
    }
    return true;
}

static enum schedule_end run_all(struct scheduler *scheduler, char *error, size_t error_size)
{
    const struct pollfd *interruption = &scheduler->watched[scheduler->seat_count];
    for (;;) {
        if (!fill_seats(scheduler, error, error_size))
            return SCHEDULE_FAILED;
        if (scheduler->busy == 0)
            return SCHEDULE_COMPLETE;
        if (!wait_for_any(scheduler, error, error_size))
            return SCHEDULE_FAILED;
        if (interruption->revents != 0)
            return SCHEDULE_INTERRUPTED;
        if (!collect_ready(scheduler, error, error_size))
            return SCHEDULE_FAILED;
    }
}

static bool open_seats(struct scheduler *scheduler, char *error, size_t error_size)
{
    for (size_t i = 0; i < scheduler->seat_count; i++) {
        scheduler->seats[i].worker = worker_create(scheduler->schedule->program, error, error_size);
        if (scheduler->seats[i].worker == NULL)
            return false;
    }
    return true;
}

static void close_seats(struct scheduler *scheduler)
{
    for (size_t i = 0; i < scheduler->seat_count; i++)
        worker_release(scheduler->seats[i].worker);
    free(scheduler->seats);
    free(scheduler->watched);
}

enum schedule_end schedule_run(const struct schedule *schedule, char *error, size_t error_size)
{
    size_t jobs = (size_t)schedule->jobs;
    struct scheduler scheduler = {.schedule = schedule};
    scheduler.seat_count = jobs < schedule->selection->count ? jobs : schedule->selection->count;
    scheduler.seats = calloc(scheduler.seat_count + 1, sizeof *scheduler.seats);
    scheduler.watched = calloc(scheduler.seat_count + 1, sizeof *scheduler.watched);
    if (scheduler.seats == NULL || scheduler.watched == NULL)
        abort();
    enum schedule_end end = SCHEDULE_FAILED;
    int interruption = interrupt_open();
    scheduler.watched[scheduler.seat_count] = (struct pollfd){.fd = interruption, .events = POLLIN};
    if (interruption < 0)
        snprintf(error, error_size, "eventfd: %s", strerror(errno));
    else if (open_seats(&scheduler, error, error_size))
        end = run_all(&scheduler, error, error_size);
    close_seats(&scheduler);
    if (interruption >= 0)
        interrupt_close();
    return end;
}
