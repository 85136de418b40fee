/* Ordering cases by how near their rules are to the one that a fault breaks. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mutate/order.h"

#include <string.h>

#include "report/coverage.h"
#include "report/rules.h"

enum distance { ABOUT_THE_RULE, COVERS_THE_RULE, SAME_SUBJECT, ANYTHING, DISTANCES };

static bool has_subject(const struct case_declaration *declaration, const char *rule)
{
    for (size_t i = 0; i < CASE_RULES && declaration->rules[i] != NULL; i++) {
        if (rule_same_subject(declaration->rules[i], rule))
            return true;
    }
    return false;
}

static enum distance distance_to(const struct case_declaration *declaration, const char *rule)
{
    if (declaration->rules[0] != NULL && strcmp(declaration->rules[0], rule) == 0)
        return ABOUT_THE_RULE;
    if (case_covers(declaration, rule))
        return COVERS_THE_RULE;
    return has_subject(declaration, rule) ? SAME_SUBJECT : ANYTHING;
}

size_t order_leaves(const struct selection *selection, const char *rule, size_t *order)
{
    size_t count = 0;
    size_t covering = 0;
    for (int distance = 0; distance < DISTANCES; distance++) {
        for (size_t i = 0; i < selection->count; i++) {
            if (distance_to(selection->leaves[i]->declaration, rule) == (enum distance)distance)
                order[count++] = i;
        }
        if (distance == COVERS_THE_RULE)
            covering = count;
    }
    return covering;
}
