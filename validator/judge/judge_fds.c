/* Rules on who owns a file descriptor. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/state.h"

static const char *fate_text(enum extres_fd_fate fate)
{
    return fate == EXTRES_FD_CLOSED ? "closed" : "made to refer to another file";
}

/* Ownership moves when an import succeeds; after one that failed the descriptor is the caller's as before. */
static size_t judge_given(struct extres_judge *judge, const struct extres_call_record *call,
                          const struct extres_fd_record *fd)
{
    if (call->result == 0)
        return 0;
    return judge_report(judge,
                        call_is_of_memory(call) ? "EXTRES-ImportMemory-fd-kept-on-failure"
                                                : "EXTRES-ImportSemaphore-fd-kept-on-failure",
                        "%s failed with code %d, and fd %d (%s), which stays the caller's then, was %s",
                        call->function, call->result, fd->fd, fd->what, fate_text(fd->fate));
}

/* The last object that was imported from this descriptor number, NULL when none was. */
static const struct object *imported_from(const struct extres_judge *judge, int fd)
{
    const struct object *latest = NULL;
    for (size_t kind = 0; kind < 2; kind++) {
        const struct table *table = &judge->objects[kind];
        for (size_t i = 0; i < table->bucket_count; i++) {
            for (const struct table_entry *entry = table->buckets[i]; entry != NULL; entry = entry->next) {
                const struct object *object = (const struct object *)entry;
                if (object->fd == fd && (latest == NULL || object->imported_by > latest->imported_by))
                    latest = object;
            }
        }
    }
    return latest;
}

/* A descriptor that nobody gave to the runtime in this call is not the runtime's to close. */
static size_t judge_other(struct extres_judge *judge, const struct extres_call_record *call,
                          const struct extres_fd_record *fd)
{
    const struct object *object = imported_from(judge, fd->fd);
    if (object == NULL)
        return judge_report(judge, "EXTRES-ImportMemory-fd-ownership",
                            "%s, to which fd %d (%s) was not given, left it %s", call->function, fd->fd,
                            fd->what, fate_text(fd->fate));
    bool memory = object->type < EXTRES_SEMAPHORE_OPAQUE_FD;
    return judge_report(
        judge, memory ? "EXTRES-ImportMemory-fd-ownership" : "EXTRES-ImportSemaphore-fd-ownership",
        "%s left fd %d (%s) %s; the number was imported as %s %s in call %llu and is another's "
        "since: closed twice?",
        call->function, fd->fd, fd->what, fate_text(fd->fate), extres_handle_types[object->type].object,
        extres_handle_types[object->type].name, (unsigned long long)object->imported_by);
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
