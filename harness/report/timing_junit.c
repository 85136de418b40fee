/* JUnit XML of a timed run, in the shape of junit.c, with the figures as properties of each test case. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_junit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/xml.h"
#include "timing/statistics.h"

enum { FIGURE_DIGITS = 6, ALL_DIGITS = 15 };

/* What JUnit makes of each status. */
static const struct outcome {
    const char *element; /* NULL: passed */
    const char *message; /* when there is no reason */
} outcomes[TIMING_STATUS_COUNT] = {
    [TIMING_MEASURED] = {NULL, ""},          [TIMING_SKIPPED] = {"skipped", "skipped"},
    [TIMING_FAILED] = {"failure", "failed"}, [TIMING_BROKEN] = {"error", "broken"},
    [TIMING_CRASHED] = {"error", "crashed"}, [TIMING_TIMED_OUT] = {"error", "timed out"},
};

static const char *const difference_names[] = {
    [DIFFERENCE_NONE] = "none",
    [DIFFERENCE_SLOWER] = "slower",
    [DIFFERENCE_FASTER] = "faster",
    [DIFFERENCE_UNDECIDED] = "undecided",
};

struct entry {
    struct junit_name name;
    const struct timing_result *result;
};

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    return junit_name_compare(&a->name, &b->name);
}

static bool has_element(const struct entry *entry, const char *element)
{
    const char *own = outcomes[entry->result->status].element;
    return own != NULL && strcmp(own, element) == 0;
}

static size_t count_elements(const struct entry *entries, size_t count, const char *element)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += has_element(&entries[i], element);
    return found;
}

/* All that samples were taken for. */
static double sampling_seconds(const struct timing_result *result)
{
    double nanoseconds = 0;
    for (size_t side = 0; side < TIMING_SIDES; side++)
        for (size_t i = 0; i < result->sides[side].count; i++)
            for (size_t k = 0; k < result->sides[side].blocks[i].count; k++)
                nanoseconds += result->sides[side].blocks[i].values[k] * (double)result->operations;
    return nanoseconds / 1e9;
}

static void write_text_of_side(struct xml_document *document, const char *prefix, const char *name,
                               const char *value)
{
    char full[64];
    snprintf(full, sizeof full, "%s%s", prefix, name);
    xml_property(document, full, value);
}

/* Infinity, which is no number in many a reader's eyes, is left out. */
static void write_figure(struct xml_document *document, const char *prefix, const char *name, double value)
{
    char full[64];
    snprintf(full, sizeof full, "%s%s", prefix, name);
    if (isfinite(value))
        xml_property_number(document, full, value, FIGURE_DIGITS);
}

static void write_side(struct xml_document *document, const struct timing_side *side, const char *prefix)
{
    write_text_of_side(document, prefix, "backend", side->backend);
    write_text_of_side(document, prefix, "runtime_library", side->runtime_library);
    write_text_of_side(document, prefix, "driver_library", side->driver_library);
    write_figure(document, prefix, "runtime_version", side->runtime_version);
    write_figure(document, prefix, "driver_version", side->driver_version);
    write_text_of_side(document, prefix, "device", side->device);
    write_text_of_side(document, prefix, "environment", side->environment);
}

/* Of the only side, or of A, without a prefix. */
static const char *side_prefix(size_t side)
{
    return side == 0 ? "" : "b_";
}

static void write_run(struct xml_document *document, const struct timing_record *record)
{
    xml_start(document, "properties");
    xml_property(document, "suite_version", record->suite_version);
    xml_property(document, "command", record->command);
    xml_property(document, "started", record->started);
    xml_property(document, "host", record->host);
    xml_property(document, "mode", record->mode);
    for (size_t i = 0; i < record->side_count; i++)
        write_side(document, &record->sides[i], side_prefix(i));
    write_figure(document, "", "clock_ns", record->clock_nanoseconds);
    write_figure(document, "", "clock_resolution_ns", record->clock_resolution_nanoseconds);
    for (size_t i = 0; i < record->fact_count; i++)
        write_text_of_side(document, "machine_", record->facts[i].name, record->facts[i].value);
    xml_property(document, "finished", record->finished ? "true" : "false");
    xml_end(document);
}

