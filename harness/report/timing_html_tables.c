/* The tables of one measurement in the page of a timed run. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_html_parts.h"

#include <string.h>

#include "report/timing_html_words.h"

static void write_header(struct markup *markup, const char *const *names, size_t count)
{
    markup_start(markup, "thead");
    markup_start(markup, "tr");
    for (size_t i = 0; i < count; i++) {
        markup_start(markup, "th");
        markup_attribute(markup, "scope", "col");
        markup_text(markup, names[i]);
        markup_end(markup);
    }
    markup_end(markup);
    markup_end(markup);
}

static void write_duration(struct markup *markup, double nanoseconds)
{
    char text[DURATION_TEXT];
    format_duration(nanoseconds, text);
    markup_element(markup, "td", text);
}

static void write_median(struct markup *markup, const struct summary *summary)
{
    char median[DURATION_TEXT], interval[DURATION_INTERVAL_TEXT];
    format_duration(summary->quantiles[SUMMARY_MEDIAN], median);
    format_duration_interval(&summary->intervals[SUMMARY_MEDIAN], interval);
    markup_start(markup, "td");
    markup_element(markup, "b", median);
    markup_print(markup, " %s", interval);
    markup_end(markup);
}

static void write_floor_ratio(struct markup *markup, double median, double floor)
{
    double ratio = floor > 0 ? median / floor : 0;
    if (floor > 0)
        markup_element_print(markup, "td", "%.*f", ratio < 10 ? 2 : ratio < 100 ? 1 : 0, ratio);
    else
        markup_element(markup, "td", "–");
}

/* May be broken before each of its parts but the first two, and nowhere else. */
static void write_breakable_id(struct markup *markup, const char *id)
{
    size_t part = 0;
    while (*id) {
        if (part++ > 1) {
            markup_start(markup, "wbr");
            markup_end_void(markup);
        }
        size_t length = 1 + strcspn(id + 1, ".");
        markup_print(markup, "%.*s", (int)length, id);
        id += length;
    }
}

static void write_id(struct markup *markup, const struct timing_result *result, size_t rows)
{
    markup_start_class(markup, "th", "id");
    markup_attribute(markup, "scope", "rowgroup");
    markup_number(markup, "rowspan", (double)rows);
    write_breakable_id(markup, result->id);
    if (result->simulated || !result->settled)
        markup_element_print(markup, "i", " %s%s%s", result->simulated ? "simulated" : "",
                             result->simulated && !result->settled ? ", " : "",
                             result->settled ? "" : "not settled");
    markup_end(markup);
}

static void write_cells(struct markup *markup, const struct timing_figures *figures,
                        const struct result_figures *result, size_t side)
{
    const struct summary *summary = &result->sides[side].summary;
    if (figures->record->side_count > 1)
        markup_element(markup, "td", side_looks[side].letter);
    write_duration(markup, summary->minimum);
    write_duration(markup, summary->quantiles[SUMMARY_P05]);
    write_duration(markup, summary->quantiles[SUMMARY_P25]);
    write_median(markup, summary);
    write_duration(markup, summary->quantiles[SUMMARY_P75]);
    write_duration(markup, summary->quantiles[SUMMARY_P95]);
    write_duration(markup, summary->quantiles[SUMMARY_P99]);
    write_duration(markup, summary->maximum);
    write_floor_ratio(markup, summary->quantiles[SUMMARY_MEDIAN],
                      floor_median(figures, result->result->floor));
    markup_element_print(markup, "td", "%zu", summary->samples);
    markup_element_print(markup, "td", "%zu", summary->processes);
    markup_element_print(markup, "td", "%llu", (unsigned long long)result->result->operations);
}

/* A row a side, behind one id. */
static void write_rows(struct markup *markup, const struct timing_figures *figures,
                       const struct result_figures *result)
{
    size_t rows = (size_t)result->sides[0].measured + result->sides[1].measured;
    bool first = true;
    markup_start(markup, "tbody");
    for (size_t side = 0; side < TIMING_SIDES; side++) {
        if (!result->sides[side].measured)
            continue;
        markup_start(markup, "tr");
        if (first)
            write_id(markup, result->result, rows);
        first = false;
        write_cells(markup, figures, result, side);
        markup_end(markup);
    }
    markup_end(markup);
}

static void start_table(struct markup *markup)
{
    markup_start_class(markup, "div", "wide");
    markup_start(markup, "table");
}

static void end_table(struct markup *markup)
{
    markup_end(markup);
    markup_end(markup);
}

static void write_samples_table(struct markup *markup, const struct timing_figures *figures,
                                const struct timing_group *group)
{
    static const char *const two_sided[] = {"id",    "side", "min", "p05", "p25",     "median [95 %]",
                                            "p75",   "p95",  "p99", "max", "× floor", "samples",
                                            "procs", "ops"};
    static const char *const one_sided[] = {"id",  "min", "p05",     "p25",     "median [95 %]", "p75", "p95",
                                            "p99", "max", "× floor", "samples", "procs",         "ops"};
    start_table(markup);
    if (figures->record->side_count > 1)
        write_header(markup, two_sided, sizeof two_sided / sizeof *two_sided);
    else
        write_header(markup, one_sided, sizeof one_sided / sizeof *one_sided);
    for (size_t i = 0; i < group->count; i++)
        write_rows(markup, figures, group->results[i]);
    end_table(markup);
}

static void write_comparison(struct markup *markup, const struct result_figures *result)
{
    const struct comparison *comparison = &result->comparison;
    const struct verdict_look *look = verdict_look(comparison->difference);
    char interval[INTERVAL_TEXT];
    format_ratio_interval(comparison, interval);
    markup_start_class(markup, "tbody", look->class_name);
    markup_start(markup, "tr");
    write_id(markup, result->result, 1);
    markup_start(markup, "td");
    markup_element_print(markup, "b", "%.3f", comparison->ratio);
    markup_print(markup, " %s", interval);
    markup_end(markup);
    markup_element_print(markup, "td", "%.2g", comparison->p);
    markup_element_print(markup, "td", "%zu", comparison->pairs);
    markup_start_class(markup, "td", "verdict");
    markup_text(markup, look->words);
    markup_end(markup);
    markup_end(markup);
    markup_end(markup);
}

static void write_comparison_table(struct markup *markup, const struct timing_group *group)
{
    static const char *const names[] = {"id", "B over A [interval]", "p", "pairs", "verdict"};
    start_table(markup);
    write_header(markup, names, sizeof names / sizeof *names);
    for (size_t i = 0; i < group->count; i++)
        if (group->results[i]->compared)
            write_comparison(markup, group->results[i]);
    end_table(markup);
}

static bool has_comparison(const struct timing_group *group)
{
    for (size_t i = 0; i < group->count; i++)
        if (group->results[i]->compared)
            return true;
    return false;
}

void write_tables(struct markup *markup, const struct timing_figures *figures,
                  const struct timing_group *group)
{
    write_samples_table(markup, figures, group);
    if (has_comparison(group))
        write_comparison_table(markup, group);
}
