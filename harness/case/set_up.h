/* What a process does before it may run cases: choose an exporter and initialise the backend. Private to the
 * harness. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_SET_UP_H
#define HARNESS_SET_UP_H

#include "case/test.h"
#include "run/run.h"

/* Of the exporters that can be used, the first that offers the type, as an index of exporters[]; -1 when none
 * does. */
int choose_exporter(const struct run_options *options, const struct probe *probe,
                    enum extres_handle_type type);

/* Opens one of them on the backend's device; the case is broken where that fails. */
struct exporter *open_exporter(struct test *t, const struct probe *probe, int choice, bool validated);

/* Gives the case its exporter, NULL when none was chosen, and notes in the recorder which one it is. */
void use_exporter(struct test *t, const struct probe *probe, int choice, struct exporter *exporter);

/* The case is broken where it fails, as the probe has done the same before. */
void initialise_backend(struct test *t, int device);

#endif
