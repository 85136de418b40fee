/* The table of a timed run, for people: a line a measurement, under a heading for each object, type and API.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_table.h"

#include <stdlib.h>
#include <string.h>

#include "report/detail.h"
#include "report/timing_format.h"

enum {
    TABLE_WIDTH = 110,
    HEAD_WIDTH = 9,
    NAME_WIDTH = 28,
    RANGE_TEXT = 2 * NANOSECONDS_TEXT + 8,
    FLOOR_TEXT = 64
};

/* "121 .. 126 ns": the unit of the low end only where it is another one. */
static void format_range(const struct interval *interval, char text[static RANGE_TEXT])
{
    char low[NANOSECONDS_TEXT], high[NANOSECONDS_TEXT];
    format_nanoseconds(interval->low, low);
    format_nanoseconds(interval->high, high);
    char *unit = strchr(low, ' ');
    if (strcmp(unit, strchr(high, ' ')) == 0)
        *unit = '\0';
    snprintf(text, RANGE_TEXT, "%s .. %s", low, high);
}

/* The name that records use, as words: shorter than the title. */
static void format_floor(enum timing_floor floor, char text[static FLOOR_TEXT])
{
    snprintf(text, FLOOR_TEXT, "%s", floor_name(floor));
    for (char *at = text; (at = strchr(at, '_')) != NULL;)
        *at = ' ';
}

static void print_side(FILE *stream, const char *letter, const struct timing_side *side)
{
    fprintf(stream, "%-8s %s", letter, side->backend);
    if (side->environment[0] != '\0')
        fprintf(stream, " with %s", side->environment);
    if (side->runtime_library[0] != '\0')
        fprintf(stream, ": %s", side->runtime_library);
    if (side->runtime_version != 0)
        fprintf(stream, " (%d.%d)", side->runtime_version / 1000, side->runtime_version % 1000 / 10);
    fprintf(stream, "%s%s\n", side->device[0] != '\0' ? ", device " : "", side->device);
}

/* A list under a heading: as many elements on a line as there is room for. */
struct wrapped_list {
    FILE *stream;
    const char *heading;
    size_t column; /* 0: nothing was printed yet */
};

static void print_element(struct wrapped_list *list, const char *name, const char *separator,
                          const char *value)
{
    size_t length = strlen(name) + strlen(separator) + strlen(value) + strlen("; ");
    bool fits = list->column + length <= TABLE_WIDTH;
    if (list->column > 0)
        fputs(fits ? "; " : ";\n", list->stream);
    if (list->column == 0 || !fits) {
        fprintf(list->stream, "%-*s", HEAD_WIDTH, list->column == 0 ? list->heading : "");
        list->column = HEAD_WIDTH;
    }
    fprintf(list->stream, "%s%s%s", name, separator, value);
    list->column += length;
}

static void end_list(const struct wrapped_list *list)
{
    fputs(list->column > 0 ? "\n" : "", list->stream);
}

static void print_facts(FILE *stream, const struct timing_record *record)
{
    struct wrapped_list list = {stream, "machine", 0};
    for (size_t i = 0; i < record->fact_count; i++) {
        char *value = text_one_line(record->facts[i].value);
        print_element(&list, record->facts[i].name, ": ", value);
        free(value);
    }
    end_list(&list);
}

static void print_floors(FILE *stream, const double floors[static FLOOR_COUNT])
{
    struct wrapped_list list = {stream, "floors", 0};
    for (int i = 0; i < FLOOR_COUNT; i++) {
        char name[FLOOR_TEXT], median[NANOSECONDS_TEXT];
        format_floor((enum timing_floor)i, name);
        format_nanoseconds(floors[i], median);
        if (floors[i] > 0)
            print_element(&list, name, " ", median);
    }
    end_list(&list);
}

