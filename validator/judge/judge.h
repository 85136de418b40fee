/* The judge: takes one call record at a time and says which rules the call broke. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_JUDGE_H
#define EXTRES_JUDGE_H

/*
 * The judge knows nothing of who made the call: the harness feeds it while cases run, and a layer under an
 * application or a reader of traces can feed it the same records. It keeps an abstract state of every
 * imported object and asserts only on what no other party can have changed. It takes its lock while it looks
 * at a record, never while a call to the runtime is running, as it makes none. All functions are thread-safe.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "extres/runtime.h"
#include "judge/operation.h"
#include "rules/handle_type.h"
#include "rules/rule.h"

/* What became of a watched descriptor during a call. */
enum extres_fd_fate {
    EXTRES_FD_SAME,     /* open before and after, and still the same file */
    EXTRES_FD_CLOSED,   /* open before, closed after */
    EXTRES_FD_REPLACED, /* open before and after, but another file now */
};

/* One descriptor that the caller of the runtime owned before the call, or handed over in it. */
struct extres_fd_record {
    int fd;
    bool given; /* it is the handle of the import that this call is */
    enum extres_fd_fate fate;
    const char *what; /* what the owner calls it, for messages: "the exporter's semaphore" */
};

/*
 * One call. Arguments are as the caller gave them; fields that the operation has no use for are 0. Pointers
 * are read during extres_judge_observe only.
 */
struct extres_call_record {
    enum extres_api api;
    enum extres_operation operation;
    const char *function; /* the name that was called, for messages */
    int result;           /* the code that the runtime returned */

    /* Imports: what came in, and the handle that came out. */
    enum extres_handle_type type; /* EXTRES_HANDLE_TYPE_COUNT when the number given is no known type */
    int fd;
    uint64_t size;
    unsigned flags;
    /* The object that the call makes or is about: external memory or semaphore, mapped pointer, stream. */
    uint64_t object;
    uint64_t offset;  /* MAP_BUFFER */
    uint64_t pointer; /* MAP_BUFFER: what came out; FREE: what is freed */
    /* SIGNAL and WAIT: the arrays as given, NULL where NULL was given. */
    const cudaExternalSemaphore_t *semaphores;
    const struct cudaExternalSemaphoreSignalParams *signals;
    const struct cudaExternalSemaphoreWaitParams *waits;
    size_t semaphore_count;
    uint64_t stream;

    const struct extres_fd_record *fds;
    size_t fd_count;
};

/* One broken rule. Strings live until the report function returns; rule lives as long as the program. */
struct extres_violation {
    const struct extres_rule *rule;
    const char *text; /* what happened, with the object's history */
};

typedef void extres_judge_report(void *context, const struct extres_violation *violation);

struct extres_judge;

/* NULL when memory is short. The judge calls report from extres_judge_observe, on the thread that called it.
 */
struct extres_judge *extres_judge_create(extres_judge_report *report, void *context);
void extres_judge_destroy(struct extres_judge *judge);

/* Returns how many rules the call broke. */
size_t extres_judge_observe(struct extres_judge *judge, const struct extres_call_record *call);

#endif
