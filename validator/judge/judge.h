/* The judge: takes one call record at a time and says which rules the call broke. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_JUDGE_H
#define EXTRES_JUDGE_H

/*
 * The judge knows nothing of who made the call: the harness feeds it while cases run, and a layer under an
 * application or a reader of traces can feed it the same records. It keeps an abstract state of imported
 * objects, mappings and streams, and accuses only where every reading of the documents is broken: not where
 * they leave an input undefined or open, not on state that another party may have changed, not on codes that
 * may be errors of earlier work, not where calls of several threads overlapped. Where it knows too little it
 * is silent.
 *
 * It takes its lock while it looks at a record, never while a call to the runtime is running, as it makes
 * none. All functions are thread-safe.
 *
 * A feeder gives every call of the functions in operation.h, in an order in which they can have happened. A
 * call of another function that allocates memory, gives a stream work or resets a device is given as the
 * operation that does the like, under its own name: a kernel launch as LAUNCH_HOST_FUNCTION, say. A feeder
 * that cannot see all work of a stream leaves out its queries, and one that cannot see every runtime call
 * that fails leaves out those that ask for the last error.
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

/*
 * One descriptor that the caller of the runtime owned before the call, or handed over in it. The feeder
 * answers for it that nobody but the runtime can have touched the descriptor between the two looks.
 */
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

    /* A number of the thread that called, not used again when it ends; 0: the one that gives the record. */
    uint64_t thread;
    /*
     * When the call began and ended: each draws the next number, from 1, of one counter for all threads. Both
     * 0 where the feeder does not count: then calls are taken to overlap as soon as there is a second thread.
     */
    uint64_t began;
    uint64_t ended;

    bool undefined; /* the feeder knows that the documents leave this input undefined or open */
    /* NULL was given for the descriptor, for the place of what comes out, or for the graph of a new node. */
    bool null_argument;

    /* Imports: what came in, and the handle that came out. */
    enum extres_handle_type type; /* EXTRES_HANDLE_TYPE_COUNT when the number given is no known type */
    int fd;
    uint64_t size;
    unsigned flags;
    /*
     * The object that the call makes or is about: external memory or semaphore, stream, event, graph, node,
     * executable graph. SET_DEVICE: the device's number; SET_CURRENT: the context.
     */
    uint64_t object;
    uint64_t offset; /* MAP_BUFFER, MAP_ARRAY */
    /* MAP_BUFFER, MAP_ARRAY, MALLOC: what came out; FREE, FREE_ARRAY: what is freed. */
    uint64_t pointer;
    /* SIGNAL and WAIT: the arrays as given, NULL where NULL was given. */
    const cudaExternalSemaphore_t *semaphores;
    const struct cudaExternalSemaphoreSignalParams *signals;
    const struct cudaExternalSemaphoreWaitParams *waits;
    size_t semaphore_count;
    uint64_t stream;

    const struct extres_fd_record *fds;
    size_t fd_count;
};

/* One broken rule. The text lives until the report function returns, the rule as long as the program. */
struct extres_violation {
    const struct extres_rule *rule;
    const char *text; /* the call's number and name, what happened, and the history of the object */
};

typedef void extres_judge_report(void *context, const struct extres_violation *violation);

struct extres_judge;

/* NULL when memory is short. The judge calls report from extres_judge_observe, on the thread that called it,
 * with its lock held: report must not call the judge. */
struct extres_judge *extres_judge_create(extres_judge_report *report, void *context);
void extres_judge_destroy(struct extres_judge *judge);

/* Returns how many rules the call broke. Where memory is short, less is remembered and less judged. */
size_t extres_judge_observe(struct extres_judge *judge, const struct extres_call_record *call);

/* The rules that the judge can find broken, in the order of their ids; index is less than the count. */
size_t extres_judge_rule_count(void);
const struct extres_rule *extres_judge_rule_at(size_t index);

#endif
