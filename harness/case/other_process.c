/* The other process of a case: an exporter, or a second runtime, that does what the case asks for. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "case/other_runtime.h"
#include "exporters/remote_message.h"
#include "platform/affinity.h"
#include "platform/clock.h"
#include "platform/process.h"

enum { OBJECTS = 1100 };

struct object {
    struct outside *outside;       /* of the exporter here, or */
    struct other_import *imported; /* of the runtime here */
};

struct other_process {
    struct exporter *exporter;     /* NULL: none was asked for */
    struct other_runtime *runtime; /* the same */
    struct object objects[OBJECTS];
    size_t object_count;
    struct remote_request request;
    struct remote_answer answer;
    int given_fd; /* that came with the request; whoever uses it up sets it to -1 */
    int taken_fd; /* that goes with the answer */
};

/* A request on an object: of the exporter, or of the runtime. NULL where it cannot be asked that. */
typedef void on_exporter(struct other_process *process, struct outside *object);
typedef void on_runtime(struct other_process *process, struct other_import *object);

static void refuse(struct other_process *process, const char *text)
{
    process->answer.outcome = REMOTE_FAILED;
    snprintf(process->answer.text, sizeof process->answer.text, "%s", text);
}

/* Empty where there is none of this number. */
static struct object object_at(const struct other_process *process, uint64_t number)
{
    struct object none = {NULL, NULL};
    return number < process->object_count ? process->objects[number] : none;
}

/* What the exporter could not do, it says itself. */
static void answer_exporter(struct other_process *process, bool good)
{
    if (!good)
        refuse(process, process->exporter->operations->error(process->exporter));
}

static void open_process(struct other_process *process)
{
    struct remote_opening opening;
    char error[REMOTE_TEXT];
    memcpy(&opening, process->request.data, sizeof opening);
    if (opening.has_runtime) {
        process->runtime = other_runtime_open(&opening, &process->answer);
        if (process->runtime == NULL)
            return;
    }
    if (opening.exporter[0] == '\0') {
        process->answer.data_size = sizeof(struct exporter_description);
        return;
    }
    const struct exporter_operations *operations = exporter_find(opening.exporter);
    process->exporter = operations == NULL ? NULL
                                           : operations->open(opening.has_uuid ? opening.uuid : NULL,
                                                              opening.validated, error, sizeof error);
    if (process->exporter == NULL) {
        refuse(process, operations == NULL ? "no such exporter" : error);
        return;
    }
    operations->describe(process->exporter, (struct exporter_description *)(void *)process->answer.data);
    process->answer.data_size = sizeof(struct exporter_description);
}

static void add_object(struct other_process *process, struct object object)
{
    process->objects[process->object_count] = object;
    process->answer.value = process->object_count++;
}

static void create_object(struct other_process *process)
{
    const struct remote_request *request = &process->request;
    if (process->exporter == NULL || process->object_count == OBJECTS) {
        refuse(process, "the other process has no exporter, or no room for another object");
        return;
    }
    struct outside *outside = process->exporter->operations->create(
        process->exporter, (enum extres_handle_type)request->type, request->size, request->value);
    answer_exporter(process, outside != NULL);
    if (outside != NULL)
        add_object(process, (struct object){.outside = outside});
}

static void import_object(struct other_process *process)
{
    if (process->runtime == NULL || process->object_count == OBJECTS || process->given_fd < 0) {
        refuse(process, "the other process has no runtime, no room for another object, or no descriptor");
        return;
    }
    struct other_import *imported =
        other_runtime_import(process->runtime, &process->request, &process->given_fd, &process->answer);
    if (imported != NULL)
        add_object(process, (struct object){.imported = imported});
}

static void answer_complaints(struct other_process *process)
{
    const char *complaints =
        process->exporter != NULL ? process->exporter->operations->complaints(process->exporter) : NULL;
    process->answer.flag = complaints != NULL;
    snprintf(process->answer.text, sizeof process->answer.text, "%s", complaints != NULL ? complaints : "");
}

/* ---- requests on an object of the exporter ---- */

static void destroy_outside_object(struct other_process *process, struct outside *object)
{
    process->exporter->operations->destroy(object);
    process->objects[process->request.object] = (struct object){NULL, NULL};
}

static void export_object(struct other_process *process, struct outside *object)
{
    int fd = process->exporter->operations->export_fd(object);
    answer_exporter(process, fd >= 0);
    process->answer.value = (uint64_t)fd;
    /* With value 1 the case takes it out of this process's table; it stays there until the process ends. */
    if (process->request.value == 0)
        process->taken_fd = fd;
}

static void tell_size(struct other_process *process, struct outside *object)
{
    process->answer.value = process->exporter->operations->memory_size(object);
    process->answer.flag = process->exporter->operations->memory_dedicated(object);
}

static void write_outside_object(struct other_process *process, struct outside *object)
{
    const struct remote_request *request = &process->request;
    answer_exporter(process, process->exporter->operations->write(object, request->offset, request->data,
                                                                  request->data_size));
}

