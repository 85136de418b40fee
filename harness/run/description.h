/* What a probe found, in words: for the head of a run, and for people who ask. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_DESCRIPTION_H
#define HARNESS_DESCRIPTION_H

#include "run/journal.h"
#include "run/run.h"

enum {
    UUID_TEXT = 37,
    VERSION_TEXT = 24,
};

/* "01234567-89ab-...", empty when the backend told none. */
void describe_uuid(const struct probe *probe, char text[static UUID_TEXT]);

/* "13.0" for 13000, "unknown" for 0. */
void describe_version(int version, char text[static VERSION_TEXT]);

/* True when the exporter at this index of exporters[] is one that the options allow. */
bool exporter_is_allowed(const struct run_options *options, size_t index);

/*
 * The sentence that a report over simulated objects must begin with, saying why no driver is behind them; or
 * that nothing makes objects here, not even a simulation. NULL when a driver's are used. malloc'ed.
 */
char *describe_simulation(const struct run_options *options, const struct probe *probe);

/* The whole head of a run but its selected count, which is 0. The caller releases it. */
void describe_run(const struct run_options *options, const struct probe *probe, int argument_count,
                  char *const arguments[], struct run_description *out);

#endif
