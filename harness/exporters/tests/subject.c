/* The exporter under test, and TAP lines about it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "subject.h"

#include <stdarg.h>
#include <stdio.h>

static unsigned test_count;
static unsigned failure_count;

bool check(bool passed, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    printf("%sok %u - ", passed ? "" : "not ", ++test_count);
    vprintf(format, arguments);
    printf("\n");
    va_end(arguments);
    failure_count += !passed;
    return passed;
}

void skip(const char *what, const char *why)
{
    printf("ok %u - %s # SKIP %s\n", ++test_count, what, why);
}

bool check_call(const struct subject *subject, bool passed, const char *what)
{
    if (!check(passed, "%s: %s", subject->operations->name, what)) {
        printf("# %s\n", subject->operations->error(subject->exporter));
    }
    return passed;
}

bool offered(const struct subject *subject, enum extres_handle_type type)
{
    return subject->offers & EXTRES_TYPE_BIT(type);
}

bool open_subject(struct subject *subject)
{
    char error[256] = "";
    subject->exporter = subject->operations->open(subject->uuid, true, error, sizeof error);
    if (subject->exporter == NULL) {
        printf("# %s: %s\n", subject->operations->name, error);
        return false;
    }
    struct exporter_description description;
    subject->operations->describe(subject->exporter, &description);
    subject->offers = description.offers;
    return true;
}

void close_subject(struct subject *subject, const char *what)
{
    const char *complaints = subject->operations->complaints(subject->exporter);
    if (!check(complaints == NULL, "%s: no complaint: %s", subject->operations->name, what)) {
        printf("# %s\n", complaints);
    }
    subject->operations->close(subject->exporter);
}

int finish_tests(void)
{
    printf("1..%u\n", test_count);
    return failure_count > 0;
}
