/* The process that measures: it takes its turns as the conductor orders them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_TIMING_SESSION_H
#define HARNESS_TIMING_SESSION_H

#include "run/run.h"
#include "run/selection.h"
#include "timing/turn.h"

/*
 * Serves orders until TURN_END, in a process that has been forked for this with the backend loaded. An order
 * is there while area->orders differs from area->answers, so both are equal when the process is started. The
 * backend is initialised, and an exporter opened (without any validation layer), by the first order that
 * needs them; all measurements of the process share them. The recorder is that of the process: it begins anew
 * with each order, and its time limit counts from there.
 */
void timing_session_serve(const struct run_options *options, const struct backend *backend,
                          const struct probe *probe, const struct selection *selection,
                          struct turn_area *area, struct recorder *recorder);

#endif
