/* The exact distributions of rank tests, by adding one rank after the other. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/rank_test.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Ranks are counted in halves, so that the mean of two ranks is a whole number too. */

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size);
    if (memory == NULL)
        abort();
    return memory;
}

/* A value to be ranked, and where it came from. */
struct ranked {
    double value;
    bool marked;     /* it counts for the statistic: a positive difference, a value of the first sample */
    uint32_t halves; /* its rank */
};

static int compare_values(const void *left, const void *right)
{
    double a = ((const struct ranked *)left)->value, b = ((const struct ranked *)right)->value;
    return (a > b) - (a < b);
}

static void assign_ranks(struct ranked *values, size_t count)
{
    qsort(values, count, sizeof *values, compare_values);
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && values[end].value == values[first].value;)
            end++;
        for (size_t i = first; i < end; i++)
            values[i].halves = (uint32_t)(first + 1 + end);
    }
}

/* Probabilities of the sums 0 to most. */
struct distribution {
    double *probabilities; /* owned */
    size_t most;
};

/* Of the sum of those ranks whose fair coin shows heads. */
static struct distribution coin_sums(const uint32_t *ranks, size_t count)
{
    struct distribution sums = {NULL, 0};
    size_t reached = 0;
    for (size_t i = 0; i < count; i++)
        sums.most += ranks[i];
    sums.probabilities = allocate(sums.most + 1, sizeof(double));
    sums.probabilities[0] = 1;
    for (size_t i = 0; i < count; i++) {
        reached += ranks[i];
        for (size_t sum = reached + 1; sum-- > 0;) {
            double with = sum >= ranks[i] ? sums.probabilities[sum - ranks[i]] : 0;
            sums.probabilities[sum] = (sums.probabilities[sum] + with) / 2;
        }
    }
    return sums;
}

/* Of the sum of so many ranks drawn without putting back; chosen <= count. Ranks ascend. */
static struct distribution drawn_sums(const uint32_t *ranks, size_t count, size_t chosen)
{
    struct distribution sums = {NULL, 0};
    double all = 0;
    for (size_t i = count - chosen; i < count; i++)
        sums.most += ranks[i];
    size_t row = sums.most + 1;
    double *ways = allocate((chosen + 1) * row, sizeof(double)); /* [how many were drawn][their sum] */
    size_t *greatest = allocate(chosen + 1, sizeof *greatest);   /* sum of so many, until now */
    ways[0] = 1;
    for (size_t i = 0; i < count; i++) {
        for (size_t drawn = i + 1 < chosen ? i + 1 : chosen; drawn > 0; drawn--) {
            double *to = ways + drawn * row;
            const double *from = to - row;
            greatest[drawn] = greatest[drawn - 1] + ranks[i]; /* as the ranks ascend */
            for (size_t sum = ranks[i]; sum <= greatest[drawn]; sum++)
                to[sum] += from[sum - ranks[i]];
        }
    }
    sums.probabilities = allocate(row, sizeof(double));
    memcpy(sums.probabilities, ways + chosen * row, row * sizeof(double));
    free(ways);
    free(greatest);
    for (size_t sum = 0; sum < row; sum++)
        all += sums.probabilities[sum];
    for (size_t sum = 0; sum < row; sum++)
        sums.probabilities[sum] /= all;
    return sums;
}

static double two_sided(const struct distribution *sums, size_t statistic)
{
    double lower = 0, upper = 0;
    for (size_t sum = 0; sum <= statistic; sum++)
        lower += sums->probabilities[sum];
    for (size_t sum = statistic; sum <= sums->most; sum++)
        upper += sums->probabilities[sum];
    return fmin(1, 2 * fmin(lower, upper));
}

/* In units of two halves, counted from the least sum that there can be. */
static bool critical_value(const struct distribution *sums, size_t least, double level, size_t *critical)
{
    double lower = 0;
    size_t found = 0;
    for (size_t sum = least; sum <= sums->most; sum += 2) {
        lower += sums->probabilities[sum];
        if (lower > level / 2)
            break;
        found++;
    }
    *critical = found - 1;
    return found > 0;
}

static uint32_t *plain_ranks(size_t count)
{
    uint32_t *ranks = allocate(count, sizeof *ranks);
    for (size_t i = 0; i < count; i++)
        ranks[i] = (uint32_t)(2 * (i + 1));
    return ranks;
}

double signed_rank_p(const double *differences, size_t count)
{
    struct ranked *values = allocate(count, sizeof *values);
    uint32_t *ranks = allocate(count, sizeof *ranks);
    size_t used = 0, statistic = 0;
    for (size_t i = 0; i < count; i++)
        values[i] = (struct ranked){.value = fabs(differences[i]), .marked = differences[i] > 0};
    assign_ranks(values, count);
    for (size_t i = 0; i < count; i++) {
        if (values[i].value != 0)
            ranks[used++] = values[i].halves;
        statistic += values[i].marked ? values[i].halves : 0;
    }
    struct distribution sums = coin_sums(ranks, used);
    double p = two_sided(&sums, statistic);
    free(sums.probabilities);
    free(ranks);
    free(values);
    return p;
}

double rank_sum_p(const double *a, size_t a_count, const double *b, size_t b_count)
{
    size_t count = a_count + b_count, statistic = 0;
    struct ranked *values = allocate(count, sizeof *values);
    uint32_t *ranks = allocate(count, sizeof *ranks);
    for (size_t i = 0; i < count; i++)
        values[i] = (struct ranked){.value = i < a_count ? a[i] : b[i - a_count], .marked = i < a_count};
    assign_ranks(values, count);
    for (size_t i = 0; i < count; i++) {
        ranks[i] = values[i].halves;
        statistic += values[i].marked ? values[i].halves : 0;
    }
    struct distribution sums = drawn_sums(ranks, count, a_count);
    double p = two_sided(&sums, statistic);
    free(sums.probabilities);
    free(ranks);
    free(values);
    return p;
}

bool signed_rank_critical(size_t count, double level, size_t *critical)
{
    uint32_t *ranks = plain_ranks(count);
    struct distribution sums = coin_sums(ranks, count);
    bool found = critical_value(&sums, 0, level, critical);
    free(sums.probabilities);
    free(ranks);
    return found;
}

bool rank_sum_critical(size_t a_count, size_t b_count, double level, size_t *critical)
{
    uint32_t *ranks = plain_ranks(a_count + b_count);
    struct distribution sums = drawn_sums(ranks, a_count + b_count, a_count);
    bool found = critical_value(&sums, a_count * (a_count + 1), level, critical);
    free(sums.probabilities);
    free(ranks);
    return found;
}
