/* The zygote: loads the backend, then forks, watches and cleans up after one child at a time. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/zygote.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/clock.h"
#include "platform/descriptor.h"
#include "platform/leak_check.h"

struct zygote {
    const struct worker_program *program;
    struct zygote_area *area;
    struct recorder *recorder;
    int socket;
};

static void load(const struct zygote *zygote)
{
    struct zygote_area *area = zygote->area;
    unsigned threads = process_count_threads();
    unsigned devices = descriptor_count_devices();
    area->load_failed = !zygote->program->load(zygote->program->context, area->load_error, WORKER_ERROR);
    area->threads_started = process_count_threads() - threads;
    area->devices_opened = descriptor_count_devices() - devices;
    area->processes_left = process_end_children();
}

static void load_in_child(const struct worker_program *program, struct recorder *recorder)
{
    char error[WORKER_ERROR];
    recorder->phase = PHASE_LOADING;
    if (!program->load(program->context, error, sizeof error)) {
        recorder_add(recorder, FINDING_BROKEN, NULL, NULL, 0, "the backend cannot be loaded: %s", error);
        recorder->phase = PHASE_FINISHED;
        process_quit(0);
    }
}

/* The process of one request, from its fork to its end. */
static _Noreturn void be_child(const struct zygote *zygote, size_t request, const int pipe_ends[2])
{
    struct recorder *recorder = zygote->recorder;
    descriptor_set_standard(pipe_ends[1]);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    close(zygote->socket);
    if (zygote->program->load_in_child)
        load_in_child(zygote->program, recorder);
    zygote->program->run(zygote->program->context, request, recorder);
    /* A case that failed left its body in the middle of things, and lost what it held there. */
    if (!recorder_has_finding(recorder, FINDING_FAIL) && leak_check_finds_any())
        recorder_add(recorder, FINDING_BROKEN, NULL, NULL, 0, "memory was lost: the output says where");
    fflush(NULL);
    recorder->phase = PHASE_FINISHED;
    process_quit(0);
}

/* The moment at which the child is to be killed, as far as can be said now: a body has a limit of its own. */
static uint64_t deadline_of(const struct zygote *zygote, uint64_t start)
{
    uint64_t limit = zygote->area->limit_nanoseconds;
    uint64_t around = start + limit * WORKER_AROUND_FACTOR;
    uint64_t body_began = zygote->recorder->body_began;
    if (zygote->recorder->phase != PHASE_BODY || body_began < start || body_began > around)
        return around;
    return body_began + limit;
}

/* No event tells that the body has begun: looking this many times in a limit is exact enough. */
enum { LOOKS_IN_LIMIT = 10 };

/*
 * Keeps the output flowing until the child ends, its time is over or the worker has gone. True when the child
 * has ended by itself.
 */
static bool watch(const struct zygote *zygote, int child, int output, uint64_t start, bool *timed_out)
{
    struct pollfd watched[] = {
        {.fd = child, .events = POLLIN},
        {.fd = output, .events = POLLIN},
        {.fd = zygote->socket, .events = POLLIN},
    };
    for (;;) {
        uint64_t look = clock_nanoseconds() + zygote->area->limit_nanoseconds / LOOKS_IN_LIMIT;
        uint64_t deadline = deadline_of(zygote, start);
        int timeout = clock_poll_timeout(deadline < look ? deadline : look);
        int ready = poll(watched, sizeof watched / sizeof watched[0], timeout);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready < 0 || watched[0].revents != 0 || watched[2].revents != 0)
            return ready > 0 && watched[0].revents != 0;
        if (clock_nanoseconds() >= deadline_of(zygote, start)) {
            *timed_out = true;
            return false;
        }
        /* A child that has closed its output leaves nothing to poll. */
        if (watched[1].revents != 0 && !output_drain(&zygote->area->output, output))
            watched[1].fd = -1;
    }
}

static void say_not_run(const struct zygote *zygote, const char *what, int error)
{
    recorder_add(zygote->recorder, FINDING_BROKEN, NULL, NULL, 0, "no process could be run: %s: %s", what,
                 strerror(error));
    zygote->recorder->phase = PHASE_FINISHED;
}

