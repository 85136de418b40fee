/* Expectations: what is recorded when one does not hold, and how the case ends. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "case/test.h"

/* Of the case's own thread: the last line of the case that could find something. */
static struct {
    const char *file;
    int line;
} place;

void note_place(const char *file, int line)
{
    place.file = file;
    place.line = line;
}

_Noreturn void test_end(struct test *t)
{
    longjmp(t->end, 1);
}

static void count_check(struct test *t)
{
    t->recorder->checks++;
}

/* The rule that a failed expectation of this case speaks of: the first that its declaration names. */
static const char *rule_of(const struct test *t)
{
    return t->leaf->declaration->rules[0];
}

static _Noreturn void fail(struct test *t, const char *text)
{
    recorder_add(t->recorder, FINDING_FAIL, rule_of(t), place.file, place.line, "%s", text);
    test_end(t);
}

void expect_success(struct test *t, const char *call, int code)
{
    char name[96];
    char text[RECORDER_TEXT];
    count_check(t);
    if (code == 0)
        return;
    snprintf(text, sizeof text, "%s: expected success, got %s", call,
             call_error_name(&t->caller, code, name, sizeof name));
    fail(t, text);
}

bool expect_error_should(struct test *t, const char *call, const char *rule, int code)
{
    count_check(t);
    if (code != 0)
        return true;
    recorder_add(t->recorder, FINDING_WARN, rule, place.file, place.line,
                 "%s: should be an error, got success", call);
    return false;
}

void expect_code(struct test *t, const char *call, int expected, int code)
{
    char names[2][96];
    char text[RECORDER_TEXT];
    count_check(t);
    if (code == expected)
        return;
    snprintf(text, sizeof text, "%s: expected %s, got %s", call,
             call_error_name(&t->caller, expected, names[0], sizeof names[0]),
             call_error_name(&t->caller, code, names[1], sizeof names[1]));
    fail(t, text);
}

void expect_equal(struct test *t, const char *what, uint64_t found, uint64_t right)
{
    char text[RECORDER_TEXT];
    count_check(t);
    if (found == right)
        return;
    snprintf(text, sizeof text, "%s is %llu (%#llx), expected %llu (%#llx)", what, (unsigned long long)found,
             (unsigned long long)found, (unsigned long long)right, (unsigned long long)right);
    fail(t, text);
}

void expectation_holds(struct test *t)
{
    count_check(t);
}

void expectation_fails(struct test *t, const char *format, ...)
{
    char text[RECORDER_TEXT];
    va_list arguments;
    count_check(t);
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fail(t, text);
}

bool expect_should(struct test *t, const char *rule, bool condition, const char *format, ...)
{
    va_list arguments;
    count_check(t);
    if (condition)
        return true;
    va_start(arguments, format);
    recorder_add_list(t->recorder, FINDING_WARN, rule, place.file, place.line, format, arguments);
    va_end(arguments);
    return false;
}

void observe(struct test *t, const char *format, ...)
{
    va_list arguments;
    count_check(t);
    va_start(arguments, format);
    recorder_add_list(t->recorder, FINDING_NOTE, rule_of(t), place.file, place.line, format, arguments);
    va_end(arguments);
}

void observe_code(struct test *t, const char *what, int code)
{
    char name[96];
    observe(t, "%s: %s", what, call_error_name(&t->caller, code, name, sizeof name));
}

void note(struct test *t, const char *rule, const char *text)
{
    recorder_add(t->recorder, FINDING_NOTE, rule, place.file, place.line, "%s", text);
}

void broken(struct test *t, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    recorder_add_list(t->recorder, FINDING_BROKEN, NULL, place.file, place.line, format, arguments);
    va_end(arguments);
    test_end(t);
}

void skip(struct test *t, const char *format, ...)
{
    char text[RECORDER_TEXT];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    recorder_skip(t->recorder, "%s", text);
    test_end(t);
}
