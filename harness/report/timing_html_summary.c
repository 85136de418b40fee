/* The head of the page of a timed run: what was measured, on what, and how to read it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_html_parts.h"

#include "report/timing_html_words.h"
#include "run/description.h"

static void write_fact(struct markup *markup, const char *name, const char *value)
{
    if (!*value)
        return;
    markup_start(markup, "tr");
    markup_start(markup, "th");
    markup_attribute(markup, "scope", "row");
    markup_text(markup, name);
    markup_end(markup);
    markup_element(markup, "td", value);
    markup_end(markup);
}

static void write_duration_fact(struct markup *markup, const char *name, double nanoseconds)
{
    char text[DURATION_TEXT];
    format_duration(nanoseconds, text);
    write_fact(markup, name, text);
}

static void start_facts(struct markup *markup, const char *caption)
{
    markup_start_class(markup, "table", "facts");
    markup_element(markup, "caption", caption);
    markup_start(markup, "tbody");
}

static void end_facts(struct markup *markup)
{
    markup_end(markup);
    markup_end(markup);
}

static void write_run(struct markup *markup, const struct timing_record *record)
{
    start_facts(markup, "The run");
    write_fact(markup, "suite", record->suite_version);
    write_fact(markup, "command", record->command);
    write_fact(markup, "started", record->started);
    write_fact(markup, "host", record->host);
    write_fact(markup, "mode", record->mode);
    write_duration_fact(markup, "took", record->seconds * 1e9);
    end_facts(markup);
}

static void write_side(struct markup *markup, const struct timing_record *record, size_t index)
{
    static const char *const captions[TIMING_SIDES] = {"Side A", "Side B"};
    const struct timing_side *side = &record->sides[index];
    char version[VERSION_TEXT];
    start_facts(markup, record->side_count > 1 ? captions[index] : "The runtime");
    write_fact(markup, "backend", side->backend);
    write_fact(markup, "runtime library", side->runtime_library);
    describe_version(side->runtime_version, version);
    write_fact(markup, "runtime version", version);
    write_fact(markup, "driver library", side->driver_library);
    describe_version(side->driver_version, version);
    write_fact(markup, "driver version", version);
    write_fact(markup, "device", side->device);
    write_fact(markup, "environment", side->environment);
    end_facts(markup);
}

static void write_machine(struct markup *markup, const struct timing_record *record)
{
    start_facts(markup, "The machine");
    for (size_t i = 0; i < record->fact_count; i++)
        write_fact(markup, record->facts[i].name, record->facts[i].value);
    write_duration_fact(markup, "one reading of the clock", record->clock_nanoseconds);
    write_duration_fact(markup, "resolution of the clock", record->clock_resolution_nanoseconds);
    end_facts(markup);
}

static void write_floors(struct markup *markup, const struct timing_figures *figures)
{
    start_facts(markup, "Floors: medians [95 %]");
    for (size_t i = 0; i < FLOOR_COUNT; i++) {
        const struct side_figures *floor = &figures->floors[i];
        if (!floor->measured)
            continue;
        char median[DURATION_TEXT], interval[DURATION_INTERVAL_TEXT];
        char text[DURATION_TEXT + DURATION_INTERVAL_TEXT];
        format_duration(floor->summary.quantiles[SUMMARY_MEDIAN], median);
        format_duration_interval(&floor->summary.intervals[SUMMARY_MEDIAN], interval);
        snprintf(text, sizeof text, "%s %s", median, interval);
        write_fact(markup, floor_title((enum timing_floor)i), text);
    }
    end_facts(markup);
}

struct counts {
    size_t measured;
    size_t simulated;
    size_t unsettled;
};

static struct counts count_results(const struct timing_figures *figures)
{
    struct counts counts = {0};
    for (size_t i = 0; i < figures->record->result_count; i++) {
        const struct result_figures *result = &figures->results[i];
        if (!has_figures(result))
            continue;
        counts.measured++;
        counts.simulated += result->result->simulated;
        counts.unsettled += !result->result->settled;
    }
    return counts;
}

static void write_words(struct markup *markup, const struct timing_figures *figures)
{
    const struct timing_record *record = figures->record;
    const struct timing_side *a = &record->sides[0], *b = &record->sides[1];
    struct counts counts = count_results(figures);
    markup_start(markup, "p");
    if (record->side_count > 1)
        markup_print(
            markup,
            "Two sides were measured in turn, in one run on one machine (%s): A is %s on %s, B is %s on %s. ",
            record->host, a->backend, a->device, b->backend, b->device);
    else
        markup_print(markup, "%s on %s was measured on this machine: %s. ", a->backend, a->device,
                     record->host);
    markup_print(markup, "There are figures for %zu of %zu measurements.", counts.measured,
                 record->result_count);
    markup_end(markup);
    if (!record->finished)
        markup_element(markup, "p", "The run was interrupted: the figures are of what had been measured.");
    if (counts.simulated)
        markup_element_print(markup, "p",
                             "The objects of %zu measurements were simulated: no other device or driver "
                             "took part in them.",
                             counts.simulated);
    if (counts.unsettled)
        markup_element_print(markup, "p", "The warm-up of %zu measurements did not settle; they are marked.",
                             counts.unsettled);
}

static void write_guide(struct markup *markup, const struct timing_record *record)
{
    markup_element(markup, "p",
                   "A time is that of one operation, with the cost of reading the clock taken off. Intervals "
                   "are of 95 %, by bootstrap over processes and the samples in them. A floor is what no "
                   "implementation can be faster than, measured in the same run. In plots, the ticks under a "
                   "distribution are the medians of single processes. A few of the longest samples are not "
                   "drawn where each caption says so; tables and medians count them.");
    if (record->side_count > 1)
        markup_element(markup, "p",
                       "A is blue with solid lines and round markers, B is vermillion with dashed lines and "
                       "hollow square markers; both are named where they are drawn.");
}

void write_summary(struct markup *markup, const struct timing_figures *figures)
{
    const struct timing_record *record = figures->record;
    write_words(markup, figures);
    markup_start_class(markup, "div", "tables");
    write_run(markup, record);
    for (size_t side = 0; side < record->side_count; side++)
        write_side(markup, record, side);
    write_machine(markup, record);
    write_floors(markup, figures);
    markup_end(markup);
    write_guide(markup, record);
}
