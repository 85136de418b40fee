/* The points of scaling curves: the medians of one series over the parameters of its variants. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_html_scaling.h"

#include <stdlib.h>
#include <string.h>

/* Keeps the order; a parameter that is there already, and one too many, are left out. */
static void add_point(struct scaling_curve *curve, struct scaling_point point)
{
    size_t place = 0;
    while (place < curve->count && curve->points[place].parameter < point.parameter)
        place++;
    bool is_there = place < curve->count && curve->points[place].parameter <= point.parameter;
    if (is_there || curve->count == MEASUREMENT_VARIANTS)
        return;
    memmove(curve->points + place + 1, curve->points + place, (curve->count - place) * sizeof *curve->points);
    curve->points[place] = point;
    curve->count++;
}

static struct scaling_point point_of(const struct result_figures *result, const struct summary *summary)
{
    return (struct scaling_point){
        .parameter = (double)result->result->parameter,
        .variant = result->variant,
        .median = summary->quantiles[SUMMARY_MEDIAN],
        .interval = summary->intervals[SUMMARY_MEDIAN],
    };
}

static struct scaling_curve make_curve(const struct timing_group *group, const char *series, size_t side)
{
    struct scaling_curve curve = {.series = series, .side = side};
    for (size_t i = 0; i < group->count; i++) {
        const struct result_figures *result = group->results[i];
        if (strcmp(result->result->series, series) == 0 && result->sides[side].measured)
            add_point(&curve, point_of(result, &result->sides[side].summary));
    }
    return curve;
}

static bool is_first_of_series(const struct timing_group *group, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(group->results[i]->result->series, group->results[index]->result->series) == 0)
            return false;
    return true;
}

struct scaling_curve *scaling_curves_make(const struct timing_figures *figures,
                                          const struct timing_group *group, size_t *count)
{
    struct scaling_curve *curves = calloc(group->count * TIMING_SIDES + 1, sizeof *curves);
    if (!curves)
        abort();
    *count = 0;
    for (size_t i = 0; i < group->count; i++) {
        if (!is_first_of_series(group, i))
            continue;
        for (size_t side = 0; side < figures->record->side_count; side++) {
            curves[*count] = make_curve(group, group->results[i]->result->series, side);
            *count += curves[*count].count > 1;
        }
    }
    return curves;
}

struct scaling_curve scaling_floor(const struct timing_figures *figures, const struct timing_group *group)
{
    struct scaling_curve curve = {0};
    for (size_t i = 0; i < group->count; i++) {
        const struct side_figures *floor = &figures->floors[group->results[i]->result->floor];
        if (floor->measured)
            add_point(&curve, point_of(group->results[i], &floor->summary));
    }
    return curve;
}
