/* Tests of the comparison of two sides: published tables, enumeration, and simulated runs with a fixed seed.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/statistics.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/tests/check.h"
#include "timing/random.h"
#include "timing/rank_test.h"
#include "timing/tests/samples.h"

static bool near(double got, double expected, double tolerance)
{
    bool good = fabs(got - expected) <= tolerance;
    if (!good)
        printf("# got %.10g, expected %.10g\n", got, expected);
    return good;
}

/* As every table of the tests has them: two-sided; -1 where it has a dash. */
static const struct signed_rank_row {
    size_t count;
    double level;
    int critical;
} signed_rank_table[] = {
    {5, 0.05, -1},  {6, 0.05, 0},   {7, 0.05, 2},   {8, 0.05, 3},    {9, 0.05, 5},    {10, 0.05, 8},
    {15, 0.05, 25}, {20, 0.05, 52}, {25, 0.05, 89}, {30, 0.05, 137}, {7, 0.01, -1},   {8, 0.01, 0},
    {10, 0.01, 3},  {15, 0.01, 15}, {20, 0.01, 37}, {25, 0.01, 68},  {30, 0.01, 109},
};

static const struct rank_sum_row {
    size_t a, b;
    double level;
    int critical;
} rank_sum_table[] = {
    {3, 3, 0.05, -1},   {4, 4, 0.05, 0},     {5, 5, 0.05, 2}, {8, 8, 0.05, 13},   {10, 10, 0.05, 23},
    {10, 15, 0.05, 39}, {20, 20, 0.05, 127}, {5, 5, 0.01, 0}, {10, 10, 0.01, 16}, {20, 20, 0.01, 105},
};

static void test_tables(void)
{
    char name[96];
    for (size_t i = 0; i < sizeof signed_rank_table / sizeof *signed_rank_table; i++) {
        const struct signed_rank_row *row = &signed_rank_table[i];
        size_t critical;
        bool found = signed_rank_critical(row->count, row->level, &critical);
        snprintf(name, sizeof name, "signed ranks, n = %zu, level %g", row->count, row->level);
        check(found ? (int)critical == row->critical : row->critical == -1, name);
    }
    for (size_t i = 0; i < sizeof rank_sum_table / sizeof *rank_sum_table; i++) {
        const struct rank_sum_row *row = &rank_sum_table[i];
        size_t critical;
        bool found = rank_sum_critical(row->a, row->b, row->level, &critical);
        snprintf(name, sizeof name, "Mann and Whitney, n = %zu and %zu, level %g", row->a, row->b,
                 row->level);
        check(found ? (int)critical == row->critical : row->critical == -1, name);
    }
}

static void test_textbooks(void)
{
    /* Darwin's maize: crossed minus self-fertilised, in eighths of an inch. */
    static const double darwin[] = {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};
    /* Hollander and Wolfe 1973: depression scores (29 f.) and permeability of membranes (69 f.). */
    static const double before[] = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    static const double after[] = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
    static const double at_term[] = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
    static const double early[] = {1.15, 0.88, 0.90, 0.74, 1.21};
    double changes[9];
    for (size_t i = 0; i < 9; i++)
        changes[i] = after[i] - before[i];
    check(near(signed_rank_p(darwin, 15), 0.04126, 5e-6), "Darwin's maize: p = 0.04126");
    check(near(signed_rank_p(changes, 9), 2 * 0.01953125, 1e-12), "depression scores: one-sided p = 0.01953");
    check(near(rank_sum_p(at_term, 10, early, 5), 2 * 0.1272061, 1e-6), "membranes: one-sided p = 0.1272");
}

/* Twice the mean rank of a value among all. */
static size_t rank_halves(const double *values, size_t count, double value)
{
    size_t below = 0, equal = 0;
    for (size_t i = 0; i < count; i++) {
        below += values[i] < value;
        equal += values[i] == value;
    }
    return 2 * below + equal + 1;
}

/* Two-sided p from how many of all outcomes are at most, and at least, what was seen. */
static double p_of_counts(size_t lower, size_t upper, size_t all)
{
    return fmin(1, 2 * (double)(lower < upper ? lower : upper) / (double)all);
}

/* All signs that the differences which are not 0 might have had. */
static double enumerated_signed_rank_p(const double *differences, size_t count)
{
    double sizes[16];
    size_t seen = 0, lower = 0, upper = 0, used = 0, halves[16];
    for (size_t i = 0; i < count; i++)
        sizes[i] = fabs(differences[i]);
    for (size_t i = 0; i < count; i++) {
        if (sizes[i] != 0)
            halves[used++] = rank_halves(sizes, count, sizes[i]);
        seen += differences[i] > 0 ? rank_halves(sizes, count, sizes[i]) : 0;
    }
    for (size_t signs = 0; signs < (size_t)1 << used; signs++) {
        size_t sum = 0;
        for (size_t i = 0; i < used; i++)
            sum += signs >> i & 1 ? halves[i] : 0;
        lower += sum <= seen;
        upper += sum >= seen;
    }
    return p_of_counts(lower, upper, (size_t)1 << used);
}