static void print_head(FILE *stream, const struct timing_record *record,
                       const double floors[static FLOOR_COUNT])
{
    fprintf(stream, "extres %s, %s run of %s, %.0f s%s\n", record->suite_version, record->mode,
            record->started, record->seconds, record->finished ? "" : ", interrupted");
    for (size_t i = 0; i < record->side_count; i++)
        print_side(stream, record->side_count == 1 ? "backend" : i == 0 ? "A" : "B", &record->sides[i]);
    fprintf(stream, "host     %s\n", record->host);
    print_facts(stream, record);
    print_floors(stream, floors);
    fprintf(stream, "clock    a reading takes %.3g ns (taken off), the least difference is %.3g ns\n",
            record->clock_nanoseconds, record->clock_resolution_nanoseconds);
}

/* The points of one scaling curve in their order, x2 before x16, and what was not measured at the end. */
static int compare_results(const void *left, const void *right)
{
    const struct timing_result *a = *(const struct timing_result *const *)left;
    const struct timing_result *b = *(const struct timing_result *const *)right;
    bool a_measured = a->status == TIMING_MEASURED, b_measured = b->status == TIMING_MEASURED;
    int order = a_measured != b_measured ? b_measured - a_measured : strcmp(a->series, b->series);
    if (order != 0)
        return order;
    if (a->parameter != b->parameter)
        return a->parameter > b->parameter ? 1 : -1;
    return strcmp(a->id, b->id);
}

/* The measured ones, in order; an array of pointers into the record, which the caller frees. */
static const struct timing_result **measured_results(const struct timing_record *record, size_t *count)
{
    const struct timing_result **results = calloc(record->result_count + 1, sizeof *results);
    if (results == NULL)
        abort();
    for (size_t i = 0; i < record->result_count; i++)
        results[i] = &record->results[i];
    qsort(results, record->result_count, sizeof *results, compare_results);
    *count = 0;
    while (*count < record->result_count && results[*count]->status == TIMING_MEASURED)
        (*count)++;
    return results;
}

/* The heading of a group, when the measurement before this one was of another. */
static void print_group(FILE *stream, const struct timing_result *before, const struct timing_result *result)
{
    size_t length = timing_group_length(result);
    if (before != NULL && timing_group_length(before) == length &&
        strncmp(before->id, result->id, length) == 0)
        return;
    fprintf(stream, "%.*s\n", (int)length, result->id);
}

/* A star for a figure that had not settled. */
static void print_name(FILE *stream, const struct timing_result *result)
{
    char name[128];
    snprintf(name, sizeof name, "%s%s", timing_short_name(result), result->settled ? "" : " *");
    fprintf(stream, "  %-*s", NAME_WIDTH, name);
}

static void print_figures(FILE *stream, const struct timing_result *result, double floor)
{
    struct summary summary;
    char median[NANOSECONDS_TEXT], range[RANGE_TEXT], p95[NANOSECONDS_TEXT], name[FLOOR_TEXT];
    if (!summarise(&result->sides[0], &summary))
        return;
    double middle = summary.quantiles[SUMMARY_MEDIAN];
    format_nanoseconds(middle, median);
    format_range(&summary.intervals[SUMMARY_MEDIAN], range);
    format_nanoseconds(summary.quantiles[SUMMARY_P95], p95);
    format_floor(result->floor, name);
    print_name(stream, result);
    fprintf(stream, " %8s  %-17s %8s %5zu %7zu", median, range, p95, summary.processes, summary.samples);
    if (floor > 0)
        fprintf(stream, middle / floor < 999.5 ? "  %.3g x %s" : "  %.0f x %s", middle / floor, name);
    if (timing_is_throughput(result) && middle > 0)
        fprintf(stream, ", %.3g M/s", 1e3 / middle);
    fputc('\n', stream);
}

