/* Workers: each runs one request at a time in a fresh process, and says how that process ended. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_WORKER_H
#define HARNESS_WORKER_H

/*
 * A worker is a zygote, a process that has loaded the backend but called nothing in it, and a piece of memory
 * that it shares with the process that started it. For each request the zygote forks a child, which does the
 * work, and which is killed with all that it started when its time is over or it leaves something behind. So
 * a crash, a hang or an exit in the backend costs one request.
 *
 * A backend that starts threads or opens devices while it is loaded cannot be forked from: the worker notices
 * and starts anew with a zygote that has not loaded it; each child then loads it for itself.
 *
 * Workers are used from one thread. Several can be busy at once.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/process.h"
#include "run/output.h"
#include "run/recorder.h"

enum { WORKER_ERROR = 1024 };

/* What the processes of a worker do. The context outlives the worker. */
struct worker_program {
    /* Loads the backend, in the zygote or in a child; false with the reason in error. */
    bool (*load)(void *context, char *error, size_t error_size);
    /* Does one request, in a child; returning is a regular end. */
    void (*run)(void *context, size_t request, struct recorder *recorder);
    void *context;
    /* Of process_share_memory: what the worker's processes have in common with the caller. NULL: nothing. */
    void *shared;
    size_t shared_size;
    bool load_in_child;  /* known beforehand not to be fit for loading in the zygote */
    double load_seconds; /* how long loading may take */
};

/* How one request ended. Recorder and output stay valid until the worker's next request. */
struct worker_outcome {
    struct process_end end;
    bool timed_out;       /* killed at the limit */
    bool lost;            /* the zygote ended before it could tell; end is the zygote's */
    double limit_seconds; /* that it was killed for exceeding */
    double seconds;       /* from the fork to the end of the process */
    unsigned leftovers;   /* processes that it left behind; they have been killed */
    struct recorder *recorder;
    struct output *output;
};

struct worker;

/* Nothing is forked yet. NULL with the reason in error. */
struct worker *worker_create(const struct worker_program *program, char *error, size_t error_size);

/* Kills what is running, and frees the worker. */
void worker_release(struct worker *worker);

/*
 * Makes sure that there is a zygote: needed before the first request, and after a zygote was lost. Waits
 * until the backend has been loaded. False with a sentence in error that says what became of that.
 */
bool worker_prepare(struct worker *worker, char *error, size_t error_size);

/* Why each child loads the backend for itself; NULL when the zygote did. Known once prepared. */
const char *worker_load_note(const struct worker *worker);

/*
 * How many times its limit a request may take with what is not its body: a driver that is initialised or torn
 * down by many processes at once is slow for reasons that are no fault of the runtime's.
 */
enum { WORKER_AROUND_FACTOR = 4 };

/*
 * Starts a request on a prepared, idle worker. Its process is killed limit_seconds after its body began, or
 * WORKER_AROUND_FACTOR times that after it was started.
 */
void worker_begin(struct worker *worker, size_t request, double limit_seconds);

/* Polls readable when the request has ended. At worker_deadline() it is to be collected all the same. */
int worker_descriptor(const struct worker *worker);
uint64_t worker_deadline(const struct worker *worker);

/* The time of the request is over now, whatever its limit was: collecting it ends its process. */
void worker_give_up(struct worker *worker);

/* Takes the outcome of the request. Waits for it until worker_deadline(), after that the zygote counts as
 * lost. */
void worker_collect(struct worker *worker, struct worker_outcome *out);

/* The time that a prepared, idle worker needs for a fork, an _exit and a wait. Negative when it was lost. */
double worker_measure_fork(struct worker *worker);

#endif