static void write_summary(struct xml_document *document, const struct summary *summary, const char *prefix)
{
    const struct interval *interval = &summary->intervals[SUMMARY_MEDIAN];
    write_figure(document, prefix, "median_ns", summary->quantiles[SUMMARY_MEDIAN]);
    write_figure(document, prefix, "median_low_ns", interval->low);
    write_figure(document, prefix, "median_high_ns", interval->high);
    write_figure(document, prefix, "p95_ns", summary->quantiles[SUMMARY_P95]);
    write_figure(document, prefix, "p99_ns", summary->quantiles[SUMMARY_P99]);
    write_figure(document, prefix, "samples", (double)summary->samples);
    write_figure(document, prefix, "processes", (double)summary->processes);
}

static void write_comparison(struct xml_document *document, const struct timing_result *result)
{
    struct comparison comparison = compare_sides(result, &comparison_default);
    write_figure(document, "", "ratio", comparison.ratio);
    if (comparison.difference != DIFFERENCE_UNDECIDED) {
        write_figure(document, "", "ratio_low", comparison.interval.low);
        write_figure(document, "", "ratio_high", comparison.interval.high);
    }
    write_figure(document, "", "p", comparison.p);
    write_figure(document, "", "pairs", (double)comparison.pairs);
    xml_property(document, "difference", difference_names[comparison.difference]);
}

static void write_floor(struct xml_document *document, double floor, const struct timing_result *result,
                        const struct summary *first_side)
{
    xml_property(document, "floor", floor_name(result->floor));
    if (floor > 0) {
        write_figure(document, "", "floor_ns", floor);
        write_figure(document, "", "floor_ratio", first_side->quantiles[SUMMARY_MEDIAN] / floor);
    }
}

static void write_figures(struct xml_document *document, const struct timing_record *record,
                          const double *floors, const struct timing_result *result)
{
    if (result->status != TIMING_MEASURED)
        return;
    xml_start(document, "properties");
    for (size_t i = 0; i < record->side_count; i++) {
        struct summary summary;
        if (!summarise(&result->sides[i], &summary))
            continue;
        write_summary(document, &summary, side_prefix(i));
        if (i == 0)
            write_floor(document, floors[result->floor], result, &summary);
    }
    if (record->side_count == 2)
        write_comparison(document, result);
    write_figure(document, "", "operations", (double)result->operations);
    xml_property(document, "operation", result->operation);
    xml_property_number(document, "parameter", (double)result->parameter, ALL_DIGITS);
    xml_property(document, "settled", result->settled ? "true" : "false");
    xml_property(document, "exporter", result->exporter);
    xml_property(document, "simulated", result->simulated ? "true" : "false");
    xml_end(document);
}

static void write_outcome(struct xml_document *document, const struct timing_result *result)
{
    const struct outcome *outcome = &outcomes[result->status];
    const char *reason = result->reason[0] != '\0' ? result->reason : outcome->message;
    if (outcome->element == NULL)
        return;
    xml_start(document, outcome->element);
    if (result->status == TIMING_SKIPPED) {
        xml_content(document, "skipped: ");
        xml_content(document, reason);
    } else {
        xml_attribute(document, "type", timing_status_name(result->status));
        xml_attribute(document, "message", reason);
        xml_content(document, result->statement);
    }
    xml_end(document);
}

static void write_case(struct xml_document *document, const struct timing_record *record,
                       const double *floors, const struct entry *entry)
{
    xml_start(document, "testcase");
    xml_attribute(document, "name", entry->name.name);
    xml_attribute(document, "classname", entry->name.suite);
    xml_attribute_seconds(document, "time", sampling_seconds(entry->result));
    write_figures(document, record, floors, entry->result);
    write_outcome(document, entry->result);
    xml_end(document);
}