static void read_outside_object(struct other_process *process, struct outside *object)
{
    const struct remote_request *request = &process->request;
    size_t size = request->size < REMOTE_DATA ? request->size : REMOTE_DATA;
    answer_exporter(process,
                    process->exporter->operations->read(object, request->offset, process->answer.data, size));
    process->answer.data_size = (uint32_t)size;
}

static void signal_outside_object(struct other_process *process, struct outside *object)
{
    answer_exporter(process, process->exporter->operations->signal(object, process->request.value));
}

static void wait_outside_object(struct other_process *process, struct outside *object)
{
    answer_exporter(process,
                    process->exporter->operations->wait(object, process->request.value, process->request.size,
                                                        &process->answer.flag));
}

static void tell_value(struct other_process *process, struct outside *object)
{
    answer_exporter(process, process->exporter->operations->value(object, &process->answer.value));
}

/* A timeline is read again and again; a binary semaphore can only be waited for. */
static bool await_signal(const struct exporter_operations *operations, struct outside *seen, uint64_t awaited,
                         const struct remote_answering *answering)
{
    bool released = false;
    uint64_t value = 0;
    if (!answering->timeline)
        return operations->wait(seen, awaited, answering->timeout_nanoseconds, &released) && released;
    uint64_t deadline = clock_nanoseconds() + answering->timeout_nanoseconds;
    while (value < awaited) {
        if (!operations->value(seen, &value) || clock_nanoseconds() > deadline)
            return false;
    }
    return true;
}

/* On the processor of the thread that measures, which sleeps meanwhile. */
static void answer_signals(struct other_process *process, struct outside *seen)
{
    const struct exporter_operations *operations = process->exporter->operations;
    struct remote_answering answering;
    memcpy(&answering, process->request.data, sizeof answering);
    struct outside *answers = object_at(process, answering.answers).outside;
    bool good = answers != NULL;
    affinity_narrow();
    for (uint64_t i = 1; i <= answering.rounds && good; i++)
        good = await_signal(operations, seen, answering.seen_value + i, &answering) &&
               operations->signal(answers, answering.answered_value + i);
    affinity_free();
    if (!good)
        refuse(process, "a signal was not seen in time, or could not be answered");
}

/* ---- requests on an object of the runtime ---- */

static void destroy_import(struct other_process *process, struct other_import *object)
{
    other_runtime_destroy(process->runtime, object, &process->answer);
    process->objects[process->request.object] = (struct object){NULL, NULL};
}

static void request_of_import(struct other_process *process, struct other_import *object)
{
    other_runtime_request(process->runtime, object, &process->request, &process->answer);
}

/* What each verb does: at once, or on the object that the request names. */
static const struct {
    void (*at_once)(struct other_process *process);
    on_exporter *on_exporter;
    on_runtime *on_runtime;
} verbs[] = {
    [REMOTE_OPEN] = {.at_once = open_process},
    [REMOTE_CREATE] = {.at_once = create_object},
    [REMOTE_IMPORT] = {.at_once = import_object},
    [REMOTE_COMPLAINTS] = {.at_once = answer_complaints},
    [REMOTE_DESTROY] = {NULL, destroy_outside_object, destroy_import},
    [REMOTE_EXPORT] = {NULL, export_object, NULL},
    [REMOTE_SIZE] = {NULL, tell_size, NULL},
    [REMOTE_WRITE] = {NULL, write_outside_object, request_of_import},
    [REMOTE_READ] = {NULL, read_outside_object, request_of_import},
    [REMOTE_SIGNAL] = {NULL, signal_outside_object, request_of_import},
    [REMOTE_WAIT] = {NULL, wait_outside_object, request_of_import},
    [REMOTE_VALUE] = {NULL, tell_value, NULL},
    [REMOTE_ANSWER] = {NULL, answer_signals, NULL},
};

static void execute_on_object(struct other_process *process)
{
    struct object object = object_at(process, process->request.object);
    if (object.outside != NULL && verbs[process->request.verb].on_exporter != NULL)
        verbs[process->request.verb].on_exporter(process, object.outside);
    else if (object.imported != NULL && verbs[process->request.verb].on_runtime != NULL)
        verbs[process->request.verb].on_runtime(process, object.imported);
    else
        refuse(process, "the object in the other process cannot be asked for that");
}

static void execute(struct other_process *process)
{
    memset(&process->answer, 0, offsetof(struct remote_answer, data));
    process->taken_fd = -1;
    if (verbs[process->request.verb].at_once != NULL)
        verbs[process->request.verb].at_once(process);
    else
        execute_on_object(process);
    if (process->given_fd >= 0)
        close(process->given_fd);
}

int remote_serve(int socket)
{
    static struct other_process process; /* too large for a stack */
    bool answered = true;
    process_end_with_parent();
    while (answered && remote_receive_request(socket, &process.request, &process.given_fd)) {
        execute(&process);
        answered = remote_send_answer(socket, &process.answer, process.taken_fd);
        if (process.taken_fd >= 0)
            close(process.taken_fd);
    }
    if (process.exporter != NULL)
        process.exporter->operations->close(process.exporter);
    if (process.runtime != NULL)
        other_runtime_close(process.runtime);
    return 0;
}
