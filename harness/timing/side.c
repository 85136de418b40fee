/* Ordering a measuring process about, and noticing at once when it is no more. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/side.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "platform/clock.h"
#include "platform/futex.h"
#include "platform/process.h"
#include "run/verdict.h"
#include "timing/layout.h"
#include "timing/session.h"

/* The limits that count are those of the orders; a day is for ever. */
static const double session_seconds = 86400;

/* How often a wait for an answer looks whether there is still somebody to give it. */
static const uint64_t look_nanoseconds = 10000000;

static bool load(void *context, char *error, size_t error_size)
{
    const struct side *side = context;
    const struct worker_program *program = &side->preparation->program;
    layout_shake(side->layout);
    return program->load(program->context, error, error_size);
}

/* A session as the process is asked for it. */
struct service {
    const struct side *side;
    struct recorder *recorder;
};

static void serve_shaken(void *context)
{
    const struct service *service = context;
    const struct preparation *preparation = service->side->preparation;
    timing_session_serve(&preparation->options, &preparation->backend, preparation->probe,
                         &preparation->selection, service->side->area, service->recorder);
}

static void serve(void *context, size_t request, struct recorder *recorder)
{
    struct service service = {context, recorder};
    (void)request;
    layout_call_shaken(service.side->layout, serve_shaken, &service);
}

bool side_open(struct side *side, const struct preparation *preparation, double limit_seconds,
               uint64_t layout, char *error, size_t error_size)
{
    *side = (struct side){.preparation = preparation, .limit_seconds = limit_seconds, .layout = layout};
    side->program = preparation->program;
    side->program.load = load;
    side->program.run = serve;
    side->program.context = side;
    side->area = process_share_memory(sizeof *side->area);
    if (side->area == NULL) {
        snprintf(error, error_size, "no memory for the turns: %s", strerror(errno));
        return false;
    }
    side->program.shared = side->area;
    side->program.shared_size = sizeof *side->area;
    side->worker = worker_create(&side->program, error, error_size);
    if (side->worker != NULL)
        return true;
    side_close(side);
    return false;
}

void side_close(struct side *side)
{
    worker_release(side->worker);
    process_share_release(side->area, sizeof *side->area);
    side->worker = NULL;
    side->area = NULL;
}

static bool start_process(struct side *side, char *error, size_t error_size)
{
    if (!worker_prepare(side->worker, error, error_size))
        return false;
    memset(side->area, 0, sizeof *side->area);
    side->orders = 0;
    worker_begin(side->worker, 0, session_seconds);
    side->running = true;
    side->fresh = true;
    return true;
}

static void send_order(struct side *side, const struct side_order *order)
{
    struct turn_area *area = side->area;
    area->order = order->order;
    area->which = order->which;
    area->operations = order->operations;
    area->sample_nanoseconds = order->sample_nanoseconds;
    area->budget_nanoseconds = order->budget_nanoseconds;
    area->least_samples = order->least_samples;
    side->orders++;
    area->orders = side->orders;
    futex_wake(&area->orders);
}

enum wait_end { WAIT_ANSWERED, WAIT_ENDED, WAIT_OVERDUE, WAIT_INTERRUPTED };

/* Waits until the order is answered or cannot be any more. A negative interruption is none. */
static enum wait_end wait_for_answer(struct side *side, uint64_t deadline, int interruption)
{
    struct turn_area *area = side->area;
    struct pollfd watched[] = {
        {.fd = worker_descriptor(side->worker), .events = POLLIN},
        {.fd = interruption, .events = POLLIN},
    };
    for (;;) {
        uint32_t answers = area->answers;
        if (answers == side->orders)
            return WAIT_ANSWERED;
        futex_sleep(&area->answers, answers, look_nanoseconds);
        if (area->answers == side->orders)
            return WAIT_ANSWERED;
        if (poll(watched, sizeof watched / sizeof watched[0], 0) > 0) {
            if (watched[1].revents != 0)
                return WAIT_INTERRUPTED;
            return WAIT_ENDED;
        }
        if (clock_nanoseconds() >= deadline)
            return WAIT_OVERDUE;
    }
}

static enum timing_status status_of(enum status status)
{
    switch (status) {
    case STATUS_TIMEOUT:
        return TIMING_TIMED_OUT;
    case STATUS_BROKEN:
        return TIMING_BROKEN;
    default:
        return TIMING_CRASHED; /* a process that ends without an answer, however politely */
    }
}

/* Takes the end of the process. A verdict that nothing was wrong has an empty reason. */
static enum status collect(struct side *side, double limit_seconds, char *reason, size_t reason_size)
{
    struct worker_outcome outcome;
    worker_collect(side->worker, &outcome);
    side->running = false;
    outcome.limit_seconds = limit_seconds;
    recorder_seal(outcome.recorder);
    return verdict_decide(&outcome, reason, reason_size);
}

/* What the process was at when it ended. */
static const char *const order_words[] = {
    [TURN_FLOOR] = "while a floor was sampled",
    [TURN_OPEN] = "while it was set up",
    [TURN_SAMPLE] = "while samples were taken",
    [TURN_CLOSE] = "while it was taken down",
    [TURN_END] = "at its end",
};

