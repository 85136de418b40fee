/* The scaling curves of one measurement in the page of a timed run. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_html_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/detail.h"
#include "report/timing_html_scaling.h"
#include "report/timing_html_words.h"

enum {
    PANEL_WIDE = 560, /* without the labels at the right */
    PANEL_NARROW = 400,
    PANEL_LEFT = 64,
    PANEL_TOP = 28,
    PANEL_BODY = 220,
    PANEL_BOTTOM = 40,
    LABEL_GAP = 20,
    Y_TICKS = 7,
};

/* One curve as it is drawn. */
struct drawn_curve {
    const struct scaling_curve *curve;
    char *label; /* owned */
    const char *class_name;
    enum svg_marker marker;
    size_t look;
};

/* With one side all curves of a measurement are in one panel; with two a panel has a series, as A and B. */
struct panel {
    struct drawn_curve *curves; /* owned */
    size_t count;
    const struct scaling_curve *floor;
    struct svg_scale across;
    struct svg_scale up;
    char *heading; /* owned */
    double width;
    double height;
};

/* By handle type a hue and a marker, by API a dash: rt and drv of one type are most alike. */
static const struct curve_look {
    const char *runtime_class;
    const char *driver_class;
    enum svg_marker marker;
} curve_looks[] = {
    {"hue0", "hue0 dashed hollow", SVG_CIRCLE},        {"hue1", "hue1 dashed hollow", SVG_SQUARE},
    {"hue2", "hue2 dashed hollow", SVG_TRIANGLE_UP},   {"hue3", "hue3 dashed hollow", SVG_DIAMOND},
    {"hue4", "hue4 dashed hollow", SVG_TRIANGLE_DOWN}, {"hue5", "hue5 dashed hollow", SVG_TRIANGLE_RIGHT},
    {"hue6", "hue6 dashed hollow", SVG_TRIANGLE_LEFT},
};

enum { CURVE_LOOKS = sizeof curve_looks / sizeof *curve_looks };

/* Of a series, all but its API. */
static const char *without_api(const char *series)
{
    const char *dot = strchr(series, '.');
    return dot ? dot : series;
}

static void style_by_series(struct panel *panel)
{
    size_t types = 0;
    for (size_t i = 0; i < panel->count; i++) {
        struct drawn_curve *drawn = &panel->curves[i];
        const char *series = drawn->curve->series;
        size_t same = 0;
        while (same < i && strcmp(without_api(panel->curves[same].curve->series), without_api(series)) != 0)
            same++;
        drawn->look = same < i ? panel->curves[same].look : types++ % CURVE_LOOKS;
        const struct curve_look *look = &curve_looks[drawn->look];
        drawn->class_name = strncmp(series, "drv.", 4) == 0 ? look->driver_class : look->runtime_class;
        drawn->marker = look->marker;
        drawn->label = series_place(series);
    }
}

static void style_by_side(struct panel *panel)
{
    for (size_t i = 0; i < panel->count; i++) {
        const struct side_look *look = &side_looks[panel->curves[i].curve->side];
        panel->curves[i].class_name = look->class_name;
        panel->curves[i].marker = look->marker;
        panel->curves[i].label = text_copy(look->letter);
    }
}

static void widen(struct interval *range, double value)
{
    range->low = fmin(range->low, value);
    range->high = fmax(range->high, value);
}

static void widen_by_curve(const struct scaling_curve *curve, struct interval *parameters,
                           struct interval *durations)
{
    for (size_t i = 0; i < curve->count; i++) {
        widen(parameters, curve->points[i].parameter);
        widen(durations, curve->points[i].median);
        widen(durations, curve->points[i].interval.low);
        widen(durations, curve->points[i].interval.high);
    }
}

static bool spans_much(struct interval range)
{
    return range.low > 0 && range.high / range.low >= 5;
}

/* Logarithmic where the values span much; otherwise durations begin at 0, so that growth looks as it is. */
static void choose_scales(struct panel *panel)
{
    struct interval parameters = {INFINITY, -INFINITY}, durations = parameters;
    for (size_t i = 0; i < panel->count; i++)
        widen_by_curve(panel->curves[i].curve, &parameters, &durations);
    widen_by_curve(panel->floor, &parameters, &durations);

    panel->across = (struct svg_scale){spans_much(parameters), parameters.low, parameters.high, 0, 0};
    panel->up = spans_much(durations)
                    ? (struct svg_scale){true, durations.low * 0.85, durations.high * 1.15, 0, 0}
                    : (struct svg_scale){false, fmin(durations.low, 0), fmax(durations.high * 1.1, 1), 0, 0};
}

