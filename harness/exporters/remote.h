/* An exporter in another process, and a second runtime there: used like any exporter. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REMOTE_H
#define HARNESS_REMOTE_H

/*
 * The other process runs a program of its own, extres_other_process, so that nothing of the runtime under
 * test is in it which did not survive a fork. It is a child of the case's process and in its group, and ends
 * with it.
 */

#include <stdbool.h>
#include <stddef.h>

#include "backend/backend.h"
#include "exporters/exporter.h"

/* What the other process is to be. Plain data: it travels as it is. */
struct remote_opening {
    char exporter[32]; /* of exporter_find; empty: none */
    bool has_uuid;
    unsigned char uuid[16];
    bool validated;   /* as exporter_operations.open takes it */
    bool has_runtime; /* loads the backend, and takes imports */
    char backend[BACKEND_PATH];
    char prefix[64]; /* empty: none */
    enum extres_api api;
    int device;
    double timeout_multiplier;
};

/*
 * Starts the other process. Its objects are used through the exporter that is returned: those that it creates
 * are its exporter's, those that it imports its runtime's. NULL with the reason in error.
 */
struct exporter *remote_open(const struct remote_opening *opening, char *error, size_t error_size);

/*
 * Gives the runtime of the other process a descriptor, which stays the caller's; size and dedicated count for
 * memory. Signals and waits of the object are enqueued in a stream there, reads and writes are copies there.
 * NULL on failure, as for exporter_operations.create.
 */
struct outside *remote_import(struct exporter *exporter, enum extres_handle_type type, int fd, uint64_t size,
                              bool dedicated);

/* Signals of one semaphore that the other process answers with signals of another. Plain data. */
struct remote_answering {
    uint64_t answers;        /* the number there of the semaphore that it signals; filled in */
    uint64_t seen_value;     /* of the last signal before the first that it awaits */
    uint64_t answered_value; /* of the last signal that it made */
    uint64_t rounds;
    uint64_t timeout_nanoseconds; /* for each signal */
    bool timeline;                /* of both */
};

/*
 * From begin to end the process looks for signals of the one semaphore without a pause and answers each; no
 * other request can be made of it meanwhile. Values rise by one. End returns when all has been answered;
 * false on failure, of either.
 */
bool remote_begin_answering(struct outside *seen, struct outside *answers,
                            const struct remote_answering *answering);
bool remote_end_answering(struct outside *seen);

/* A descriptor of the object, taken out of the other process's table with pidfd_getfd. -1 on failure. */
int remote_take_fd(struct outside *object);

/* SIGKILL, and waits for the end. What is asked of the exporter after that fails. */
void remote_kill(struct exporter *exporter);

/*
 * Whose fault the last failure of such an exporter is: *missing says that the runtime there lacks something,
 * and true that it did wrong. False for any other exporter, and for failures of our own side.
 */
bool remote_runtime_failed(struct exporter *exporter, bool *missing);

/* The main function of the other process; returns its exit code. harness/case/other_process.c. */
int remote_serve(int socket);

#endif
