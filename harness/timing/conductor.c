/* Conducting a timed run: as many blocks as its time allows. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/conductor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/clock.h"
#include "platform/interrupt.h"
#include "timing/block.h"

struct conductor {
    struct conduct conduct;
    struct timing_record *record;
    int interruption;
    struct pace pace;
    uint64_t random; /* state of random_next() */
    size_t *order;   /* of the measurements in a block */
};

static void report_progress(void *context, size_t taken)
{
    const struct conductor *conductor = context;
    const struct pace *pace = &conductor->pace;
    size_t count = conductor->record->result_count;
    double share = (double)taken / (double)count;
    const struct conduct_progress progress = {
        .block = pace->done + 1,
        .blocks = pace->blocks,
        .measurement = taken,
        .measurements = count,
        .seconds_left = pace_left(pace) - share * pace->block_seconds,
    };
    conductor->conduct.progress(conductor->conduct.context, &progress);
}

static enum step run_block(struct conductor *conductor, char *error, size_t error_size)
{
    uint64_t start = clock_nanoseconds();
    struct block block = {
        .conduct = &conductor->conduct,
        .record = conductor->record,
        .random = &conductor->random,
        .interruption = conductor->interruption,
        .warm_up_seconds = pace_warm_up_seconds(&conductor->pace),
        .sampling_seconds = conductor->pace.sampling_seconds,
        .error = error,
        .error_size = error_size,
    };
    enum step step = block_run(&block, conductor->order, report_progress, conductor);
    if (step == STEP_DONE)
        pace_block(&conductor->pace, clock_to_seconds(clock_nanoseconds() - start));
    return step;
}

static bool any_is_left(const struct timing_record *record)
{
    for (size_t i = 0; i < record->result_count; i++) {
        if (record->results[i].status == TIMING_MEASURED)
            return true;
    }
    return false;
}

enum schedule_end conductor_run(struct conductor *conductor, char *error, size_t error_size)
{
    while (conductor->pace.done < conductor->pace.blocks && any_is_left(conductor->record)) {
        enum step step = run_block(conductor, error, error_size);
        if (step == STEP_INTERRUPTED)
            return SCHEDULE_INTERRUPTED;
        if (step == STEP_FAILED)
            return SCHEDULE_FAILED;
    }
    return SCHEDULE_COMPLETE;
}

enum schedule_end conductor_run_more(struct conductor *conductor, size_t blocks, char *error,
                                     size_t error_size)
{
    pace_extend(&conductor->pace, blocks);
    return conductor_run(conductor, error, error_size);
}

struct conductor *conductor_open(const struct conduct *conduct, struct timing_record *record, char *error,
                                 size_t error_size)
{
    struct conductor *conductor = calloc(1, sizeof *conductor);
    size_t *order = calloc(record->result_count + 1, sizeof *order);
    if (conductor == NULL || order == NULL)
        abort();
    for (size_t i = 0; i < record->result_count; i++)
        order[i] = i;
    *conductor =
        (struct conductor){.conduct = *conduct, .record = record, .random = conduct->seed, .order = order};
    pace_begin(&conductor->pace, conduct->mode, record->result_count, conduct->side_count);
    conductor->interruption = interrupt_open();
    if (conductor->interruption >= 0)
        return conductor;
    snprintf(error, error_size, "eventfd: %s", strerror(errno));
    conductor_close(conductor);
    return NULL;
}

void conductor_close(struct conductor *conductor)
{
    if (conductor == NULL)
        return;
    if (conductor->interruption >= 0)
        interrupt_close();
    free(conductor->order);
    free(conductor);
}
