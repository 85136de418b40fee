/* JUnit XML of a whole journal, in the subset that every Jenkins schema of it accepts. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/detail.h"

#include <libxml/xmlwriter.h>
#include <stdlib.h>
#include <string.h>

/*
 * There is no one schema. What is written here is valid against both that Jenkins has used: properties before
 * test cases, the one verdict element before system-out, the reason of a skip as text and not as an
 * attribute. tests/junit.xsd states the subset.
 */

/* Errors stick: a call after a failure does nothing, and the end of the document asks once. */
struct document {
    xmlTextWriterPtr writer;
    bool failed;
};

static void check(struct document *document, int result)
{
    document->failed = document->failed || result < 0;
}

static void start(struct document *document, const char *element)
{
    check(document, xmlTextWriterStartElement(document->writer, BAD_CAST element));
}

static void end(struct document *document)
{
    check(document, xmlTextWriterEndElement(document->writer));
}

static void attribute(struct document *document, const char *name, const char *value)
{
    char *printable = text_printable(value, strlen(value));
    check(document, xmlTextWriterWriteAttribute(document->writer, BAD_CAST name, BAD_CAST printable));
    free(printable);
}

static void attribute_count(struct document *document, const char *name, size_t value)
{
    char text[32];
    snprintf(text, sizeof text, "%zu", value);
    attribute(document, name, text);
}

static void attribute_seconds(struct document *document, const char *name, double seconds)
{
    char text[SECONDS_TEXT];
    format_seconds(seconds, text);
    attribute(document, name, text);
}

static void content(struct document *document, const char *text)
{
    char *printable = text_printable(text, strlen(text));
    check(document, xmlTextWriterWriteString(document->writer, BAD_CAST printable));
    free(printable);
}

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

/* An id in two: the object, type and API that make a suite, and the name of the case in it. */
struct entry {
    char *suite;
    char *name;
    const struct case_result *result;
};

/* After the third dot, else the last; an id without a dot has the suite "extres". */
static struct entry split_id(const struct case_result *result)
{
    const char *cut = NULL;
    const char *dot = strchr(result->id, '.');
    for (int dots = 0; dot && dots < 3; dots++, dot = strchr(dot + 1, '.'))
        cut = dot;
    struct entry entry = {.result = result};
    entry.suite = cut ? strndup(result->id, (size_t)(cut - result->id)) : strdup("extres");
    entry.name = strdup(cut ? cut + 1 : result->id);
    if (!entry.suite || !entry.name)
        abort();
    return entry;
}

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = strcmp(a->suite, b->suite);
    return order ? order : strcmp(a->name, b->name);
}

static void write_property(struct document *document, const char *name, const char *value)
{
    start(document, "property");
    attribute(document, "name", name);
    attribute(document, "value", value);
    end(document);
}

static void write_number(struct document *document, const char *name, double value)
{
    char text[64];
    snprintf(text, sizeof text, "%.15g", value);
    write_property(document, name, text);
}

static void write_properties(struct document *document, const struct journal_contents *journal)
{
    const struct run_description *run = &journal->run;
    start(document, "properties");
    write_property(document, "suite_version", run->suite_version);
    write_property(document, "command", run->command);
    write_property(document, "started", run->started);
    write_property(document, "host", run->host);
    write_property(document, "backend", run->backend);
    write_property(document, "runtime_library", run->runtime_library);
    write_property(document, "driver_library", run->driver_library);
    write_number(document, "runtime_version", run->runtime_version);
    write_number(document, "driver_version", run->driver_version);
    write_property(document, "device", run->device);
    write_property(document, "uuid", run->uuid);
    write_property(document, "exporters", run->exporters);
    write_number(document, "selected", (double)run->selected);
    write_number(document, "jobs", run->jobs);
    write_number(document, "timeout_multiplier", run->timeout_multiplier);
    write_property(document, "finished", journal->finished ? "true" : "false");
    end(document);
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
static void write_explanation(struct document *document, const struct run_description *run,
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
    content(document, explanation);
    free(explanation);
}

static void write_skip(struct document *document, const struct outcome *outcome,
                       const struct case_result *result)
{
    content(document, outcome->message);
    if (result->reason[0]) {
        content(document, ": ");
        content(document, result->reason);
    }
}

static void write_outcome(struct document *document, const struct run_description *run,
                          const struct case_result *result)
{
    const struct outcome *outcome = &outcomes[result->status];
    if (!outcome->element)
        return;
    start(document, outcome->element);
    if (has_element(result, "skipped")) {
        write_skip(document, outcome, result);
    } else {
        const struct finding *finding = leading_finding(result);
        bool names_rule = has_element(result, "failure") && finding && finding->rule[0];
        const char *message = result->reason[0] ? result->reason : finding ? finding->text : outcome->message;
        attribute(document, "type", names_rule ? finding->rule : status_name(result->status));
        attribute(document, "message", message);
        write_explanation(document, run, result);
    }
    end(document);
}

static void write_output(struct document *document, const struct case_result *result)
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
    start(document, "system-out");
    content(document, output);
    end(document);
    free(output);
}

