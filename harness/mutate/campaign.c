/* Keeping a number of workers busy, each with one fault at a time. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mutate/campaign.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extres/faults.h"
#include "platform/clock.h"
#include "platform/interrupt.h"
#include "run/verdict.h"

/* A worker's place, and the job that has it. */
struct seat {
    const struct worker_program *program; /* without a fault */
    const struct campaign_job *job;       /* NULL: the seat is free */
    size_t next;                          /* of the job's leaves, the first that was not looked at */
    struct worker *worker;                /* NULL until the job runs its first leaf */
    uint64_t begun;
    size_t leaf; /* that runs now; meaningless between leaves */
    bool busy;
};

struct seats {
    const struct campaign *campaign;
    struct seat *seats;
    size_t count;
    struct pollfd *watched; /* one a seat, and the interruption after them */
    size_t next_job;
};

/* In the worker's processes: the environment is theirs alone, so every seat can have a fault of its own. */
static bool load_with_fault(void *context, char *error, size_t error_size)
{
    const struct seat *seat = context;
    int set = seat->job->fault != NULL ? setenv(EXTRES_FAULT_VARIABLE, seat->job->fault, 1)
                                       : unsetenv(EXTRES_FAULT_VARIABLE);
    if (set != 0) {
        snprintf(error, error_size, "the environment cannot be changed: %s", strerror(errno));
        return false;
    }
    return seat->program->load(seat->program->context, error, error_size);
}

static void run_with_fault(void *context, size_t request, struct recorder *recorder)
{
    const struct seat *seat = context;
    seat->program->run(seat->program->context, request, recorder);
}

static bool prepare_worker(struct seat *seat, char *error, size_t error_size)
{
    if (seat->worker == NULL) {
        struct worker_program program = *seat->program;
        program.load = load_with_fault;
        program.run = run_with_fault;
        program.context = seat;
        seat->worker = worker_create(&program, error, error_size);
        seat->begun = clock_nanoseconds();
    }
    return seat->worker != NULL && worker_prepare(seat->worker, error, error_size);
}

static bool begin_leaf(const struct campaign *campaign, struct seat *seat, char *error, size_t error_size)
{
    char reason[WORKER_ERROR];
    if (!prepare_worker(seat, reason, sizeof reason)) {
        const char *fault = seat->job->fault;
        snprintf(error, error_size, "%s%s: %s", fault != NULL ? "with the fault " : "without a fault",
                 fault != NULL ? fault : "", reason);
        return false;
    }
    const struct leaf *leaf = campaign->preparation->selection.leaves[seat->leaf];
    worker_begin(seat->worker, seat->leaf,
                 schedule_limit(leaf, campaign->limit_seconds, campaign->multiplier));
    seat->busy = true;
    return true;
}

static size_t job_index(const struct seats *seats, const struct seat *seat)
{
    return (size_t)(seat->job - seats->campaign->jobs);
}

/* Finds the next leaf of the seat's job that is wanted. False when there is none. */
static bool find_leaf(const struct seats *seats, struct seat *seat)
{
    const struct campaign *campaign = seats->campaign;
    while (seat->next < seat->job->count) {
        seat->leaf = seat->job->leaves[seat->next++];
        if (campaign->wants(campaign->context, job_index(seats, seat), seat->leaf))
            return true;
    }
    return false;
}

static void end_job(const struct seats *seats, struct seat *seat)
{
    const struct campaign *campaign = seats->campaign;
    bool ran_any = seat->worker != NULL;
    double seconds = ran_any ? clock_to_seconds(clock_nanoseconds() - seat->begun) : 0;
    worker_release(seat->worker);
    seat->worker = NULL;
    campaign->done(campaign->context, job_index(seats, seat), seconds);
    seat->job = NULL;
}

/* Gives a seat its next leaf, and its next job where one has come to its end. */
static bool fill_seat(struct seats *seats, struct seat *seat, char *error, size_t error_size)
{
    const struct campaign *campaign = seats->campaign;
    while (seat->job != NULL || seats->next_job < campaign->job_count) {
        if (seat->job == NULL) {
            seat->job = &campaign->jobs[seats->next_job++];
            seat->next = 0;
        }
        if (find_leaf(seats, seat))
            return begin_leaf(campaign, seat, error, error_size);
        end_job(seats, seat);
    }
    return true;
}

