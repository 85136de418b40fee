/* The catalogue as JSON. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/rules.h"

#include <jansson.h>
#include <stdlib.h>

static json_t *types_array(uint32_t types)
{
    json_t *array = json_array();
    for (int type = 0; type < EXTRES_HANDLE_TYPE_COUNT; type++) {
        const struct extres_handle_type_information *information = &extres_handle_types[type];
        if (types & EXTRES_TYPE_BIT(type))
            json_array_append_new(array, json_sprintf("%s.%s", information->object, information->name));
    }
    return array;
}

static json_t *rule_object(const struct extres_rule *rule)
{
    size_t length;
    const char *subject = rule_subject(rule->id, &length);
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(rule->id));
    json_object_set_new(object, "subject", json_stringn(subject, length));
    json_object_set_new(object, "level", json_string(extres_rule_level_name(rule->level)));
    json_object_set_new(object, "handle_types", types_array(rule->handle_types));
    json_object_set_new(object, "document", json_string(extres_rule_document_name(rule->document)));
    json_object_set_new(object, "section", json_string(rule->section));
    json_object_set_new(object, "statement", json_string(rule->statement));
    json_object_set_new(object, "planned", rule->planned != NULL ? json_string(rule->planned) : json_null());
    return object;
}

void rules_print_json(FILE *stream)
{
    json_t *array = json_array();
    for (size_t i = 0; i < extres_rule_count(); i++) {
        if (json_array_append_new(array, rule_object(extres_rule_at(i))) != 0)
            abort(); /* no memory */
    }
    json_dumpf(array, stream, JSON_INDENT(2));
    fputc('\n', stream);
    json_decref(array);
}
