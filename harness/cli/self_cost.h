/* What the harness costs a case. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_SELF_COST_H
#define HARNESS_SELF_COST_H

#include <stdbool.h>
#include <stddef.h>

#include "run/worker.h"

/* Medians of one measurement, in seconds. */
struct self_cost {
    double bare_fork;  /* fork, _exit and wait, in a worker that has loaded the backend */
    double empty_case; /* a case that does nothing, from its selection to its line in a journal */
};

/* Measures with the load function of a prepared program. False with the reason in error. */
bool self_cost_measure(const struct worker_program *program, struct self_cost *out, char *error,
                       size_t error_size);

#endif
