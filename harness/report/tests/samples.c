/* Journals made up for the tests of the reports: an empty one, a good one, all statuses, hostile bytes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/tests/samples.h"

#include <stdlib.h>
#include <string.h>

/* Overlong, surrogate, too high, lone continuation, C0, escape sequence, DEL, C1, line separator, U+FFFE,
 * byte order mark, a real emoji; what ends a CDATA section, a tag, a string, a comment, a YAML document or a
 * TAP stream; and half a character at the end. */
#define HOSTILE                                                                                        \
    "\xFF\xC0\xAF\xE0\x80\xAF\xED\xA0\x80\xF4\x90\x80\x80\x80\x01\033["                                \
    "31m\r\x7F\xC2\x85\xE2\x80\xA8\xEF\xBF\xBE"                                                        \
    "\xEF\xBB\xBF\xF0\x9F\x98\x80]]> <b a='&lt;'> \"\\\" \\ # SKIP --> \t%s%n\n...\n---\n  ...\n\nok " \
    "1\nBail out!\n"                                                                                   \
    "TAP version 13\n1..1\n\xE2\x82"

/* The same in few bytes, for what is short in a finding. */
#define HOSTILE_SHORT "\xFF<&>\"'\\\n\x01#\xE2\x82"

/* At file scope these literals are arrays of static duration, which may stand where a result owns a string.
 */
#define TEXT(literal) ((char[]){literal})

#define DESCRIPTION(selected_cases)                                                              \
    {                                                                                            \
        .suite_version = TEXT("0.1.0 (abc123)"), .command = TEXT("./extres run"),                \
        .started = TEXT("2025-01-02T03:04:05Z"), .host = TEXT("Linux 6.1 x86_64, 2 processors"), \
        .backend = TEXT("reference"), .runtime_library = TEXT("/lib/libextres_reference.so"),    \
        .driver_library = TEXT(""), .runtime_version = 13000, .driver_version = 13000,           \
        .device = TEXT("CPU"), .uuid = TEXT("00112233-4455-6677-8899-aabbccddeeff"),             \
        .exporters = TEXT("shared: simulated"), .selected = (selected_cases), .jobs = 2,         \
        .timeout_multiplier = 1.5                                                                \
    }

#define PLACE  .statement = TEXT("A wait ends."), .file = TEXT("cases/semaphore/wait.c"), .line = 12
#define SHARED .exporter = TEXT("shared"), .simulated = true

static struct finding failed[] = {
    {FINDING_NOTE, 30, "cases/semaphore/wait.c", "", "released after 3 ms"},
    {FINDING_FAIL, 34, "cases/semaphore/wait.c", "EXTRES-Wait-blocks", "got 1, expected 0"},
};
static struct finding warned[] = {
    {FINDING_WARN, 34, "cases/semaphore/wait.c", "EXTRES-Wait-code", "another error"}};
static struct finding noted[] = {{FINDING_NOTE, 0, "", "", "takes \"any\" flag"}};
static struct finding hostile_finding[] = {
    {FINDING_FAIL, -1, HOSTILE_SHORT, "", HOSTILE},
    {FINDING_BROKEN, 7, "", HOSTILE_SHORT, HOSTILE},
};

static struct case_result conforming[] = {
    {.id = TEXT("rt.memory.opaque_fd.map.whole"),
     PLACE,
     .status = STATUS_PASS,
     .seconds = 0.0125,
     .checks = 4,
     .calls = 9,
     .reason = TEXT(""),
     SHARED,
     .output = TEXT("")},
    {.id = TEXT("rt.semaphore.opaque_fd.wait.flags"),
     PLACE,
     .status = STATUS_WARN,
     .seconds = 0.5,
     .checks = 1,
     .calls = 2,
     .reason = TEXT(""),
     SHARED,
     .findings = warned,
     .finding_count = 1,
     .output = TEXT("said\nthis\n\n")},
    {.id = TEXT("drv.memory.opaque_fd.map.whole"),
     PLACE,
     .status = STATUS_SKIP,
     .checks = 0,
     .reason = TEXT("no symbol cuMemMap # at all"),
     .exporter = TEXT(""),
     .output = TEXT("")},
    {.id = TEXT("rt.memory.opaque_fd.map.part"),
     PLACE,
     .status = STATUS_PASS,
     .seconds = 0.001,
     .checks = 1,
     .calls = 1,
     .reason = TEXT(""),
     SHARED,
     .findings = noted,
     .finding_count = 1,
     .output = TEXT("")},
};

