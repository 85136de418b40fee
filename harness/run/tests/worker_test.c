/* Tests of workers: whatever a request does, the worker says how it ended, and goes on. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report/tests/check.h"
#include "run/tests/wild_write.h"

static const double ample_seconds = 20;
static const double short_seconds = 0.2;

/* Shared memory in which bodies tell the test what they saw. */
struct witness {
    pid_t process;
    bool good;
};

static struct witness *witness;

static _Noreturn void hang(void)
{
    for (;;)
        pause();
}

static bool load_nothing(void *context, char *error, size_t error_size)
{
    (void)context;
    (void)error;
    (void)error_size;
    return true;
}

static void body_regular(struct recorder *recorder)
{
    printf("a line on standard output\n");
    fprintf(stderr, "a line on standard error\n");
    recorder_enter_call(recorder, "cudaFree");
    recorder_leave_call(recorder);
    recorder->checks = 1;
}

static void body_crash(struct recorder *recorder)
{
    recorder_add(recorder, FINDING_FAIL, NULL, NULL, 0, "found before the crash");
    recorder_enter_call(recorder, "cudaImportExternalSemaphore");
    printf("printed before the crash\n");
    raise(SIGSEGV);
}

static void body_exit(struct recorder *recorder)
{
    recorder->phase = PHASE_BODY;
    exit(0);
}

static void body_hang(struct recorder *recorder)
{
    recorder_enter_call(recorder, "cudaStreamSynchronize");
    hang();
}

/* A grandchild that left its group, its session and its parent. */
static void body_leave_process(struct recorder *recorder)
{
    int ends[2];
    char byte;
    recorder->checks = 1;
    if (pipe(ends) != 0 || fork() != 0) {
        /* Wait until the grandchild has written down who it is. */
        close(ends[1]);
        if (read(ends[0], &byte, 1) != 1)
            abort();
        return;
    }
    setsid();
    if (fork() != 0)
        _exit(0);
    witness->process = getpid();
    if (write(ends[1], "", 1) != 1)
        abort();
    hang();
}

/* A hang that two further processes take part in. */
static void body_hang_in_company(struct recorder *recorder)
{
    (void)recorder;
    if (fork() == 0)
        setsid();
    fork();
    hang();
}

static void body_close_everything(struct recorder *recorder)
{
    close_range(0, ~0U, 0);
    recorder->checks = 1;
}

static void body_print_much(struct recorder *recorder)
{
    static char line[1024];
    memset(line, 'x', sizeof line);
    for (int i = 0; i < 10 * 1024; i++) {
        if (write(STDOUT_FILENO, line, sizeof line) != sizeof line)
            return;
    }
    recorder->checks = 1;
}

static void body_print_for_ever(struct recorder *recorder)
{
    for (;;)
        body_print_much(recorder);
}

static void body_kill_worker(struct recorder *recorder)
{
    (void)recorder;
    kill(getppid(), SIGKILL);
    hang();
}

static void body_stop(struct recorder *recorder)
{
    (void)recorder;
    raise(SIGSTOP);
}

static void body_overwrite_shared(struct recorder *recorder)
{
    recorder->checks = 1;
    wild_write(0x5a);
    _exit(0);
}

/* A fresh process: its own group, no signal handled, ignored or blocked, nothing open but the standard three.
 */
static void body_look_around(struct recorder *recorder)
{
    sigset_t blocked;
    struct sigaction action;
    bool good = getpgrp() == getpid();
    sigprocmask(SIG_BLOCK, NULL, &blocked);
    for (int number = 1; number <= SIGSYS; number++)
        good = good && sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_DFL &&
               !sigismember(&blocked, number);
    for (int fd = 0; fd < 1024; fd++)
        good = good && (fcntl(fd, F_GETFD) >= 0) == (fd <= STDERR_FILENO);
    witness->good = good;
    recorder->checks = 1;
}

