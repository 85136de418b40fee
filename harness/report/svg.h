/* Pictures in SVG, inside a page: shapes, scales and axes. How they look is said by the page's style. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_SVG_H
#define HARNESS_REPORT_SVG_H

#include <stdbool.h>
#include <stddef.h>

#include "report/markup.h"

/* Coordinates are pixels from the upper left corner. */
struct svg_point {
    double x;
    double y;
};

/* Text is 11 pixels high; how wide it will be can only be estimated. */
enum { SVG_TEXT_HEIGHT = 11, SVG_LINE_HEIGHT = 14 };
double svg_text_width(const char *text);

/* The title names the picture to those who do not see it, the description says what it shows. */
void svg_start(struct markup *markup, double width, double height, const char *title,
               const char *description);
void svg_end(struct markup *markup);

/* A group, so that shapes of one thing share a class. */
void svg_group(struct markup *markup, const char *class_name);
void svg_group_end(struct markup *markup);

void svg_line(struct markup *markup, const char *class_name, struct svg_point from, struct svg_point to);
void svg_polyline(struct markup *markup, const char *class_name, const struct svg_point *points,
                  size_t count);
void svg_polygon(struct markup *markup, const char *class_name, const struct svg_point *points, size_t count);

/* From the first point on, across to each next one's x and then up or down to its y. */
void svg_steps(struct markup *markup, const char *class_name, const struct svg_point *points, size_t count);

/* Straight lines of one class, as one shape: points in pairs. */
void svg_lines(struct markup *markup, const char *class_name, const struct svg_point *points, size_t count);

/* Where the text is put relative to the point is said by the class. */
void svg_text(struct markup *markup, const char *class_name, struct svg_point at, const char *text);

enum svg_marker {
    SVG_CIRCLE,
    SVG_SQUARE,
    SVG_TRIANGLE_UP,
    SVG_DIAMOND,
    SVG_TRIANGLE_DOWN,
    SVG_TRIANGLE_RIGHT,
    SVG_TRIANGLE_LEFT,
};
void svg_marker(struct markup *markup, const char *class_name, enum svg_marker marker, struct svg_point at);

/* Values on a line of pixels. low < high, and low > 0 when logarithmic. */
struct svg_scale {
    bool logarithmic;
    double low;
    double high;
    double from; /* pixel of low */
    double to;   /* pixel of high; less than from where the values go up */
};

/* Values that are outside are put at the end that is nearer. */
double svg_position(const struct svg_scale *scale, double value);
bool svg_is_inside(const struct svg_scale *scale, double value);

/* A place on an axis, and what is written there. */
enum { SVG_TICKS = 32, SVG_LABEL = 32 };
struct svg_tick {
    double value;
    char label[SVG_LABEL];
};

/* Writes the label of one tick. */
typedef void svg_label(const struct svg_scale *scale, double value, char text[static SVG_LABEL]);

/*
 * Ticks at round values in the scale, ascending: multiples of 1, 2 or 5 times a power of ten. About as many
 * as wanted, at most SVG_TICKS. Writes into ticks and returns how many.
 */
size_t svg_ticks(const struct svg_scale *scale, size_t wanted, svg_label *label,
                 struct svg_tick ticks[static SVG_TICKS]);

/* An axis with a line of grid at each tick; labels are left out where they would touch. */
struct svg_axis {
    const struct svg_scale *scale;
    const struct svg_tick *ticks;
    size_t tick_count; /* at most SVG_TICKS */
    double at;         /* pixel at which the axis lies across the other direction */
    double grid_to;    /* pixel at which its grid lines end */
};
void svg_axis_below(struct markup *markup, const struct svg_axis *axis);
void svg_axis_left(struct markup *markup, const struct svg_axis *axis);

/*
 * Moves wanted positions of count lines of text, ascending, as little as is needed for them to be apart by
 * distance and within low and high, as far as there is room.
 */
void svg_spread(double *positions, size_t count, double distance, double low, double high);

#endif
