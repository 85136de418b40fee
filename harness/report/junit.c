/* JUnit XML of a whole journal, in the subset that every Jenkins schema of it accepts. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "report/detail.h"
#include "report/xml.h"

/*
 * There is no one schema. What is written here is valid against both that Jenkins has used: properties before
 * test cases, the one verdict element before system-out, the reason of a skip as text and not as an
 * attribute. tests/junit.xsd states the subset.
 */

/* What JUnit makes of each status. */
static const struct outcome {
    const char *element; /* NULL: passed */
    const char *message; /* when neither a finding nor a reason says more */
} outcomes[STATUS_COUNT] = {
    [STATUS_PASS] = {NULL, ""},
    [STATUS_FAIL] = {"failure", "failed"},
    [STATUS_WARN] = {NULL, ""},
    [STATUS_SKIP] = {"skipped", "skipped"},
    [STATUS_CRASH] = {"error", "crashed"},
    [STATUS_TIMEOUT] = {"error", "timed out"},
    [STATUS_BROKEN] = {"error", "broken"},
    [STATUS_XFAIL] = {"skipped", "failed as expected"},
    [STATUS_XPASS] = {"failure", "passed, but was expected to fail"},
    [STATUS_WAIVED] = {"skipped", "waived"},
    [STATUS_FLAKY] = {"failure", "flaky"},
    [STATUS_NOTRUN] = {"skipped", "not run"},
};

static bool has_element(const struct case_result *result, const char *element)
{
    const char *own = outcomes[result->status].element;
    return own && strcmp(own, element) == 0;
}

struct entry {
    struct junit_name name;
    const struct case_result *result;
};

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    return junit_name_compare(&a->name, &b->name);
}

static void write_number(struct xml_document *document, const char *name, double value)
{
    enum { ALL_DIGITS = 15 };
    xml_property_number(document, name, value, ALL_DIGITS);
}

static void write_properties(struct xml_document *document, const struct journal_contents *journal)
{
    const struct run_description *run = &journal->run;
    xml_start(document, "properties");
    xml_property(document, "suite_version", run->suite_version);
    xml_property(document, "command", run->command);
    xml_property(document, "started", run->started);
    xml_property(document, "host", run->host);
    xml_property(document, "backend", run->backend);
    xml_property(document, "runtime_library", run->runtime_library);
    xml_property(document, "driver_library", run->driver_library);
    write_number(document, "runtime_version", run->runtime_version);
    write_number(document, "driver_version", run->driver_version);
    xml_property(document, "device", run->device);
    xml_property(document, "uuid", run->uuid);
    xml_property(document, "exporters", run->exporters);
    write_number(document, "selected", (double)run->selected);
    write_number(document, "jobs", run->jobs);
    write_number(document, "timeout_multiplier", run->timeout_multiplier);
    xml_property(document, "finished", journal->finished ? "true" : "false");
    xml_end(document);
}

static void print_findings(FILE *stream, const struct case_result *result)
{
    for (size_t i = 0; i < result->finding_count; i++) {
        char *line = finding_line(&result->findings[i]);
        fprintf(stream, "%s: %s\n", recorder_kind_name(result->findings[i].kind), line);
        free(line);
    }
    if (result->findings_lost)
        fprintf(stream, "and %u more findings, not kept\n", result->findings_lost);
}

/* All that is known of a failure: GitLab shows this text alone. */
static void write_explanation(struct xml_document *document, const struct run_description *run,
                              const struct case_result *result)
{
    struct text_stream text;
    text_stream_open(&text);
    if (result->statement[0])
        fprintf(text.stream, "%s\n", result->statement);
    if (result->file[0])
        fprintf(text.stream, "at %s:%d\n", result->file, result->line);
    if (result->reason[0])
        fprintf(text.stream, "%s\n", result->reason);
    print_findings(text.stream, result);
    char *command = reproduction_command(run->backend, result);
    fprintf(text.stream, "again: %s\n", command);
    free(command);
    char *explanation = text_stream_close(&text);
    xml_content(document, explanation);
    free(explanation);
}

static void write_skip(struct xml_document *document, const struct outcome *outcome,
                       const struct case_result *result)
{
    xml_content(document, outcome->message);
    if (result->reason[0]) {
        xml_content(document, ": ");
        xml_content(document, result->reason);
    }
}

static void write_outcome(struct xml_document *document, const struct run_description *run,
                          const struct case_result *result)
{
    const struct outcome *outcome = &outcomes[result->status];
    if (!outcome->element)
        return;
    xml_start(document, outcome->element);
    if (has_element(result, "skipped")) {
        write_skip(document, outcome, result);
    } else {
        const struct finding *finding = leading_finding(result);
        bool names_rule = has_element(result, "failure") && finding && finding->rule[0];
        const char *message = result->reason[0] ? result->reason : finding ? finding->text : outcome->message;
        xml_attribute(document, "type", names_rule ? finding->rule : status_name(result->status));
        xml_attribute(document, "message", message);
        write_explanation(document, run, result);
    }
    xml_end(document);
}