static void print_one_side(FILE *stream, const struct timing_record *record,
                           const double floors[static FLOOR_COUNT])
{
    size_t count;
    const struct timing_result **results = measured_results(record, &count);
    fprintf(stream, "\n  %-*s %8s  %-17s %8s %5s %7s  %s\n", NAME_WIDTH, "an operation takes", "median",
            "95 % interval", "p95", "procs", "samples", "times its floor");
    for (size_t i = 0; i < count; i++) {
        print_group(stream, i > 0 ? results[i - 1] : NULL, results[i]);
        print_figures(stream, results[i], floors[results[i]->floor]);
    }
    free(results);
}

static const char *const difference_words[] = {
    [DIFFERENCE_NONE] = "none shown",
    [DIFFERENCE_SLOWER] = "B SLOWER",
    [DIFFERENCE_FASTER] = "B faster",
    [DIFFERENCE_UNDECIDED] = "undecided",
};

/* How many were compared, and with what outcome. */
struct count {
    size_t all;
    size_t by_difference[DIFFERENCE_UNDECIDED + 1];
};

static double median_of_blocks(const struct timing_blocks *blocks)
{
    struct timing_samples all = {NULL, 0};
    for (size_t i = 0; i < blocks->count; i++)
        all.count += blocks->blocks[i].count;
    all.values = calloc(all.count + 1, sizeof *all.values);
    if (all.values == NULL)
        abort();
    for (size_t i = 0, next = 0; i < blocks->count; next += blocks->blocks[i].count, i++)
        if (blocks->blocks[i].count > 0)
            memcpy(all.values + next, blocks->blocks[i].values, blocks->blocks[i].count * sizeof *all.values);
    double median = all.count > 0 ? median_of(all.values, all.count) : 0;
    free(all.values);
    return median;
}

static void print_compared_columns(FILE *stream, const char *processes)
{
    char level[32];
    snprintf(level, sizeof level, "%g %% interval", 100 * (1 - comparison_default.level));
    fprintf(stream, "\n  %-*s %8s %8s  %6s  %-18s %7s  %s\n", NAME_WIDTH, "an operation takes", "A", "B",
            "B / A", level, processes, "difference");
}

static void print_compared(FILE *stream, const struct timing_result *result, const struct timing_blocks *a,
                           const struct timing_blocks *b, const struct comparison *comparison)
{
    char of_a[NANOSECONDS_TEXT], of_b[NANOSECONDS_TEXT], range[64] = "unknown";
    format_nanoseconds(median_of_blocks(a), of_a);
    format_nanoseconds(median_of_blocks(b), of_b);
    if (comparison->difference != DIFFERENCE_UNDECIDED)
        snprintf(range, sizeof range, "%.3f .. %.3f", comparison->interval.low, comparison->interval.high);
    print_name(stream, result);
    fprintf(stream, " %8s %8s  %6.3f  %-18s %7zu  %s\n", of_a, of_b, comparison->ratio, range,
            comparison->pairs, difference_words[comparison->difference]);
}

static void add_to_count(struct count *count, enum difference difference)
{
    count->all++;
    count->by_difference[difference]++;
}

static void print_count(FILE *stream, const struct count *count, const struct comparison_setting *setting,
                        const char *condition)
{
    size_t slower = count->by_difference[DIFFERENCE_SLOWER], faster = count->by_difference[DIFFERENCE_FASTER];
    size_t undecided = count->by_difference[DIFFERENCE_UNDECIDED];
    fprintf(stream, "\n%zu of %zu differ (p <= %g, by at least %g %%%s): %zu slower, %zu faster",
            slower + faster, count->all, setting->level, 100 * setting->least, condition, slower, faster);
    if (undecided > 0)
        fprintf(stream, "; %zu undecided: too few processes", undecided);
    fprintf(stream, "; chance alone makes %.2g\n", setting->level * (double)count->all);
}

static struct count print_two_sides(FILE *stream, const struct timing_record *record)
{
    struct count differences = {0};
    size_t count;
    const struct timing_result **results = measured_results(record, &count);
    print_compared_columns(stream, "pairs");
    for (size_t i = 0; i < count; i++) {
        const struct timing_blocks *a = &results[i]->sides[0], *b = &results[i]->sides[1];
        struct comparison comparison = compare_sides(results[i], &comparison_default);
        print_group(stream, i > 0 ? results[i - 1] : NULL, results[i]);
        print_compared(stream, results[i], a, b, &comparison);
        add_to_count(&differences, comparison.difference);
    }
    free(results);
    return differences;
}

