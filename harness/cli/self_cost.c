/* Measuring the harness: an empty case through the scheduler, next to a bare fork in the same kind of
 * process. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/self_cost.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "platform/clock.h"
#include "run/scheduler.h"

enum {
    ROUNDS = 8, /* the two are measured in turns, so that a busy machine is busy for both */
    ROUND = 50,
    SAMPLES = ROUNDS * ROUND,
};

static const double limit_seconds = 10;

struct samples {
    double seconds[SAMPLES];
    size_t count;
};

static int by_size(const void *first, const void *second)
{
    double a = *(const double *)first;
    double b = *(const double *)second;
    return (a > b) - (a < b);
}

static double median(struct samples *samples)
{
    qsort(samples->seconds, samples->count, sizeof samples->seconds[0], by_size);
    return samples->seconds[samples->count / 2];
}

/* A reporter that takes the time from one result to the next; the first of a round starts a worker, and is
 * left out. */
struct stopwatch {
    struct reporter reporter;
    struct samples *samples;
    uint64_t last; /* 0: no result in this round yet */
};

static void take_time(struct reporter *reporter, const struct case_result *result)
{
    struct stopwatch *stopwatch = (struct stopwatch *)reporter;
    uint64_t now = clock_nanoseconds();
    (void)result;
    if (stopwatch->last != 0)
        stopwatch->samples->seconds[stopwatch->samples->count++] = clock_to_seconds(now - stopwatch->last);
    stopwatch->last = now;
}

static void do_nothing(void *context, size_t request, struct recorder *recorder)
{
    (void)context;
    (void)request;
    recorder->checks = 1;
}

static const struct case_declaration empty_declaration = {
    .name = "empty", .statement = "Nothing happens.", .file = __FILE__, .line = __LINE__};
static const struct leaf empty_leaf = {.declaration = &empty_declaration, .id = "harness.empty"};

static bool measure_cases(const struct worker_program *program, struct journal *journal,
                          struct samples *samples, char *error, size_t error_size)
{
    const struct leaf *leaves[ROUND + 1];
    struct tally tally = {.total = 0};
    struct stopwatch stopwatch = {.reporter = {.result = take_time}, .samples = samples};
    for (size_t i = 0; i < ROUND + 1; i++)
        leaves[i] = &empty_leaf;
    const struct selection selection = {leaves, ROUND + 1};
    const struct schedule schedule = {
        .program = program,
        .selection = &selection,
        .jobs = 1,
        .limit_seconds = limit_seconds,
        .multiplier = 1,
        .journal = journal,
        .reporter = &stopwatch.reporter,
        .tally = &tally,
    };
    if (schedule_run(&schedule, error, error_size) == SCHEDULE_COMPLETE &&
        tally.by_status[STATUS_PASS] == ROUND + 1)
        return true;
    snprintf(error, error_size, "the measurement was disturbed: empty cases that passed: %zu of %d",
             tally.by_status[STATUS_PASS], ROUND + 1);
    return false;
}

static bool measure_forks(struct worker *worker, struct samples *samples, char *error, size_t error_size)
{
    for (int i = 0; i < ROUND; i++) {
        double seconds = worker_measure_fork(worker);
        if (seconds < 0) {
            snprintf(error, error_size, "the worker was lost while forks were measured");
            return false;
        }
        samples->seconds[samples->count++] = seconds;
    }
    return true;
}

static bool measure_all(const struct worker_program *program, struct journal *journal, struct self_cost *out,
                        char *error, size_t error_size)
{
    struct samples forks = {.count = 0};
    struct samples cases = {.count = 0};
    struct worker *worker = worker_create(program, error, error_size);
    bool good = worker != NULL && worker_prepare(worker, error, error_size);
    for (int round = 0; good && round < ROUNDS; round++)
        good = measure_forks(worker, &forks, error, error_size) &&
               measure_cases(program, journal, &cases, error, error_size);
    worker_release(worker);
    if (good)
        *out = (struct self_cost){median(&forks), median(&cases)};
    return good;
}

bool self_cost_measure(const struct worker_program *program, struct self_cost *out, char *error,
                       size_t error_size)
{
    struct worker_program empty = *program;
    char path[] = "/tmp/extres-self-cost-XXXXXX";
    int descriptor = mkstemp(path);
    empty.run = do_nothing;
    if (descriptor < 0) {
        snprintf(error, error_size, "%s: %s", path, strerror(errno));
        return false;
    }
    close(descriptor);
    struct journal *journal = journal_open(path, false, error, error_size);
    bool good = journal != NULL && measure_all(&empty, journal, out, error, error_size);
    journal_close(journal);
    unlink(path);
    return good;
}
