/* The overview of a two-sided run in its page: a forest plot of all ratios. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_html_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/timing_html_words.h"

enum {
    ROW_HEIGHT = 18,
    ROWS_OF_PICTURE = 34, /* what fits on a page in print */
    FOREST_TOP = 30,
    FOREST_BODY = 300,
    FOREST_TEXT = 330, /* for ratio, interval and verdict */
    LONGEST_ID = 64,   /* characters; of a longer id the beginning is left out */
    RATIO_TICKS = 8,
};

struct forest {
    const struct result_figures **rows; /* owned array; those that were compared, in the order of the run */
    size_t count;
    size_t by_verdict[DIFFERENCE_UNDECIDED + 1];
    struct svg_scale across;
    double width;
};

/* Identifiers are set in a face in which all characters are this wide. */
static double id_width(size_t characters)
{
    return (double)characters * SVG_TEXT_HEIGHT * 0.61;
}

static const char *end_of_id(const char *id)
{
    size_t length = strlen(id);
    return length > LONGEST_ID ? id + length - LONGEST_ID : id;
}

/* Around 1 on both sides alike, so that the line of no difference is in the middle. */
static void choose_scale(struct forest *forest)
{
    const double least = 1.05, most = 3;
    double reach = least;
    size_t longest = 0;
    for (size_t i = 0; i < forest->count; i++) {
        const struct comparison *comparison = &forest->rows[i]->comparison;
        if (comparison->difference != DIFFERENCE_UNDECIDED)
            reach = fmax(reach, fmax(comparison->interval.high, 1 / comparison->interval.low));
        size_t length = strlen(end_of_id(forest->rows[i]->result->id));
        longest = length > longest ? length : longest;
    }
    reach = fmin(reach, most) * 1.01;
    double left = id_width(longest) + 14;
    forest->across = (struct svg_scale){true, 1 / reach, reach, left, left + FOREST_BODY};
    forest->width = left + FOREST_BODY + FOREST_TEXT;
}

static void make_forest(struct forest *forest, const struct timing_figures *figures)
{
    size_t most = figures->record->result_count;
    *forest = (struct forest){.rows = calloc(most + 1, sizeof(const struct result_figures *))};
    if (!forest->rows)
        abort();
    for (size_t i = 0; i < most; i++) {
        const struct result_figures *result = &figures->results[i];
        if (!result->compared)
            continue;
        forest->rows[forest->count++] = result;
        forest->by_verdict[result->comparison.difference]++;
    }
    choose_scale(forest);
}

/* An end that is out of sight is an arrow. */
static void draw_interval(struct markup *markup, const struct forest *forest,
                          const struct comparison *comparison, double y)
{
    const struct svg_scale *scale = &forest->across;
    const struct interval *interval = &comparison->interval;
    double low = svg_position(scale, interval->low), high = svg_position(scale, interval->high);
    svg_line(markup, "whisker", (struct svg_point){low, y}, (struct svg_point){high, y});
    if (!svg_is_inside(scale, interval->low))
        svg_text(markup, "before", (struct svg_point){low + 2, y + 4}, "←");
    if (!svg_is_inside(scale, interval->high))
        svg_text(markup, "after", (struct svg_point){high - 2, y + 4}, "→");
}

static void draw_words(struct markup *markup, const struct forest *forest,
                       const struct comparison *comparison, double y)
{
    char interval[INTERVAL_TEXT], text[160];
    format_ratio_interval(comparison, interval);
    snprintf(text, sizeof text, "%.3f %s  %s", comparison->ratio, interval,
             verdict_look(comparison->difference)->words);
    svg_text(markup, "words", (struct svg_point){forest->across.to + 16, y + 4}, text);
}

static void draw_row(struct markup *markup, const struct forest *forest, const struct result_figures *row,
                     double y)
{
    const struct comparison *comparison = &row->comparison;
    const struct verdict_look *look = verdict_look(comparison->difference);
    svg_group(markup, look->class_name);
    svg_text(markup, "id", (struct svg_point){0, y + 4}, end_of_id(row->result->id));
    if (comparison->difference != DIFFERENCE_UNDECIDED)
        draw_interval(markup, forest, comparison, y);
    svg_marker(markup, "marker", look->marker,
               (struct svg_point){svg_position(&forest->across, comparison->ratio), y});
    draw_words(markup, forest, comparison, y);
    svg_group_end(markup);
}

static void draw_rows(struct markup *markup, const struct forest *forest, size_t first, size_t count)
{
    double bottom = FOREST_TOP + ROW_HEIGHT * (double)count;
    svg_start(markup, forest->width, bottom + SVG_LINE_HEIGHT + 8, "Ratios of B to A",
              "A row for each measurement: the ratio with its interval, and the verdict in words");
    svg_text(markup, "heading", (struct svg_point){0, SVG_TEXT_HEIGHT}, "Time of B over time of A");
    svg_text(markup, "before", (struct svg_point){svg_position(&forest->across, 1) - 8, SVG_TEXT_HEIGHT},
             "← B is faster");
    svg_text(markup, "after", (struct svg_point){svg_position(&forest->across, 1) + 8, SVG_TEXT_HEIGHT},
             "B is slower →");
    struct svg_tick ticks[SVG_TICKS];
    size_t tick_count = svg_ticks(&forest->across, RATIO_TICKS, label_ratio, ticks);
    svg_axis_below(
        markup, &(struct svg_axis){&forest->across, ticks, tick_count, bottom, FOREST_TOP - SVG_LINE_HEIGHT});
    double one = svg_position(&forest->across, 1);
    svg_line(markup, "one", (struct svg_point){one, FOREST_TOP - SVG_LINE_HEIGHT},
             (struct svg_point){one, bottom});
    for (size_t i = 0; i < count; i++)
        draw_row(markup, forest, forest->rows[first + i], FOREST_TOP + ROW_HEIGHT * ((double)i + 0.5));
    svg_end(markup);
}

static void write_counts(struct markup *markup, const struct forest *forest)
{
    markup_start(markup, "p");
    markup_print(markup, "Of %zu that were compared: ", forest->count);
    for (size_t i = 0; i <= DIFFERENCE_UNDECIDED; i++)
        markup_print(markup, "%s%s %zu", i ? ", " : "", verdict_look((enum difference)i)->words,
                     forest->by_verdict[i]);
    markup_text(markup, ".");
    markup_end(markup);
}

void write_forest(struct markup *markup, const struct timing_figures *figures)
{
    struct forest forest;
    make_forest(&forest, figures);
    if (forest.count) {
        markup_start(markup, "section");
        markup_attribute(markup, "id", "overview");
        markup_element(markup, "h2", "A against B");
        write_counts(markup, &forest);
        markup_start_class(markup, "figure", "forest");
        for (size_t first = 0; first < forest.count; first += ROWS_OF_PICTURE) {
            size_t left = forest.count - first;
            draw_rows(markup, &forest, first, left < ROWS_OF_PICTURE ? left : ROWS_OF_PICTURE);
        }
        markup_element_print(markup, "figcaption",
                             "The ratio is the Hodges-Lehmann estimate over pairs of processes that took "
                             "turns, with its interval at the level of the verdict. B differs where the "
                             "signed-rank test gives p ≤ %g and the ratio is at least %g %% from 1.",
                             comparison_default.level, 100 * comparison_default.least);
        markup_end(markup);
        markup_end(markup);
    }
    free(forest.rows);
}
