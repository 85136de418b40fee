/* The points of scaling curves: the medians of one series over the parameters of its variants. Internal. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REPORT_TIMING_HTML_SCALING_H
#define HARNESS_REPORT_TIMING_HTML_SCALING_H

#include "report/timing_html_figures.h"

struct scaling_point {
    double parameter;
    const char *variant; /* as it stands in ids */
    double median;
    struct interval interval;
};

/* By ascending parameter; one point a variant. */
struct scaling_curve {
    const char *series;
    size_t side;
    struct scaling_point points[MEASUREMENT_VARIANTS];
    size_t count;
};

/* The curves of a group that have two points or more, by series, then side. The array is malloc'ed. */
struct scaling_curve *scaling_curves_make(const struct timing_figures *figures,
                                          const struct timing_group *group, size_t *count);

/* The floor of each variant of a group's results, as a curve; without points when none was measured. */
struct scaling_curve scaling_floor(const struct timing_figures *figures, const struct timing_group *group);

#endif
