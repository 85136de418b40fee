/* The samples of one measurement as a plot needs them: sorted, counted, thinned. Internal to the timing page.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_TIMING_HTML_SAMPLES_H
#define HARNESS_REPORT_TIMING_HTML_SAMPLES_H

#include "report/svg.h"
#include "timing/record.h"

/* Of one side, all processes together. */
struct sample_set {
    double *sorted; /* owned; ascending */
    size_t count;
    double *medians; /* owned; of each process that has samples, in their order */
    size_t median_count;
};

/* Aborts when there is no memory. */
struct sample_set sample_set_make(const struct timing_blocks *blocks);
void sample_set_release(struct sample_set *set);

/* How many samples are above a limit. */
size_t samples_above(const struct sample_set *set, double limit);

/*
 * Where the samples of all sets lie, but for the longest of each: half a per cent, or up to 2.5 % where these
 * are so far off that little else would be seen. Logarithmic when the tail is still long. At least one set
 * has samples. Pixels are left to the caller.
 */
struct svg_scale sample_scale(const struct sample_set *sets, size_t count);

enum { HISTOGRAM_BINS = 60, ECDF_POINTS = 160 };

/* Bins of equal width on the scale, the same for all sets. */
struct histogram {
    size_t bin_count;
    double edges[HISTOGRAM_BINS + 1];
    double shares[TIMING_SIDES][HISTOGRAM_BINS]; /* of all samples of the set */
};

/* Bins after Freedman and Diaconis, none narrower than what the clock can tell apart. */
void histogram_make(struct histogram *histogram, const struct svg_scale *scale, double resolution,
                    const struct sample_set *sets, size_t count);

/* A step of the empirical distribution: so large a share of the samples is at most value. */
struct ecdf_point {
    double value;
    double share;
};

/* At most ECDF_POINTS of them, ascending, none above the limit. Returns how many. */
size_t ecdf_make(const struct sample_set *set, double limit, struct ecdf_point points[static ECDF_POINTS]);

#endif
