/* Statistics of samples: quantiles with their intervals, and what two sides differ by. Pure functions. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_STATISTICS_H
#define HARNESS_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>

#include "timing/record.h"

/* The p-quantile of sorted values, 0 <= p <= 1, by linear interpolation (type 7 of Hyndman and Fan 1996). */
double quantile_of_sorted(const double *sorted, size_t count, double p);
double median_of(const double *values, size_t count); /* count > 0 */

struct interval {
    double low;
    double high;
};

enum summary_quantile {
    SUMMARY_P05,
    SUMMARY_P25,
    SUMMARY_MEDIAN,
    SUMMARY_P75,
    SUMMARY_P95,
    SUMMARY_P99,
    SUMMARY_QUANTILES
};

/* What a table says of one side of one measurement. Nanoseconds an operation. */
struct summary {
    size_t samples;
    size_t processes;
    double minimum;
    double maximum;
    double quantiles[SUMMARY_QUANTILES];
    struct interval
        intervals[SUMMARY_QUANTILES]; /* 95 %, by the bootstrap of processes and of samples in them */
};

/* False when there is no sample. The bootstrap's random numbers begin with a fixed seed: same samples, same
 * figures. */
bool summarise(const struct timing_blocks *blocks, struct summary *out);

enum difference {
    DIFFERENCE_NONE,   /* none is shown; it may still be there, within the interval */
    DIFFERENCE_SLOWER, /* B is slower than A */
    DIFFERENCE_FASTER,
    DIFFERENCE_UNDECIDED, /* too few pairs for any verdict */
};

/* B over A, by what stands for each process. */
struct comparison {
    size_t pairs;             /* of processes; of two records: processes of the one that has fewer */
    double ratio;             /* Hodges-Lehmann estimate */
    struct interval interval; /* of the ratio, at the level of the verdict; 0 to INFINITY when undecided */
    double p;                 /* exact, two-sided */
    enum difference difference;
};

/* What counts as different: p at most this, and the ratio at least so far from 1. */
struct comparison_setting {
    double level; /* 0.002 */
    double least; /* 0.01: one per cent */
    /*
     * What stands for a process: of samples that are each of many operations the one that a twentieth of them
     * do not exceed, as interruptions only ever add to such a sample; else their median.
     */
    bool batches;
};
extern const struct comparison_setting comparison_default;
extern const struct comparison_setting comparison_of_records; /* 0.002 and 0.05 */

/* Of two sides in one record, pairing their processes of each block (Wilcoxon's signed-rank test). */
struct comparison compare_pairs(const struct timing_blocks *a, const struct timing_blocks *b,
                                const struct comparison_setting *setting);

/* The same of a result of two sides, whose samples say whether they are batches. */
struct comparison compare_sides(const struct timing_result *result, const struct comparison_setting *setting);

/*
 * How much a further pair may still move the ratio of a result of two sides: how far the quartiles of the
 * sizes of all differences are apart, over the square root of their number; about a quarter of the interval's
 * half. INFINITY without pairs. It does not know which side was the slower one of a pair, and that is all
 * that the test goes by: so a run may go on for its sake, and the test stays exact.
 */
double comparison_uncertainty(const struct timing_result *result);

/* True when each sample of the result is of many operations. */
bool samples_are_batches(const struct timing_result *result);

/* Of two records, whose processes have nothing to do with each other (Mann and Whitney's test, exact; shift
 * by Hodges and Lehmann). */
struct comparison compare_unpaired(const struct timing_blocks *a, const struct timing_blocks *b,
                                   const struct comparison_setting *setting);

#endif
