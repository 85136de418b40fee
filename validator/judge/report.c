/* What the judge says: the rule, the call, and the histories of objects in words. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "judge/state.h"

static const char *const rule_ids[JUDGE_RULE_COUNT] = {
#define JUDGE_RULE_ID(name, id) [JUDGE_RULE_##name] = (id),
    JUDGE_RULES(JUDGE_RULE_ID)
#undef JUDGE_RULE_ID
};

size_t extres_judge_rule_count(void)
{
    return JUDGE_RULE_COUNT;
}

const struct extres_rule *extres_judge_rule_at(size_t index)
{
    return extres_rule_find(rule_ids[index]);
}

size_t judge_report(struct extres_judge *judge, const struct extres_call_record *call, enum judge_rule rule,
                    const char *format, ...)
{
    char text[1024];
    int head = snprintf(text, sizeof text, "call %" PRIu64 ", %s, ", judge->number, call->function);
    size_t used = (size_t)head < sizeof text ? (size_t)head : sizeof text - 1;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + used, sizeof text - used, format, arguments);
    va_end(arguments);
    struct extres_violation violation = {.rule = extres_judge_rule_at(rule), .text = text};
    judge->report(judge->context, &violation);
    return 1;
}

struct code_names {
    int code;
    const char *names[EXTRES_API_COUNT]; /* NULL where the API has no such code */
};

static const struct code_names code_names[] = {
#define EXTRES_ERROR(number, runtime_name, driver_name, description) {number, {runtime_name, driver_name}},
#include "extres/error_codes.def"
#undef EXTRES_ERROR
};

const char *describe_code(struct text *text, enum extres_api api, int code)
{
    const char *name = NULL;
    for (size_t i = 0; i < sizeof code_names / sizeof code_names[0]; i++) {
        if (code_names[i].code == code)
            name = code_names[i].names[api];
    }
    if (name == NULL)
        snprintf(text->characters, sizeof text->characters, "code %d", code);
    else
        snprintf(text->characters, sizeof text->characters, "%s (%d)", name, code);
    return text->characters;
}

const char *describe_object(struct text *text, const struct object *object)
{
    bool known = object->type < EXTRES_HANDLE_TYPE_COUNT;
    char origin[32] = "";
    char end[96] = "";
    if (object->fd >= 0)
        snprintf(origin, sizeof origin, " from fd %d", object->fd);
    if (object_is_destroyed(object))
        snprintf(end, sizeof end, ", destroyed in call %" PRIu64 " by %s", object->destroyed.number,
                 object->destroyed.function);
    snprintf(text->characters, sizeof text->characters,
             "%s %s %#" PRIx64 " (imported in call %" PRIu64 " by %s%s%s)",
             known ? extres_handle_types[object->type].name : "unknown",
             object->is_memory ? "memory" : "semaphore", object->entry.key, object->imported.number,
             object->imported.function, origin, end);
    return text->characters;
}

struct past_call past_call(const struct extres_judge *judge, const struct extres_call_record *call)
{
    struct past_call past = {.number = judge->number};
    snprintf(past.function, sizeof past.function, "%s", call->function);
    return past;
}
