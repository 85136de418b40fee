/* Tests of the main loop: order, limits, interruption, and a journal that cannot be written. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/scheduler.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report/tests/check.h"

enum { LEAVES = 40 };

static char path[] = "scheduler-test-XXXXXX";
static struct leaf leaves[LEAVES];
static const struct leaf *chosen[LEAVES];
static pid_t test_process;

static const struct case_declaration ordinary = {.statement = "", .file = ""};
static const struct case_declaration hasty = {.statement = "", .file = "", .timeout_milliseconds = 100};

/* A reporter that counts. */
struct counter {
    struct reporter reporter;
    size_t results;
};

static void count_result(struct reporter *reporter, const struct case_result *result)
{
    (void)result;
    ((struct counter *)reporter)->results++;
}

static bool load(void *context, char *error, size_t error_size)
{
    (void)context;
    (void)error;
    (void)error_size;
    return true;
}

/* Passes, but for the request that context names, which hangs. */
static void run_one(void *context, size_t request, struct recorder *recorder)
{
    while (request == *(const size_t *)context)
        pause();
    recorder->checks = 1;
}

static void run_interrupting(void *context, size_t request, struct recorder *recorder)
{
    if (request == *(const size_t *)context) {
        kill(test_process, SIGINT);
        pause();
    }
    recorder->checks = 1;
}

static enum schedule_end run(void (*body)(void *, size_t, struct recorder *), size_t odd_one,
                             const char *journal_path, struct tally *tally, size_t *reported)
{
    char error[WORKER_ERROR];
    const struct worker_program program = {
        .load = load, .run = body, .context = &odd_one, .load_seconds = 20};
    const struct selection selection = {chosen, LEAVES};
    struct counter counter = {.reporter = {.result = count_result}};
    struct journal *journal = journal_open(journal_path, false, error, sizeof error);
    const struct run_description description = {(char[]){""},
                                                (char[]){""},
                                                (char[]){""},
                                                (char[]){""},
                                                (char[]){""},
                                                (char[]){""},
                                                (char[]){""},
                                                0,
                                                0,
                                                (char[]){""},
                                                (char[]){""},
                                                (char[]){""},
                                                LEAVES,
                                                3,
                                                1};
    const struct schedule schedule = {
        .program = &program,
        .selection = &selection,
        .jobs = 3,
        .limit_seconds = 20,
        .multiplier = 2,
        .journal = journal,
        .reporter = &counter.reporter,
        .tally = tally,
    };
    memset(tally, 0, sizeof *tally);
    if (journal == NULL)
        abort();
    journal_write_run(journal, &description);
    enum schedule_end end = schedule_run(&schedule, error, sizeof error);
    journal_close(journal);
    *reported = counter.results;
    return end;
}

static size_t count_recorded(void)
{
    char error[256];
    struct journal_contents contents;
    if (!journal_read(path, &contents, error, sizeof error))
        return 0;
    size_t count = contents.result_count;
    journal_contents_release(&contents);
    return count;
}

int main(void)
{
    struct tally tally;
    size_t reported;
    test_process = getpid();
    for (int i = 0; i < LEAVES; i++) {
        leaves[i].declaration = i == 7 ? &hasty : &ordinary;
        snprintf(leaves[i].id, sizeof leaves[i].id, "rt.case_%d", i);
        chosen[i] = &leaves[i];
    }
    int descriptor = mkstemp(path);
    if (descriptor < 0)
        return 1;
    close(descriptor);

    check(run(run_one, 7, path, &tally, &reported) == SCHEDULE_COMPLETE, "a run comes to its end");
    check(tally.by_status[STATUS_PASS] == LEAVES - 1 && tally.by_status[STATUS_TIMEOUT] == 1,
          "a case that names its own time gets that, the others pass");
    check(reported == LEAVES && count_recorded() == LEAVES, "each result is reported and recorded once");

    check(run(run_interrupting, 20, path, &tally, &reported) == SCHEDULE_INTERRUPTED, "a run is interrupted");
    check(tally.total < LEAVES && tally.by_status[STATUS_PASS] == tally.total,
          "what ran when it was interrupted has no result");
    check(count_recorded() == tally.total, "what had ended before is recorded");

    check(run(run_one, LEAVES, "/dev/full", &tally, &reported) == SCHEDULE_FAILED,
          "a full disk ends the run");
    check(reported == 0, "nothing is reported that is not recorded");
    check(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "no process is left at the end");
    unlink(path);
    return check_end();
}
