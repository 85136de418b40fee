/* The cases as the page docs/coverage.md. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/cases.h"

#include <stdlib.h>
#include <string.h>

#include "case/registry.h"
#include "report/rules.h"

static const char head[] =
    "<!-- Generated: ./extres list --markdown >docs/coverage.md -->\n"
    "# What the cases cover\n"
    "\n"
    "A case function is expanded over handle types and APIs; each of its leaves has an id, a process and a\n"
    "verdict of its own. `./extres list --tier all` names them, `./extres rules --coverage` has them by "
    "rule.\n";

/* ---- counts ---- */

struct count {
    size_t core;
    size_t others;
};

static void add_leaf(struct count *count, const struct leaf *leaf)
{
    if (leaf->declaration->tier == TIER_CORE)
        count->core++;
    else
        count->others++;
}

/* A leaf is its function's first when no leaf before it is of the same declaration. */
static bool is_first_of_function(const struct leaf *leaves, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (leaves[i].declaration == leaves[index].declaration)
            return false;
    }
    return true;
}

static void print_tiers(FILE *stream, const struct leaf *leaves, size_t leaf_count)
{
    fputs("\n| tier | case functions | leaf ids |\n|---|---:|---:|\n", stream);
    for (int tier = 0; tier < TIER_COUNT; tier++) {
        size_t functions = 0;
        size_t ids = 0;
        for (size_t i = 0; i < leaf_count; i++) {
            if (leaves[i].declaration->tier != (enum tier)tier)
                continue;
            ids++;
            functions += is_first_of_function(leaves, i) ? 1 : 0;
        }
        fprintf(stream, "| %s | %zu | %zu |\n", tier_name((enum tier)tier), functions, ids);
    }
}

/* ---- operation x handle type x API ---- */

/* The operation that a case's name begins with: "wait" of "wait.blocks_until_value". */
static size_t operation_length(const char *name)
{
    return strcspn(name, ".");
}

static bool has_operation(const struct leaf *leaf, const char *operation, size_t length)
{
    const char *name = leaf->declaration->name;
    return operation_length(name) == length && strncmp(name, operation, length) == 0;
}

static bool of_object(const struct leaf *leaf, const char *object)
{
    return strcmp(extres_handle_types[leaf->type].object, object) == 0;
}

static struct count count_of(const struct leaf *leaves, size_t leaf_count, const char *operation,
                             size_t length, int type, enum extres_api api)
{
    struct count count = {0, 0};
    for (size_t i = 0; i < leaf_count; i++) {
        if (leaves[i].type == (enum extres_handle_type)type && leaves[i].api == api &&
            has_operation(&leaves[i], operation, length))
            add_leaf(&count, &leaves[i]);
    }
    return count;
}

static void print_cell(FILE *stream, struct count count)
{
    if (count.core == 0 && count.others == 0)
        fputs(" |", stream);
    else if (count.others == 0)
        fprintf(stream, " %zu |", count.core);
    else
        fprintf(stream, " %zu + %zu |", count.core, count.others);
}

static bool has_cases(const struct leaf *leaves, size_t leaf_count, int type)
{
    for (size_t i = 0; i < leaf_count; i++) {
        if (leaves[i].type == (enum extres_handle_type)type)
            return true;
    }
    return false;
}

static bool is_column(const struct leaf *leaves, size_t leaf_count, const char *object, int type)
{
    return strcmp(extres_handle_types[type].object, object) == 0 && has_cases(leaves, leaf_count, type);
}

static void print_heading(FILE *stream, const struct leaf *leaves, size_t leaf_count, const char *object)
{
    fprintf(stream, "\n## %s\n\n| operation |", object);
    for (int type = 0; type < EXTRES_HANDLE_TYPE_COUNT; type++) {
        if (is_column(leaves, leaf_count, object, type))
            fprintf(stream, " %s, runtime | %s, driver |", extres_handle_types[type].name,
                    extres_handle_types[type].name);
    }
    fputs("\n|---|", stream);
    for (int type = 0; type < EXTRES_HANDLE_TYPE_COUNT; type++) {
        if (is_column(leaves, leaf_count, object, type))
            fputs("---:|---:|", stream);
    }
    fputc('\n', stream);
}

