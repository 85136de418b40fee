/* Tests of loading a backend in a worker: each way in which its constructors can go wrong. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report/tests/check.h"
#include "run/worker.h"

static const double ample_seconds = 20;
static const double short_seconds = 0.2;

/* Set by the load functions; shows a request whether the zygote's memory is its own. */
static int loaded_by;

static bool load_well(void *context, char *error, size_t error_size)
{
    (void)context;
    (void)error;
    (void)error_size;
    loaded_by = (int)getpid();
    return true;
}

static bool load_crash(void *context, char *error, size_t error_size)
{
    fprintf(stderr, "starting\nno device found\n");
    raise(SIGSEGV);
    return load_well(context, error, error_size);
}

static bool load_exit(void *context, char *error, size_t error_size)
{
    (void)context;
    (void)error;
    (void)error_size;
    exit(0);
}

static bool load_hang(void *context, char *error, size_t error_size)
{
    while (context == NULL)
        pause();
    return load_well(context, error, error_size);
}

static bool load_nothing(void *context, char *error, size_t error_size)
{
    (void)context;
    snprintf(error, error_size, "x.so: file too short");
    return false;
}

static void *wait_for_ever(void *nothing)
{
    while (nothing == NULL)
        pause();
    return NULL;
}

static bool load_thread(void *context, char *error, size_t error_size)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, wait_for_ever, NULL) != 0)
        abort();
    return load_well(context, error, error_size);
}

static bool load_process(void *context, char *error, size_t error_size)
{
    if (fork() == 0)
        wait_for_ever(NULL);
    return load_well(context, error, error_size);
}

static bool load_device(void *context, char *error, size_t error_size)
{
    open((const char *)context, O_RDONLY);
    return load_well(context, error, error_size);
}

static void run_loaded(void *context, size_t request, struct recorder *recorder)
{
    (void)context;
    (void)request;
    if (loaded_by == (int)getpid())
        recorder_skip(recorder, "loaded here");
    else if (loaded_by == (int)getppid())
        recorder_skip(recorder, "loaded by the zygote");
}

static struct worker *make_worker(bool (*load)(void *, char *, size_t), void *context, double load_seconds)
{
    const struct worker_program program = {
        .load = load, .run = run_loaded, .context = context, .load_seconds = load_seconds};
    char error[WORKER_ERROR];
    struct worker *worker = worker_create(&program, error, sizeof error);
    if (worker == NULL)
        abort();
    return worker;
}

static void expect_failure(bool (*load)(void *, char *, size_t), double load_seconds, const char *sentence,
                           const char *name)
{
    char error[WORKER_ERROR] = "";
    struct worker *worker = make_worker(load, NULL, load_seconds);
    bool prepared = worker_prepare(worker, error, sizeof error);
    worker_release(worker);
    check_text(prepared ? "it was loaded" : error, sentence, name);
}

/* What a request sees of a backend that is loaded by load. */
static void expect_loaded(bool (*load)(void *, char *, size_t), void *context, const char *where, bool noted,
                          const char *name)
{
    char error[WORKER_ERROR] = "";
    struct worker_outcome outcome;
    struct worker *worker = make_worker(load, context, ample_seconds);
    if (check(worker_prepare(worker, error, sizeof error), name)) {
        check((worker_load_note(worker) != NULL) == noted, noted ? "which is said" : "with nothing to say");
        worker_begin(worker, 0, ample_seconds);
        worker_collect(worker, &outcome);
        check_text(outcome.recorder->skip_reason, where, "and is loaded where it should be");
    }
    worker_release(worker);
}

/* A device that the test may open, for reading, without harm; NULL when the machine has none. */
static char *find_device(void)
{
    static char names[][24] = {"/dev/fuse",         "/dev/kvm",  "/dev/net/tun",
                               "/dev/loop-control", "/dev/rtc0", "/dev/hpet"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        int descriptor = open(names[i], O_RDONLY);
        if (descriptor >= 0) {
            close(descriptor);
            return names[i];
        }
    }
    return NULL;
}

int main(void)
{
    expect_failure(load_crash, ample_seconds,
                   "the backend crashed (SIGSEGV) while it was being loaded; it had printed: no device found",
                   "a crash while loading");
    expect_failure(load_exit, ample_seconds,
                   "the process ended with exit(0) while it was loading the backend",
                   "an exit(0) while loading");
    expect_failure(load_hang, short_seconds, "the backend was not loaded within 0.2 s",
                   "a hang while loading");
    expect_failure(load_nothing, ample_seconds, "the backend cannot be loaded: x.so: file too short",
                   "a backend that is no library");
    expect_loaded(load_well, NULL, "loaded by the zygote", false, "a good backend");
    expect_loaded(load_thread, NULL, "loaded here", true, "a backend that starts a thread");
    expect_loaded(load_process, NULL, "loaded here", true, "a backend that starts a process");
    char *device = find_device();
    if (device != NULL)
        expect_loaded(load_device, device, "loaded here", true, "a backend that opens a device");
    else
        check(true, "a backend that opens a device # SKIP no device may be opened here");
    check(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "no process is left at the end");
    return check_end();
}
