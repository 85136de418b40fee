/* The catalogue as plain text. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/rules.h"

enum { TEXT_WIDTH = 100, TEXT_INDENT = 4 };

static void print_rule(FILE *stream, const struct extres_rule *rule)
{
    char types[RULE_TYPES_TEXT];
    char where[1024];
    rule_types_text(rule->handle_types, types);
    snprintf(where, sizeof where, "%s, %s", extres_rule_document_name(rule->document), rule->section);
    fprintf(stream, "\n%s  %s  (%s)\n", rule->id, extres_rule_level_name(rule->level), types);
    print_wrapped(stream, TEXT_INDENT, TEXT_WIDTH, rule->statement);
    print_wrapped(stream, TEXT_INDENT, TEXT_WIDTH, where);
    if (rule->planned != NULL)
        fprintf(stream, "%*splanned: %s\n", TEXT_INDENT, "", rule->planned);
}

static void print_counts(FILE *stream)
{
    struct rule_counts counts;
    rule_count_all(&counts);
    fprintf(stream, "\n%zu rules\n", extres_rule_count());
    for (int level = 0; level < EXTRES_LEVEL_COUNT; level++)
        fprintf(stream, "  %-11s %3zu active, %3zu planned\n",
                extres_rule_level_name((enum extres_rule_level)level), counts.active[level],
                counts.planned[level]);
    fprintf(stream, "  %-11s %3zu active, %3zu planned\n", "all", counts.all_active, counts.all_planned);
}

void rules_print_text(FILE *stream)
{
    const struct extres_rule *former = NULL;
    for (size_t i = 0; i < extres_rule_count(); i++) {
        const struct extres_rule *rule = extres_rule_at(i);
        size_t length;
        const char *subject = rule_subject(rule->id, &length);
        if (former == NULL || !rule_same_subject(former->id, rule->id))
            fprintf(stream, "%s== %.*s ==\n", former == NULL ? "" : "\n", (int)length, subject);
        print_rule(stream, rule);
        former = rule;
    }
    print_counts(stream);
}
