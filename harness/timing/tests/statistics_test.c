/* Tests of quantiles and their intervals: known values, the same figures each time, and how often they hold.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/statistics.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "report/tests/check.h"
#include "timing/random.h"
#include "timing/tests/samples.h"

static bool near(double got, double expected)
{
    bool good = fabs(got - expected) <= 1e-12 * fmax(1, fabs(expected));
    if (!good)
        printf("# got %.17g, expected %.17g\n", got, expected);
    return good;
}

static void test_quantiles(void)
{
    const double sorted[] = {1, 2, 4, 8, 16};
    const double shuffled[] = {16, 1, 8, 2};
    check(near(quantile_of_sorted(sorted, 5, 0), 1) && near(quantile_of_sorted(sorted, 5, 1), 16),
          "the quantiles 0 and 1 are minimum and maximum");
    check(near(quantile_of_sorted(sorted, 5, 0.5), 4), "a median of an odd number");
    check(near(quantile_of_sorted(sorted, 5, 0.1), 1.4) && near(quantile_of_sorted(sorted, 5, 0.9), 12.8),
          "type 7 between two values");
    check(near(quantile_of_sorted(sorted, 1, 0.99), 1), "of one value");
    check(near(median_of(shuffled, 4), 5), "a median of values in any order");
}

static bool same_summary(const struct summary *a, const struct summary *b)
{
    bool same = true;
    for (size_t i = 0; i < SUMMARY_QUANTILES; i++)
        same = same && a->quantiles[i] == b->quantiles[i] && a->intervals[i].low == b->intervals[i].low &&
               a->intervals[i].high == b->intervals[i].high;
    return same;
}

/* A summary in which every figure is where it belongs. */
static bool in_order(const struct summary *summary)
{
    bool good = summary->minimum <= summary->quantiles[0];
    for (size_t i = 0; i < SUMMARY_QUANTILES; i++) {
        good = good && summary->intervals[i].low <= summary->quantiles[i];
        good = good && summary->quantiles[i] <= summary->intervals[i].high;
        good = good && (i == 0 || summary->quantiles[i - 1] <= summary->quantiles[i]);
    }
    return good && summary->quantiles[SUMMARY_P99] <= summary->maximum;
}

static void test_summary(void)
{
    uint64_t state = 1;
    struct summary first, second;
    struct timing_blocks none = {NULL, 0};
    struct timing_blocks blocks = sample_blocks(&state, 20, 100, 100, 0.03);
    check(!summarise(&none, &first) && first.samples == 0, "no samples, no summary");
    check(summarise(&blocks, &first) && in_order(&first), "a summary is in order");
    check(first.samples == 2000 && first.processes == 20, "it counts samples and processes");
    summarise(&blocks, &second);
    check(same_summary(&first, &second), "the same samples have the same figures");
    free(blocks.blocks[3].values);
    blocks.blocks[3] = (struct timing_samples){NULL, 0};
    check(summarise(&blocks, &first) && first.processes == 19 && first.samples == 1900,
          "a process without samples is left out");
    sample_blocks_release(&blocks);

    blocks = sample_blocks(&state, 1, 1, 100, 0);
    check(summarise(&blocks, &first) && in_order(&first) && first.intervals[SUMMARY_MEDIAN].low == 100,
          "one sample");
    sample_blocks_release(&blocks);
}

/* Thinning must leave the quantiles where they are, in processes of any size. */
static void test_many_samples(void)
{
    uint64_t state = 2;
    struct summary summary;
    struct timing_blocks blocks = sample_blocks(&state, 20, 1, 1, 0);
    for (size_t i = 0; i < blocks.count; i++) {
        struct timing_samples *process = &blocks.blocks[i];
        process->count = i == 0 ? 1 : i * 400;
        free(process->values);
        process->values = calloc(process->count, sizeof *process->values);
        for (size_t k = 0; process->values != NULL && k < process->count; k++)
            process->values[k] = 1000 + 10 * sample_normal(&state);
    }
    clock_t start = clock();
    summarise(&blocks, &summary);
    printf("# %zu samples summarised in %.1f ms\n", summary.samples,
           1e3 * (double)(clock() - start) / CLOCKS_PER_SEC);
    const struct interval *median = &summary.intervals[SUMMARY_MEDIAN];
    const struct interval *p95 = &summary.intervals[SUMMARY_P95];
    check(in_order(&summary), "a summary of 76,001 samples is in order");
    check(median->low > 999 && median->high < 1001, "its median is known well");
    check(p95->low > 1015 && p95->high < 1018, "and so is its 95th percentile, 1016.4");
    sample_blocks_release(&blocks);
}

/* What the cluster bootstrap is for: processes differ by more than the samples in them. */
static void test_coverage(void)
{
    enum { TRIALS = 200 };
    uint64_t state = 3;
    size_t held = 0;
    for (size_t i = 0; i < TRIALS; i++) {
        struct summary summary;
        struct timing_blocks blocks = sample_blocks(&state, 20, 11, 100, 0.05);
        summarise(&blocks, &summary);
        const struct interval *interval = &summary.intervals[SUMMARY_MEDIAN];
        held += interval->low <= 100 && interval->high >= 100;
        sample_blocks_release(&blocks);
    }
    printf("# the interval of the median held the true one %zu times of %d\n", held, TRIALS);
    check(held >= TRIALS * 90 / 100, "the interval holds in nine of ten cases at least");
}

int main(void)
{
    test_quantiles();
    test_summary();
    test_many_samples();
    test_coverage();
    return check_end();
}
