/* Orphans: rules without cases, cases without rules, `must` rules that no fault breaks. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/coverage.h"

#include <stdarg.h>
#include <string.h>

#include "report/rules.h"

struct check {
    FILE *stream;
    const struct coverage *coverage;
    size_t orphans;
};

__attribute__((format(printf, 2, 3))) static void report_orphan(struct check *check, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(check->stream, format, arguments);
    va_end(arguments);
    fputc('\n', check->stream);
    check->orphans++;
}

/* NULL when no case covers the rule. */
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

static void check_planned(struct check *check, const struct extres_rule *rule)
{
    const struct case_declaration *declaration = first_case(check->coverage, rule->id);
    if (declaration != NULL)
        report_orphan(check, "%s is planned (%s), but the case %s covers it", rule->id, rule->planned,
                      declaration->name);
}

static void check_active(struct check *check, const struct extres_rule *rule)
{
    bool needs_fault = rule->level == EXTRES_LEVEL_MUST && check->coverage->faults_missing == NULL;
    if (first_case(check->coverage, rule->id) == NULL)
        report_orphan(check, "%s (%s) has no case", rule->id, extres_rule_level_name(rule->level));
    if (needs_fault && !has_fault(check->coverage, rule->id))
        report_orphan(check, "%s is a must, and no fault breaks it", rule->id);
}

static void check_case(struct check *check, const struct case_declaration *declaration)
{
    if (declaration->rules[0] == NULL)
        report_orphan(check, "%s:%d: the case %s names no rule", declaration->file, declaration->line,
                      declaration->name);
    for (size_t i = 0; i < CASE_RULES && declaration->rules[i] != NULL; i++) {
        if (extres_rule_find(declaration->rules[i]) == NULL)
            report_orphan(check, "%s:%d: the case %s names %s, which is no rule of the catalogue",
                          declaration->file, declaration->line, declaration->name, declaration->rules[i]);
    }
}

static void check_fault(struct check *check, const struct fault *fault)
{
    if (fault_breaks_rule(fault) && extres_rule_find(fault->rule) == NULL)
        report_orphan(check, "the fault %s breaks %s, which is no rule of the catalogue", fault->id,
                      fault->rule);
}

static size_t count_faults(const struct fault_list *faults)
{
    size_t count = 0;
    for (size_t i = 0; i < faults->count; i++)
        count += fault_breaks_rule(&faults->faults[i]);
    return count;
}

static bool is_first_with_reason(size_t index)
{
    for (size_t i = 0; i < index; i++) {
        const char *reason = extres_rule_at(i)->planned;
        if (reason != NULL && strcmp(reason, extres_rule_at(index)->planned) == 0)
            return false;
    }
    return true;
}

static size_t count_planned(const char *reason)
{
    size_t count = 0;
    for (size_t i = 0; i < extres_rule_count(); i++) {
        const char *other = extres_rule_at(i)->planned;
        count += other != NULL && strcmp(other, reason) == 0;
    }
    return count;
}

static void print_counts(const struct check *check)
{
    struct rule_counts counts;
    rule_count_all(&counts);
    fprintf(check->stream, "%zu rules (%zu of them must), %zu cases, %zu faults, %zu orphan%s\n",
            counts.all_active, counts.active[EXTRES_LEVEL_MUST], check->coverage->case_count,
            count_faults(&check->coverage->faults), check->orphans, check->orphans == 1 ? "" : "s");
    fprintf(check->stream, "%zu more rules are planned:\n", counts.all_planned);
    for (size_t i = 0; i < extres_rule_count(); i++) {
        const char *reason = extres_rule_at(i)->planned;
        if (reason != NULL && is_first_with_reason(i))
            fprintf(check->stream, "%5zu %s\n", count_planned(reason), reason);
    }
}

size_t coverage_check(FILE *stream, const struct coverage *coverage)
{
    struct check check = {stream, coverage, 0};
    if (coverage->faults_missing != NULL)
        report_orphan(&check, "the faults are not known: %s", coverage->faults_missing);
    for (size_t i = 0; i < extres_rule_count(); i++) {
        if (extres_rule_at(i)->planned != NULL)
            check_planned(&check, extres_rule_at(i));
        else
            check_active(&check, extres_rule_at(i));
    }
    for (size_t i = 0; i < coverage->case_count; i++)
        check_case(&check, coverage->cases[i]);
    for (size_t i = 0; i < coverage->faults.count; i++)
        check_fault(&check, &coverage->faults.faults[i]);
    print_counts(&check);
    return check.orphans;
}