static void print_row(FILE *stream, const struct leaf *leaves, size_t leaf_count, const char *object,
                      const char *operation, size_t length)
{
    fprintf(stream, "| %.*s |", (int)length, operation);
    for (int type = 0; type < EXTRES_HANDLE_TYPE_COUNT; type++) {
        if (!is_column(leaves, leaf_count, object, type))
            continue;
        for (int api = 0; api < EXTRES_API_COUNT; api++)
            print_cell(stream, count_of(leaves, leaf_count, operation, length, type, (enum extres_api)api));
    }
    fputc('\n', stream);
}

static int by_text(const void *first, const void *second)
{
    return strcmp(*(const char *const *)first, *(const char *const *)second);
}

/* The names of an object's cases, sorted, so that those of one operation stand together. */
static const char **sorted_names(const struct leaf *leaves, size_t leaf_count, const char *object,
                                 size_t *count)
{
    const char **names = calloc(leaf_count + 1, sizeof *names);
    if (names == NULL)
        abort();
    *count = 0;
    for (size_t i = 0; i < leaf_count; i++) {
        if (of_object(&leaves[i], object))
            names[(*count)++] = leaves[i].declaration->name;
    }
    qsort(names, *count, sizeof *names, by_text);
    return names;
}

static void print_object(FILE *stream, const struct leaf *leaves, size_t leaf_count, const char *object)
{
    size_t count;
    const char **names = sorted_names(leaves, leaf_count, object, &count);
    print_heading(stream, leaves, leaf_count, object);
    for (size_t i = 0; i < count; i++) {
        size_t length = operation_length(names[i]);
        bool again =
            i > 0 && operation_length(names[i - 1]) == length && strncmp(names[i - 1], names[i], length) == 0;
        if (!again)
            print_row(stream, leaves, leaf_count, object, names[i], length);
    }
    free(names);
}

/* ---- what is not covered ---- */

static bool same_reason_before(size_t index)
{
    for (size_t i = 0; i < index; i++) {
        const char *planned = extres_rule_at(i)->planned;
        if (planned != NULL && strcmp(planned, extres_rule_at(index)->planned) == 0)
            return true;
    }
    return false;
}

static void print_reason(FILE *stream, const char *reason)
{
    size_t rules = 0;
    uint32_t types = 0;
    char text[RULE_TYPES_TEXT];
    for (size_t i = 0; i < extres_rule_count(); i++) {
        const struct extres_rule *rule = extres_rule_at(i);
        if (rule->planned == NULL || strcmp(rule->planned, reason) != 0)
            continue;
        rules++;
        types |= rule->handle_types;
    }
    rule_types_text(types, text);
    fprintf(stream, "| %s | %zu | %s |\n", reason, rules, text);
}

static void print_gaps(FILE *stream)
{
    fputs("\n## Not covered\n\n"
          "Rules of the catalogue that have no case, by the reason why.\n\n"
          "| reason | rules | handle types |\n|---|---:|---|\n",
          stream);
    for (size_t i = 0; i < extres_rule_count(); i++) {
        if (extres_rule_at(i)->planned != NULL && !same_reason_before(i))
            print_reason(stream, extres_rule_at(i)->planned);
    }
}

void cases_print_markdown(FILE *stream)
{
    size_t leaf_count;
    const struct leaf *leaves = registry_leaves(&leaf_count);
    fputs(head, stream);
    print_tiers(stream, leaves, leaf_count);
    fputs("\nIn the tables: ids of the core tier, and after the + those of the other tiers.\n", stream);
    print_object(stream, leaves, leaf_count, "semaphore");
    print_object(stream, leaves, leaf_count, "memory");
    print_gaps(stream);
}
