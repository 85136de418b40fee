/* The process behind a worker, and the memory that the two share. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_ZYGOTE_H
#define HARNESS_ZYGOTE_H

/*
 * Worker and zygote take turns, a byte over a socket passing the turn: the zygote's first one says that
 * loading is over, then each byte of the worker is answered by one when the request in the area has been
 * done. Either side sees the end of the other as the end of the socket.
 */

#include <stdbool.h>
#include <stdint.h>

#include "run/worker.h"

enum zygote_request {
    ZYGOTE_RUN,          /* run program->run(argument) in a child */
    ZYGOTE_MEASURE_FORK, /* fork a child that ends at once */
};

/*
 * Memory shared by worker and zygote, but not with the children: a wild write of a backend cannot reach it.
 * What those write, the recorder, lies in memory of its own.
 */
struct zygote_area {
    /* Written by the worker before its byte. */
    enum zygote_request request;
    size_t argument;
    uint64_t limit_nanoseconds;

    /* Written by the zygote before its first byte. */
    bool load_failed;
    char load_error[WORKER_ERROR];
    unsigned threads_started; /* by the backend, while it was loaded */
    unsigned devices_opened;
    unsigned processes_left;

    /* Written by the zygote before each other byte. */
    struct process_end end;
    bool timed_out;
    unsigned leftovers;
    uint64_t nanoseconds;

    pid_t child; /* the process of the request, 0 when there is none */
    struct output output;
};

/* The zygote's whole life, in a process that has just been forked. Output made while loading goes to output.
 */
_Noreturn void zygote_serve(const struct worker_program *program, struct zygote_area *area,
                            struct recorder *recorder, int socket, int output);

#endif
