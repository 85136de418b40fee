/* Test of the rule catalogue: every entry is well formed and found again; prints the counts by level. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "judge/tests/tap.h"
#include "rules/handle_type.h"
#include "rules/rule.h"

static unsigned complaints;

/* One line of the check at hand, which end_check ends. */
static void expect(bool holds, const char *id, const char *what)
{
    if (holds)
        return;
    tap_comment("%s: %s", id, what);
    complaints++;
}

static void end_check(const char *name)
{
    tap_check(complaints == 0, "%s", name);
    complaints = 0;
}

/* The object: letters and digits, the first a capital. Returns what follows it. */
static const char *skip_object(const char *text)
{
    if (!isupper((unsigned char)*text))
        return text;
    while (isalnum((unsigned char)*text))
        text++;
    return text;
}

/* The slug: words of lower-case letters and digits, joined by single hyphens. */
static bool is_slug(const char *text)
{
    bool word_open = false;
    for (; *text != '\0'; text++) {
        if (*text == '-' && !word_open)
            return false;
        if (*text != '-' && !islower((unsigned char)*text) && !isdigit((unsigned char)*text))
            return false;
        word_open = *text != '-';
    }
    return word_open;
}

static bool follows_id_scheme(const char *id)
{
    static const char prefix[] = "EXTRES-";
    if (strncmp(id, prefix, strlen(prefix)) != 0)
        return false;
    const char *object = id + strlen(prefix);
    const char *hyphen = skip_object(object);
    return hyphen != object && *hyphen == '-' && is_slug(hyphen + 1);
}

static bool is_sentence(const char *text)
{
    size_t length = strlen(text);
    return length > 1 && isupper((unsigned char)text[0]) && text[length - 1] == '.';
}

/* Adjoining string literals join seamlessly only when each line but the last ends in one space. */
static bool has_double_space(const char *text)
{
    return strstr(text, "  ") != NULL;
}

/* The suite can make these; a rule about none of them has no cases yet. */
static bool has_cases(const struct extres_rule *rule)
{
    const uint32_t made_here =
        EXTRES_TYPE_BIT(EXTRES_MEMORY_OPAQUE_FD) | EXTRES_TYPE_BIT(EXTRES_MEMORY_DMABUF_FD) |
        EXTRES_TYPE_BIT(EXTRES_SEMAPHORE_OPAQUE_FD) | EXTRES_TYPE_BIT(EXTRES_SEMAPHORE_TIMELINE_FD);
    return (rule->handle_types & made_here) != 0;
}

static void check_fields(const struct extres_rule *rule)
{
    expect(follows_id_scheme(rule->id), rule->id, "does not follow the id scheme");
    expect(rule->level < EXTRES_LEVEL_COUNT, rule->id, "unknown level");
    expect(rule->document < EXTRES_DOCUMENT_COUNT, rule->id, "unknown document");
    expect(rule->handle_types != 0, rule->id, "no handle type");
    expect(rule->handle_types >> EXTRES_HANDLE_TYPE_COUNT == 0, rule->id, "unknown handle type");
    expect(rule->section[0] != '\0', rule->id, "no section");
    expect(is_sentence(rule->statement), rule->id, "the statement is not a sentence");
    expect(!has_double_space(rule->statement), rule->id, "a double space in the statement");
    expect(!has_double_space(rule->section), rule->id, "a double space in the section");
    expect(rule->planned != NULL || has_cases(rule), rule->id,
           "active, and of no handle type that has cases");
    expect(rule->planned == NULL || rule->planned[0] != '\0', rule->id, "planned without a reason");
}

/* Strictly ascending, hence unique too. */
static void check_order(size_t index)
{
    if (index == 0)
        return;
    const struct extres_rule *rule = extres_rule_at(index);
    expect(strcmp(extres_rule_at(index - 1)->id, rule->id) < 0, rule->id, "not after the rule before it");
}

static void check_statement_unique(size_t index)
{
    const struct extres_rule *rule = extres_rule_at(index);
    for (size_t other = 0; other < index; other++) {
        const struct extres_rule *earlier = extres_rule_at(other);
        bool same =
            strcmp(earlier->statement, rule->statement) == 0 && strcmp(earlier->section, rule->section) == 0;
        expect(!same, rule->id, "states what an earlier rule states");
    }
}

static void check_lookup(void)
{
    for (size_t index = 0; index < extres_rule_count(); index++) {
        const struct extres_rule *rule = extres_rule_at(index);
        expect(extres_rule_find(rule->id) == rule, rule->id, "is not found by its id");
    }
    const char *const absent[] = {"",
                                  "A",
                                  "EXTRES",
                                  "EXTRES-ImportMemory",
                                  "EXTRES-ImportMemory-fd-zer",
                                  "EXTRES-ImportMemory-fd-zero-",
                                  "extres-importmemory-fd-zero",
                                  "Z"};
    for (size_t index = 0; index < sizeof(absent) / sizeof(absent[0]); index++)
        expect(extres_rule_find(absent[index]) == NULL, absent[index],
               "found although there is no such rule");
}

static void check_names(void)
{
    expect(strcmp(extres_rule_level_name(EXTRES_LEVEL_MUST), "must") == 0, "levels", "must is misnamed");
    for (unsigned document = 0; document < EXTRES_DOCUMENT_COUNT; document++)
        expect(extres_rule_document_name((enum extres_rule_document)document) != NULL, "documents",
               "one has no name");
}

static void print_counts(void)
{
    for (unsigned level = 0; level < EXTRES_LEVEL_COUNT; level++) {
        size_t all = 0;
        size_t planned = 0;
        for (size_t index = 0; index < extres_rule_count(); index++) {
            const struct extres_rule *rule = extres_rule_at(index);
            if (rule->level != level)
                continue;
            all++;
            planned += rule->planned != NULL;
        }
        tap_comment("%-12s %3zu, of these planned %zu", extres_rule_level_name((enum extres_rule_level)level),
                    all, planned);
    }
    tap_comment("%-12s %3zu", "rules", extres_rule_count());
}

int main(void)
{
    for (size_t index = 0; index < extres_rule_count(); index++) {
        check_fields(extres_rule_at(index));
        check_order(index);
        check_statement_unique(index);
        end_check(extres_rule_at(index)->id);
    }
    check_lookup();
    end_check("every rule is found by its id, and no other");
    check_names();
    end_check("levels and documents have names");
    print_counts();
    return tap_finish();
}