static void write_case(struct document *document, const struct run_description *run,
                       const struct entry *entry)
{
    start(document, "testcase");
    attribute(document, "name", entry->name);
    attribute(document, "classname", entry->suite);
    attribute_seconds(document, "time", entry->result->seconds);
    write_outcome(document, run, entry->result);
    write_output(document, entry->result);
    end(document);
}

static size_t count_elements(const struct entry *entries, size_t count, const char *element)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += has_element(entries[i].result, element);
    return found;
}

/* Opens a suite with what all suites have in common. */
static void start_suite(struct document *document, const struct journal_contents *journal, const char *name)
{
    start(document, "testsuite");
    attribute(document, "name", name);
    attribute(document, "timestamp", journal->run.started);
    attribute(document, "hostname", journal->run.host);
}

static void write_suite(struct document *document, const struct journal_contents *journal,
                        const struct entry *entries, size_t count)
{
    double seconds = 0;
    for (size_t i = 0; i < count; i++)
        seconds += entries[i].result->seconds;
    start_suite(document, journal, entries[0].suite);
    attribute_count(document, "tests", count);
    attribute_count(document, "failures", count_elements(entries, count, "failure"));
    attribute_count(document, "errors", count_elements(entries, count, "error"));
    attribute_count(document, "skipped", count_elements(entries, count, "skipped"));
    attribute_seconds(document, "time", seconds);
    write_properties(document, journal);
    for (size_t i = 0; i < count; i++)
        write_case(document, &journal->run, &entries[i]);
    end(document);
}

/* Why the journal as a whole is no sound run although no case in it says so; NULL when it is one. */
static const char *incomplete_reason(const struct journal_contents *journal)
{
    if (!journal->result_count)
        return "no case was run";
    return journal->finished ? NULL : "the run ended before all of its cases had run";
}

/* A run that was cut short must not look green to those who read nothing but this file. */
static void write_incomplete(struct document *document, const struct journal_contents *journal,
                             const char *reason)
{
    start_suite(document, journal, "extres");
    attribute_count(document, "tests", 1);
    attribute_count(document, "failures", 0);
    attribute_count(document, "errors", 1);
    attribute_count(document, "skipped", 0);
    attribute_seconds(document, "time", 0);
    write_properties(document, journal);
    start(document, "testcase");
    attribute(document, "name", "run");
    attribute(document, "classname", "extres");
    attribute_seconds(document, "time", 0);
    start(document, "error");
    attribute(document, "type", "incomplete");
    attribute(document, "message", reason);
    end(document);
    end(document);
    end(document);
}

static void write_suites(struct document *document, const struct journal_contents *journal,
                         const struct entry *entries)
{
    size_t count = journal->result_count;
    const char *incomplete = incomplete_reason(journal);
    start(document, "testsuites");
    attribute(document, "name", "extres");
    attribute_count(document, "tests", count + (incomplete ? 1 : 0));
    attribute_count(document, "failures", count_elements(entries, count, "failure"));
    attribute_count(document, "errors", count_elements(entries, count, "error") + (incomplete ? 1 : 0));
    attribute_seconds(document, "time", journal->seconds);
    if (incomplete)
        write_incomplete(document, journal, incomplete);
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1; next < count && strcmp(entries[next].suite, entries[first].suite) == 0;)
            next++;
        write_suite(document, journal, entries + first, next - first);
    }
    end(document);
}

/* The order is that of the ids, not that in which cases ended: two runs can be compared as text. */
static struct entry *sorted_entries(const struct journal_contents *journal)
{
    struct entry *entries = calloc(journal->result_count + 1, sizeof *entries);
    if (!entries)
        abort();
    for (size_t i = 0; i < journal->result_count; i++)
        entries[i] = split_id(&journal->results[i]);
    qsort(entries, journal->result_count, sizeof *entries, compare_entries);
    return entries;
}

static void release_entries(struct entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(entries[i].suite);
        free(entries[i].name);
    }
    free(entries);
}

/* The document in memory, so that it can be wrong only for want of memory. */
static bool build_document(const struct journal_contents *journal, xmlBufferPtr buffer)
{
    struct document document = {xmlNewTextWriterMemory(buffer, 0), false};
    if (!document.writer)
        return false;
    struct entry *entries = sorted_entries(journal);
    check(&document, xmlTextWriterSetIndent(document.writer, 1));
    check(&document, xmlTextWriterStartDocument(document.writer, NULL, "UTF-8", NULL));
    write_suites(&document, journal, entries);
    check(&document, xmlTextWriterEndDocument(document.writer));
    release_entries(entries, journal->result_count);
    xmlFreeTextWriter(document.writer);
    return !document.failed;
}

bool report_junit(const struct journal_contents *journal, const char *path, char *error, size_t error_size)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    bool good = buffer && build_document(journal, buffer);
    if (!good)
        snprintf(error, error_size, "cannot write %s: not enough memory for the document", path);
    else
        good =
            replace_file(path, xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer), error, error_size);
    xmlBufferFree(buffer);
    return good;
}
