/* An exporter in another process: every function asks the process and takes its answer. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "exporters/remote.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "exporters/remote_message.h"
#include "platform/process.h"

struct remote {
    struct exporter base;
    int socket;
    pid_t process; /* 0: it has ended */
    struct outside *objects;
    struct exporter_description description;
    struct remote_request request; /* the one that is being made, and its answer */
    struct remote_answer answer;
};

struct outside {
    struct remote *remote;
    struct outside *next;
    uint64_t number;
};

static const struct exporter_operations remote_operations;

static struct remote *remote_of(struct exporter *exporter)
{
    return (struct remote *)exporter;
}

/* Sends remote->request with a descriptor, -1 for none. */
static bool send_request(struct remote *remote, int given_fd)
{
    return remote->process > 0 && remote_send_request(remote->socket, &remote->request, given_fd);
}

/* True with remote->answer when the answer to what was sent is good. */
static bool take_answer(struct remote *remote, bool sent, int *taken_fd)
{
    int fd = -1;
    if (!sent || !remote_receive_answer(remote->socket, &remote->answer, &fd))
        remote->answer =
            (struct remote_answer){.outcome = REMOTE_FAILED, .text = "the other process has ended"};
    if (taken_fd != NULL)
        *taken_fd = fd;
    else if (fd >= 0)
        close(fd);
    return remote->answer.outcome == REMOTE_GOOD;
}

static bool ask(struct remote *remote, int given_fd, int *taken_fd)
{
    return take_answer(remote, send_request(remote, given_fd), taken_fd);
}

static bool ask_about(struct outside *object, enum remote_verb verb, uint64_t value, uint64_t size)
{
    object->remote->request =
        (struct remote_request){.verb = verb, .object = object->number, .value = value, .size = size};
    return ask(object->remote, -1, NULL);
}

/* ---- the process ---- */

static bool start_process(struct remote *remote, char *error, size_t error_size)
{
    static const char program[] = "extres_other_process";
    int sockets[2];
    char number[16];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) {
        snprintf(error, error_size, "socketpair: %s", strerror(errno));
        return false;
    }
    snprintf(number, sizeof number, "%d", sockets[1]);
    remote->process = process_start_beside(program, number, sockets[1]);
    int start_error = errno;
    close(sockets[1]);
    if (remote->process > 0) {
        remote->socket = sockets[0];
        return true;
    }
    close(sockets[0]);
    snprintf(error, error_size, "%s, beside this program, cannot be started: %s", program,
             strerror(start_error));
    return false;
}

static void end_process(struct remote *remote)
{
    struct process_end end;
    if (remote->process <= 0)
        return;
    process_wait(remote->process, &end);
    remote->process = 0;
}

static void remote_close(struct exporter *exporter)
{
    struct remote *remote = remote_of(exporter);
    close(remote->socket); /* which it takes for its end */
    end_process(remote);
    while (remote->objects != NULL) {
        struct outside *object = remote->objects;
        remote->objects = object->next;
        free(object);
    }
    free(remote);
}

struct exporter *remote_open(const struct remote_opening *opening, char *error, size_t error_size)
{
    struct remote *remote = calloc(1, sizeof *remote);
    if (remote == NULL || !start_process(remote, error, error_size)) {
        free(remote);
        return NULL;
    }
    remote->base.operations = &remote_operations;
    remote->request = (struct remote_request){.verb = REMOTE_OPEN, .data_size = sizeof *opening};
    memcpy(remote->request.data, opening, sizeof *opening);
    if (ask(remote, -1, NULL) && remote->answer.data_size == sizeof remote->description) {
        memcpy(&remote->description, remote->answer.data, sizeof remote->description);
        return &remote->base;
    }
    snprintf(error, error_size, "in the other process: %s", remote->answer.text);
    remote_close(&remote->base);
    return NULL;
}

void remote_kill(struct exporter *exporter)
{
    struct remote *remote = remote_of(exporter);
    if (remote->process > 0)
        process_kill_only(remote->process);
    end_process(remote);
}

/* ---- the exporter's functions ---- */

static void remote_describe(struct exporter *exporter, struct exporter_description *out)
{
    *out = remote_of(exporter)->description;
}

static const char *remote_complaints(struct exporter *exporter)
{
    struct remote *remote = remote_of(exporter);
    remote->request = (struct remote_request){.verb = REMOTE_COMPLAINTS};
    return ask(remote, -1, NULL) && remote->answer.flag ? remote->answer.text : NULL;
}

static const char *remote_error(struct exporter *exporter)
{
    return remote_of(exporter)->answer.text;
}

/* The object that the request in remote makes there; NULL when it is refused. */
static struct outside *make(struct remote *remote, int given_fd)
{
    struct outside *object = calloc(1, sizeof *object);
    if (object == NULL || !ask(remote, given_fd, NULL)) {
        free(object);
        return NULL;
    }
    *object = (struct outside){.remote = remote, .next = remote->objects, .number = remote->answer.value};
    remote->objects = object;
    return object;
}

static struct outside *remote_create(struct exporter *exporter, enum extres_handle_type type, uint64_t size,
                                     uint64_t initial_value)
{
    struct remote *remote = remote_of(exporter);
    remote->request =
        (struct remote_request){.verb = REMOTE_CREATE, .type = type, .size = size, .value = initial_value};
    return make(remote, -1);
}

