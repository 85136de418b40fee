/* Exact rank tests of location: Wilcoxon's signed ranks for pairs, Mann and Whitney's for two samples. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_RANK_TEST_H
#define HARNESS_RANK_TEST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Values are finite. Equal values share the mean of their ranks, and p is exact among all orders of just
 * these ranks. Memory and time grow with the third power of the count: meant for at most a few hundred
 * values.
 */

/* Two-sided p of Wilcoxon's signed-rank test that the differences lie about 0. Zeros are ranked and then left
 * out (Pratt 1959). 1 when there is nothing but zeros. */
double signed_rank_p(const double *differences, size_t count);

/* Two-sided p of Mann and Whitney's test that neither sample tends to be above the other. Neither is empty.
 */
double rank_sum_p(const double *a, size_t a_count, const double *b, size_t b_count);

/*
 * The greatest value whose lower tail is at most level / 2, of the signed-rank statistic or of Mann and
 * Whitney's U, without ties. False when there is none: no outcome of so few values reaches the level.
 */
bool signed_rank_critical(size_t count, double level, size_t *critical);
bool rank_sum_critical(size_t a_count, size_t b_count, double level, size_t *critical);

#endif