enum body {
    REGULAR,
    CRASH,
    EXIT,
    HANG,
    LEAVE_PROCESS,
    HANG_IN_COMPANY,
    CLOSE_EVERYTHING,
    PRINT_MUCH,
    PRINT_FOR_EVER,
    KILL_WORKER,
    STOP,
    LOOK_AROUND,
    OVERWRITE_SHARED,
};

static void (*const bodies[])(struct recorder *recorder) = {
    [REGULAR] = body_regular,
    [CRASH] = body_crash,
    [EXIT] = body_exit,
    [HANG] = body_hang,
    [LEAVE_PROCESS] = body_leave_process,
    [HANG_IN_COMPANY] = body_hang_in_company,
    [CLOSE_EVERYTHING] = body_close_everything,
    [PRINT_MUCH] = body_print_much,
    [PRINT_FOR_EVER] = body_print_for_ever,
    [KILL_WORKER] = body_kill_worker,
    [STOP] = body_stop,
    [LOOK_AROUND] = body_look_around,
    [OVERWRITE_SHARED] = body_overwrite_shared,
};

static void run_body(void *context, size_t request, struct recorder *recorder)
{
    (void)context;
    bodies[request](recorder);
}

static struct worker *make_worker(bool (*load)(void *, char *, size_t), double load_seconds)
{
    const struct worker_program program = {.load = load,
                                           .run = run_body,
                                           .shared = witness,
                                           .shared_size = sizeof *witness,
                                           .load_seconds = load_seconds};
    char error[WORKER_ERROR];
    struct worker *worker = worker_create(&program, error, sizeof error);
    if (worker == NULL)
        abort();
    return worker;
}

static struct worker_outcome run(struct worker *worker, enum body body, double seconds)
{
    char error[WORKER_ERROR];
    struct worker_outcome outcome;
    if (!worker_prepare(worker, error, sizeof error)) {
        printf("# %s\n", error);
        abort();
    }
    worker_begin(worker, body, seconds);
    worker_collect(worker, &outcome);
    return outcome;
}

static bool ended_well(const struct worker_outcome *outcome)
{
    return !outcome->end.signalled && outcome->end.code == 0 && !outcome->timed_out && !outcome->lost &&
           outcome->leftovers == 0 && outcome->recorder->phase == PHASE_FINISHED &&
           outcome->recorder->checks == 1;
}

static void test_ends(struct worker *worker)
{
    struct worker_outcome outcome = run(worker, REGULAR, ample_seconds);
    char *text = output_text(outcome.output);
    check(ended_well(&outcome) && outcome.recorder->calls == 1, "a request that returns");
    check_text(text, "a line on standard output\na line on standard error\n", "what it printed is kept");
    free(text);

    outcome = run(worker, CRASH, ample_seconds);
    text = output_text(outcome.output);
    check(outcome.end.signalled && outcome.end.code == SIGSEGV && !outcome.timed_out, "a crash");
    check(strcmp(outcome.recorder->current_call, "cudaImportExternalSemaphore") == 0,
          "the call that crashed is known");
    check(recorder_has_finding(outcome.recorder, FINDING_FAIL), "findings made before a crash are kept");
    check_text(text, "printed before the crash\n", "lines printed before a crash are kept");
    free(text);

    outcome = run(worker, EXIT, ample_seconds);
    check(!outcome.end.signalled && outcome.end.code == 0 && outcome.recorder->phase == PHASE_BODY,
          "an exit(0) is told from a return");
    outcome = run(worker, REGULAR, ample_seconds);
    check(ended_well(&outcome), "the next request finds nothing of it");
}

static void test_limits(struct worker *worker)
{
    struct worker_outcome outcome = run(worker, HANG, short_seconds);
    check(outcome.timed_out && outcome.seconds >= short_seconds, "a hang is killed at its limit, not before");
    check(strcmp(outcome.recorder->current_call, "cudaStreamSynchronize") == 0,
          "the call that hung is known");
    outcome = run(worker, STOP, short_seconds);
    check(outcome.timed_out, "a process that stopped itself is killed");
    outcome = run(worker, PRINT_FOR_EVER, short_seconds);
    check(outcome.timed_out, "a process that prints for ever is killed");
    outcome = run(worker, HANG_IN_COMPANY, short_seconds);
    check(outcome.timed_out && outcome.leftovers == 3, "a hang is killed with all that it started");
}

