/* The figures of a timed run as its page needs them: summaries, comparisons and groups. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_html_figures.h"

#include <stdlib.h>
#include <string.h>

bool has_figures(const struct result_figures *result)
{
    return result->sides[0].measured || result->sides[1].measured;
}

double floor_median(const struct timing_figures *figures, enum timing_floor floor)
{
    const struct side_figures *side = &figures->floors[floor];
    return side->measured ? side->summary.quantiles[SUMMARY_MEDIAN] : 0;
}

bool is_first_statement(const struct timing_group *group, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(group->results[i]->result->statement, group->results[index]->result->statement) == 0)
            return false;
    return true;
}

static struct side_figures make_side(const struct timing_blocks *blocks)
{
    struct side_figures side = {0};
    side.measured = summarise(blocks, &side.summary);
    return side;
}

static const char *variant_of(const struct timing_result *result)
{
    size_t length = strlen(result->series);
    bool has_variant = strncmp(result->id, result->series, length) == 0 && result->id[length] == '_';
    return has_variant ? result->id + length + 1 : "";
}

static struct result_figures make_result(const struct timing_record *record,
                                         const struct timing_result *result)
{
    struct result_figures figures = {.result = result, .variant = variant_of(result)};
    if (result->status != TIMING_MEASURED)
        return figures;
    for (size_t side = 0; side < record->side_count; side++)
        figures.sides[side] = make_side(&result->sides[side]);
    figures.compared = figures.sides[0].measured && figures.sides[1].measured;
    if (figures.compared)
        figures.comparison = compare_sides(result, &comparison_default);
    return figures;
}

static const char *measurement_name(const struct timing_result *result)
{
    const char *dot = strrchr(result->series, '.');
    return dot ? dot + 1 : result->series;
}

static void *allocate(size_t count, size_t size)
{
    void *array = calloc(count + 1, size);
    if (!array)
        abort();
    return array;
}

/* Every group has room for all results: it is a few thousand pointers at most. */
static struct timing_group *find_group(struct timing_figures *figures, const char *name)
{
    for (size_t i = 0; i < figures->group_count; i++)
        if (strcmp(figures->groups[i].name, name) == 0)
            return &figures->groups[i];
    struct timing_group *group = &figures->groups[figures->group_count++];
    group->name = name;
    group->results = allocate(figures->record->result_count, sizeof(const struct result_figures *));
    return group;
}

static bool belongs_before(const struct timing_result *result, const struct timing_result *other)
{
    return strcmp(result->series, other->series) == 0 && result->parameter < other->parameter;
}

static void add_to_group(struct timing_group *group, const struct result_figures *figures)
{
    size_t place = group->count++;
    for (; place && belongs_before(figures->result, group->results[place - 1]->result); place--)
        group->results[place] = group->results[place - 1];
    group->results[place] = figures;
}

void timing_figures_make(struct timing_figures *figures, const struct timing_record *record)
{
    *figures = (struct timing_figures){
        .record = record,
        .results = allocate(record->result_count, sizeof(struct result_figures)),
        .groups = allocate(record->result_count, sizeof(struct timing_group)),
    };
    for (size_t i = 0; i < FLOOR_COUNT; i++)
        figures->floors[i] = make_side(&record->floors[i]);
    for (size_t i = 0; i < record->result_count; i++) {
        figures->results[i] = make_result(record, &record->results[i]);
        if (!has_figures(&figures->results[i]))
            continue;
        add_to_group(find_group(figures, measurement_name(&record->results[i])), &figures->results[i]);
    }
}

void timing_figures_release(struct timing_figures *figures)
{
    for (size_t i = 0; i < figures->group_count; i++)
        free(figures->groups[i].results);
    free(figures->groups);
    free(figures->results);
    *figures = (struct timing_figures){0};
}
