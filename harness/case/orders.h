/* Three things in every order: for cases in which none of the orders may matter. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_CASE_ORDERS_H
#define HARNESS_CASE_ORDERS_H

enum { ORDERED = 3, ORDERS = 6 };

static const int every_order[ORDERS][ORDERED] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                                 {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

#endif
