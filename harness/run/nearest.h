/* The ids that someone may have meant. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_NEAREST_H
#define HARNESS_NEAREST_H

#include <stddef.h>

/*
 * Writes "; near to it: ID, ID, ID" for a glob that matches none of count ids, or an empty text when there
 * are none. The ids are texts inside the elements of an array: the first of them is given, and the size of an
 * element.
 */
void nearest_ids(const char *first, size_t element_size, size_t count, const char *pattern, char *text,
                 size_t size);

#endif
