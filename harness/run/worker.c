/* The side of a worker that asks: starting its zygote, handing over requests, noticing that it was lost. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/clock.h"
#include "report/report.h"
#include "run/zygote.h"

struct worker {
    struct worker_program program;
    struct zygote_area *area;
    struct recorder *recorder;
    pid_t zygote; /* 0: there is none */
    int socket;
    double limit_seconds;
    uint64_t deadline;
    char note[256];
};

/* What a zygote gets beyond the time of its request, for killing and reporting, before it counts as lost. */
static const double answer_seconds = 5;

struct worker *worker_create(const struct worker_program *program, char *error, size_t error_size)
{
    struct worker *worker = calloc(1, sizeof *worker);
    struct zygote_area *area = process_share_memory(sizeof *area);
    struct recorder *recorder = process_share_memory(sizeof *recorder);
    if (worker == NULL || area == NULL || recorder == NULL) {
        snprintf(error, error_size, "no memory for a worker: %s", strerror(errno));
        process_share_release(recorder, sizeof *recorder);
        process_share_release(area, sizeof *area);
        free(worker);
        return NULL;
    }
    worker->program = *program;
    worker->area = area;
    worker->recorder = recorder;
    return worker;
}

/* True when the zygote passed the turn before the deadline. */
static bool wait_for_turn(const struct worker *worker, uint64_t deadline)
{
    struct pollfd watched = {.fd = worker->socket, .events = POLLIN};
    char turn;
    int ready;
    do
        ready = poll(&watched, 1, clock_poll_timeout(deadline));
    while (ready < 0 && errno == EINTR);
    return ready > 0 && recv(worker->socket, &turn, 1, 0) == 1;
}

static bool pass_turn(const struct worker *worker)
{
    char turn = 0;
    return send(worker->socket, &turn, 1, MSG_NOSIGNAL) == 1;
}

/* Waits for the zygote to end by itself, which it does at the end of the socket, and kills it if it does not.
 */
static void reap_zygote(struct worker *worker, double seconds, struct process_end *end)
{
    int descriptor = process_descriptor(worker->zygote);
    struct pollfd watched = {.fd = descriptor, .events = POLLIN};
    uint64_t deadline = clock_nanoseconds() + clock_from_seconds(seconds);
    int ready;
    do
        ready = poll(&watched, 1, clock_poll_timeout(deadline));
    while (ready < 0 && errno == EINTR);
    if (ready <= 0)
        process_kill(worker->zygote);
    process_wait(worker->zygote, end);
    if (descriptor >= 0)
        close(descriptor);
    worker->zygote = 0;
}

/* Closes the socket, which ends the zygote and what it runs. */
static void end_zygote(struct worker *worker, double seconds, struct process_end *end)
{
    close(worker->socket);
    reap_zygote(worker, seconds, end);
    /* A zygote that was killed could not kill its child's group. */
    if (worker->area->child > 0)
        process_kill(worker->area->child);
    worker->area->child = 0;
}

void worker_release(struct worker *worker)
{
    struct process_end end;
    if (worker == NULL)
        return;
    if (worker->zygote > 0)
        end_zygote(worker, answer_seconds, &end);
    process_share_release(worker->recorder, sizeof *worker->recorder);
    process_share_release(worker->area, sizeof *worker->area);
    free(worker);
}

static void show_memory(const struct worker *worker, bool shown)
{
    process_show_memory(worker->area, sizeof *worker->area, shown);
    process_show_memory(worker->recorder, sizeof *worker->recorder, shown);
    process_show_memory(worker->program.shared, worker->program.shared_size, shown);
}

static bool fork_zygote(struct worker *worker, int *output, char *error, size_t error_size)
{
    int sockets[2];
    int pipe_ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) {
        snprintf(error, error_size, "socketpair: %s", strerror(errno));
        return false;
    }
    if (pipe2(pipe_ends, O_CLOEXEC) != 0) {
        snprintf(error, error_size, "pipe: %s", strerror(errno));
        close(sockets[0]);
        close(sockets[1]);
        return false;
    }
    fcntl(pipe_ends[0], F_SETFL, O_NONBLOCK);
    /* The zygotes of other workers do not get it, nor what they fork. */
    show_memory(worker, true);
    pid_t zygote = process_fork();
    if (zygote == 0)
        zygote_serve(&worker->program, worker->area, worker->recorder, sockets[1], pipe_ends[1]);
    show_memory(worker, false);
    close(sockets[1]);
    close(pipe_ends[1]);
    if (zygote < 0) {
        snprintf(error, error_size, "fork: %s", strerror(errno));
        close(sockets[0]);
        close(pipe_ends[0]);
        return false;
    }
    worker->zygote = zygote;
    worker->socket = sockets[0];
    *output = pipe_ends[0];
    return true;
}

/* Keeps the output of a zygote that loads the backend flowing until it passes the turn. False at its end or
 * deadline. */
static bool watch_loading(struct worker *worker, int output, uint64_t deadline)
{
    struct pollfd watched[] = {
        {.fd = worker->socket, .events = POLLIN},
        {.fd = output, .events = POLLIN},
    };
    while (clock_nanoseconds() < deadline) {
        int ready = poll(watched, sizeof watched / sizeof watched[0], clock_poll_timeout(deadline));
        if (ready < 0 && errno != EINTR)
            return false;
        if (ready <= 0)
            continue;
        if (watched[1].revents != 0 && !output_drain(&worker->area->output, output))
            watched[1].fd = -1;
        if (watched[0].revents != 0)
            return wait_for_turn(worker, deadline);
    }
    return false;
}

