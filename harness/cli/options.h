/* Options of the command line: one table for all subcommands, each of which takes some of them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_OPTIONS_H
#define HARNESS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "case/registry.h"
#include "report/report.h"

enum option_name {
    OPTION_BACKEND,
    OPTION_PREFIX,
    OPTION_EXPORTER,
    OPTION_FILTER,
    OPTION_TIER,
    OPTION_JOBS,
    OPTION_TIMEOUT,
    OPTION_TIMEOUT_MULTIPLIER,
    OPTION_FORMAT,
    OPTION_JUNIT,
    OPTION_JOURNAL,
    OPTION_RESUME,
    OPTION_LONG,
    OPTION_SELF_COST,
    OPTION_JSON,
    OPTION_JSON_FILE,
    OPTION_MARKDOWN,
    OPTION_COVERAGE,
    OPTION_CHECK,
    OPTION_FAULTS,
    OPTION_LIST,
    OPTION_ALL,
    OPTION_CASES,
    OPTION_VS,
    OPTION_VS_ENVIRONMENT,
    OPTION_QUICK,
    OPTION_RECORD,
    OPTION_HTML,
    OPTION_TIMING_ID,
    OPTION_THRESHOLD,
    OPTION_TIMING_RECORDS,
    OPTION_HELP,
    OPTION_COUNT,
};

struct report_format {
    const char *name;
    struct reporter *(*make)(FILE *stream);
};

/* What was given, or the default. Strings are those of the argument vector. */
struct options {
    const char *backend;
    const char *prefix;      /* NULL: none */
    const char *environment; /* NAME=VALUE for that backend alone, of a command that has two; NULL: none */
    const char *exporter;    /* NULL: whichever is best */
    const char **filters;    /* owned */
    size_t filter_count;
    enum tier tier; /* TIER_COUNT: all */
    int jobs;
    double timeout_seconds;
    double timeout_multiplier;
    const struct report_format *format;
    const char *junit;          /* NULL: none */
    const char *journal;        /* NULL: the default */
    const char *resume;         /* NULL: none */
    const char *json;           /* NULL: none */
    const char *faults;         /* NULL: the mutant in the program's folder */
    const char *vs;             /* the other backend of a comparison; NULL: none */
    const char *vs_environment; /* NAME=VALUE for it; NULL: none */
    const char *html;           /* NULL: none */
    const char *timing;         /* id of the one measurement; NULL: none */
    double threshold;           /* a ratio; 0: none */
    bool given[OPTION_COUNT];   /* of every option whether it was given; options without a value are nothing
                                   more */
    char *const *operands;
    size_t operand_count;
    int argument_count; /* of the whole command line */
    char *const *arguments;
};

struct command;

/*
 * Reads the command line after the subcommand's name, which stands at arguments[1]. False with a message that
 * says what to do. The caller releases out in either case.
 */
bool options_parse(const struct command *command, int argument_count, char *arguments[], struct options *out,
                   char *error, size_t error_size);
void options_release(struct options *options);

/* One line of help an option. */
void options_print_help(const enum option_name *accepted);

/* The reporter that the options ask for, on standard output. */
struct reporter *options_reporter(const struct options *options);

#endif
