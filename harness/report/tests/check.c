/* Checks for the tests of the reports, each a TAP test point. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/tests/check.h"

#include <stdio.h>
#include <string.h>

static unsigned count;
static unsigned failed;

bool check(bool holds, const char *name)
{
    count++;
    failed += holds ? 0 : 1;
    printf("%sok %u - %s\n", holds ? "" : "not ", count, name);
    fflush(stdout);
    return holds;
}

static void print_lines(const char *head, const char *text)
{
    printf("# %s: ", head);
    for (; *text; text++) {
        putchar(*text);
        if (*text == '\n')
            fputs("#   ", stdout);
    }
    putchar('\n');
}

bool check_text(const char *got, const char *expected, const char *name)
{
    bool same = check(strcmp(got, expected) == 0, name);
    if (!same) {
        print_lines("got", got);
        print_lines("expected", expected);
    }
    return same;
}

int check_end(void)
{
    printf("1..%u\n", count);
    return failed || !count ? 1 : 0;
}
