/* The plots of one id in the page of a timed run: distribution and ECDF, on the same axis. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_html_parts.h"

#include <math.h>
#include <stdlib.h>

#include "report/timing_html_samples.h"
#include "report/timing_html_words.h"

enum {
    PLOT_WIDTH = 340,
    PLOT_LEFT = 46,
    PLOT_RIGHT = PLOT_WIDTH - 14,
    PLOT_HEADING = 14,
    PLOT_BODY = 120, /* height of what is drawn, without the labels above */
    RUG_HEIGHT = 8,
    X_TICKS = 4,
    Y_TICKS = 4,
};

struct sample_plot {
    const struct timing_figures *figures;
    const struct result_figures *result;
    struct sample_set sets[TIMING_SIDES];
    struct svg_scale across;
    double floor; /* 0: not known */
    double top;   /* of the body */
    double base;  /* the zero of shares */
    double axis;  /* below the rug */
    double height;
};

static bool is_two_sided(const struct sample_plot *plot)
{
    return plot->figures->record->side_count > 1;
}

/* A label above the body for each side and one for the floor; below it a row of ticks for each side. */
static void lay_out(struct sample_plot *plot)
{
    size_t sides = plot->figures->record->side_count;
    double rows = (double)sides + (plot->floor > 0 ? 1 : 0);
    plot->across.from = PLOT_LEFT;
    plot->across.to = PLOT_RIGHT;
    plot->top = PLOT_HEADING + SVG_LINE_HEIGHT * rows + 6;
    plot->base = plot->top + PLOT_BODY;
    plot->axis = plot->base + (double)RUG_HEIGHT * (double)sides + 2;
    plot->height = plot->axis + SVG_LINE_HEIGHT + 6;
}

static void open_plot(struct sample_plot *plot, const struct timing_figures *figures,
                      const struct result_figures *result)
{
    *plot = (struct sample_plot){.figures = figures, .result = result};
    for (size_t side = 0; side < TIMING_SIDES; side++)
        if (result->sides[side].measured)
            plot->sets[side] = sample_set_make(&result->result->sides[side]);
    plot->across = sample_scale(plot->sets, TIMING_SIDES);
    plot->floor = floor_median(figures, result->result->floor);
    lay_out(plot);
}

static void close_plot(struct sample_plot *plot)
{
    for (size_t side = 0; side < TIMING_SIDES; side++)
        sample_set_release(&plot->sets[side]);
}

/* A value that is named above the body: a median or the floor. */
struct mark {
    double value;
    double order; /* of the rows */
    const char *class_name;
    char label[DURATION_TEXT + 32];
};
enum { MARKS = TIMING_SIDES + 1 };

static int compare_marks(const void *left, const void *right)
{
    const struct mark *a = left, *b = right;
    return a->order < b->order ? -1 : a->order > b->order;
}

static struct mark median_mark(const struct sample_plot *plot, size_t side)
{
    double median = plot->result->sides[side].summary.quantiles[SUMMARY_MEDIAN];
    struct mark mark = {.value = median, .order = median, .class_name = side_looks[side].class_name};
    char duration[DURATION_TEXT];
    format_duration(median, duration);
    snprintf(mark.label, sizeof mark.label, "%s %s", is_two_sided(plot) ? side_looks[side].letter : "median",
             duration);
    return mark;
}

/* One that is out of sight has no line and is named in the first row, at the end where it would be. */
static struct mark floor_mark(const struct sample_plot *plot)
{
    struct mark mark = {.value = plot->floor, .order = plot->floor, .class_name = "floor"};
    bool left = plot->floor<plot->across.low, right = plot->floor> plot->across.high;
    if (left || right)
        mark.order = -INFINITY;
    char duration[DURATION_TEXT];
    format_duration(plot->floor, duration);
    snprintf(mark.label, sizeof mark.label, "%sfloor %s%s", left ? "← " : "", duration, right ? " →" : "");
    return mark;
}