struct outside *remote_import(struct exporter *exporter, enum extres_handle_type type, int fd, uint64_t size,
                              bool dedicated)
{
    struct remote *remote = remote_of(exporter);
    remote->request =
        (struct remote_request){.verb = REMOTE_IMPORT, .type = type, .size = size, .value = dedicated};
    return make(remote, fd);
}

static void remote_destroy(struct outside *object)
{
    struct outside **link = &object->remote->objects;
    while (*link != object)
        link = &(*link)->next;
    *link = object->next;
    (void)ask_about(object, REMOTE_DESTROY, 0, 0); /* a process that has gone has destroyed it too */
    free(object);
}

static int remote_export_fd(struct outside *object)
{
    int fd = -1;
    object->remote->request = (struct remote_request){.verb = REMOTE_EXPORT, .object = object->number};
    return ask(object->remote, -1, &fd) ? fd : -1;
}

int remote_take_fd(struct outside *object)
{
    struct remote *remote = object->remote;
    if (!ask_about(object, REMOTE_EXPORT, 1, 0))
        return -1;
    int process = process_descriptor(remote->process);
    int fd = process < 0 ? -1 : pidfd_getfd(process, (int)remote->answer.value, 0);
    if (fd < 0)
        snprintf(remote->answer.text, sizeof remote->answer.text, "pidfd_getfd: %s", strerror(errno));
    if (process >= 0)
        close(process);
    return fd;
}

static uint64_t remote_memory_size(struct outside *object)
{
    return ask_about(object, REMOTE_SIZE, 0, 0) ? object->remote->answer.value : 0;
}

static bool remote_memory_dedicated(struct outside *object)
{
    return ask_about(object, REMOTE_SIZE, 0, 0) && object->remote->answer.flag;
}

static size_t piece_of(size_t left)
{
    return left < REMOTE_DATA ? left : REMOTE_DATA;
}

static bool remote_write(struct outside *object, uint64_t offset, const void *data, size_t size)
{
    struct remote *remote = object->remote;
    for (size_t done = 0; done < size; done += remote->request.data_size) {
        remote->request = (struct remote_request){.verb = REMOTE_WRITE,
                                                  .object = object->number,
                                                  .offset = offset + done,
                                                  .data_size = (uint32_t)piece_of(size - done)};
        memcpy(remote->request.data, (const unsigned char *)data + done, remote->request.data_size);
        if (!ask(remote, -1, NULL))
            return false;
    }
    return true;
}

static bool remote_read(struct outside *object, uint64_t offset, void *data, size_t size)
{
    struct remote *remote = object->remote;
    for (size_t done = 0; done < size; done += remote->request.size) {
        remote->request = (struct remote_request){.verb = REMOTE_READ,
                                                  .object = object->number,
                                                  .offset = offset + done,
                                                  .size = piece_of(size - done)};
        if (!ask(remote, -1, NULL) || remote->answer.data_size != remote->request.size)
            return false;
        memcpy((unsigned char *)data + done, remote->answer.data, remote->answer.data_size);
    }
    return true;
}

static bool remote_signal(struct outside *object, uint64_t value)
{
    return ask_about(object, REMOTE_SIGNAL, value, 0);
}

static bool remote_wait(struct outside *object, uint64_t value, uint64_t timeout_nanoseconds, bool *released)
{
    bool good = ask_about(object, REMOTE_WAIT, value, timeout_nanoseconds);
    *released = good && object->remote->answer.flag;
    return good;
}

static bool remote_value(struct outside *object, uint64_t *value)
{
    bool good = ask_about(object, REMOTE_VALUE, 0, 0);
    *value = object->remote->answer.value;
    return good;
}

bool remote_begin_answering(struct outside *seen, struct outside *answers,
                            const struct remote_answering *answering)
{
    struct remote_answering filled = *answering;
    filled.answers = answers->number;
    seen->remote->request =
        (struct remote_request){.verb = REMOTE_ANSWER, .object = seen->number, .data_size = sizeof filled};
    memcpy(seen->remote->request.data, &filled, sizeof filled);
    return send_request(seen->remote, -1);
}

bool remote_end_answering(struct outside *seen)
{
    return take_answer(seen->remote, true, NULL);
}

/* Not in the list of exporters: it is opened by remote_open alone. */
static const struct exporter_operations remote_operations = {
    .name = "in the other process",
    .describe = remote_describe,
    .close = remote_close,
    .complaints = remote_complaints,
    .error = remote_error,
    .create = remote_create,
    .destroy = remote_destroy,
    .export_fd = remote_export_fd,
    .memory_size = remote_memory_size,
    .memory_dedicated = remote_memory_dedicated,
    .write = remote_write,
    .read = remote_read,
    .signal = remote_signal,
    .wait = remote_wait,
    .value = remote_value,
};

bool remote_runtime_failed(struct exporter *exporter, bool *missing)
{
    if (exporter->operations != &remote_operations)
        return false;
    enum remote_outcome outcome = remote_of(exporter)->answer.outcome;
    *missing = outcome == REMOTE_MISSING;
    return outcome == REMOTE_MISSING || outcome == REMOTE_RUNTIME_FAILED;
}
