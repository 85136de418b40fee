/* What every print of the catalogue needs: subjects, handle types, counts, broken lines. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/rules.h"

#include <stdlib.h>
#include <string.h>

const char *rule_subject(const char *id, size_t *length)
{
    const char *subject = id + strcspn(id, "-");
    subject += *subject == '-';
    *length = strcspn(subject, "-");
    return subject;
}

bool rule_same_subject(const char *id, const char *other)
{
    size_t length;
    size_t other_length;
    const char *subject = rule_subject(id, &length);
    const char *other_subject = rule_subject(other, &other_length);
    return length == other_length && memcmp(subject, other_subject, length) == 0;
}

/* Every handle type of memory, or of semaphores. */
static uint32_t all_types_of(const char *object)
{
    uint32_t types = 0;
    for (int type = 0; type < EXTRES_HANDLE_TYPE_COUNT; type++) {
        if (strcmp(extres_handle_types[type].object, object) == 0)
            types |= EXTRES_TYPE_BIT(type);
    }
    return types;
}

static void add_types_of(FILE *stream, const char *object, uint32_t types)
{
    const char *separator = ": ";
    fprintf(stream, "%s%s", ftell(stream) > 0 ? "; " : "", object);
    if (types == all_types_of(object))
        fputs(": all", stream);
    for (int type = 0; type < EXTRES_HANDLE_TYPE_COUNT && types != all_types_of(object); type++) {
        if (!(types & EXTRES_TYPE_BIT(type)))
            continue;
        fprintf(stream, "%s%s", separator, extres_handle_types[type].name);
        separator = ", ";
    }
}

void rule_types_text(uint32_t types, char text[static RULE_TYPES_TEXT])
{
    static const char *const objects[] = {"memory", "semaphore"};
    FILE *stream = fmemopen(text, RULE_TYPES_TEXT, "w");
    if (stream == NULL)
        abort();
    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        uint32_t of_object = types & all_types_of(objects[i]);
        if (of_object != 0)
            add_types_of(stream, objects[i], of_object);
    }
    fclose(stream);
}

void rule_count_all(struct rule_counts *counts)
{
    *counts = (struct rule_counts){{0}, {0}, 0, 0};
    for (size_t i = 0; i < extres_rule_count(); i++) {
        const struct extres_rule *rule = extres_rule_at(i);
        if (rule->planned != NULL) {
            counts->planned[rule->level]++;
            counts->all_planned++;
        } else {
            counts->active[rule->level]++;
            counts->all_active++;
        }
    }
}

void print_wrapped(FILE *stream, int indent, int width, const char *text)
{
    int column = 0; /* 0: at the start of a line */
    while (*text != '\0') {
        int length = (int)strcspn(text, " ");
        if (column > 0 && column + 1 + length > width) {
            fputc('\n', stream);
            column = 0;
        }
        column += fprintf(stream, "%*s%.*s", column > 0 ? 1 : indent, "", length, text);
        text += length;
        text += strspn(text, " ");
    }
    fputc('\n', stream);
}
