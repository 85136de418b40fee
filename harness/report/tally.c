/* Counts of results, the verdict over them, and the line that says it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

#include <stdarg.h>

/* What the summary says of each status. */
static const char *const words[STATUS_COUNT] = {
    [STATUS_PASS] = "passed",
    [STATUS_FAIL] = "failed",
    [STATUS_WARN] = "passed with warnings",
    [STATUS_SKIP] = "skipped",
    [STATUS_CRASH] = "crashed",
    [STATUS_TIMEOUT] = "timed out",
    [STATUS_BROKEN] = "broken",
    [STATUS_XFAIL] = "failed as expected",
    [STATUS_XPASS] = "passed unexpectedly",
    [STATUS_WAIVED] = "waived",
    [STATUS_FLAKY] = "flaky",
    [STATUS_NOTRUN] = "not run",
};

void tally_add(struct tally *tally, enum status status, bool simulated)
{
    tally->simulated += simulated;
    tally->by_status[status]++;
    tally->total++;
}

static size_t count_bad(const struct tally *tally)
{
    size_t count = 0;
    for (int status = 0; status < STATUS_COUNT; status++)
        if (status_is_bad((enum status)status))
            count += tally->by_status[status];
    return count;
}

static bool nothing_passed(const struct tally *tally)
{
    return tally->by_status[STATUS_PASS] + tally->by_status[STATUS_WARN] == 0;
}

int tally_exit_code(const struct tally *tally)
{
    /* A case that was selected and did not run could have failed: no verdict may be given over it. */
    return count_bad(tally) || nothing_passed(tally) || tally->by_status[STATUS_NOTRUN] ? 1 : 0;
}

/* Text that is written piece by piece into memory of a fixed size, and cut there. */
struct line {
    char *text;
    size_t size;
    size_t used;
};

__attribute__((format(printf, 2, 3))) static void line_add(struct line *line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line->text + line->used, line->size - line->used, format, arguments);
    va_end(arguments);
    if (length > 0)
        line->used = line->used + (size_t)length < line->size ? line->used + (size_t)length : line->size - 1;
}

/* The counts of the statuses that are bad, or of those that are not: "2 failed, 1 crashed". */
static void line_add_counts(struct line *line, const struct tally *tally, bool bad)
{
    const char *separator = "";
    for (int status = 0; status < STATUS_COUNT; status++) {
        if (status_is_bad((enum status)status) != bad || !tally->by_status[status])
            continue;
        line_add(line, "%s%zu %s", separator, tally->by_status[status], words[status]);
        separator = ", ";
    }
}

void tally_summary(const struct tally *tally, char *text, size_t size)
{
    struct line line = {text, size, 0};
    size_t bad = count_bad(tally);
    if (!tally->total) {
        line_add(&line, "NOT CONFORMING: no case was run");
        return;
    }
    if (bad)
        line_add(&line, "NOT CONFORMING: ");
    else if (tally->by_status[STATUS_NOTRUN])
        line_add(&line, "INCOMPLETE: ");
    else if (tally->by_status[STATUS_SKIP] == tally->total)
        line_add(&line, "NOT SUPPORTED: no case could be run to a verdict; ");
    else if (nothing_passed(tally))
        line_add(&line, "NOT CONFORMING: nothing passed; ");
    else
        line_add(&line, "CONFORMING as far as tested: ");
    line_add_counts(&line, tally, true);
    if (bad && bad < tally->total)
        line_add(&line, "; ");
    line_add_counts(&line, tally, false);
    line_add(&line, " of %zu", tally->total);
    if (tally->simulated > 0)
        line_add(&line, ", %zu of them over simulated objects", tally->simulated);
}
