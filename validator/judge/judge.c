/* The judge's state, and the rules on who owns a file descriptor. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/judge.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* An object that was imported, kept after its destruction too: its history explains later violations. */
struct object {
    uint64_t handle;
    enum extres_handle_type type;
    int fd;
    uint64_t imported_by; /* number of the call */
    bool destroyed;
};

struct extres_judge {
    pthread_mutex_t lock; /* guards all below */
    extres_judge_report *report;
    void *context;
    uint64_t calls;
    struct object *objects;
    size_t object_count;
    size_t object_capacity;
};

struct extres_judge *extres_judge_create(extres_judge_report *report, void *context)
{
    struct extres_judge *judge = calloc(1, sizeof *judge);
    if (judge == NULL)
        return NULL;
    if (pthread_mutex_init(&judge->lock, NULL) != 0) {
        free(judge);
        return NULL;
    }
    judge->report = report;
    judge->context = context;
    return judge;
}

void extres_judge_destroy(struct extres_judge *judge)
{
    if (judge == NULL)
        return;
    pthread_mutex_destroy(&judge->lock);
    free(judge->objects);
    free(judge);
}

static size_t violated(struct extres_judge *judge, const char *rule_id, const char *text)
{
    struct extres_violation violation = {.rule = extres_rule_find(rule_id), .text = text};
    judge->report(judge->context, &violation);
    return 1;
}

/* Without memory the history is lost, and nothing else. */
static void remember_import(struct extres_judge *judge, const struct extres_call_record *call)
{
    if (judge->object_count == judge->object_capacity) {
        size_t capacity = judge->object_capacity == 0 ? 16 : judge->object_capacity * 2;
        struct object *objects = realloc(judge->objects, capacity * sizeof *objects);
        if (objects == NULL)
            return;
        judge->objects = objects;
        judge->object_capacity = capacity;
    }
    judge->objects[judge->object_count++] = (struct object){
        .handle = call->object, .type = call->type, .fd = call->fd, .imported_by = judge->calls};
}

static void remember_destruction(struct extres_judge *judge, uint64_t handle)
{
    for (size_t i = judge->object_count; i-- > 0;) {
        if (judge->objects[i].handle == handle && !judge->objects[i].destroyed) {
            judge->objects[i].destroyed = true;
            return;
        }
    }
}

/* The last object that was imported from this descriptor number, NULL when none was. */
static const struct object *imported_from(const struct extres_judge *judge, int fd)
{
    for (size_t i = judge->object_count; i-- > 0;) {
        if (judge->objects[i].fd == fd)
            return &judge->objects[i];
    }
    return NULL;
}

static bool is_import(enum extres_operation operation)
{
    return operation == EXTRES_OPERATION_IMPORT_MEMORY || operation == EXTRES_OPERATION_IMPORT_SEMAPHORE;
}

static const char *fate_text(enum extres_fd_fate fate)
{
    return fate == EXTRES_FD_CLOSED ? "closed" : "made to refer to another file";
}

/* Ownership moves when an import succeeds; after one that failed the descriptor is the caller's as before. */
static size_t judge_given_fd(struct extres_judge *judge, const struct extres_call_record *call,
                             const struct extres_fd_record *fd)
{
    char text[256];
    if (call->result == 0)
        return 0;
    snprintf(text, sizeof text,
             "%s failed with code %d, and fd %d (%s), which stays the caller's then, was %s", call->function,
             call->result, fd->fd, fd->what, fate_text(fd->fate));
    return violated(judge,
                    call->operation == EXTRES_OPERATION_IMPORT_MEMORY
                        ? "EXTRES-ImportMemory-fd-kept-on-failure"
                        : "EXTRES-ImportSemaphore-fd-kept-on-failure",
                    text);
}

/* A descriptor that nobody gave to the runtime in this call is not the runtime's to close. */
static size_t judge_other_fd(struct extres_judge *judge, const struct extres_call_record *call,
                             const struct extres_fd_record *fd)
{
    char text[512];
    const struct object *object = imported_from(judge, fd->fd);
    int length = snprintf(text, sizeof text, "%s, to which fd %d (%s) was not given, left it %s",
                          call->function, fd->fd, fd->what, fate_text(fd->fate));
    if (object != NULL && length > 0 && (size_t)length < sizeof text)
        snprintf(text + length, sizeof text - (size_t)length,
                 "; that number was imported as %s %s in call %llu and is another's since: closed twice?",
                 extres_handle_types[object->type].object, extres_handle_types[object->type].name,
                 (unsigned long long)object->imported_by);
    bool semaphore = object != NULL && object->type >= EXTRES_SEMAPHORE_OPAQUE_FD;
    return violated(
        judge, semaphore ? "EXTRES-ImportSemaphore-fd-ownership" : "EXTRES-ImportMemory-fd-ownership", text);
}

static size_t judge_fds(struct extres_judge *judge, const struct extres_call_record *call)
{
    size_t broken = 0;
    for (size_t i = 0; i < call->fd_count; i++) {
        const struct extres_fd_record *fd = &call->fds[i];
        if (fd->fate == EXTRES_FD_SAME)
            continue;
        broken += fd->given ? judge_given_fd(judge, call, fd) : judge_other_fd(judge, call, fd);
    }
    return broken;
}

size_t extres_judge_observe(struct extres_judge *judge, const struct extres_call_record *call)
{
    pthread_mutex_lock(&judge->lock);
    judge->calls++;
    size_t broken = judge_fds(judge, call);
    if (call->result == 0 && is_import(call->operation))
        remember_import(judge, call);
    if (call->result == 0 && (call->operation == EXTRES_OPERATION_DESTROY_MEMORY ||
                              call->operation == EXTRES_OPERATION_DESTROY_SEMAPHORE))
        remember_destruction(judge, call->object);
    pthread_mutex_unlock(&judge->lock);
    return broken;
}