/* The last line that a backend printed while it was being loaded, for an error message; the result is freed
 * by free(). */
static char *last_words(const struct worker *worker)
{
    char *text = output_text(&worker->area->output);
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == '\n')
        text[--length] = '\0';
    char *line = strrchr(text, '\n');
    if (line != NULL)
        memmove(text, line + 1, strlen(line + 1) + 1);
    return text;
}

/* The sentence for a zygote that did not live through the loading of the backend. */
static void explain_loading(const struct worker *worker, bool late, const struct process_end *end,
                            char *error, size_t error_size)
{
    char what[32];
    char *words = last_words(worker);
    const char *separator = words[0] != '\0' ? "; it had printed: " : "";
    process_describe_end(end, what, sizeof what);
    if (late)
        snprintf(error, error_size, "the backend was not loaded within %.1f s%s%s",
                 worker->program.load_seconds, separator, words);
    else if (end->signalled)
        snprintf(error, error_size, "the backend crashed (%s) while it was being loaded%s%s", what, separator,
                 words);
    else
        snprintf(error, error_size, "the process ended with %s while it was loading the backend%s%s", what,
                 separator, words);
    free(words);
}

/* Starts a zygote and waits until it has loaded what it is to load. */
static bool start_zygote(struct worker *worker, char *error, size_t error_size)
{
    int output;
    struct process_end end;
    output_reset(&worker->area->output);
    worker->area->load_failed = false;
    worker->area->threads_started = 0;
    worker->area->devices_opened = 0;
    worker->area->processes_left = 0;
    if (!fork_zygote(worker, &output, error, error_size))
        return false;
    uint64_t deadline = clock_nanoseconds() + clock_from_seconds(worker->program.load_seconds);
    bool served = watch_loading(worker, output, deadline);
    bool late = clock_nanoseconds() >= deadline;
    while (output_drain(&worker->area->output, output))
        continue;
    close(output);
    if (!served) {
        end_zygote(worker, late ? 0 : answer_seconds, &end);
        explain_loading(worker, late, &end, error, error_size);
        return false;
    }
    if (worker->area->load_failed) {
        text_make_printable(worker->area->load_error, WORKER_ERROR);
        snprintf(error, error_size, "the backend cannot be loaded: %.*s", WORKER_ERROR - 1,
                 worker->area->load_error);
        end_zygote(worker, answer_seconds, &end);
        return false;
    }
    return true;
}

bool worker_prepare(struct worker *worker, char *error, size_t error_size)
{
    if (worker->zygote > 0)
        return true;
    if (!start_zygote(worker, error, error_size))
        return false;
    const struct zygote_area *area = worker->area;
    if (area->threads_started == 0 && area->devices_opened == 0 && area->processes_left == 0)
        return true;

    struct process_end end;
    snprintf(worker->note, sizeof worker->note,
             "while being loaded the backend started threads (%u) or processes (%u) or opened devices (%u), "
             "so it is loaded in each case again",
             area->threads_started, area->processes_left, area->devices_opened);
    end_zygote(worker, answer_seconds, &end);
    worker->program.load_in_child = true;
    return start_zygote(worker, error, error_size);
}

const char *worker_load_note(const struct worker *worker)
{
    return worker->note[0] != '\0' ? worker->note : NULL;
}

void worker_begin(struct worker *worker, size_t request, double limit_seconds)
{
    worker->area->request = ZYGOTE_RUN;
    worker->area->argument = request;
    worker->area->limit_nanoseconds = clock_from_seconds(limit_seconds);
    worker->limit_seconds = limit_seconds;
    worker->deadline =
        clock_nanoseconds() + clock_from_seconds(limit_seconds * (WORKER_AROUND_FACTOR + 1) + answer_seconds);
    /* A zygote that has gone meanwhile is found out by worker_collect. */
    (void)pass_turn(worker);
}

int worker_descriptor(const struct worker *worker)
{
    return worker->socket;
}

uint64_t worker_deadline(const struct worker *worker)
{
    return worker->deadline;
}

void worker_give_up(struct worker *worker)
{
    worker->deadline = clock_nanoseconds();
}

void worker_collect(struct worker *worker, struct worker_outcome *out)
{
    struct zygote_area *area = worker->area;
    memset(out, 0, sizeof *out);
    out->limit_seconds = worker->limit_seconds;
    out->recorder = worker->recorder;
    out->output = &area->output;
    if (wait_for_turn(worker, worker->deadline)) {
        out->end = area->end;
        out->timed_out = area->timed_out;
        if (area->timed_out && out->recorder->phase != PHASE_BODY)
            out->limit_seconds = worker->limit_seconds * WORKER_AROUND_FACTOR;
        out->leftovers = area->leftovers;
        out->seconds = clock_to_seconds(area->nanoseconds);
        return;
    }
    out->timed_out = clock_nanoseconds() >= worker->deadline;
    out->seconds = out->limit_seconds;
    end_zygote(worker, 0, &out->end);
    out->lost = !out->timed_out;
}

double worker_measure_fork(struct worker *worker)
{
    worker->area->request = ZYGOTE_MEASURE_FORK;
    if (!pass_turn(worker) ||
        !wait_for_turn(worker, clock_nanoseconds() + clock_from_seconds(answer_seconds)))
        return -1;
    return clock_to_seconds(worker->area->nanoseconds);
}