static double widest_label(const struct panel *panel)
{
    double widest = panel->floor->count ? svg_text_width("floor") : 0;
    for (size_t i = 0; i < panel->count; i++)
        widest = fmax(widest, svg_text_width(panel->curves[i].label));
    return widest;
}

static void lay_out(struct panel *panel, double width)
{
    const double inset = 10; /* so that markers do not lie on the axis */
    double labels = (double)(panel->count + 1) * SVG_LINE_HEIGHT;
    double body = fmax(PANEL_BODY, labels);
    panel->across.from = PANEL_LEFT + inset;
    panel->across.to = width - inset;
    panel->up.from = PANEL_TOP + body;
    panel->up.to = PANEL_TOP;
    panel->width = width + LABEL_GAP + widest_label(panel) + 4;
    panel->height = PANEL_TOP + body + PANEL_BOTTOM;
}

/* The variants are the ticks, by their own names. */
static void draw_axes(struct markup *markup, const struct panel *panel)
{
    struct scaling_curve all = {0};
    for (size_t i = 0; i < panel->count; i++)
        if (panel->curves[i].curve->count > all.count)
            all = *panel->curves[i].curve;
    struct svg_tick ticks[SVG_TICKS];
    for (size_t i = 0; i < all.count; i++) {
        ticks[i].value = all.points[i].parameter;
        snprintf(ticks[i].label, SVG_LABEL, "%s", all.points[i].variant);
    }
    svg_axis_below(markup,
                   &(struct svg_axis){&panel->across, ticks, all.count, panel->up.from, panel->up.to});
    svg_text(markup, "below",
             (struct svg_point){(panel->across.from + panel->across.to) / 2,
                                panel->up.from + 2 * SVG_LINE_HEIGHT + 2},
             panel->across.logarithmic ? "variant (logarithmic axis)" : "variant");
    size_t count = svg_ticks(&panel->up, Y_TICKS, label_duration, ticks);
    svg_axis_left(markup, &(struct svg_axis){&panel->up, ticks, count, PANEL_LEFT, panel->across.to});
}

static struct svg_point place(const struct panel *panel, double parameter, double duration)
{
    return (struct svg_point){svg_position(&panel->across, parameter), svg_position(&panel->up, duration)};
}

static void draw_band(struct markup *markup, const struct panel *panel, const struct scaling_curve *curve)
{
    struct svg_point outline[2 * MEASUREMENT_VARIANTS];
    for (size_t i = 0; i < curve->count; i++) {
        const struct scaling_point *point = &curve->points[i];
        outline[i] = place(panel, point->parameter, point->interval.high);
        outline[2 * curve->count - 1 - i] = place(panel, point->parameter, point->interval.low);
    }
    svg_polygon(markup, "band", outline, 2 * curve->count);
}

static void draw_line(struct markup *markup, const struct panel *panel, const struct scaling_curve *curve)
{
    struct svg_point points[MEASUREMENT_VARIANTS];
    for (size_t i = 0; i < curve->count; i++)
        points[i] = place(panel, curve->points[i].parameter, curve->points[i].median);
    svg_polyline(markup, "line", points, curve->count);
}

static void draw_curve(struct markup *markup, const struct panel *panel, const struct drawn_curve *drawn)
{
    const struct scaling_curve *curve = drawn->curve;
    svg_group(markup, drawn->class_name);
    draw_band(markup, panel, curve);
    draw_line(markup, panel, curve);
    for (size_t i = 0; i < curve->count; i++)
        svg_marker(markup, "marker", drawn->marker,
                   place(panel, curve->points[i].parameter, curve->points[i].median));
    svg_group_end(markup);
}

/* What is written at the end of a curve. */
struct end_label {
    const char *text;
    const char *class_name;
    struct svg_point end;
};

static int compare_ends(const void *left, const void *right)
{
    const struct end_label *a = left, *b = right;
    return a->end.y < b->end.y ? -1 : a->end.y > b->end.y;
}

static struct end_label end_of(const struct panel *panel, const struct scaling_curve *curve, const char *text,
                               const char *class_name)
{
    const struct scaling_point *last = &curve->points[curve->count - 1];
    return (struct end_label){text, class_name, place(panel, last->parameter, last->median)};
}