/* A line from the label's row down to the base, and the label on that side of it where there is room. */
static void draw_mark(struct markup *markup, const struct sample_plot *plot, size_t row,
                      const struct mark *mark)
{
    double x = svg_position(&plot->across, mark->value);
    double y = PLOT_HEADING + SVG_LINE_HEIGHT * ((double)row + 1);
    bool to_the_right = x + 6 + svg_text_width(mark->label) < PLOT_WIDTH;
    svg_group(markup, mark->class_name);
    if (svg_is_inside(&plot->across, mark->value))
        svg_line(markup, "mark", (struct svg_point){x, y - 9}, (struct svg_point){x, plot->base});
    svg_text(markup, to_the_right ? "after" : "before", (struct svg_point){x + (to_the_right ? 4 : -4), y},
             mark->label);
    svg_group_end(markup);
}

/* Smaller values in higher rows: labels extend to the right, so no line crosses one. */
static void draw_marks(struct markup *markup, const struct sample_plot *plot)
{
    struct mark marks[MARKS];
    size_t count = 0;
    for (size_t side = 0; side < TIMING_SIDES; side++)
        if (plot->sets[side].count)
            marks[count++] = median_mark(plot, side);
    if (plot->floor > 0)
        marks[count++] = floor_mark(plot);
    qsort(marks, count, sizeof *marks, compare_marks);
    for (size_t i = 0; i < count; i++)
        draw_mark(markup, plot, i, &marks[i]);
}

static void start_plot(struct markup *markup, const struct sample_plot *plot, const char *kind,
                       const char *heading, const struct svg_scale *up)
{
    char title[640];
    snprintf(title, sizeof title, "%s of %s", kind, plot->result->result->id);
    svg_start(markup, PLOT_WIDTH, plot->height, title, heading);
    svg_text(markup, "heading", (struct svg_point){0, SVG_TEXT_HEIGHT}, heading);
    struct svg_tick ticks[SVG_TICKS];
    struct svg_axis axis = {&plot->across, ticks, 0, plot->axis, plot->top};
    axis.tick_count = svg_ticks(&plot->across, X_TICKS, label_duration, ticks);
    svg_axis_below(markup, &axis);
    axis = (struct svg_axis){up, ticks, svg_ticks(up, Y_TICKS, label_share, ticks), PLOT_LEFT, PLOT_RIGHT};
    svg_axis_left(markup, &axis);
}

static void end_plot(struct markup *markup, const struct sample_plot *plot)
{
    draw_marks(markup, plot);
    svg_end(markup);
}

/* The median of each process as a tick: how far they are apart is what no number of samples in one shows. */
static void draw_rug(struct markup *markup, const struct sample_plot *plot, size_t side)
{
    const struct sample_set *set = &plot->sets[side];
    double top = plot->base + 2 + RUG_HEIGHT * (double)side;
    for (size_t i = 0; i < set->median_count; i++) {
        double x = svg_position(&plot->across, set->medians[i]);
        svg_line(markup, "rug", (struct svg_point){x, top}, (struct svg_point){x, top + RUG_HEIGHT - 2});
    }
}

static double highest_share(const struct histogram *histogram)
{
    double highest = 0;
    for (size_t side = 0; side < TIMING_SIDES; side++)
        for (size_t bin = 0; bin < histogram->bin_count; bin++)
            highest = fmax(highest, histogram->shares[side][bin]);
    return highest;
}

static void draw_bins(struct markup *markup, const struct sample_plot *plot, const struct svg_scale *up,
                      const struct histogram *histogram, size_t side)
{
    struct svg_point outline[HISTOGRAM_BINS + 2];
    size_t count = 0;
    outline[count++] = (struct svg_point){svg_position(&plot->across, histogram->edges[0]), plot->base};
    for (size_t bin = 0; bin < histogram->bin_count; bin++)
        outline[count++] = (struct svg_point){svg_position(&plot->across, histogram->edges[bin]),
                                              svg_position(up, histogram->shares[side][bin])};
    outline[count++] =
        (struct svg_point){svg_position(&plot->across, histogram->edges[histogram->bin_count]), plot->base};
    svg_steps(markup, "bins", outline, count);
}

