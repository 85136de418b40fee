/* The judge: takes a record through every group of rules, and remembers it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/judge.h"

#include <stdatomic.h>
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

static void forget_objects(struct extres_judge *judge)
{
    table_clear(&judge->memory);
    table_clear(&judge->semaphores);
    table_clear(&judge->mappings);
    table_clear(&judge->streams);
    judge->busy_streams = 0;
}

void extres_judge_destroy(struct extres_judge *judge)
{
    if (judge == NULL)
        return;
    forget_objects(judge);
    table_clear(&judge->threads);
    pthread_mutex_destroy(&judge->lock);
    free(judge);
}

bool call_is_import(const struct extres_call_record *call)
{
    return call->operation == EXTRES_OPERATION_IMPORT_MEMORY ||
           call->operation == EXTRES_OPERATION_IMPORT_SEMAPHORE;
}

bool call_is_of_memory(const struct extres_call_record *call)
{
    return call->operation == EXTRES_OPERATION_IMPORT_MEMORY ||
           call->operation == EXTRES_OPERATION_MAP_BUFFER || call->operation == EXTRES_OPERATION_MAP_ARRAY ||
           call->operation == EXTRES_OPERATION_DESTROY_MEMORY;
}

bool batch_has_null_element(const struct extres_call_record *call)
{
    for (size_t i = 0; i < call->semaphore_count; i++) {
        if (call->semaphores[i] == NULL)
            return true;
    }
    return false;
}

/* Apart from all numbers of a feeder; pthread_self() would come again when the thread has ended. */
static uint64_t observing_thread(void)
{
    static atomic_uint_least64_t threads;
    static _Thread_local uint64_t number;
    if (number == 0)
        number = (atomic_fetch_add(&threads, 1) + 1) | UINT64_C(1) << 63;
    return number;
}

/*
 * No other call can have been under way when every number below the one at the begin belongs to a record that
 * was seen, and none was drawn until the end.
 */
static bool is_alone(const struct extres_judge *judge, const struct extres_call_record *call)
{
    if (call->began == 0)
        return judge->threads.count == 1 && !judge->thread_forgotten;
    return call->ended == call->began + 1 && call->began == 2 * (judge->number - 1) + 1 &&
           judge->last_ended < call->began;
}

static void take_up(struct extres_judge *judge, const struct extres_call_record *call)
{
    uint64_t thread = call->thread != 0 ? call->thread : observing_thread();
    judge->number++;
    judge->thread = table_put(&judge->threads, thread, sizeof *judge->thread);
    if (judge->thread == NULL)
        judge->thread_forgotten = true;
    judge->alone = judge->thread != NULL && is_alone(judge, call);
    if (call->ended > judge->last_ended)
        judge->last_ended = call->ended;
}

static size_t judge_record(struct extres_judge *judge, const struct extres_call_record *call)
{
    return judge_fds(judge, call) + judge_codes(judge, call) + judge_accepted(judge, call) +
           judge_refused(judge, call) + judge_streams(judge, call) + judge_last_error(judge, call);
}

/*
 * The device's objects are gone, or are not: a context may have other holders, and a reset may have failed
 * halfway. Nothing is known of them any more, nor of the errors of threads.
 */
static void remember_reset(struct extres_judge *judge, const struct extres_call_record *call)
{
    if (call->operation != EXTRES_OPERATION_DEVICE_RESET &&
        call->operation != EXTRES_OPERATION_PRIMARY_CONTEXT_RELEASE)
        return;
    judge->untracked_work = work_is_outstanding(judge);
    forget_objects(judge);
    for (struct thread *thread = table_next(&judge->threads, NULL); thread != NULL;
         thread = table_next(&judge->threads, thread))
        thread->last_error.known = false;
}

static void remember(struct extres_judge *judge, const struct extres_call_record *call, bool undefined)
{
    remember_last_error(judge, call, undefined);
    remember_device(judge, call);
    remember_objects(judge, call, undefined);
    remember_mappings(judge, call, undefined);
    remember_work(judge, call);
    remember_reset(judge, call);
}

size_t extres_judge_observe(struct extres_judge *judge, const struct extres_call_record *call)
{
    pthread_mutex_lock(&judge->lock);
    take_up(judge, call);
    bool undefined = call_is_undefined(judge, call);
    size_t broken = undefined ? 0 : judge_record(judge, call);
    remember(judge, call, undefined);
    pthread_mutex_unlock(&judge->lock);
    return broken;
}
