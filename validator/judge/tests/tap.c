/* Printing test results. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/tests/tap.h"

#include <stdarg.h>
#include <stdio.h>

static unsigned checks;
static unsigned failures;

static void print_line(const char *format, va_list arguments)
{
    vprintf(format, arguments);
    putchar('\n');
    fflush(stdout);
}

bool tap_check(bool passed, const char *name, ...)
{
    va_list arguments;
    checks++;
    failures += !passed;
    printf("%s %u - ", passed ? "ok" : "not ok", checks);
    va_start(arguments, name);
    print_line(name, arguments);
    va_end(arguments);
    return passed;
}

void tap_comment(const char *format, ...)
{
    va_list arguments;
    fputs("# ", stdout);
    va_start(arguments, format);
    print_line(format, arguments);
    va_end(arguments);
}

int tap_finish(void)
{
    printf("1..%u\n", checks);
    return checks == 0 || failures != 0;
}
