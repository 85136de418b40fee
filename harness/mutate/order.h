/* The order in which cases are tried on a fault: those that most likely catch it come first. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_MUTATE_ORDER_H
#define HARNESS_MUTATE_ORDER_H

#include <stddef.h>

#include "run/selection.h"

/*
 * Writes the indices of all leaves of the selection: first those whose cases are about the rule that the
 * fault breaks, then those that cover it, then those of rules with the same subject, then the rest; within
 * each in the order of the selection. Returns how many cover the rule.
 */
size_t order_leaves(const struct selection *selection, const char *rule, size_t *order);

#endif