#define ONE_OF(word, its_status, its_reason)                                                              \
    {                                                                                                     \
        .id = TEXT("rt.semaphore.timeline_fd.wait." word), PLACE, .status = (its_status), .seconds = 1.0, \
        .reason = TEXT(its_reason), SHARED, .findings = failed, .finding_count = 2, .findings_lost = 3,   \
        .output = TEXT("  indented\nand not\n")                                                           \
    }

static struct case_result statuses[] = {
    ONE_OF("pass", STATUS_PASS, ""),
    ONE_OF("fail", STATUS_FAIL, ""),
    ONE_OF("warn", STATUS_WARN, ""),
    ONE_OF("skip", STATUS_SKIP, "no exporter"),
    ONE_OF("crash", STATUS_CRASH, "signal 11 in cudaWaitExternalSemaphoresAsync"),
    ONE_OF("timeout", STATUS_TIMEOUT, "killed after 10 s"),
    ONE_OF("broken", STATUS_BROKEN, "checked nothing"),
    ONE_OF("xfail", STATUS_XFAIL, "bug 7"),
    ONE_OF("xpass", STATUS_XPASS, ""),
    ONE_OF("waived", STATUS_WAIVED, "until spring"),
    ONE_OF("flaky", STATUS_FLAKY, "1 of 3"),
    ONE_OF("notrun", STATUS_NOTRUN, ""),
};

#define HOSTILE_CASE(its_status, its_output)                                                           \
    {                                                                                                  \
        .id = TEXT(HOSTILE), .statement = TEXT(HOSTILE), .file = TEXT(HOSTILE), .line = -1,            \
        .status = (its_status), .seconds = -1e300, .reason = TEXT(HOSTILE), .exporter = TEXT(HOSTILE), \
        .findings = hostile_finding, .finding_count = 2, .output = TEXT(its_output)                    \
    }

static struct case_result hostile[] = {
    HOSTILE_CASE(STATUS_FAIL, HOSTILE),
    HOSTILE_CASE(STATUS_CRASH, "x\n" HOSTILE),
    HOSTILE_CASE(STATUS_SKIP, "begins\nplain\n  ...\n...\n\n \nnot ok 1\n  ---\n]]>\nBail out!\n\xE2\x82"),
    HOSTILE_CASE(STATUS_XFAIL, "\n\n  blank, then indented\n"),
    HOSTILE_CASE(STATUS_WARN, "\tbegins with a tab\nthen\nnot"),
    HOSTILE_CASE(STATUS_NOTRUN, "\xC2\xA0no-break space\nx\n"),
    HOSTILE_CASE(STATUS_BROKEN, "a line separator: \xE2\x80\xA8here\n"),
    HOSTILE_CASE(STATUS_FLAKY, "- a\n: b\n# c\n\"d\n{}\n~\n\n\n"),
};

const struct sample samples[] = {
    {"empty", {.run = DESCRIPTION(0), .finished = true}},
    {"conforming",
     {.run = DESCRIPTION(4), .results = conforming, .result_count = 4, .seconds = 2.5, .finished = true}},
    {"statuses", {.run = DESCRIPTION(20), .results = statuses, .result_count = 12, .seconds = 12}},
    {"hostile",
     {.run = {.suite_version = TEXT(HOSTILE),
              .command = TEXT(HOSTILE),
              .started = TEXT(HOSTILE),
              .host = TEXT(HOSTILE),
              .backend = TEXT(HOSTILE),
              .runtime_library = TEXT(HOSTILE),
              .driver_library = TEXT(HOSTILE),
              .device = TEXT(HOSTILE),
              .uuid = TEXT(HOSTILE),
              .exporters = TEXT(HOSTILE),
              .selected = 8},
      .results = hostile,
      .result_count = 8,
      .seconds = 1e300,
      .finished = true}},
};

const size_t sample_count = sizeof samples / sizeof *samples;

const struct journal_contents *sample_find(const char *name)
{
    for (size_t i = 0; i < sample_count; i++)
        if (strcmp(samples[i].name, name) == 0)
            return &samples[i].journal;
    abort();
}

void sample_replay(const struct journal_contents *journal, struct reporter *reporter)
{
    struct tally tally = {.total = 0};
    reporter->begin(reporter, &journal->run);
    for (size_t i = 0; i < journal->result_count; i++) {
        tally_add(&tally, journal->results[i].status, false);
        reporter->result(reporter, &journal->results[i]);
    }
    reporter->end(reporter, &tally, journal->seconds, !journal->finished);
    reporter->release(reporter);
}

struct reporter *sample_reporter(const char *format, FILE *stream)
{
    if (strcmp(format, "tap") == 0)
        return reporter_tap(stream);
    if (strcmp(format, "progress") == 0)
        return reporter_progress(stream);
    if (strcmp(format, "quiet") == 0)
        return reporter_quiet(stream);
    abort();
}
