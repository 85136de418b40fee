/* Subcommands: what each is called, takes and does. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_COMMAND_H
#define HARNESS_COMMAND_H

#include "cli/options.h"

/* Exit codes, the same for every subcommand. */
enum exit_code {
    EXIT_AS_EXPECTED = 0,
    EXIT_NOT_CONFORMING = 1, /* a run that was interrupted is one that showed nothing: 1 as well */
    EXIT_USAGE = 2,
    EXIT_CANNOT_RUN = 3,   /* the backend or the environment */
    EXIT_NO_VERDICT = 125, /* of a step of git bisect, which then skips the revision */
};

struct command {
    const char *name;
    const char *summary;             /* one line */
    const char *operand;             /* name of the one operand that it takes, NULL when none */
    const char *second_operand;      /* NULL when it takes one at most */
    bool operand_repeats;            /* it takes any number of them instead, none included */
    const enum option_name *options; /* that it takes, OPTION_COUNT at the end; --help goes without saying */
    const char *examples;            /* whole lines */
    enum exit_code (*execute)(const struct options *options);
};

extern const struct command command_run;
extern const struct command command_list;
extern const struct command command_info;
extern const struct command command_report;
extern const struct command command_rules;
extern const struct command command_mutate;
extern const struct command command_compare;
extern const struct command command_bench;
extern const struct command command_bisect_step;

/* Prints usage, options and examples of a command. */
void command_print_help(const struct command *command);

/* Prints "extres: ..." as one line on standard error, and returns code. */
__attribute__((format(printf, 2, 3))) enum exit_code complain(enum exit_code code, const char *format, ...);

#endif
