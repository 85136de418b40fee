/* What every subcommand can do: print its help, complain. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>

enum exit_code complain(enum exit_code code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("extres: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return code;
}

void command_print_help(const struct command *command)
{
    printf("usage: extres %s [options]", command->name);
    if (command->operand != NULL)
        printf(command->operand_repeats ? " [%s...]" : " %s", command->operand);
    if (command->second_operand != NULL)
        printf(" %s", command->second_operand);
    printf("\n\n%s.\n\noptions:\n", command->summary);
    options_print_help(command->options);
    printf("\nexamples:\n%s", command->examples);
}
