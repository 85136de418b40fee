/* Preparing a run: the program that its workers run, and the probe of the backend and the exporters. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_PREPARATION_H
#define HARNESS_PREPARATION_H

#include <stdbool.h>
#include <stddef.h>

#include "run/run.h"
#include "run/selection.h"
#include "run/worker.h"

struct preparation {
    struct run_options options;
    struct selection selection;    /* borrowed; the requests to the workers are its indices */
    struct backend backend;        /* filled in the worker's processes alone, after loading */
    struct probe *probe;           /* complete after preparation_make(); in no process shared with another */
    struct worker_program program; /* for workers; its context is the preparation */
    char note[256];                /* what people should know of how the backend is loaded; may be empty */
};

/*
 * Loads the backend in a worker and probes it, within limit_seconds each. False with one sentence in error
 * when the backend cannot run; then nothing is to be released. The preparation must not be moved afterwards.
 */
bool preparation_make(struct preparation *preparation, const struct run_options *options,
                      const struct selection *selection, double limit_seconds, char *error,
                      size_t error_size);

void preparation_release(struct preparation *preparation);

#endif
