/* The catalogue as the page docs/rules.md. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/rules.h"

#include <string.h>

static const char head[] =
    "<!-- Generated: ./extres rules --markdown >docs/rules.md -->\n"
    "# The rules\n"
    "\n"
    "What the documents say about external memory and semaphores, one entry a statement, in our own words. "
    "The\n"
    "entries are data: `validator/rules/*.def`. Every case names the rules that it covers, and every finding "
    "the\n"
    "rule that was broken.\n"
    "\n"
    "- **must**: the document requires it of the runtime. Breaking it fails a case.\n"
    "- **should**: a documented error code, or a recommendation. Breaking it warns.\n"
    "- **undefined**: an application must not do it. What follows is recorded, not judged.\n"
    "- **unspecified**: the documents leave it open, or differ. Whatever they allow is accepted.\n"
    "\n"
    "A rule is **planned** where the suite cannot yet make objects of any of its handle types.\n";

/* What Markdown would take for something else than text. */
static void print_escaped(FILE *stream, const char *text)
{
    for (; *text != '\0'; text++) {
        if (strchr("\\`*[]<|", *text) != NULL)
            fputc('\\', stream);
        fputc(*text, stream);
    }
}

static void print_counts(FILE *stream)
{
    struct rule_counts counts;
    rule_count_all(&counts);
    fputs("\n| level | active | planned |\n|---|---:|---:|\n", stream);
    for (int level = 0; level < EXTRES_LEVEL_COUNT; level++)
        fprintf(stream, "| %s | %zu | %zu |\n", extres_rule_level_name((enum extres_rule_level)level),
                counts.active[level], counts.planned[level]);
    fprintf(stream, "| all | %zu | %zu |\n", counts.all_active, counts.all_planned);
}

static void print_rule(FILE *stream, const struct extres_rule *rule)
{
    char types[RULE_TYPES_TEXT];
    rule_types_text(rule->handle_types, types);
    fprintf(stream, "\n### %s\n\n**%s**, %s. ", rule->id, extres_rule_level_name(rule->level), types);
    print_escaped(stream, rule->statement);
    fprintf(stream, "\n\n*%s*: ", extres_rule_document_name(rule->document));
    print_escaped(stream, rule->section);
    fputc('\n', stream);
    if (rule->planned != NULL)
        fprintf(stream, "\nPlanned: %s.\n", rule->planned);
}

void rules_print_markdown(FILE *stream)
{
    const struct extres_rule *former = NULL;
    fputs(head, stream);
    print_counts(stream);
    for (size_t i = 0; i < extres_rule_count(); i++) {
        const struct extres_rule *rule = extres_rule_at(i);
        size_t length;
        const char *subject = rule_subject(rule->id, &length);
        if (former == NULL || !rule_same_subject(former->id, rule->id))
            fprintf(stream, "\n## %.*s\n", (int)length, subject);
        print_rule(stream, rule);
        former = rule;
    }
}