/* incomplete: how many cases there are beside the entries, each with an error. */
static void write_counts(struct xml_document *document, const struct entry *entries, size_t count,
                         size_t incomplete)
{
    xml_attribute_count(document, "tests", count + incomplete);
    xml_attribute_count(document, "failures", count_elements(entries, count, "failure"));
    xml_attribute_count(document, "errors", count_elements(entries, count, "error") + incomplete);
}

/* Opens a suite with what all suites have in common. */
static void start_suite(struct xml_document *document, const struct timing_record *record, const char *name)
{
    xml_start(document, "testsuite");
    xml_attribute(document, "name", name);
    xml_attribute(document, "timestamp", record->started);
    xml_attribute(document, "hostname", record->host);
}

static void write_suite(struct xml_document *document, const struct timing_record *record,
                        const double *floors, const struct entry *entries, size_t count)
{
    double seconds = 0;
    for (size_t i = 0; i < count; i++)
        seconds += sampling_seconds(entries[i].result);
    start_suite(document, record, entries[0].name.suite);
    write_counts(document, entries, count, 0);
    xml_attribute_count(document, "skipped", count_elements(entries, count, "skipped"));
    xml_attribute_seconds(document, "time", seconds);
    write_run(document, record);
    for (size_t i = 0; i < count; i++)
        write_case(document, record, floors, &entries[i]);
    xml_end(document);
}

/* Why the record as a whole is no sound run; NULL when it is one. */
static const char *incomplete_reason(const struct timing_record *record)
{
    if (record->result_count == 0)
        return "nothing was measured";
    return record->finished ? NULL : "the run ended before all was measured";
}

/* A run that was cut short must not look green to those who read nothing but this file. */
static void write_incomplete(struct xml_document *document, const struct timing_record *record,
                             const char *reason)
{
    start_suite(document, record, "extres");
    write_counts(document, NULL, 0, 1);
    xml_attribute_count(document, "skipped", 0);
    xml_attribute_seconds(document, "time", 0);
    write_run(document, record);
    junit_incomplete_case(document, reason);
    xml_end(document);
}

static void write_suites(struct xml_document *document, const struct timing_record *record,
                         const double *floors, const struct entry *entries)
{
    size_t count = record->result_count;
    const char *incomplete = incomplete_reason(record);
    xml_start(document, "testsuites");
    xml_attribute(document, "name", "extres");
    write_counts(document, entries, count, incomplete != NULL);
    xml_attribute_seconds(document, "time", record->seconds);
    if (incomplete != NULL)
        write_incomplete(document, record, incomplete);
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1;
             next < count && strcmp(entries[next].name.suite, entries[first].name.suite) == 0;)
            next++;
        write_suite(document, record, floors, entries + first, next - first);
    }
    xml_end(document);
}

/* 0 for a floor that was not measured. */
static void take_floors(const struct timing_record *record, double floors[static FLOOR_COUNT])
{
    for (size_t i = 0; i < FLOOR_COUNT; i++) {
        struct summary summary;
        floors[i] = summarise(&record->floors[i], &summary) ? summary.quantiles[SUMMARY_MEDIAN] : 0;
    }
}

static void fill(struct xml_document *document, const void *content)
{
    const struct timing_record *record = content;
    double floors[FLOOR_COUNT];
    struct entry *entries = calloc(record->result_count + 1, sizeof *entries);
    if (entries == NULL)
        abort();
    for (size_t i = 0; i < record->result_count; i++)
        entries[i] = (struct entry){junit_name_make(record->results[i].id), &record->results[i]};
    qsort(entries, record->result_count, sizeof *entries, compare_entries);
    take_floors(record, floors);
    write_suites(document, record, floors, entries);
    for (size_t i = 0; i < record->result_count; i++)
        junit_name_release(&entries[i].name);
    free(entries);
}

bool report_timing_junit(const struct timing_record *record, const char *path, char *error, size_t error_size)
{
    return xml_write_file(path, fill, record, error, error_size);
}