/* Beside each other even where the curves end in one place, each with a line to its own. */
static void draw_labels(struct markup *markup, const struct panel *panel)
{
    struct end_label *labels = calloc(panel->count + 1, sizeof *labels);
    double *positions = calloc(panel->count + 1, sizeof *positions);
    if (!labels || !positions)
        abort();
    size_t count = 0;
    for (size_t i = 0; i < panel->count; i++, count++)
        labels[count] =
            end_of(panel, panel->curves[i].curve, panel->curves[i].label, panel->curves[i].class_name);
    if (panel->floor->count)
        labels[count++] = end_of(panel, panel->floor, "floor", "floor");
    qsort(labels, count, sizeof *labels, compare_ends);
    for (size_t i = 0; i < count; i++)
        positions[i] = labels[i].end.y;
    svg_spread(positions, count, SVG_LINE_HEIGHT, panel->up.to, panel->up.from);

    double x = panel->across.to + LABEL_GAP;
    for (size_t i = 0; i < count; i++) {
        svg_group(markup, labels[i].class_name);
        svg_line(markup, "lead", (struct svg_point){labels[i].end.x + 6, labels[i].end.y},
                 (struct svg_point){x - 2, positions[i]});
        svg_text(markup, "after", (struct svg_point){x, positions[i] + 4}, labels[i].text);
        svg_group_end(markup);
    }
    free(labels);
    free(positions);
}

static void draw_panel(struct markup *markup, const struct panel *panel)
{
    svg_start(markup, panel->width, panel->height, panel->heading,
              "Medians with their 95 % intervals over the variants; the floor is dotted");
    svg_text(markup, "heading", (struct svg_point){0, SVG_TEXT_HEIGHT}, panel->heading);
    draw_axes(markup, panel);
    if (panel->floor->count) {
        svg_group(markup, "floor");
        draw_line(markup, panel, panel->floor);
        svg_group_end(markup);
    }
    for (size_t i = 0; i < panel->count; i++)
        draw_curve(markup, panel, &panel->curves[i]);
    draw_labels(markup, panel);
    svg_end(markup);
}

static char *make_heading(const struct timing_group *group, const char *place_name)
{
    struct text_stream heading;
    text_stream_open(&heading);
    fprintf(heading.stream, "%s%s%s: median time per %s", group->name, place_name ? ", " : "",
            place_name ? place_name : "", group->results[0]->result->operation);
    return text_stream_close(&heading);
}

static void release_panel(struct panel *panel)
{
    for (size_t i = 0; i < panel->count; i++)
        free(panel->curves[i].label);
    free(panel->curves);
    free(panel->heading);
}

static void write_panel(struct markup *markup, const struct timing_group *group, bool by_side,
                        const struct scaling_curve *floor, const struct scaling_curve *curves, size_t count)
{
    struct panel panel = {.curves = calloc(count, sizeof *panel.curves), .count = count, .floor = floor};
    if (!panel.curves)
        abort();
    for (size_t i = 0; i < count; i++)
        panel.curves[i].curve = &curves[i];
    char *only_place = by_side ? series_place(curves[0].series) : NULL;
    panel.heading = make_heading(group, only_place);
    free(only_place);
    if (by_side)
        style_by_side(&panel);
    else
        style_by_series(&panel);
    choose_scales(&panel);
    lay_out(&panel, by_side ? PANEL_NARROW : PANEL_WIDE);
    draw_panel(markup, &panel);
    release_panel(&panel);
}

void write_curves(struct markup *markup, const struct timing_figures *figures,
                  const struct timing_group *group)
{
    bool by_side = figures->record->side_count > 1;
    struct scaling_curve floor = scaling_floor(figures, group);
    size_t count;
    struct scaling_curve *curves = scaling_curves_make(figures, group, &count);
    if (count) {
        markup_start_class(markup, "figure", "curves");
        markup_start_class(markup, "div", "pictures");
        for (size_t first = 0, next; first < count; first = next) {
            for (next = first + 1; next < count; next++)
                if (by_side && strcmp(curves[next].series, curves[first].series) != 0)
                    break;
            write_panel(markup, group, by_side, &floor, curves + first, next - first);
        }
        markup_end(markup);
        markup_end(markup);
    }
    free(curves);
}