static void take_end(struct side *side, const struct side_order *order, double limit_seconds,
                     struct side_outcome *outcome)
{
    char reason[RECORDER_TEXT + 128];
    outcome->answer = SIDE_ENDED;
    outcome->status = status_of(collect(side, limit_seconds, reason, sizeof reason));
    snprintf(outcome->reason, sizeof outcome->reason, "%s, %s",
             reason[0] != '\0' ? reason : "the process ended without an answer", order_words[order->order]);
}

static void refuse(struct side_outcome *outcome, const char *what)
{
    outcome->status = TIMING_BROKEN;
    snprintf(outcome->reason, sizeof outcome->reason, "%s", what);
}

static bool samples_are_durations(const struct turn_area *area)
{
    for (uint32_t i = 0; i < area->sample_count; i++) {
        if (!isfinite(area->samples[i]) || area->samples[i] < 0)
            return false;
    }
    return true;
}

/* The process shares its memory with a runtime that may have written anywhere: nothing in it is believed. */
static void check_answer(struct side *side, const struct side_order *order, struct side_outcome *outcome)
{
    struct turn_area *area = side->area;
    static const enum timing_status statuses[] = {
        [TURN_DONE] = TIMING_MEASURED,
        [TURN_SKIPPED] = TIMING_SKIPPED,
        [TURN_FAILED] = TIMING_FAILED,
        [TURN_BROKEN] = TIMING_BROKEN,
    };
    bool samples = order->order == TURN_SAMPLE || order->order == TURN_FLOOR;
    area->text[sizeof area->text - 1] = '\0';
    area->exporter[sizeof area->exporter - 1] = '\0';
    if ((unsigned)area->answer >= sizeof statuses / sizeof statuses[0]) {
        refuse(outcome, "the process gave an answer that is none");
        return;
    }
    outcome->status = statuses[area->answer];
    snprintf(outcome->reason, sizeof outcome->reason, "%s", area->text);
    if (outcome->status != TIMING_MEASURED)
        return;
    if (samples && (area->sample_count == 0 || area->sample_count > TURN_SAMPLES))
        refuse(outcome, "the process took no samples, or more than there is room for");
    else if (samples && !samples_are_durations(area))
        refuse(outcome, "the process returned samples that are no durations");
    else if (order->order == TURN_OPEN && area->chosen_operations == 0)
        refuse(outcome, "the process chose samples without operations");
}

/* Lets the process come to its end; reason says how, where that was not as it should be. */
static enum status end_process(struct side *side, char *reason, size_t reason_size)
{
    static const struct side_order end = {.order = TURN_END};
    struct pollfd watched = {.fd = worker_descriptor(side->worker), .events = POLLIN};
    uint64_t deadline = clock_nanoseconds() + clock_from_seconds(side->limit_seconds);
    send_order(side, &end);
    while (poll(&watched, 1, clock_poll_timeout(deadline)) < 0 && errno == EINTR)
        continue;
    if (watched.revents == 0)
        worker_give_up(side->worker);
    return collect(side, side->limit_seconds, reason, reason_size);
}

/* How a process ends that has already failed says nothing more about the runtime. */
static void discard_process(struct side *side)
{
    char reason[RECORDER_TEXT + 128];
    end_process(side, reason, sizeof reason);
}

void side_end_process(struct side *side)
{
    char reason[RECORDER_TEXT + 128];
    if (!side->running)
        return;
    enum status status = end_process(side, reason, sizeof reason);
    bool regular = status != STATUS_CRASH && status != STATUS_TIMEOUT;
    if (!regular && side->irregular_end[0] == '\0')
        snprintf(side->irregular_end, sizeof side->irregular_end, "%s", reason);
}

void side_order(struct side *side, const struct side_order *order, int interruption,
                struct side_outcome *outcome)
{
    *outcome = (struct side_outcome){.answer = SIDE_ANSWERED, .status = TIMING_MEASURED};
    if (!side->running && !start_process(side, outcome->reason, sizeof outcome->reason)) {
        outcome->answer = SIDE_FAILED;
        return;
    }
    /* A driver that is initialised is slow for reasons that are no fault of the runtime's. */
    double limit = side->limit_seconds * (side->fresh ? WORKER_AROUND_FACTOR : 1) +
                   clock_to_seconds(order->budget_nanoseconds);
    send_order(side, order);
    switch (wait_for_answer(side, clock_nanoseconds() + clock_from_seconds(limit), interruption)) {
    case WAIT_ANSWERED:
        side->fresh = false;
        check_answer(side, order, outcome);
        if (outcome->status == TIMING_FAILED || outcome->status == TIMING_BROKEN)
            discard_process(side);
        break;
    case WAIT_OVERDUE:
        worker_give_up(side->worker);
        take_end(side, order, limit, outcome);
        break;
    case WAIT_ENDED:
        take_end(side, order, limit, outcome);
        break;
    case WAIT_INTERRUPTED:
        outcome->answer = SIDE_INTERRUPTED;
        break;
    }
}
