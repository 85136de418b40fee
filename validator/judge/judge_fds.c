/* Rules on who owns a file descriptor. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/state.h"

static const char *fate_text(enum extres_fd_fate fate)
{
    return fate == EXTRES_FD_CLOSED ? "closed" : "replaced by another file";
}

/* The documents do not say whose the descriptor of a dma_buf is, before or after. */
static bool ownership_is_open(const struct extres_call_record *call)
{
    return call->type == EXTRES_MEMORY_DMABUF_FD;
}

/* Ownership moves when an import succeeds; after one that failed the descriptor is the caller's as before. */
static size_t judge_given(struct extres_judge *judge, const struct extres_call_record *call,
                          const struct extres_fd_record *fd)
{
    struct text code;
    if (call->result == 0 || ownership_is_open(call))
        return 0;
    return judge_report(judge, call,
                        call_is_of_memory(call) ? JUDGE_RULE_IMPORT_MEMORY_FD_KEPT
                                                : JUDGE_RULE_IMPORT_SEMAPHORE_FD_KEPT,
                        "failed with %s, and fd %d (%s), which stays the caller's then, was %s",
                        describe_code(&code, call->api, call->result), fd->fd, fd->what, fate_text(fd->fate));
}

static const struct object *later_import(const struct table *objects, int fd, const struct object *latest)
{
    for (const struct object *object = table_next(objects, NULL); object != NULL;
         object = table_next(objects, object)) {
        if (object->fd == fd && (latest == NULL || object->imported.number > latest->imported.number))
            latest = object;
    }
    return latest;
}

/* The last object that was imported from this descriptor number, NULL when none was. */
static const struct object *imported_from(const struct extres_judge *judge, int fd)
{
    return later_import(&judge->semaphores, fd, later_import(&judge->memory, fd, NULL));
}

static bool call_is_of_semaphores(const struct extres_call_record *call)
{
    return call->operation == EXTRES_OPERATION_IMPORT_SEMAPHORE ||
           call->operation == EXTRES_OPERATION_SIGNAL || call->operation == EXTRES_OPERATION_WAIT ||
           call->operation == EXTRES_OPERATION_DESTROY_SEMAPHORE;
}

/* A descriptor that nobody gave to the runtime in this call is not the runtime's to close. */
static size_t judge_other(struct extres_judge *judge, const struct extres_call_record *call,
                          const struct extres_fd_record *fd)
{
    const struct object *object = imported_from(judge, fd->fd);
    struct text history;
    if (object == NULL)
        return judge_report(judge, call,
                            call_is_of_semaphores(call) ? JUDGE_RULE_IMPORT_SEMAPHORE_FD_OWNERSHIP
                                                        : JUDGE_RULE_IMPORT_MEMORY_FD_OWNERSHIP,
                            "fd %d (%s), which was never given to the runtime, was %s", fd->fd, fd->what,
                            fate_text(fd->fate));
    return judge_report(
        judge, call,
        object->is_memory ? JUDGE_RULE_IMPORT_MEMORY_FD_OWNERSHIP : JUDGE_RULE_IMPORT_SEMAPHORE_FD_OWNERSHIP,
        "fd %d (%s) was %s; the number was given to the runtime for %s, and is another file's since: "
        "closed twice?",
        fd->fd, fd->what, fate_text(fd->fate), describe_object(&history, object));
}

size_t judge_fds(struct extres_judge *judge, const struct extres_call_record *call)
{
    size_t broken = 0;
    for (size_t i = 0; i < call->fd_count; i++) {
        const struct extres_fd_record *fd = &call->fds[i];
        if (fd->fate == EXTRES_FD_SAME)
            continue;
        broken += fd->given ? judge_given(judge, call, fd) : judge_other(judge, call, fd);
    }
    return broken;
}
