/* How the page of a timed run writes figures and tells its two sides apart. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_html_words.h"

#include <math.h>
#include <string.h>

#include "report/detail.h"

const struct side_look side_looks[TIMING_SIDES] = {
    {"A", "hue0", SVG_CIRCLE},
    {"B", "hue1 dashed hollow", SVG_SQUARE},
};

/* A space that does not end a line. */
#define UNIT_SPACE "\u00a0"

static const struct unit {
    double nanoseconds;
    const char *name;
} units[] = {{1e9, "s"}, {1e6, "ms"}, {1e3, "µs"}, {1, "ns"}};

/* The largest that the value has at least one of. */
static const struct unit *unit_for(double nanoseconds)
{
    size_t last = sizeof units / sizeof *units - 1;
    for (size_t i = 0; i < last; i++)
        if (fabs(nanoseconds) >= units[i].nanoseconds)
            return &units[i];
    return &units[last];
}

static void format_in_unit(double nanoseconds, const struct unit *unit, char text[static DURATION_TEXT])
{
    double value = nanoseconds / unit->nanoseconds;
    int decimals = fabs(value) < 10 ? 3 : fabs(value) < 100 ? 2 : 1;
    snprintf(text, DURATION_TEXT, "%.*f", decimals, value);
}

void format_duration(double nanoseconds, char text[static DURATION_TEXT])
{
    const struct unit *unit = unit_for(nanoseconds);
    format_in_unit(nanoseconds, unit, text);
    size_t length = strlen(text);
    snprintf(text + length, DURATION_TEXT - length, UNIT_SPACE "%s", unit->name);
}

void format_duration_interval(const struct interval *interval, char text[static DURATION_INTERVAL_TEXT])
{
    const struct unit *unit = unit_for(interval->high);
    char low[DURATION_TEXT], high[DURATION_TEXT];
    if (unit_for(interval->low) == unit)
        format_in_unit(interval->low, unit, low);
    else
        format_duration(interval->low, low);
    format_in_unit(interval->high, unit, high);
    snprintf(text, DURATION_INTERVAL_TEXT, "[%s, %s]" UNIT_SPACE "%s", low, high, unit->name);
}

void format_ratio_interval(const struct comparison *comparison, char text[static INTERVAL_TEXT])
{
    if (comparison->difference == DIFFERENCE_UNDECIDED)
        snprintf(text, INTERVAL_TEXT, "[no interval]");
    else
        snprintf(text, INTERVAL_TEXT, "[%.3f, %.3f]", comparison->interval.low, comparison->interval.high);
}

/* On a linear axis all ticks have the unit of its end, so that they can be read at a glance. */
void label_duration(const struct svg_scale *scale, double value, char text[static SVG_LABEL])
{
    const struct unit *unit = unit_for(scale->logarithmic ? value : scale->high);
    snprintf(text, SVG_LABEL, "%.6g" UNIT_SPACE "%s", value / unit->nanoseconds, unit->name);
}

void label_share(const struct svg_scale *scale, double value, char text[static SVG_LABEL])
{
    (void)scale;
    snprintf(text, SVG_LABEL, "%.4g" UNIT_SPACE "%%", 100 * value);
}

void label_ratio(const struct svg_scale *scale, double value, char text[static SVG_LABEL])
{
    (void)scale;
    snprintf(text, SVG_LABEL, "%.6g", value);
}

/* The end of the n-th part between dots; NULL when there are not so many. */
static const char *after_parts(const char *text, size_t parts)
{
    for (; parts && text; parts--) {
        text = strchr(text, '.');
        text = text ? text + 1 : NULL;
    }
    return text;
}

char *series_place(const char *series)
{
    const char *object = after_parts(series, 1), *type = after_parts(series, 2),
               *tier = after_parts(series, 3);
    if (!tier)
        return text_copy(series);
    struct text_stream place;
    text_stream_open(&place);
    fprintf(place.stream, "%.*s %.*s", (int)(object - series - 1), series, (int)(tier - type - 1), type);
    return text_stream_close(&place);
}

const struct verdict_look *verdict_look(enum difference difference)
{
    static const struct verdict_look looks[] = {
        [DIFFERENCE_NONE] = {"no difference shown", "same", SVG_CIRCLE},
        [DIFFERENCE_SLOWER] = {"B is slower", "slower", SVG_TRIANGLE_RIGHT},
        [DIFFERENCE_FASTER] = {"B is faster", "faster", SVG_TRIANGLE_LEFT},
        [DIFFERENCE_UNDECIDED] = {"undecided: too few pairs", "undecided", SVG_DIAMOND},
    };
    return &looks[difference];
}
