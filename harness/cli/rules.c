/* extres rules: the rule catalogue, and what holds each rule. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/command.h"
#include "mutate/fault_list.h"
#include "report/coverage.h"
#include "report/rules.h"
#include "run/worker.h"

typedef enum exit_code view(const struct options *options);

static enum exit_code view_text(const struct options *options)
{
    (void)options;
    rules_print_text(stdout);
    return EXIT_AS_EXPECTED;
}

static enum exit_code view_json(const struct options *options)
{
    (void)options;
    rules_print_json(stdout);
    return EXIT_AS_EXPECTED;
}

static enum exit_code view_markdown(const struct options *options)
{
    (void)options;
    rules_print_markdown(stdout);
    return EXIT_AS_EXPECTED;
}

/* The coverage of cases alone where there is no mutant; error says why there is none. */
static void gather(const struct options *options, struct fault_list *faults, struct coverage *coverage,
                   char *error, size_t error_size)
{
    char library[BACKEND_PATH];
    fault_library(options->faults, library);
    bool known = fault_list_read(library, faults, error, error_size);
    coverage_make(coverage, faults, known ? NULL : error);
}

static enum exit_code view_coverage(const struct options *options)
{
    struct fault_list faults;
    struct coverage coverage;
    char error[WORKER_ERROR + BACKEND_PATH];
    gather(options, &faults, &coverage, error, sizeof error);
    coverage_print(stdout, &coverage);
    coverage_release(&coverage);
    fault_list_release(&faults);
    return EXIT_AS_EXPECTED;
}

static enum exit_code view_check(const struct options *options)
{
    struct fault_list faults;
    struct coverage coverage;
    char error[WORKER_ERROR + BACKEND_PATH];
    gather(options, &faults, &coverage, error, sizeof error);
    size_t orphans = coverage_check(stdout, &coverage);
    coverage_release(&coverage);
    fault_list_release(&faults);
    return orphans == 0 ? EXIT_AS_EXPECTED : EXIT_NOT_CONFORMING;
}

static const struct {
    enum option_name option;
    view *print;
} views[] = {
    {OPTION_JSON, view_json},
    {OPTION_MARKDOWN, view_markdown},
    {OPTION_COVERAGE, view_coverage},
    {OPTION_CHECK, view_check},
};

static enum exit_code execute(const struct options *options)
{
    view *chosen = NULL;
    for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
        if (!options->given[views[i].option])
            continue;
        if (chosen != NULL)
            return complain(EXIT_USAGE, "rules: of --json, --markdown, --coverage and --check one at a time");
        chosen = views[i].print;
    }
    return chosen != NULL ? chosen(options) : view_text(options);
}

static const enum option_name rules_options[] = {
    OPTION_JSON, OPTION_MARKDOWN, OPTION_COVERAGE, OPTION_CHECK, OPTION_FAULTS, OPTION_COUNT,
};

const struct command command_rules = {
    .name = "rules",
    .summary = "Print the rule catalogue, and which cases and faults each rule has",
    .options = rules_options,
    .examples = "  extres rules\n"
                "  extres rules --coverage\n"
                "  extres rules --check\n"
                "  extres rules --markdown >docs/rules.md\n",
    .execute = execute,
};
