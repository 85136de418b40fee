/* Pictures in SVG: the shapes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/svg.h"

#include <stdlib.h>
#include <string.h>

#include "report/detail.h"

/* A little more than most sans-serif faces need on average. */
static const double character_width = 0.58;

double svg_text_width(const char *text)
{
    size_t characters = 0;
    for (; *text; text++)
        characters += ((unsigned char)*text & 0xC0) != 0x80;
    return (double)characters * SVG_TEXT_HEIGHT * character_width;
}

void svg_start(struct markup *markup, double width, double height, const char *title, const char *description)
{
    char box[80];
    snprintf(box, sizeof box, "0 0 %.0f %.0f", width, height);
    markup_start(markup, "svg");
    markup_attribute(markup, "xmlns", "http://www.w3.org/2000/svg");
    markup_attribute(markup, "role", "img");
    markup_number(markup, "width", width);
    markup_number(markup, "height", height);
    markup_attribute(markup, "viewBox", box);
    markup_element(markup, "title", title);
    markup_element(markup, "desc", description);
}

void svg_end(struct markup *markup)
{
    markup_end(markup);
}

void svg_group(struct markup *markup, const char *class_name)
{
    markup_start_class(markup, "g", class_name);
}

void svg_group_end(struct markup *markup)
{
    markup_end(markup);
}

/* With one decimal, and none when it is 0: pages have many thousands of these. */
static void put_number(FILE *stream, double value)
{
    char text[32];
    int length = snprintf(text, sizeof text, "%.1f", value);
    if (length > 2 && text[length - 1] == '0')
        text[length - 2] = '\0';
    fputs(strcmp(text, "-0") == 0 ? "0" : text, stream);
}

static void put_point(FILE *stream, char command, struct svg_point point)
{
    putc(command, stream);
    put_number(stream, point.x);
    putc(' ', stream);
    put_number(stream, point.y);
}

static void write_path(struct markup *markup, const char *class_name, struct text_stream *data)
{
    char *text = text_stream_close(data);
    markup_start_class(markup, "path", class_name);
    markup_attribute(markup, "d", text);
    markup_end_void(markup);
    free(text);
}

static void write_points(struct markup *markup, const char *class_name, const struct svg_point *points,
                         size_t count, const char *ending)
{
    struct text_stream data;
    text_stream_open(&data);
    for (size_t i = 0; i < count; i++)
        put_point(data.stream, i ? 'L' : 'M', points[i]);
    fputs(ending, data.stream);
    write_path(markup, class_name, &data);
}

void svg_line(struct markup *markup, const char *class_name, struct svg_point from, struct svg_point to)
{
    const struct svg_point ends[] = {from, to};
    svg_polyline(markup, class_name, ends, 2);
}

void svg_polyline(struct markup *markup, const char *class_name, const struct svg_point *points, size_t count)
{
    write_points(markup, class_name, points, count, "");
}

void svg_polygon(struct markup *markup, const char *class_name, const struct svg_point *points, size_t count)
{
    write_points(markup, class_name, points, count, "z");
}

void svg_steps(struct markup *markup, const char *class_name, const struct svg_point *points, size_t count)
{
    struct text_stream data;
    text_stream_open(&data);
    for (size_t i = 0; i < count; i++) {
        if (i == 0) {
            put_point(data.stream, 'M', points[i]);
            continue;
        }
        putc('H', data.stream);
        put_number(data.stream, points[i].x);
        putc('V', data.stream);
        put_number(data.stream, points[i].y);
    }
    write_path(markup, class_name, &data);
}

void svg_lines(struct markup *markup, const char *class_name, const struct svg_point *points, size_t count)
{
    struct text_stream data;
    text_stream_open(&data);
    for (size_t i = 0; i < count; i++)
        put_point(data.stream, i % 2 ? 'L' : 'M', points[i]);
    write_path(markup, class_name, &data);
}

void svg_text(struct markup *markup, const char *class_name, struct svg_point at, const char *text)
{
    markup_start_class(markup, "text", class_name);
    markup_number(markup, "x", at.x);
    markup_number(markup, "y", at.y);
    markup_text(markup, text);
    markup_end(markup);
}

/* Relative to the middle of each. A square is large enough to be seen around a circle in the same place. */
static const char *const marker_outlines[] = {
    [SVG_CIRCLE] = "m-3.8 0a3.8 3.8 0 1 0 7.6 0a3.8 3.8 0 1 0-7.6 0z",
    [SVG_SQUARE] = "m-4-4h8v8h-8z",
    [SVG_TRIANGLE_UP] = "m0-4.8l4.6 8.2h-9.2z",
    [SVG_DIAMOND] = "m0-5l4.4 5l-4.4 5l-4.4-5z",
    [SVG_TRIANGLE_DOWN] = "m0 4.8l4.6-8.2h-9.2z",
    [SVG_TRIANGLE_RIGHT] = "m5.4 0l-9 5v-10z",
    [SVG_TRIANGLE_LEFT] = "m-5.4 0l9 5v-10z",
};

void svg_marker(struct markup *markup, const char *class_name, enum svg_marker marker, struct svg_point at)
{
    struct text_stream data;
    text_stream_open(&data);
    put_point(data.stream, 'M', at);
    fputs(marker_outlines[marker], data.stream);
    write_path(markup, class_name, &data);
}
