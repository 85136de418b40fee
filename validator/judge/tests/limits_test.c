/* Very many objects, and memory that runs short: less is judged then, and nothing wrongly. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/tests/sequence.h"
#include "judge/tests/tap.h"
#include "judge/tests/tests.h"

struct violations {
    size_t count;
    char text[1024];
};

static void take_violation(void *context, const struct extres_violation *violation)
{
    struct violations *violations = context;
    violations->count++;
    snprintf(violations->text, sizeof violations->text, "%s", violation->text);
}

static void observe(struct extres_judge *judge, struct extres_call_record record)
{
    extres_judge_observe(judge, &record);
}

void test_many_objects(void)
{
    enum { OBJECTS = 10000, ONE = 7777 };
    struct violations violations = {.count = 0};
    struct extres_judge *judge = extres_judge_create(take_violation, &violations);
    if (!tap_check(judge != NULL, "a judge for %d objects", OBJECTS))
        return;
    for (uint64_t i = 1; i <= OBJECTS; i++)
        observe(judge, import_timeline(i * 64, (int)i));
    observe(judge, returning(wait_one(ONE * 64, 0), INVALID_HANDLE));
    tap_check(violations.count == 1 && strstr(violations.text, "imported in call 7777 by") != NULL,
              "broken: one of %d objects is refused", OBJECTS);
    observe(judge, call(EXTRES_OPERATION_DEVICE_SYNCHRONIZE));
    for (uint64_t i = 1; i <= OBJECTS; i++)
        observe(judge, destroy_semaphore(i * 64));
    for (uint64_t i = 1; i <= OBJECTS; i++)
        observe(judge, returning(destroy_semaphore(i * 64), INVALID_HANDLE));
    tap_check(violations.count == 1, "legal: %d objects live and are destroyed", OBJECTS);
    extres_judge_destroy(judge);
}

/* The linker puts this in the place of calloc, which all memory of the judge comes from. */
void *__wrap_calloc(size_t count, size_t size);
void *__real_calloc(size_t count, size_t size);
static bool memory_is_short;
static size_t calls_until_short;

void *__wrap_calloc(size_t count, size_t size)
{
    if (memory_is_short && calls_until_short == 0)
        return NULL;
    if (memory_is_short)
        calls_until_short--;
    return __real_calloc(count, size);
}

/* Legal, and full of what a judge that has forgotten something could take amiss. */
static void observe_life(struct extres_judge *judge)
{
    const struct extres_call_record get = call(EXTRES_OPERATION_GET_LAST_ERROR);
    const struct extres_call_record query =
        returning(stream_call(EXTRES_OPERATION_STREAM_QUERY, STREAM), NOT_READY);
    observe(judge, import_timeline(S, FD));
    observe(judge, import_memory(M, FD));
    observe(judge, map_buffer(M, 0, SIZE, P));
    observe(judge, stream_call(EXTRES_OPERATION_STREAM_CREATE, STREAM));
    observe(judge, by_thread(call(EXTRES_OPERATION_DEVICE_COUNT), 2));
    observe(judge, query);
    observe(judge, by_thread(stream_call(EXTRES_OPERATION_SET_ASYNC, STREAM), 2));
    observe(judge, wait_one(S, STREAM));
    observe(judge, query);
    observe(judge, returning(destroy_semaphore(S), INVALID_HANDLE));
    observe(judge, free_buffer(P));
    observe(judge, by_thread(allocate(P), 2));
    observe(judge, by_thread(returning(destroy_memory(0), INVALID_HANDLE), 2));
    observe(judge, returning(query, 0));
    observe(judge, by_thread(stream_call(EXTRES_OPERATION_SET_ASYNC, STREAM), 2));
    observe(judge, query);
    observe(judge, by_thread(returning(get, INVALID_HANDLE), 2));
    observe(judge, free_buffer(P));
}

static size_t violations_of_life(size_t short_after)
{
    struct violations violations = {.count = 0};
    struct extres_judge *judge = extres_judge_create(take_violation, &violations);
    if (judge == NULL)
        return 1;
    calls_until_short = short_after;
    memory_is_short = true;
    observe_life(judge);
    memory_is_short = false;
    extres_judge_destroy(judge);
    return violations.count;
}

void test_shortage(void)
{
    enum { ALLOCATIONS = 24 }; /* more than the life takes */
    memory_is_short = true;
    calls_until_short = 0;
    struct extres_judge *none = extres_judge_create(take_violation, NULL);
    memory_is_short = false;
    tap_check(none == NULL, "no judge without memory");
    extres_judge_destroy(none);

    size_t violations = 0;
    for (size_t i = 0; i <= ALLOCATIONS; i++)
        violations += violations_of_life(i);
    tap_check(violations == 0, "legal: memory runs short after any number of allocations");
}
