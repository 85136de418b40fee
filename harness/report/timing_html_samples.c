/* The samples of one measurement as a plot needs them: sorted, counted, thinned. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/timing_html_samples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "timing/statistics.h"

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static double *allocate(size_t count)
{
    double *values = calloc(count + 1, sizeof *values);
    if (!values)
        abort();
    return values;
}

struct sample_set sample_set_make(const struct timing_blocks *blocks)
{
    size_t total = 0;
    for (size_t i = 0; i < blocks->count; i++)
        total += blocks->blocks[i].count;
    struct sample_set set = {.sorted = allocate(total), .medians = allocate(blocks->count)};
    for (size_t i = 0; i < blocks->count; i++) {
        const struct timing_samples *samples = &blocks->blocks[i];
        if (!samples->count)
            continue;
        set.medians[set.median_count++] = median_of(samples->values, samples->count);
        memcpy(set.sorted + set.count, samples->values, samples->count * sizeof *samples->values);
        set.count += samples->count;
    }
    qsort(set.sorted, set.count, sizeof *set.sorted, ascending);
    return set;
}

void sample_set_release(struct sample_set *set)
{
    free(set->sorted);
    free(set->medians);
    *set = (struct sample_set){0};
}

/* How many samples are at most the limit. */
static size_t samples_until(const struct sample_set *set, double limit)
{
    size_t low = 0, high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (set->sorted[middle] <= limit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t samples_above(const struct sample_set *set, double limit)
{
    return set->count - samples_until(set, limit);
}

/* Where most of the samples of a set are, and how far it is to be shown. */
struct extent {
    double least;
    double body_low;
    double body_high;
    double limit;
};

/* A few widths of the body are shown, but no more than 99.5 % of the samples and no less than 97.5 %. */
static struct extent extent_of(const struct sample_set *set)
{
    const double reach = 8;
    struct extent extent = {
        .least = set->sorted[0],
        .body_low = quantile_of_sorted(set->sorted, set->count, 0.05),
        .body_high = quantile_of_sorted(set->sorted, set->count, 0.75),
    };
    double wanted = extent.body_high + reach * (extent.body_high - extent.body_low);
    extent.limit = fmin(wanted, quantile_of_sorted(set->sorted, set->count, 0.995));
    extent.limit = fmax(extent.limit, quantile_of_sorted(set->sorted, set->count, 0.975));
    return extent;
}

static struct extent extent_of_all(const struct sample_set *sets, size_t count)
{
    struct extent all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < count; i++) {
        if (!sets[i].count)
            continue;
        struct extent one = extent_of(&sets[i]);
        all.least = fmin(all.least, one.least);
        all.body_low = fmin(all.body_low, one.body_low);
        all.body_high = fmax(all.body_high, one.body_high);
        all.limit = fmax(all.limit, one.limit);
    }
    return all;
}

struct svg_scale sample_scale(const struct sample_set *sets, size_t count)
{
    const double heavy_tail = 12, wide = 3; /* in widths of the body, and as a ratio of the ends */
    struct extent extent = extent_of_all(sets, count);
    double low = extent.least, high = extent.limit;
    bool logarithmic =
        low > 0 && high / low > wide && high - low > heavy_tail * (extent.body_high - extent.body_low);
    double margin = fmax((high - low) / 40, fmax(fabs(high) * 1e-3, 1e-3));
    return (struct svg_scale){
        .logarithmic = logarithmic,
        .low = logarithmic ? low * 0.95 : low - margin,
        .high = logarithmic ? high * 1.05 : high + margin,
    };
}

static double on_scale(const struct svg_scale *scale, double value)
{
    return scale->logarithmic ? log(value) : value;
}

/* The narrowest width that any set asks for after Freedman and Diaconis, in the units of the scale. */
static double wanted_width(const struct svg_scale *scale, const struct sample_set *sets, size_t count)
{
    double width = INFINITY;
    for (size_t i = 0; i < count; i++) {
        if (!sets[i].count)
            continue;
        double low = on_scale(scale, quantile_of_sorted(sets[i].sorted, sets[i].count, 0.25));
        double high = on_scale(scale, quantile_of_sorted(sets[i].sorted, sets[i].count, 0.75));
        width = fmin(width, 2 * (high - low) / cbrt((double)sets[i].count));
    }
    return width;
}

static size_t choose_bin_count(const struct svg_scale *scale, double resolution,
                               const struct sample_set *sets, size_t count)
{
    const double fewest = 12;
    double width = wanted_width(scale, sets, count);
    double range = on_scale(scale, scale->high) - on_scale(scale, scale->low);
    double bins = width > 0 ? ceil(range / width) : HISTOGRAM_BINS;
    bins = fmin(fmax(bins, fewest), HISTOGRAM_BINS);
    if (!scale->logarithmic && resolution > 0)
        bins = fmin(bins, fmax(1, floor(range / resolution)));
    return (size_t)bins;
}

static void count_samples(struct histogram *histogram, size_t set_index, const struct sample_set *set)
{
    size_t before = samples_until(set, histogram->edges[0]);
    for (size_t bin = 0; bin < histogram->bin_count; bin++) {
        size_t until = samples_until(set, histogram->edges[bin + 1]);
        histogram->shares[set_index][bin] = (double)(until - before) / (double)set->count;
        before = until;
    }
}

void histogram_make(struct histogram *histogram, const struct svg_scale *scale, double resolution,
                    const struct sample_set *sets, size_t count)
{
    double low = on_scale(scale, scale->low), range = on_scale(scale, scale->high) - low;
    *histogram = (struct histogram){.bin_count = choose_bin_count(scale, resolution, sets, count)};
    for (size_t i = 0; i <= histogram->bin_count; i++) {
        double edge = low + range * (double)i / (double)histogram->bin_count;
        histogram->edges[i] = scale->logarithmic ? exp(edge) : edge;
    }
    for (size_t i = 0; i < count; i++)
        if (sets[i].count)
            count_samples(histogram, i, &sets[i]);
}

size_t ecdf_make(const struct sample_set *set, double limit, struct ecdf_point points[static ECDF_POINTS])
{
    size_t shown = samples_until(set, limit);
    size_t count = shown < ECDF_POINTS ? shown : ECDF_POINTS;
    for (size_t i = 0; i < count; i++) {
        size_t rank = (i + 1) * shown / count;
        points[i] = (struct ecdf_point){set->sorted[rank - 1], (double)rank / (double)set->count};
    }
    return count;
}
