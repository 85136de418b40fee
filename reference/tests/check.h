/* What the reference's tests share: checks within a test, and running a list of tests. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_TESTS_CHECK_H
#define REFERENCE_TESTS_CHECK_H

#include <stdbool.h>
#include <stddef.h>

struct test {
    const char *name;
    void (*run)(void);
};

/* Run them in order, each one result in TAP. Returns what main returns. */
int run_tests(const struct test *tests, size_t count);

/* Checks may be made in any thread. They count as failures of the test that runs at the time. */
void check_true(bool condition, const char *text, const char *file, int line);
void check_equal(long long actual, long long expected, const char *text, const char *file, int line);

/* Failed checks since the start of the process. */
int checks_failed(void);

#define CHECK(condition) check_true((condition), #condition, __FILE__, __LINE__)
#define EQUAL(actual, expected) \
    check_equal((long long)(actual), (long long)(expected), #actual, __FILE__, __LINE__)
#define SUCCEEDS(call) EQUAL(call, 0)

#endif
