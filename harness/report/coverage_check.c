/* Orphans: rules without cases, cases without rules, `must` rules that no fault breaks. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/coverage.h"

#include <string.h>

#include "report/rules.h"

static const struct case_declaration *first_case(const struct coverage *coverage, const char *rule)
{
    for (size_t i = 0; i < coverage->case_count; i++) {
        if (case_covers(coverage->cases[i], rule))
            return coverage->cases[i];
    }
    return NULL;
}

static bool has_fault(const struct coverage *coverage, const char *rule)
{
    for (size_t i = 0; i < coverage->faults.count; i++) {
        if (strcmp(coverage->faults.faults[i].rule, rule) == 0)
            return true;
    }
    return false;
}

static size_t check_rule(FILE *stream, const struct coverage *coverage, const struct extres_rule *rule)
{
    const struct case_declaration *covering = first_case(coverage, rule->id);
    size_t orphans = 0;
    if (rule->planned != NULL && covering != NULL)
        orphans += fprintf(stream, "%s is planned (%s), but the case %s covers it\n", rule->id, rule->planned,
                           covering->name) > 0;
    if (rule->planned != NULL)
        return orphans;
    if (covering == NULL)
        orphans += fprintf(stream, "%s has no case\n", rule->id) > 0;
    if (rule->level == EXTRES_LEVEL_MUST && coverage->faults_missing == NULL && !has_fault(coverage, rule->id))
        orphans += fprintf(stream, "%s is a must, and no fault breaks it\n", rule->id) > 0;
    return orphans;
}

static size_t check_case(FILE *stream, const struct case_declaration *declaration)
{
    size_t orphans = 0;
    if (declaration->rules[0] == NULL)
        orphans += fprintf(stream, "%s:%d: the case %s names no rule\n", declaration->file, declaration->line,
                           declaration->name) > 0;
    for (size_t i = 0; i < CASE_RULES && declaration->rules[i] != NULL; i++) {
        if (extres_rule_find(declaration->rules[i]) == NULL)
            orphans += fprintf(stream, "%s:%d: the case %s names %s, which is no rule of the catalogue\n",
                               declaration->file, declaration->line, declaration->name,
                               declaration->rules[i]) > 0;
    }
    return orphans;
}