/* The verdict was complete: that the system is slow to take the process apart changes nothing about it. */
static void forgive_slow_end(const struct zygote *zygote)
{
    recorder_add(zygote->recorder, FINDING_NOTE, NULL, NULL, 0,
                 "the finished process was slow to end, and killed");
    zygote->area->timed_out = false;
    memset(&zygote->area->end, 0, sizeof zygote->area->end);
}

/* Sees a child through to its end, and ends what it leaves behind. */
static void see_through(const struct zygote *zygote, pid_t child, int output, uint64_t start)
{
    struct zygote_area *area = zygote->area;
    int descriptor = process_descriptor(child);
    int error = errno;
    area->child = child;
    if (descriptor < 0 || !watch(zygote, descriptor, output, start, &area->timed_out))
        process_kill(child);
    process_wait(child, &area->end);
    area->nanoseconds = clock_nanoseconds() - start;
    area->leftovers = process_end_children();
    area->child = 0;
    if (area->timed_out && zygote->recorder->phase == PHASE_FINISHED)
        forgive_slow_end(zygote);
    if (area->leftovers > 0)
        recorder_add(zygote->recorder, FINDING_NOTE, NULL, NULL, 0, "left %u process%s behind, now killed",
                     area->leftovers, area->leftovers == 1 ? "" : "es");
    if (descriptor >= 0) {
        close(descriptor);
    } else {
        memset(&area->end, 0, sizeof area->end);
        say_not_run(zygote, "pidfd_open", error);
    }
}

static void clear_outcome(const struct zygote *zygote)
{
    struct zygote_area *area = zygote->area;
    recorder_reset(zygote->recorder);
    output_reset(&area->output);
    memset(&area->end, 0, sizeof area->end);
    area->timed_out = false;
    area->leftovers = 0;
    area->nanoseconds = 0;
}

static void run_child(const struct zygote *zygote)
{
    struct zygote_area *area = zygote->area;
    size_t request = area->argument;
    int pipe_ends[2];
    clear_outcome(zygote);
    if (pipe2(pipe_ends, O_CLOEXEC) != 0) {
        say_not_run(zygote, "pipe", errno);
        return;
    }
    fcntl(pipe_ends[0], F_SETFL, O_NONBLOCK);

    uint64_t start = clock_nanoseconds();
    pid_t child = process_fork();
    if (child == 0)
        be_child(zygote, request, pipe_ends);
    close(pipe_ends[1]);
    if (child > 0)
        see_through(zygote, child, pipe_ends[0], start);
    else
        say_not_run(zygote, "fork", errno);
    /* Whoever held the other end is dead, so this comes to an end. */
    while (output_drain(&area->output, pipe_ends[0]))
        continue;
    close(pipe_ends[0]);
}

static void measure_fork(struct zygote_area *area)
{
    struct process_end end;
    uint64_t start = clock_nanoseconds();
    pid_t child = process_fork();
    if (child == 0)
        process_quit(0);
    if (child > 0)
        process_wait(child, &end);
    area->nanoseconds = clock_nanoseconds() - start;
}

_Noreturn void zygote_serve(const struct worker_program *program, struct zygote_area *area,
                            struct recorder *recorder, int socket, int output)
{
    const struct zygote zygote = {program, area, recorder, socket};
    char turn = 0;
    /* Lines that a backend printed before it crashed are worth having. */
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    descriptor_set_standard(output);
    descriptor_close_others(socket);
    process_reset_signals();
    process_adopt_orphans();
    process_show_memory(area, sizeof *area, false);
    if (!program->load_in_child)
        load(&zygote);
    descriptor_set_standard(-1);

    /* From here on the end of the worker shows as the end of the socket, and gives time to clean up. */
    process_outlive_parent();
    while (send(socket, &turn, 1, MSG_NOSIGNAL) == 1 && recv(socket, &turn, 1, 0) == 1) {
        if (area->request == ZYGOTE_RUN)
            run_child(&zygote);
        else
            measure_fork(area);
    }
    process_quit(0);
}
