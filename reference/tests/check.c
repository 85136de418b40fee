/* What the reference's tests share: checks within a test, and running a list of tests. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/check.h"

#include <stdatomic.h>
#include <stdio.h>

#include "tests/tap.h"

static _Atomic int failures;

int checks_failed(void)
{
    return atomic_load(&failures);
}

void check_true(bool condition, const char *text, const char *file, int line)
{
    if (condition)
        return;
    atomic_fetch_add(&failures, 1);
    printf("# %s:%d: not so: %s\n", file, line, text);
}

void check_equal(long long actual, long long expected, const char *text, const char *file, int line)
{
    if (actual == expected)
        return;
    atomic_fetch_add(&failures, 1);
    printf("# %s:%d: %s is %lld, not %lld\n", file, line, text, actual, expected);
}

int run_tests(const struct test *tests, size_t count)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (size_t i = 0; i < count; i++) {
        int before = checks_failed();
        tests[i].run();
        tap_check(checks_failed() == before, "%s", tests[i].name);
    }
    return tap_finish();
}