/* All ways in which the values might have been shared out. */
static double enumerated_rank_sum_p(const double *values, size_t a_count, size_t count)
{
    size_t seen = 0, lower = 0, upper = 0, all = 0;
    for (size_t i = 0; i < a_count; i++)
        seen += rank_halves(values, count, values[i]);
    for (size_t chosen = 0; chosen < (size_t)1 << count; chosen++) {
        size_t sum = 0, members = 0;
        for (size_t i = 0; i < count; i++) {
            members += chosen >> i & 1;
            sum += chosen >> i & 1 ? rank_halves(values, count, values[i]) : 0;
        }
        if (members == a_count) {
            all++;
            lower += sum <= seen;
            upper += sum >= seen;
        }
    }
    return p_of_counts(lower, upper, all);
}

/* Few different values, so that most are tied and many are 0. */
static void test_ties(void)
{
    uint64_t state = 1;
    bool pairs = true, samples = true;
    for (size_t trial = 0; trial < 60; trial++) {
        double values[12];
        size_t count = 3 + trial % 8;
        for (size_t i = 0; i < count; i++)
            values[i] = (double)(random_next(&state) % 7) - 3;
        pairs = pairs && near(signed_rank_p(values, count), enumerated_signed_rank_p(values, count), 1e-12);
        samples = samples && near(rank_sum_p(values, 2, values + 2, count - 2),
                                  enumerated_rank_sum_p(values, 2, count), 1e-12);
    }
    check(pairs, "signed ranks with ties and zeros are as enumerated");
    check(samples, "Mann and Whitney with ties is as enumerated");
}

static struct comparison simulate(uint64_t *state, size_t processes, double shift, bool paired,
                                  const struct comparison_setting *setting)
{
    /* Each of a pair has its share of the pair's deviation of 3 %. */
    double deviation = 0.03 / sqrt(2);
    struct timing_blocks a = sample_blocks(state, processes, 1, 100, deviation);
    struct timing_blocks b = sample_blocks(state, processes, 1, 100 * (1 + shift), deviation);
    struct comparison comparison =
        paired ? compare_pairs(&a, &b, setting) : compare_unpaired(&a, &b, setting);
    sample_blocks_release(&a);
    sample_blocks_release(&b);
    return comparison;
}

/* How many of the trials have the verdict. */
static size_t count_verdicts(size_t trials, size_t processes, double shift, bool paired,
                             const struct comparison_setting *setting, enum difference difference)
{
    uint64_t state = 7;
    size_t found = 0;
    for (size_t i = 0; i < trials; i++)
        found += simulate(&state, processes, shift, paired, setting).difference == difference;
    printf("# %zu processes, shift %g, %s: %zu of %zu\n", processes, shift, paired ? "paired" : "unpaired",
           found, trials);
    return found;
}

static size_t count_false(size_t trials, bool paired, const struct comparison_setting *setting)
{
    return count_verdicts(trials, 20, 0, paired, setting, DIFFERENCE_SLOWER) +
           count_verdicts(trials, 20, 0, paired, setting, DIFFERENCE_FASTER);
}

static void test_simulation(void)
{
    static const struct comparison_setting loose = {.level = 0.05, .least = 0};
    static const bool kinds[] = {true, false};
    for (size_t i = 0; i < 2; i++) {
        printf("# %s\n", kinds[i] ? "pairs" : "two records");
        check(count_false(2000, kinds[i], &comparison_default) <= 4,
              "A/A: at most 0.2 % of 2000 are called different");
        check(count_false(2000, kinds[i], &loose) <= 110, "A/A at 5 %: at most 5 % of 2000, and chance");
        check(count_verdicts(200, 20, 0.05, kinds[i], &comparison_default, DIFFERENCE_SLOWER) >= 190,
              "5 % slower is called in 95 of 100");
        check(count_verdicts(200, 20, -0.05, kinds[i], &comparison_default, DIFFERENCE_FASTER) >= 190,
              "5 % faster is called in 95 of 100");
        check(count_verdicts(200, 20, 0.10, kinds[i], &comparison_default, DIFFERENCE_SLOWER) >= 198,
              "10 % slower is called in 99 of 100");
    }
}

