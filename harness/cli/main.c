/* The program extres: finds the subcommand and runs it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "platform/descriptor.h"
#include "run/environment.h"

static const struct command *const commands[] = {
    &command_run,    &command_list,    &command_info,  &command_report,      &command_rules,
    &command_mutate, &command_compare, &command_bench, &command_bisect_step,
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static enum exit_code print_overview(void)
{
    puts("extres, the conformance suite for CUDA external resource interoperability\n\n"
         "usage: extres COMMAND [options]      each command has --help\n");
    for (size_t i = 0; i < COMMANDS; i++)
        printf("  %-12s %s\n", commands[i]->name, commands[i]->summary);
    puts("\nexit codes: 0 as expected, 1 not conforming or slower, 2 wrong usage, 3 the backend or the "
         "environment cannot run, 125 no verdict for git bisect");
    return EXIT_AS_EXPECTED;
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(name, commands[i]->name) == 0)
            return commands[i];
    }
    return NULL;
}

static enum exit_code execute(const struct command *command, int argument_count, char *arguments[])
{
    struct options options;
    char error[512];
    enum exit_code code = EXIT_AS_EXPECTED;
    if (!options_parse(command, argument_count, arguments, &options, error, sizeof error))
        code = complain(EXIT_USAGE, "%s", error);
    else if (options.given[OPTION_HELP])
        command_print_help(command);
    else
        code = command->execute(&options);
    options_release(&options);
    return code;
}

static enum exit_code dispatch(int argument_count, char *arguments[])
{
    const char *name = argument_count > 1 ? arguments[1] : "";
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return print_overview();
    if (strcmp(name, "--version") == 0) {
        printf("extres %s\n", environment_suite_version());
        return EXIT_AS_EXPECTED;
    }
    const struct command *command = find_command(name);
    if (command != NULL)
        return execute(command, argument_count, arguments);
    if (name[0] == '\0')
        return complain(EXIT_USAGE, "name a command; see extres help");
    return complain(EXIT_USAGE, "'%s' is no command; see extres help", name);
}

int main(int argument_count, char *arguments[])
{
    descriptor_fill_standard();
    /* A reader who has seen enough, head say, is no reason to leave the journal without its end. */
    signal(SIGPIPE, SIG_IGN);
    enum exit_code code = dispatch(argument_count, arguments);
    if (fflush(stdout) != 0 || ferror(stdout))
        code = complain(EXIT_CANNOT_RUN, "standard output cannot be written: %s", strerror(errno));
    return (int)code;
}
