/* Pictures in SVG: scales, round ticks on them, and axes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/svg.h"

#include <math.h>

double svg_position(const struct svg_scale *scale, double value)
{
    double share;
    if (value <= scale->low)
        share = 0;
    else if (value >= scale->high)
        share = 1;
    else if (scale->logarithmic)
        share = log(value / scale->low) / log(scale->high / scale->low);
    else
        share = (value - scale->low) / (scale->high - scale->low);
    return scale->from + share * (scale->to - scale->from);
}

bool svg_is_inside(const struct svg_scale *scale, double value)
{
    return value >= scale->low && value <= scale->high;
}

/* That of 1, 2, 5 and 10 times a power of ten which is nearest to the value, by ratio. */
static double round_step(double value)
{
    double power = pow(10, floor(log10(value)));
    double rest = value / power;
    return power * (rest < sqrt(2) ? 1 : rest < sqrt(10) ? 2 : rest < sqrt(50) ? 5 : 10);
}

static size_t linear_ticks(const struct svg_scale *scale, size_t wanted, struct svg_tick *ticks)
{
    const double slack = 1e-9; /* of a step: a tick at an end of the scale must not be lost to rounding */
    double step = round_step((scale->high - scale->low) / (double)wanted);
    double first = ceil(scale->low / step - slack);
    double steps = floor(scale->high / step + slack) - first;
    size_t count = 0;
    for (; count < SVG_TICKS && (double)count <= steps; count++)
        ticks[count].value = (first + (double)count) * step + 0.0; /* and no negative zero */
    return count;
}

/* At 1, 2 and 5 in each decade where there is room, else at 1 alone, of each decade or each few. */
static size_t logarithmic_ticks(const struct svg_scale *scale, size_t wanted, struct svg_tick *ticks)
{
    static const double in_decade[] = {1, 2, 5};
    double decades = log10(scale->high / scale->low);
    size_t in_each = 3 * decades <= 1.5 * (double)wanted ? 3 : 1;
    int stride = (int)ceil(decades / (double)wanted);
    size_t count = 0;
    for (int n = (int)floor(log10(scale->low)); n <= (int)ceil(log10(scale->high)); n += stride)
        for (size_t i = 0; i < in_each; i++) {
            double value = in_decade[i] * pow(10, n);
            if (svg_is_inside(scale, value) && count < SVG_TICKS)
                ticks[count++].value = value;
        }
    return count;
}

size_t svg_ticks(const struct svg_scale *scale, size_t wanted, svg_label *label,
                 struct svg_tick ticks[static SVG_TICKS])
{
    const double narrow = 5; /* below this ratio of the ends, 1, 2 and 5 leave too few */
    bool in_decades = scale->logarithmic && scale->high / scale->low >= narrow;
    size_t count = in_decades ? logarithmic_ticks(scale, wanted, ticks) : linear_ticks(scale, wanted, ticks);
    for (size_t i = 0; i < count; i++)
        label(scale, ticks[i].value, ticks[i].label);
    return count;
}

enum { AXIS_GAP = 4 };

static void write_grid(struct markup *markup, const struct svg_axis *axis, bool below)
{
    struct svg_point ends[2 * SVG_TICKS];
    size_t count = 0;
    for (size_t i = 0; i < axis->tick_count && i < SVG_TICKS; i++) {
        double along = svg_position(axis->scale, axis->ticks[i].value);
        ends[count++] = below ? (struct svg_point){along, axis->at} : (struct svg_point){axis->at, along};
        ends[count++] =
            below ? (struct svg_point){along, axis->grid_to} : (struct svg_point){axis->grid_to, along};
    }
    if (count)
        svg_lines(markup, "grid", ends, count);
}

void svg_axis_below(struct markup *markup, const struct svg_axis *axis)
{
    const struct svg_scale *scale = axis->scale;
    write_grid(markup, axis, true);
    svg_line(markup, "axis", (struct svg_point){scale->from, axis->at},
             (struct svg_point){scale->to, axis->at});
    double free_from = -INFINITY;
    for (size_t i = 0; i < axis->tick_count; i++) {
        const char *text = axis->ticks[i].label;
        double x = svg_position(scale, axis->ticks[i].value);
        double half = svg_text_width(text) / 2;
        if (x - half < free_from)
            continue;
        svg_text(markup, "below", (struct svg_point){x, axis->at + SVG_LINE_HEIGHT}, text);
        free_from = x + half + AXIS_GAP;
    }
}

void svg_axis_left(struct markup *markup, const struct svg_axis *axis)
{
    const struct svg_scale *scale = axis->scale;
    write_grid(markup, axis, false);
    svg_line(markup, "axis", (struct svg_point){axis->at, scale->from},
             (struct svg_point){axis->at, scale->to});
    double free_below = INFINITY;
    for (size_t i = 0; i < axis->tick_count; i++) {
        double y = svg_position(scale, axis->ticks[i].value);
        if (y > free_below)
            continue;
        svg_text(markup, "left", (struct svg_point){axis->at - AXIS_GAP, y + AXIS_GAP}, axis->ticks[i].label);
        free_below = y - SVG_LINE_HEIGHT;
    }
}

/* Down first, each as far as the one above needs; then up again from the end of the room. */
void svg_spread(double *positions, size_t count, double distance, double low, double high)
{
    double least = low;
    for (size_t i = 0; i < count; i++) {
        positions[i] = fmax(positions[i], least);
        least = positions[i] + distance;
    }
    double most = high;
    for (size_t i = count; i-- > 0;) {
        positions[i] = fmin(positions[i], most);
        most = positions[i] - distance;
    }
}
