/* Tests of what pictures are computed from: ticks, scales, labels that are spread, histograms and ECDFs. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/svg.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/detail.h"
#include "report/tests/check.h"
#include "report/timing_html_samples.h"
#include "report/timing_html_words.h"
#include "timing/tests/samples.h"

static void test_ticks(void)
{
    static const struct {
        struct svg_scale scale;
        size_t wanted;
        const char *labels;
    } rows[] = {
        {{false, 0, 100, 0, 1}, 5, "0 20 40 60 80 100 "},
        {{false, -1, 1, 0, 1}, 4, "-1 -0.5 0 0.5 1 "},
        {{false, 100.2, 100.9, 0, 1}, 4, "100.2 100.4 100.6 100.8 "},
        {{true, 0.89, 1.11, 0, 1}, 6, "0.9 0.95 1 1.05 1.1 "},
        {{true, 1, 1000, 0, 1}, 7, "1 2 5 10 20 50 100 200 500 1000 "},
        {{true, 20, 5e8, 0, 1}, 4, "1000 100000 1e+07 "},
        {{false, 1e15, 1e15 + 1, 0, 1}, 4, "1e+15 1e+15 1e+15 1e+15 1e+15 1e+15 "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct svg_tick ticks[SVG_TICKS];
        size_t count = svg_ticks(&rows[i].scale, rows[i].wanted, label_ratio, ticks);
        struct text_stream labels;
        text_stream_open(&labels);
        for (size_t k = 0; k < count; k++)
            fprintf(labels.stream, "%s ", ticks[k].label);
        char *text = text_stream_close(&labels);
        check_text(text, rows[i].labels, rows[i].labels);
        free(text);
    }
}

static void test_positions(void)
{
    struct svg_scale linear = {false, 10, 20, 0, 100}, logarithmic = {true, 1, 100, 200, 0};
    check(svg_position(&linear, 15) == 50, "the middle of a linear scale");
    check(fabs(svg_position(&logarithmic, 10) - 100) < 1e-9, "the middle of a logarithmic scale");
    check(svg_position(&logarithmic, 0) == 200 && svg_position(&linear, 99) == 100,
          "what is outside is put at the end");
}

static void test_spread(void)
{
    double crowded[] = {50, 50, 50, 100}, at_end[] = {10, 98, 99};
    svg_spread(crowded, 4, 10, 0, 100);
    check(crowded[0] == 50 && crowded[1] == 60 && crowded[2] == 70 && crowded[3] == 100,
          "labels make room downwards");
    svg_spread(at_end, 3, 10, 0, 100);
    check(at_end[0] == 10 && at_end[1] == 90 && at_end[2] == 100, "and upwards at the end");
}

static void test_durations(void)
{
    char text[DURATION_INTERVAL_TEXT];
    format_duration(0.3404, text);
    check_text(text, "0.340\u00a0ns", "a fraction of a nanosecond");
    format_duration(103.44, text);
    check_text(text, "103.4\u00a0ns", "nanoseconds");
    format_duration(-20.5, text);
    check_text(text, "-20.50\u00a0ns", "a negative time");
    format_duration(1.5e6, text);
    check_text(text, "1.500\u00a0ms", "milliseconds");
    format_duration_interval(&(struct interval){101.2, 104.8}, text);
    check_text(text, "[101.2, 104.8]\u00a0ns", "an interval in one unit");
    format_duration_interval(&(struct interval){990, 1010}, text);
    check_text(text, "[990.0\u00a0ns, 1.010]\u00a0µs", "an interval over two units");
}

static void test_places(void)
{
    static const char *const rows[][2] = {
        {"rt.semaphore.timeline_fd.timing.x", "rt timeline_fd"}, {"x", "x"}, {"a.b.c", "a.b.c"}, {"", ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *place = series_place(rows[i][0]);
        check_text(place, rows[i][1], rows[i][1]);
        free(place);
    }
}

static bool shares_are_those_in_sight(const struct histogram *histogram, size_t side,
                                      const struct sample_set *set)
{
    double shares = 0;
    for (size_t i = 0; i < histogram->bin_count; i++)
        shares += histogram->shares[side][i];
    double above = (double)samples_above(set, histogram->edges[histogram->bin_count]);
    return fabs(shares + above / (double)set->count - 1) < 1e-9;
}

static bool is_ascending(const struct ecdf_point *points, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (points[i].value < points[i - 1].value || points[i].share <= points[i - 1].share)
            return false;
    return true;
}

/* Most samples near 100, some of them a hundred times as long. */
static struct timing_blocks heavy_tail(uint64_t *state, size_t every)
{
    struct timing_blocks blocks = sample_blocks(state, 8, 500, 100, 0.01);
    for (size_t i = 0; i < blocks.count; i++)
        for (size_t k = 0; k < 500; k += every)
            blocks.blocks[i].values[k] *= 100;
    return blocks;
}

static void test_samples(void)
{
    uint64_t state = 1;
    struct timing_blocks blocks[TIMING_SIDES] = {heavy_tail(&state, 100), heavy_tail(&state, 10)};
    struct sample_set sets[TIMING_SIDES] = {sample_set_make(&blocks[0]), sample_set_make(&blocks[1])};
    struct svg_scale scale = sample_scale(sets, TIMING_SIDES);
    check(scale.high < 1e6 && samples_above(&sets[0], scale.high) <= sets[0].count / 40,
          "at most 2.5 % are out of sight");
    struct histogram histogram;
    histogram_make(&histogram, &scale, 1, sets, TIMING_SIDES);
    check(histogram.bin_count <= HISTOGRAM_BINS, "the bins are bounded");
    check(shares_are_those_in_sight(&histogram, 0, &sets[0]) &&
              shares_are_those_in_sight(&histogram, 1, &sets[1]),
          "every sample is in a bin or above them");

    struct ecdf_point points[ECDF_POINTS];
    size_t count = ecdf_make(&sets[0], scale.high, points);
    check(count == ECDF_POINTS && is_ascending(points, count), "the ECDF is thinned and ascends");
    count = ecdf_make(&sets[0], 0, points);
    check(count == 0, "and has no point where there is no sample");
    count = ecdf_make(&sets[0], INFINITY, points);
    check(points[count - 1].share == 1, "it ends at 1");

    struct svg_scale alone = sample_scale(sets, 1);
    check(!alone.logarithmic && alone.high < 1e6, "a rare tail is left out of sight");
    for (size_t i = 0; i < TIMING_SIDES; i++) {
        sample_set_release(&sets[i]);
        sample_blocks_release(&blocks[i]);
    }
}

int main(void)
{
    test_ticks();
    test_positions();
    test_spread();
    test_durations();
    test_places();
    test_samples();
    return check_end();
}
