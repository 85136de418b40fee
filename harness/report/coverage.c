/* Gathering the cases of every rule, and printing what each rule has. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "report/rules.h"

enum { COVERAGE_WIDTH = 100, COVERAGE_INDENT = 8 };

static int by_name(const void *first, const void *second)
{
    const struct case_declaration *one = *(const struct case_declaration *const *)first;
    const struct case_declaration *other = *(const struct case_declaration *const *)second;
    int order = strcmp(one->name, other->name);
    return order != 0 ? order : strcmp(one->file, other->file);
}

static bool has_case(const struct coverage *coverage, const struct case_declaration *declaration)
{
    for (size_t i = 0; i < coverage->case_count; i++) {
        if (coverage->cases[i] == declaration)
            return true;
    }
    return false;
}

void coverage_make(struct coverage *coverage, const struct fault_list *faults, const char *faults_missing)
{
    size_t leaf_count;
    const struct leaf *leaves = registry_leaves(&leaf_count);
    *coverage = (struct coverage){
        .cases = malloc((leaf_count + 1) * sizeof(const struct case_declaration *)),
        .faults = *faults,
        .faults_missing = faults_missing,
    };
    if (coverage->cases == NULL)
        abort();
    for (size_t i = 0; i < leaf_count; i++) {
        /* Timing is of no rule: no document says how fast. */
        if (leaves[i].declaration->tier != TIER_TIMING && !has_case(coverage, leaves[i].declaration))
            coverage->cases[coverage->case_count++] = leaves[i].declaration;
    }
    qsort(coverage->cases, coverage->case_count, sizeof(const struct case_declaration *), by_name);
}

void coverage_release(struct coverage *coverage)
{
    free(coverage->cases);
    coverage->cases = NULL;
}

bool case_covers(const struct case_declaration *declaration, const char *rule)
{
    for (size_t i = 0; i < CASE_RULES && declaration->rules[i] != NULL; i++) {
        if (strcmp(declaration->rules[i], rule) == 0)
            return true;
    }
    return false;
}

void case_title(const struct case_declaration *declaration, char title[static CASE_TITLE])
{
    const char *object = NULL; /* of all its handle types, while they are of one */
    bool mixed = false;
    for (int type = 0; type < EXTRES_HANDLE_TYPE_COUNT; type++) {
        if (!(declaration->types & EXTRES_TYPE_BIT(type)))
            continue;
        mixed = mixed || (object != NULL && strcmp(object, extres_handle_types[type].object) != 0);
        object = extres_handle_types[type].object;
    }
    bool prefixed = object != NULL && !mixed;
    snprintf(title, CASE_TITLE, "%s%s%s", prefixed ? object : "", prefixed ? "." : "", declaration->name);
}

/* Appends a name to a list of names with spaces between them. */
static void add_name(FILE *list, const char *name)
{
    fprintf(list, "%s%s", ftell(list) > 0 ? " " : "", name);
}

static void list_cases(const struct coverage *coverage, const struct extres_rule *rule, FILE *list)
{
    char title[CASE_TITLE];
    for (size_t i = 0; i < coverage->case_count; i++) {
        if (!case_covers(coverage->cases[i], rule->id))
            continue;
        case_title(coverage->cases[i], title);
        add_name(list, title);
    }
}

static void list_faults(const struct coverage *coverage, const struct extres_rule *rule, FILE *list)
{
    for (size_t i = 0; i < coverage->faults.count; i++) {
        if (strcmp(coverage->faults.faults[i].rule, rule->id) == 0)
            add_name(list, coverage->faults.faults[i].id);
    }
}

static void print_list(FILE *stream, const char *what, const struct coverage *coverage,
                       const struct extres_rule *rule,
                       void (*fill)(const struct coverage *, const struct extres_rule *, FILE *))
{
    char *names = NULL;
    size_t size = 0;
    FILE *list = open_memstream(&names, &size);
    if (list == NULL)
        abort();
    fill(coverage, rule, list);
    fclose(list);
    fprintf(stream, "    %s%s\n", what, size == 0 ? ": none" : "");
    if (size > 0)
        print_wrapped(stream, COVERAGE_INDENT, COVERAGE_WIDTH, names);
    free(names);
}

static void print_rule(FILE *stream, const struct coverage *coverage, const struct extres_rule *rule)
{
    fprintf(stream, "%s (%s)\n", rule->id, extres_rule_level_name(rule->level));
    print_list(stream, "cases", coverage, rule, list_cases);
    print_list(stream, "faults", coverage, rule, list_faults);
}

void coverage_print(FILE *stream, const struct coverage *coverage)
{
    if (coverage->faults_missing != NULL)
        fprintf(stream, "The faults are not known: %s\n\n", coverage->faults_missing);
    for (size_t i = 0; i < extres_rule_count(); i++) {
        if (extres_rule_at(i)->planned == NULL)
            print_rule(stream, coverage, extres_rule_at(i));
    }
    fputs("\nPlanned:\n", stream);
    for (size_t i = 0; i < extres_rule_count(); i++) {
        if (extres_rule_at(i)->planned != NULL)
            fprintf(stream, "%s (%s): %s\n", extres_rule_at(i)->id,
                    extres_rule_level_name(extres_rule_at(i)->level), extres_rule_at(i)->planned);
    }
}