static void test_surroundings(struct worker *worker)
{
    struct worker_outcome outcome = run(worker, LEAVE_PROCESS, ample_seconds);
    check(outcome.recorder->phase == PHASE_FINISHED && outcome.leftovers >= 1,
          "a process left behind is counted");
    check(witness->process > 0 && kill(witness->process, 0) != 0 && errno == ESRCH,
          "and killed, whatever its session");
    check(recorder_has_finding(outcome.recorder, FINDING_NOTE), "and noted");
    outcome = run(worker, CLOSE_EVERYTHING, ample_seconds);
    check(ended_well(&outcome), "a process that closes every descriptor");
    outcome = run(worker, PRINT_MUCH, ample_seconds);
    check(ended_well(&outcome) && outcome.output->total == 10 * 1024 * 1024,
          "10 MiB of output neither block nor get lost");
    outcome = run(worker, LOOK_AROUND, ample_seconds);
    check(ended_well(&outcome) && witness->good, "a request finds a process with no trace of the harness");
    check(worker_measure_fork(worker) > 0, "a bare fork can be measured");
}

static void test_lost_worker(struct worker *worker)
{
    struct worker_outcome outcome = run(worker, KILL_WORKER, ample_seconds);
    check(outcome.lost && outcome.end.signalled && outcome.end.code == SIGKILL,
          "a worker that was killed is noticed");
    outcome = run(worker, REGULAR, ample_seconds);
    check(ended_well(&outcome), "and replaced");
}

static void test_many(void)
{
    enum { WORKERS = 4 };
    struct worker *workers[WORKERS];
    char error[WORKER_ERROR];
    bool good = true;
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = make_worker(load_nothing, ample_seconds);
        good = worker_prepare(workers[i], error, sizeof error) && good;
        worker_begin(workers[i], i == 0 ? HANG : REGULAR, ample_seconds);
    }
    for (int i = 1; i < WORKERS; i++) {
        struct worker_outcome outcome;
        worker_collect(workers[i], &outcome);
        good = good && ended_well(&outcome);
    }
    check(good, "workers run at the same time, one that hangs holds up no other");
    for (int i = 0; i < WORKERS; i++)
        worker_release(workers[i]);
}

/* What one process writes wildly no other's outcome shows, before, beside or after it. */
static void test_wild_writes(void)
{
    struct worker_outcome before;
    struct worker_outcome beside;
    struct worker *first = make_worker(load_nothing, ample_seconds);
    struct worker *second = make_worker(load_nothing, ample_seconds);
    before = run(first, REGULAR, ample_seconds);
    beside = run(second, OVERWRITE_SHARED, ample_seconds);
    check(recorder_is_overwritten(beside.recorder), "a recorder that was overwritten says so");
    check(ended_well(&before) && !recorder_is_overwritten(before.recorder) &&
              before.output->total == strlen("a line on standard output\na line on standard error\n"),
          "another worker's outcome is not");
    before = run(first, REGULAR, ample_seconds);
    beside = run(second, REGULAR, ample_seconds);
    check(ended_well(&before) && ended_well(&beside) && !recorder_is_overwritten(beside.recorder),
          "nor is what is run after it");
    worker_release(first);
    worker_release(second);
}

int main(void)
{
    witness = process_share_memory(sizeof *witness);
    /* What a careless parent may have left us with must not reach a case. */
    signal(SIGPIPE, SIG_IGN);
    int stray = open("/dev/null", O_RDONLY);
    struct worker *worker = make_worker(load_nothing, ample_seconds);
    test_ends(worker);
    test_limits(worker);
    test_surroundings(worker);
    test_lost_worker(worker);
    worker_release(worker);
    test_many();
    test_wild_writes();
    check(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "no process is left at the end");
    close(stray);
    process_share_release(witness, sizeof *witness);
    return check_end();
}
