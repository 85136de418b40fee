/* Printing test results. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/tap.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static int results;
static int failures;

bool tap_check(bool passed, const char *name, ...)
{
    results++;
    failures += !passed;
    printf("%s %d - ", passed ? "ok" : "not ok", results);
    va_list arguments;
    va_start(arguments, name);
    vprintf(name, arguments);
    va_end(arguments);
    putchar('\n');
    fflush(stdout);
    return passed;
}

void tap_skip(const char *name, const char *reason)
{
    results++;
    printf("ok %d - %s # SKIP %s\n", results, name, reason);
    fflush(stdout);
}

int tap_finish(void)
{
    printf("1..%d\n", results);
    return failures != 0;
}

void tap_bail_out(const char *reason)
{
    printf("Bail out! %s\n", reason);
    exit(1);
}