static void write_distribution(struct markup *markup, const struct sample_plot *plot)
{
    double operations = fmax(1, (double)plot->result->result->operations);
    double resolution = plot->figures->record->clock_resolution_nanoseconds / operations;
    struct histogram histogram;
    histogram_make(&histogram, &plot->across, resolution, plot->sets, TIMING_SIDES);
    struct svg_scale up = {.high = highest_share(&histogram) * 1.05, .from = plot->base, .to = plot->top};
    start_plot(markup, plot, "Distribution", "Distribution: share of the samples in each bin", &up);
    for (size_t side = 0; side < TIMING_SIDES; side++) {
        if (!plot->sets[side].count)
            continue;
        svg_group(markup, side_looks[side].class_name);
        draw_bins(markup, plot, &up, &histogram, side);
        draw_rug(markup, plot, side);
        svg_group_end(markup);
    }
    end_plot(markup, plot);
}

static void draw_ecdf(struct markup *markup, const struct sample_plot *plot, const struct svg_scale *up,
                      const struct sample_set *set)
{
    struct ecdf_point steps[ECDF_POINTS];
    size_t count = ecdf_make(set, plot->across.high, steps);
    struct svg_point points[ECDF_POINTS + 2];
    points[0] = (struct svg_point){plot->across.from, plot->base};
    for (size_t i = 0; i < count; i++)
        points[i + 1] =
            (struct svg_point){svg_position(&plot->across, steps[i].value), svg_position(up, steps[i].share)};
    points[count + 1] = (struct svg_point){plot->across.to, points[count].y};
    svg_steps(markup, "line", points, count + 2);
}

static void write_ecdf(struct markup *markup, const struct sample_plot *plot)
{
    struct svg_scale up = {.high = 1, .from = plot->base, .to = plot->top};
    start_plot(markup, plot, "ECDF", "ECDF: share of the samples that took at most so long", &up);
    for (size_t side = 0; side < TIMING_SIDES; side++) {
        if (!plot->sets[side].count)
            continue;
        svg_group(markup, side_looks[side].class_name);
        draw_ecdf(markup, plot, &up, &plot->sets[side]);
        svg_group_end(markup);
    }
    end_plot(markup, plot);
}

static void write_clipping(struct markup *markup, const struct sample_plot *plot)
{
    char limit[DURATION_TEXT];
    format_duration(plot->across.high, limit);
    size_t sides = 0;
    for (size_t side = 0; side < TIMING_SIDES; side++) {
        size_t total = plot->sets[side].count, above = samples_above(&plot->sets[side], plot->across.high);
        if (!above)
            continue;
        if (sides++ == 0)
            markup_print(markup, " Not drawn are samples above %s: ", limit);
        markup_print(markup, "%s%s%s%zu of %zu (%.2g\u00a0%%)", sides > 1 ? ", " : "",
                     is_two_sided(plot) ? side_looks[side].letter : "", is_two_sided(plot) ? " " : "", above,
                     total, 100 * (double)above / (double)total);
    }
    if (sides)
        markup_text(markup, ".");
}

static void write_caption(struct markup *markup, const struct sample_plot *plot)
{
    const struct timing_result *result = plot->result->result;
    markup_start(markup, "figcaption");
    markup_element(markup, "code", result->id);
    if (result->simulated)
        markup_text(markup, " Simulated objects.");
    if (plot->across.logarithmic)
        markup_text(markup, " Logarithmic axis.");
    if (!result->settled)
        markup_text(markup, " The warm-up did not settle.");
    write_clipping(markup, plot);
    markup_end(markup);
}

void write_sample_plots(struct markup *markup, const struct timing_figures *figures,
                        const struct result_figures *result)
{
    struct sample_plot plot;
    open_plot(&plot, figures, result);
    markup_start_class(markup, "figure", "samples");
    write_caption(markup, &plot);
    markup_start_class(markup, "div", "pictures");
    write_distribution(markup, &plot);
    write_ecdf(markup, &plot);
    markup_end(markup);
    markup_end(markup);
    close_plot(&plot);
}