static void write_output(struct xml_document *document, const struct case_result *result)
{
    if (!result->finding_count && !result->output[0])
        return;
    struct text_stream text;
    text_stream_open(&text);
    if (result->exporter[0])
        fprintf(text.stream, "exporter: %s%s\n", result->exporter, result->simulated ? " (simulated)" : "");
    print_findings(text.stream, result);
    fputs(result->output, text.stream);
    char *output = text_stream_close(&text);
    xml_start(document, "system-out");
    xml_content(document, output);
    xml_end(document);
    free(output);
}

static void write_case(struct xml_document *document, const struct run_description *run,
                       const struct entry *entry)
{
    xml_start(document, "testcase");
    xml_attribute(document, "name", entry->name.name);
    xml_attribute(document, "classname", entry->name.suite);
    xml_attribute_seconds(document, "time", entry->result->seconds);
    write_outcome(document, run, entry->result);
    write_output(document, entry->result);
    xml_end(document);
}

static size_t count_elements(const struct entry *entries, size_t count, const char *element)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += has_element(entries[i].result, element);
    return found;
}

/* Opens a suite with what all suites have in common. */
static void start_suite(struct xml_document *document, const struct journal_contents *journal,
                        const char *name)
{
    xml_start(document, "testsuite");
    xml_attribute(document, "name", name);
    xml_attribute(document, "timestamp", journal->run.started);
    xml_attribute(document, "hostname", journal->run.host);
}

static void write_suite(struct xml_document *document, const struct journal_contents *journal,
                        const struct entry *entries, size_t count)
{
    double seconds = 0;
    for (size_t i = 0; i < count; i++)
        seconds += entries[i].result->seconds;
    start_suite(document, journal, entries[0].name.suite);
    xml_attribute_count(document, "tests", count);
    xml_attribute_count(document, "failures", count_elements(entries, count, "failure"));
    xml_attribute_count(document, "errors", count_elements(entries, count, "error"));
    xml_attribute_count(document, "skipped", count_elements(entries, count, "skipped"));
    xml_attribute_seconds(document, "time", seconds);
    write_properties(document, journal);
    for (size_t i = 0; i < count; i++)
        write_case(document, &journal->run, &entries[i]);
    xml_end(document);
}

/* Why the journal as a whole is no sound run although no case in it says so; NULL when it is one. */
static const char *incomplete_reason(const struct journal_contents *journal)
{
    if (!journal->result_count)
        return "no case was run";
    return journal->finished ? NULL : "the run ended before all of its cases had run";
}

/* A run that was cut short must not look green to those who read nothing but this file. */
static void write_incomplete(struct xml_document *document, const struct journal_contents *journal,
                             const char *reason)
{
    start_suite(document, journal, "extres");
    xml_attribute_count(document, "tests", 1);
    xml_attribute_count(document, "failures", 0);
    xml_attribute_count(document, "errors", 1);
    xml_attribute_count(document, "skipped", 0);
    xml_attribute_seconds(document, "time", 0);
    write_properties(document, journal);
    junit_incomplete_case(document, reason);
    xml_end(document);
}

static void write_suites(struct xml_document *document, const struct journal_contents *journal,
                         const struct entry *entries)
{
    size_t count = journal->result_count;
    const char *incomplete = incomplete_reason(journal);
    xml_start(document, "testsuites");
    xml_attribute(document, "name", "extres");
    xml_attribute_count(document, "tests", count + (incomplete ? 1 : 0));
    xml_attribute_count(document, "failures", count_elements(entries, count, "failure"));
    xml_attribute_count(document, "errors", count_elements(entries, count, "error") + (incomplete ? 1 : 0));
    xml_attribute_seconds(document, "time", journal->seconds);
    if (incomplete)
        write_incomplete(document, journal, incomplete);
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1;
             next < count && strcmp(entries[next].name.suite, entries[first].name.suite) == 0;)
            next++;
        write_suite(document, journal, entries + first, next - first);
    }
    xml_end(document);
}

/* The order is that of the ids, not that in which cases ended: two runs can be compared as text. */
static struct entry *sorted_entries(const struct journal_contents *journal)
{
    struct entry *entries = calloc(journal->result_count + 1, sizeof *entries);
    if (!entries)
        abort();
    for (size_t i = 0; i < journal->result_count; i++)
        entries[i] = (struct entry){junit_name_make(journal->results[i].id), &journal->results[i]};
    qsort(entries, journal->result_count, sizeof *entries, compare_entries);
    return entries;
}

static void release_entries(struct entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        junit_name_release(&entries[i].name);
    free(entries);
}

static void fill(struct xml_document *document, const void *content)
{
    const struct journal_contents *journal = content;
    struct entry *entries = sorted_entries(journal);
    write_suites(document, journal, entries);
    release_entries(entries, journal->result_count);
}

bool report_junit(const struct journal_contents *journal, const char *path, char *error, size_t error_size)
{
    return xml_write_file(path, fill, journal, error, error_size);
}