/* The interval excludes 1 exactly where p reaches the level; the ratio is within it. */
static void test_intervals(void)
{
    static const struct comparison_setting setting = {.level = 0.05, .least = 0};
    static const bool kinds[] = {true, false};
    for (size_t i = 0; i < 2; i++) {
        uint64_t state = 11;
        bool match = true, inside = true;
        size_t held = 0;
        for (size_t trial = 0; trial < 500; trial++) {
            struct comparison comparison = simulate(&state, 12, 0.02, kinds[i], &setting);
            bool excludes = comparison.interval.low > 1 || comparison.interval.high < 1;
            match = match && excludes == (comparison.p <= setting.level);
            inside = inside && comparison.interval.low <= comparison.ratio &&
                     comparison.ratio <= comparison.interval.high;
            held += comparison.interval.low <= 1.02 && 1.02 <= comparison.interval.high;
        }
        printf("# %s: the interval held the true ratio %zu times of 500\n",
               kinds[i] ? "pairs" : "two records", held);
        check(match, "the interval excludes 1 exactly where p reaches the level");
        check(inside, "the ratio is in its interval");
        check(held >= 465, "the interval holds the true ratio as often as it says, chance allowed for");
    }
}

static void test_verdicts(void)
{
    uint64_t state = 5;
    static const struct comparison_setting coarse = {.level = 0.002, .least = 0.2};
    struct timing_blocks none = {NULL, 0};
    struct comparison nothing = compare_pairs(&none, &none, &comparison_default);
    struct comparison few = simulate(&state, 9, 1, true, &comparison_default);
    struct comparison enough = simulate(&state, 10, 1, true, &comparison_default);
    check(nothing.difference == DIFFERENCE_UNDECIDED && nothing.pairs == 0 && nothing.ratio == 1,
          "nothing to compare is undecided");
    check(compare_unpaired(&none, &none, &comparison_default).difference == DIFFERENCE_UNDECIDED,
          "of two records, too");
    check(few.difference == DIFFERENCE_UNDECIDED && few.interval.low == 0 && isinf(few.interval.high),
          "nine pairs cannot reach 0.002, however different");
    check(enough.difference == DIFFERENCE_SLOWER && enough.interval.low > 1.5 && enough.p < 0.002, "ten can");
    check(simulate(&state, 6, 1, false, &comparison_default).difference == DIFFERENCE_UNDECIDED &&
              simulate(&state, 7, 1, false, &comparison_default).difference == DIFFERENCE_SLOWER,
          "of two records, seven processes each can, six cannot");
    check(simulate(&state, 30, 0.1, true, &coarse).difference == DIFFERENCE_NONE,
          "what is less than the least is no difference");
    check(near(enough.ratio, 2, 0.1), "the ratio is B over A");

    struct timing_blocks blocks = sample_blocks(&state, 20, 3, 100, 0.03);
    struct comparison same = compare_pairs(&blocks, &blocks, &comparison_default);
    check(same.difference == DIFFERENCE_NONE && same.ratio == 1 && same.p == 1,
          "equal samples are not different");
    blocks.blocks[0].count = 0;
    check(compare_pairs(&blocks, &blocks, &comparison_default).pairs == 19,
          "a block without samples makes no pair");
    sample_blocks_release(&blocks);
}

/* Two sides as they are in a record; the blocks stay the caller's. */
static double uncertainty_of(const struct timing_blocks *a, const struct timing_blocks *b)
{
    const struct timing_result result = {.operations = 1, .sides = {*a, *b}};
    return comparison_uncertainty(&result);
}

/* What decides how long a run goes on must not know what the test counts. */
static void test_uncertainty(void)
{
    uint64_t state = 13;
    struct timing_blocks none = {NULL, 0};
    struct timing_blocks a = sample_blocks(&state, 100, 1, 100, 0.03);
    struct timing_blocks b = sample_blocks(&state, 100, 1, 105, 0.03);
    struct timing_blocks first_of_a = {a.blocks, 25}, first_of_b = {b.blocks, 25};
    double all = uncertainty_of(&a, &b);
    check(isinf(uncertainty_of(&none, &none)), "without pairs nothing is certain");
    check(all > 0.001 && all < 0.01, "a hundred pairs of three per cent are certain to less than one");
    check(uncertainty_of(&first_of_a, &first_of_b) > 1.5 * all, "a quarter of them are half as certain");
    for (size_t i = 0; i < 100; i += 3) {
        struct timing_samples exchanged = a.blocks[i];
        a.blocks[i] = b.blocks[i];
        b.blocks[i] = exchanged;
    }
    check(near(uncertainty_of(&a, &b), all, 1e-12), "which side was slower in a pair does not count");
    sample_blocks_release(&a);
    sample_blocks_release(&b);
}

int main(void)
{
    test_tables();
    test_textbooks();
    test_ties();
    test_simulation();
    test_intervals();
    test_verdicts();
    test_uncertainty();
    return check_end();
}