static void collect(const struct seats *seats, struct seat *seat)
{
    const struct campaign *campaign = seats->campaign;
    struct worker_outcome outcome;
    struct case_result result;
    worker_collect(seat->worker, &outcome);
    verdict_result(campaign->preparation->selection.leaves[seat->leaf], &outcome, &result);
    seat->busy = false;
    campaign->ran(campaign->context, job_index(seats, seat), seat->leaf, &result);
    case_result_release(&result);
}

static bool fill_seats(struct seats *seats, char *error, size_t error_size)
{
    for (size_t i = 0; i < seats->count; i++) {
        if (!seats->seats[i].busy && !fill_seat(seats, &seats->seats[i], error, error_size))
            return false;
    }
    return true;
}

static bool any_is_busy(const struct seats *seats)
{
    for (size_t i = 0; i < seats->count; i++) {
        if (seats->seats[i].busy)
            return true;
    }
    return false;
}

/* Waits until a worker has a result, or is overdue, or the campaign is interrupted. */
static bool wait_for_any(struct seats *seats, char *error, size_t error_size)
{
    uint64_t deadline = UINT64_MAX;
    for (size_t i = 0; i < seats->count; i++) {
        const struct seat *seat = &seats->seats[i];
        seats->watched[i] = (struct pollfd){.fd = -1, .events = POLLIN};
        if (!seat->busy)
            continue;
        seats->watched[i].fd = worker_descriptor(seat->worker);
        if (worker_deadline(seat->worker) < deadline)
            deadline = worker_deadline(seat->worker);
    }
    if (poll(seats->watched, seats->count + 1, clock_poll_timeout(deadline)) >= 0 || errno == EINTR)
        return true;
    snprintf(error, error_size, "poll: %s", strerror(errno));
    return false;
}

static void collect_ready(struct seats *seats)
{
    for (size_t i = 0; i < seats->count; i++) {
        struct seat *seat = &seats->seats[i];
        if (seat->busy &&
            (seats->watched[i].revents != 0 || clock_nanoseconds() >= worker_deadline(seat->worker)))
            collect(seats, seat);
    }
}

static enum schedule_end run_all(struct seats *seats, char *error, size_t error_size)
{
    const struct pollfd *interruption = &seats->watched[seats->count];
    for (;;) {
        if (!fill_seats(seats, error, error_size))
            return SCHEDULE_FAILED;
        if (!any_is_busy(seats))
            return SCHEDULE_COMPLETE;
        if (!wait_for_any(seats, error, error_size))
            return SCHEDULE_FAILED;
        if (interruption->revents != 0)
            return SCHEDULE_INTERRUPTED;
        collect_ready(seats);
    }
}

static void open_seats(struct seats *seats, const struct campaign *campaign)
{
    size_t workers = (size_t)campaign->workers;
    seats->campaign = campaign;
    seats->count = workers < campaign->job_count ? workers : campaign->job_count;
    seats->seats = calloc(seats->count + 1, sizeof *seats->seats);
    seats->watched = calloc(seats->count + 1, sizeof *seats->watched);
    if (seats->seats == NULL || seats->watched == NULL)
        abort();
    for (size_t i = 0; i < seats->count; i++)
        seats->seats[i].program = &campaign->preparation->program;
}

static void close_seats(struct seats *seats)
{
    for (size_t i = 0; i < seats->count; i++)
        worker_release(seats->seats[i].worker);
    free(seats->seats);
    free(seats->watched);
}

enum schedule_end campaign_run(const struct campaign *campaign, char *error, size_t error_size)
{
    struct seats seats = {.next_job = 0};
    int interruption = interrupt_open();
    if (interruption < 0) {
        snprintf(error, error_size, "eventfd: %s", strerror(errno));
        return SCHEDULE_FAILED;
    }
    open_seats(&seats, campaign);
    seats.watched[seats.count] = (struct pollfd){.fd = interruption, .events = POLLIN};
    enum schedule_end end = run_all(&seats, error, error_size);
    close_seats(&seats);
    interrupt_close();
    return end;
}
