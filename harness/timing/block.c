/* Running a block: its processes, the order of its measurements, its floors. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/block.h"

#include <stdio.h>

#include "platform/clock.h"
#include "timing/random.h"
#include "timing/recording.h"

static const double floor_seconds = 0.001;

void block_shuffle(struct block *block, size_t *values, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)(random_next(block->random) % i);
        size_t last = values[i - 1];
        values[i - 1] = values[other];
        values[other] = last;
    }
}

/* ---- Floors ---- */

static bool floor_is_wanted(const struct timing_record *record, enum timing_floor floor)
{
    if (floor == FLOOR_CLOCK_READ)
        return true;
    for (size_t i = 0; i < record->result_count; i++) {
        if (record->results[i].floor == floor)
            return true;
    }
    return false;
}

/* Without its floor a measurement is still one. */
static enum step sample_floor(struct block *block, enum timing_floor floor)
{
    struct side_outcome outcome;
    const struct side_order order = {
        .order = TURN_FLOOR,
        .which = (uint32_t)floor,
        .budget_nanoseconds = clock_from_seconds(floor_seconds),
        .least_samples = 1,
    };
    side_order(&block->sides[0], &order, block->interruption, &outcome);
    const struct turn_area *area = block->sides[0].area;
    if (outcome.answer == SIDE_INTERRUPTED)
        return STEP_INTERRUPTED;
    if (outcome.answer == SIDE_FAILED) {
        snprintf(block->error, block->error_size, "%s", outcome.reason);
        return STEP_FAILED;
    }
    if (outcome.status == TIMING_MEASURED)
        recording_add_samples(&block->record->floors[floor], area->samples, area->sample_count);
    else
        recording_note(block->record, "floor not sampled", floor_name(floor), outcome.reason);
    return STEP_DONE;
}

static enum step sample_floors(struct block *block)
{
    enum step step = STEP_DONE;
    for (int floor = 0; floor < FLOOR_COUNT && step == STEP_DONE; floor++) {
        if (floor_is_wanted(block->record, (enum timing_floor)floor))
            step = sample_floor(block, (enum timing_floor)floor);
    }
    return step;
}

/* ---- The block ---- */

static enum step measure_all(struct block *block, size_t *order, void (*taken)(void *context, size_t count),
                             void *context)
{
    size_t count = block->record->result_count;
    block_shuffle(block, order, count);
    for (size_t i = 0; i < count; i++) {
        if (block->record->results[order[i]].status != TIMING_MEASURED)
            continue;
        enum step step = block_measure(block, order[i]);
        if (step == STEP_INTERRUPTED || step == STEP_FAILED)
            return step;
        taken(context, i + 1);
    }
    return STEP_DONE;
}

static void end_processes(struct block *block)
{
    static const char *const names[TIMING_SIDES] = {"of side A", "of side B"};
    for (size_t i = 0; i < TIMING_SIDES; i++) {
        side_end_process(&block->sides[i]);
        if (block->sides[i].irregular_end[0] != '\0')
            recording_note(block->record, "irregular end of a process", names[i],
                           block->sides[i].irregular_end);
    }
}

static enum step run_open(struct block *block, size_t *order, void (*taken)(void *context, size_t count),
                          void *context)
{
    recording_add_block(block->record);
    enum step step = measure_all(block, order, taken, context);
    /* Last: what a floor leaves behind in its process would be there on one side alone. */
    if (step == STEP_DONE)
        step = sample_floors(block);
    if (step == STEP_DONE)
        end_processes(block);
    return step;
}

/*
 * In random order, as what is made first and what is made second never lie alike: what memory the processes
 * inherit, and where in it there is room, has been seen to change a measurement by three per cent.
 */
enum step block_run(struct block *block, size_t *order, void (*taken)(void *context, size_t count),
                    void *context)
{
    size_t sides[TIMING_SIDES] = {0, 1};
    size_t open = 0;
    const struct conduct *conduct = block->conduct;
    block_shuffle(block, sides, conduct->side_count);
    while (open < conduct->side_count &&
           side_open(&block->sides[sides[open]], conduct->sides[sides[open]], conduct->order_seconds,
                     random_next(block->random), block->error, block->error_size))
        open++;
    enum step step = STEP_FAILED;
    if (open == conduct->side_count)
        step = run_open(block, order, taken, context);
    while (open > 0)
        side_close(&block->sides[sides[--open]]);
    return step;
}
