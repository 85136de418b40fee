/* The judge: takes a record through every group of rules. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/judge.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "judge/state.h"

struct extres_judge *extres_judge_create(extres_judge_report *report, void *context)
{
    struct extres_judge *judge = calloc(1, sizeof *judge);
    if (judge == NULL)
        return NULL;
    if (pthread_mutex_init(&judge->lock, NULL) != 0) {
        free(judge);
        return NULL;
    }
    judge->report = report;
    judge->context = context;
    return judge;
}

void extres_judge_destroy(struct extres_judge *judge)
{
    if (judge == NULL)
        return;
    pthread_mutex_destroy(&judge->lock);
    table_clear(&judge->objects[0]);
    table_clear(&judge->objects[1]);
    table_clear(&judge->mappings);
    table_clear(&judge->streams);
    free(judge);
}

size_t judge_report(struct extres_judge *judge, const char *rule, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    struct extres_violation violation = {.rule = extres_rule_find(rule), .text = text};
    judge->report(judge->context, &violation);
    return 1;
}

bool judge_order_is_known(const struct extres_judge *judge)
{
    return judge->thread_count <= 1;
}

bool call_is_import(const struct extres_call_record *call)
{
    return call->operation == EXTRES_OPERATION_IMPORT_MEMORY ||
           call->operation == EXTRES_OPERATION_IMPORT_SEMAPHORE;
}

bool call_is_of_memory(const struct extres_call_record *call)
{
    return call->operation == EXTRES_OPERATION_IMPORT_MEMORY ||
           call->operation == EXTRES_OPERATION_MAP_BUFFER ||
           call->operation == EXTRES_OPERATION_DESTROY_MEMORY;
}

struct object *judge_live_object(const struct extres_judge *judge, bool memory, uint64_t handle)
{
    struct object *object = table_find(&judge->objects[memory ? 0 : 1], handle);
    return object != NULL && object->destroyed_by == 0 ? object : NULL;
}

size_t extres_judge_observe(struct extres_judge *judge, const struct extres_call_record *call)
{
    pthread_mutex_lock(&judge->lock);
    judge->calls++;
    size_t broken = judge_last_error(judge, call) + judge_fds(judge, call) + judge_codes(judge, call) +
                    judge_objects(judge, call) + judge_streams(judge, call);
    pthread_mutex_unlock(&judge->lock);
    return broken;
}
