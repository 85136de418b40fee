/* Which case functions a whole matrix shows to be needed: none is a copy of others. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_MUTATE_NEEDED_H
#define HARNESS_MUTATE_NEEDED_H

#include <stddef.h>

#include "mutate/matrix.h"

/*
 * Case functions can be put in an order in which each is the first to catch some fault, for some handle type
 * and API, exactly if one after the other can be taken away that alone catches such a fault among those that
 * are left. Those that remain when none can be taken away say nothing that others do not say.
 *
 * The matrix must be whole: every case against every fault. redundant has room for all case functions of it.
 * Returns how many case functions there are.
 */
size_t matrix_find_redundant(const struct matrix *matrix, const struct case_declaration **redundant,
                             size_t *redundant_count);

#endif
