/* What several subcommands do alike. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_SHARED_H
#define HARNESS_SHARED_H

#include "cli/command.h"
#include "run/preparation.h"

/* Selects the leaves that the options name; complains and returns false when there are none. */
bool select_leaves(const struct options *options, struct selection *out);

/*
 * Loads and probes the backend that the options name; complains and returns false when it cannot run, or the
 * exporter that they name cannot be used. What people should know of it goes to standard error.
 */
bool prepare_backend(const struct options *options, const struct selection *selection,
                     struct preparation *out);

/* Writes JUnit of a journal where the options ask for it; complains and returns false when that fails. */
bool write_junit(const struct options *options, const struct journal_contents *contents);

/* Counts the cases that were selected and have no result. */
void count_missing(struct tally *tally, size_t selected);

#endif
