/* The ids that someone may have meant. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_NEAREST_H
#define HARNESS_NEAREST_H

#include <stddef.h>

#include "case/registry.h"

/* Writes "; near to it: ID, ID, ID" for a glob that matches none of them. Writes an empty text when there is
 * no leaf. */
void nearest_ids(const struct leaf *leaves, size_t count, const char *pattern, char *text, size_t size);

#endif