static void print_not_measured(FILE *stream, const struct timing_record *record)
{
    const char *heading = "\nnot measured:\n";
    for (size_t i = 0; i < record->result_count; i++) {
        const struct timing_result *result = &record->results[i];
        if (result->status == TIMING_MEASURED)
            continue;
        char *reason = text_one_line(result->reason);
        fprintf(stream, "%s  %-8s %s%s%s\n", heading, timing_status_name(result->status), result->id,
                reason[0] != '\0' ? ": " : "", reason);
        heading = "";
        free(reason);
    }
}

static void print_notes(FILE *stream, const struct timing_record *record)
{
    size_t measured = 0, simulated = 0, unsettled = 0;
    for (size_t i = 0; i < record->result_count; i++) {
        const struct timing_result *result = &record->results[i];
        bool has_figures = result->status == TIMING_MEASURED;
        measured += has_figures;
        simulated += has_figures && result->simulated;
        unsettled += has_figures && !result->settled;
    }
    fprintf(stream, "\n%zu of %zu measured\n", measured, record->result_count);
    if (unsettled > 0)
        fprintf(stream, "* %zu had not settled when the warm-up had to end\n", unsettled);
    if (simulated > 0)
        fprintf(stream, "%zu with objects of a simulation, behind which there is no driver\n", simulated);
}

void timing_table_print(FILE *stream, const struct timing_record *record)
{
    double floors[FLOOR_COUNT];
    for (size_t i = 0; i < FLOOR_COUNT; i++)
        floors[i] = median_of_blocks(&record->floors[i]);
    print_head(stream, record, floors);
    struct count count = {0};
    if (record->side_count == 1)
        print_one_side(stream, record, floors);
    else
        count = print_two_sides(stream, record);
    print_not_measured(stream, record);
    print_notes(stream, record);
    if (record->side_count == 2)
        print_count(stream, &count, &comparison_default, "");
}

static void print_run(FILE *stream, const char *letter, const struct timing_record *record)
{
    print_side(stream, letter, &record->sides[0]);
    fprintf(stream, "         %s run of %s, extres %s%s\n", record->mode, record->started,
            record->suite_version, record->finished ? "" : ", interrupted");
}

static void print_obstacles(FILE *stream, const struct records_comparison *comparison)
{
    const char *heading = comparison->comparable ? "\nnot compared:\n" : "\nthe runs cannot be compared:\n";
    for (size_t i = 0; i < comparison->obstacle_count; i++) {
        const struct comparison_obstacle *obstacle = &comparison->obstacles[i];
        char *reason = text_one_line(obstacle->reason);
        fprintf(stream, "%s  %s%s%s\n", heading, obstacle->id != NULL ? obstacle->id : "",
                obstacle->id != NULL ? ": " : "", reason);
        heading = "";
        free(reason);
    }
}

void timing_table_print_compared(FILE *stream, const struct records_comparison *comparison)
{
    struct count count = {0};
    const struct timing_result *before = NULL;
    print_run(stream, "A", comparison->a);
    print_run(stream, "B", comparison->b);
    if (comparison->result_count > 0)
        print_compared_columns(stream, "procs");
    for (size_t i = 0; i < comparison->result_count; i++) {
        const struct compared_result *result = &comparison->results[i];
        print_group(stream, before, result->a);
        print_compared(stream, result->a, &result->a->sides[0], &result->b->sides[0], &result->comparison);
        add_to_count(&count, result->comparison.difference);
        before = result->a;
    }
    print_obstacles(stream, comparison);
    if (comparison->comparable)
        print_count(stream, &count, &comparison_of_records, " and the drift of the floor");
}
