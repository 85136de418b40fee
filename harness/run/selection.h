/* Selection: which of the registered leaves a run or a list is about. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_SELECTION_H
#define HARNESS_SELECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "case/registry.h"

/*
 * What is wanted. A filter is a glob over whole ids; a leaf is taken when any filter matches it, or when
 * there is none. A filter that begins with '!' takes away what it matches, wherever it stands.
 */
struct selection_request {
    const char *const *filters;
    size_t filter_count;
    enum tier tier; /* TIER_COUNT: all of them */
};

/* The leaves that were taken, in the order of the registry. The array is owned, the leaves are not. */
struct selection {
    const struct leaf **leaves;
    size_t count;
};

/*
 * False with a message for the user when a filter matches no leaf at all, naming ids near to it, or when
 * nothing is left; out is then empty.
 */
bool selection_make(const struct leaf *leaves, size_t leaf_count, const struct selection_request *request,
                    struct selection *out, char *error, size_t error_size);

/* Takes out the leaf with this id, if it is in. */
void selection_remove(struct selection *selection, const char *id);

void selection_release(struct selection *selection);

#endif
