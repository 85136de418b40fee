/* What two sides differ by: a rank test says whether, the shift of Hodges and Lehmann by how much. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "timing/rank_test.h"

/* All is done on logarithms, where a ratio is a difference, and A over B is B over A with the other sign. */

/*
 * 0.002 keeps the false alarms of a whole run rare: of 100 measurements in which nothing differs, one run in
 * five has one. One per cent is what the layout of code and memory alone may move a short call by.
 */
const struct comparison_setting comparison_default = {.level = 0.002, .least = 0.01};

/*
 * No test sees what a machine did between two runs. Runs of one runtime were seen to differ by 3 % on a busy
 * virtual machine, all of their processes alike.
 */
const struct comparison_setting comparison_of_records = {.level = 0.002, .least = 0.05};

static double *allocate_numbers(size_t count)
{
    double *numbers = calloc(count > 0 ? count : 1, sizeof *numbers);
    if (numbers == NULL)
        abort();
    return numbers;
}

static int compare_numbers(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The nearest rank of the quantile: of up to twenty samples that is the smallest. */
static double lowest_twentieth(const struct timing_samples *process)
{
    double *sorted = allocate_numbers(process->count);
    memcpy(sorted, process->values, process->count * sizeof *sorted);
    qsort(sorted, process->count, sizeof *sorted, compare_numbers);
    double value = sorted[(process->count - 1) / 20];
    free(sorted);
    return value;
}

/* The logarithm of what stands for a process. False when nothing does: no samples, or a figure of 0. */
static bool log_figure(const struct timing_samples *process, bool batches, double *out)
{
    double figure = 0;
    if (process->count > 0)
        figure = batches ? lowest_twentieth(process) : median_of(process->values, process->count);
    *out = figure > 0 ? log(figure) : 0;
    return figure > 0;
}

/*
 * Estimate and interval from all shifts that single pairs of values show: their median, and those of them
 * that are more than critical from either end. Sorts the shifts. Without a critical value nothing is
 * excluded.
 */
static void locate(double *shifts, size_t count, const size_t *critical, struct comparison *out)
{
    qsort(shifts, count, sizeof *shifts, compare_numbers);
    out->ratio = exp(quantile_of_sorted(shifts, count, 0.5));
    out->interval = (struct interval){0, INFINITY};
    if (critical != NULL) {
        out->interval.low = exp(shifts[*critical]);
        out->interval.high = exp(shifts[count - 1 - *critical]);
    }
}

/* All but the verdict holds already. */
static enum difference judge(const struct comparison *comparison, bool decidable,
                             const struct comparison_setting *setting)
{
    if (!decidable)
        return DIFFERENCE_UNDECIDED;
    if (comparison->p > setting->level || fabs(comparison->ratio - 1) < setting->least)
        return DIFFERENCE_NONE;
    return comparison->ratio > 1 ? DIFFERENCE_SLOWER : DIFFERENCE_FASTER;
}

/* What is said when there is nothing to compare. */
static const struct comparison nothing = {
    .ratio = 1, .interval = {0, INFINITY}, .p = 1, .difference = DIFFERENCE_UNDECIDED};

static size_t pair_up(const struct timing_blocks *a, const struct timing_blocks *b, bool batches,
                      double *differences)
{
    size_t blocks = a->count < b->count ? a->count : b->count, pairs = 0;
    for (size_t i = 0; i < blocks; i++) {
        double of_a, of_b;
        if (log_figure(&a->blocks[i], batches, &of_a) && log_figure(&b->blocks[i], batches, &of_b))
            differences[pairs++] = of_b - of_a;
    }
    return pairs;
}

/* The means of all two differences, each with itself included. The caller frees them. */
static double *walsh_averages(const double *differences, size_t count, size_t *averages)
{
    double *means = allocate_numbers(count * (count + 1) / 2);
    *averages = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = i; k < count; k++)
            means[(*averages)++] = (differences[i] + differences[k]) / 2;
    return means;
}

struct comparison compare_pairs(const struct timing_blocks *a, const struct timing_blocks *b,
                                const struct comparison_setting *setting)
{
    struct comparison out = nothing;
    double *differences = allocate_numbers(a->count);
    out.pairs = pair_up(a, b, setting->batches, differences);
    if (out.pairs > 0) {
        size_t critical, averages;
        bool decidable = signed_rank_critical(out.pairs, setting->level, &critical);
        double *means = walsh_averages(differences, out.pairs, &averages);
        locate(means, averages, decidable ? &critical : NULL, &out);
        out.p = signed_rank_p(differences, out.pairs);
        out.difference = judge(&out, decidable, setting);
        free(means);
    }
    free(differences);
    return out;
}

double comparison_uncertainty(const struct timing_result *result)
{
    double *sizes = allocate_numbers(result->sides[0].count);
    size_t pairs = pair_up(&result->sides[0], &result->sides[1], samples_are_batches(result), sizes);
    for (size_t i = 0; i < pairs; i++)
        sizes[i] = fabs(sizes[i]);
    qsort(sizes, pairs, sizeof *sizes, compare_numbers);
    double uncertainty = INFINITY;
    if (pairs > 0)
        uncertainty = (quantile_of_sorted(sizes, pairs, 0.75) - quantile_of_sorted(sizes, pairs, 0.25)) /
                      sqrt((double)pairs);
    free(sizes);
    return uncertainty;
}

bool samples_are_batches(const struct timing_result *result)
{
    return result->operations > 1;
}

struct comparison compare_sides(const struct timing_result *result, const struct comparison_setting *setting)
{
    struct comparison_setting own = *setting;
    own.batches = samples_are_batches(result);
    return compare_pairs(&result->sides[0], &result->sides[1], &own);
}

/* The logarithms of what stands for all processes that have something. */
static size_t take_logs(const struct timing_blocks *blocks, bool batches, double *logs)
{
    size_t count = 0;
    for (size_t i = 0; i < blocks->count; i++)
        count += log_figure(&blocks->blocks[i], batches, &logs[count]);
    return count;
}

static struct comparison compare_logs(const double *a, size_t a_count, const double *b, size_t b_count,
                                      const struct comparison_setting *setting)
{
    struct comparison out = nothing;
    size_t critical, count = 0;
    bool decidable = rank_sum_critical(a_count, b_count, setting->level, &critical);
    double *shifts = allocate_numbers(a_count * b_count);
    for (size_t i = 0; i < a_count; i++)
        for (size_t k = 0; k < b_count; k++)
            shifts[count++] = b[k] - a[i];
    locate(shifts, count, decidable ? &critical : NULL, &out);
    out.pairs = a_count < b_count ? a_count : b_count;
    out.p = rank_sum_p(a, a_count, b, b_count);
    out.difference = judge(&out, decidable, setting);
    free(shifts);
    return out;
}

struct comparison compare_unpaired(const struct timing_blocks *a, const struct timing_blocks *b,
                                   const struct comparison_setting *setting)
{
    struct comparison out = nothing;
    double *of_a = allocate_numbers(a->count + 1), *of_b = allocate_numbers(b->count + 1);
    size_t a_count = take_logs(a, setting->batches, of_a), b_count = take_logs(b, setting->batches, of_b);
    if (a_count > 0 && b_count > 0)
        out = compare_logs(of_a, a_count, of_b, b_count, setting);
    free(of_a);
    free(of_b);
    return out;
}
