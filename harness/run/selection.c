/* Selecting leaves by globs and tier. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/selection.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/nearest.h"

static bool is_exclusion(const char *filter)
{
    return filter[0] == '!';
}

static bool matches(const char *filter, const struct leaf *leaf)
{
    return fnmatch(is_exclusion(filter) ? filter + 1 : filter, leaf->id, 0) == 0;
}

/* Some filter of this kind matches the leaf. */
static bool any_matches(const struct selection_request *request, bool exclusion, const struct leaf *leaf)
{
    for (size_t i = 0; i < request->filter_count; i++) {
        if (is_exclusion(request->filters[i]) == exclusion && matches(request->filters[i], leaf))
            return true;
    }
    return false;
}

static bool has_inclusion(const struct selection_request *request)
{
    for (size_t i = 0; i < request->filter_count; i++) {
        if (!is_exclusion(request->filters[i]))
            return true;
    }
    return false;
}

static bool wants(const struct selection_request *request, const struct leaf *leaf)
{
    if (request->tier != TIER_COUNT && leaf->declaration->tier != request->tier)
        return false;
    return (!has_inclusion(request) || any_matches(request, false, leaf)) &&
           !any_matches(request, true, leaf);
}

static const struct leaf *first_match(const char *filter, const struct leaf *leaves, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (matches(filter, &leaves[i]))
            return &leaves[i];
    }
    return NULL;
}

static bool check_filters(const struct leaf *leaves, size_t count, const struct selection_request *request,
                          char *error, size_t error_size)
{
    for (size_t i = 0; i < request->filter_count; i++) {
        const char *filter = request->filters[i];
        if (first_match(filter, leaves, count) != NULL)
            continue;
        int length = snprintf(error, error_size, "the filter '%s' matches no case", filter);
        if (length > 0 && (size_t)length < error_size)
            nearest_ids(leaves->id, sizeof *leaves, count, filter + is_exclusion(filter), error + length,
                        error_size - (size_t)length);
        return false;
    }
    return true;
}

/* The filters match, but nothing is left: the tier is what people overlook. */
static void explain_empty(const struct leaf *leaves, size_t count, const struct selection_request *request,
                          char *error, size_t error_size)
{
    for (size_t i = 0; i < request->filter_count; i++) {
        const struct leaf *match = first_match(request->filters[i], leaves, count);
        if (request->tier == TIER_COUNT || match == NULL || match->declaration->tier == request->tier)
            continue;
        snprintf(error, error_size, "the filter '%s' matches no case of the tier %s; add --tier %s for %s",
                 request->filters[i], tier_name(request->tier), tier_name(match->declaration->tier),
                 match->id);
        return;
    }
    if (request->tier != TIER_COUNT)
        snprintf(error, error_size, "no case of the tier %s is selected", tier_name(request->tier));
    else
        snprintf(error, error_size, "no case is selected: the filters exclude every one");
}

bool selection_make(const struct leaf *leaves, size_t leaf_count, const struct selection_request *request,
                    struct selection *out, char *error, size_t error_size)
{
    *out = (struct selection){NULL, 0};
    if (!check_filters(leaves, leaf_count, request, error, error_size))
        return false;
    out->leaves = malloc((leaf_count + 1) * sizeof(const struct leaf *));
    if (out->leaves == NULL)
        abort();
    for (size_t i = 0; i < leaf_count; i++) {
        if (wants(request, &leaves[i]))
            out->leaves[out->count++] = &leaves[i];
    }
    if (out->count > 0)
        return true;
    selection_release(out);
    explain_empty(leaves, leaf_count, request, error, error_size);
    return false;
}

void selection_remove(struct selection *selection, const char *id)
{
    for (size_t i = 0; i < selection->count; i++) {
        if (strcmp(selection->leaves[i]->id, id) != 0)
            continue;
        selection->count--;
        memmove(&selection->leaves[i], &selection->leaves[i + 1],
                (selection->count - i) * sizeof(const struct leaf *));
        return;
    }
}

void selection_release(struct selection *selection)
{
    free(selection->leaves);
    *selection = (struct selection){NULL, 0};
}
