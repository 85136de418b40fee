/* Selection, preparation and JUnit, as the subcommands use them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/shared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/description.h"

/* For loading the backend, and for its probe: initialising a real device takes seconds. */
static const double preparation_seconds = 10;

bool select_leaves(const struct options *options, struct selection *out)
{
    char error[1024];
    size_t count;
    const struct leaf *leaves = registry_leaves(&count);
    const struct selection_request request = {options->filters, options->filter_count, options->tier};
    if (selection_make(leaves, count, &request, out, error, sizeof error))
        return true;
    complain(EXIT_USAGE, "%s", error);
    return false;
}

/* An exporter that was asked for by name and cannot be used makes a run pointless. */
static bool check_exporter(const struct preparation *preparation)
{
    const struct run_options *options = &preparation->options;
    for (size_t i = 0; options->exporter != NULL && exporters[i] != NULL; i++) {
        if (exporter_is_allowed(options, i) && !preparation->probe->exporters[i].usable) {
            complain(EXIT_CANNOT_RUN, "the exporter %s cannot be used: %s", exporters[i]->name,
                     preparation->probe->exporters[i].error);
            return false;
        }
    }
    return true;
}

static void print_notes(const struct preparation *preparation)
{
    char *simulation = describe_simulation(&preparation->options, preparation->probe);
    if (preparation->note[0] != '\0')
        fprintf(stderr, "extres: %s\n", preparation->note);
    if (simulation != NULL)
        fprintf(stderr, "extres: %s\n", simulation);
    free(simulation);
}

bool prepare_backend(const struct options *options, const struct selection *selection,
                     struct preparation *out)
{
    char error[WORKER_ERROR + 256];
    const struct run_options run = {
        .backend = {options->backend, options->prefix},
        .exporter = options->exporter,
        .environment = options->environment,
        .timeout_multiplier = options->timeout_multiplier,
        .jobs = options->jobs,
    };
    double limit = preparation_seconds * options->timeout_multiplier;
    if (!preparation_make(out, &run, selection, limit, error, sizeof error)) {
        complain(EXIT_CANNOT_RUN, "%s", error);
        return false;
    }
    if (!check_exporter(out)) {
        preparation_release(out);
        return false;
    }
    print_notes(out);
    return true;
}

bool write_junit(const struct options *options, const struct journal_contents *contents)
{
    char error[512];
    if (options->junit == NULL || report_junit(contents, options->junit, error, sizeof error))
        return true;
    complain(EXIT_CANNOT_RUN, "the JUnit report cannot be written: %s", error);
    return false;
}

void count_missing(struct tally *tally, size_t selected)
{
    while (tally->total < selected)
        tally_add(tally, STATUS_NOTRUN, false);
}
