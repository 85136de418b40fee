/* One measurement of one block: set up on every side, sampled in turns, taken down. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "platform/clock.h"
#include "timing/block.h"
#include "timing/recording.h"

enum {
    ROUNDS = 4,               /* turns that each side takes, when there is time */
    SAMPLES_OF_A_BATCH = 12,  /* that a turn has at least, however busy the machine is */
    SAMPLES_OF_A_LATENCY = 1, /* the same of a single operation, which may take its time by itself */
};

/* Long enough for a reading of the clock to be next to nothing, short enough for most samples to be
 * undisturbed by other processes. */
static const uint64_t sample_nanoseconds = 40000;

struct attempt {
    struct block *block;
    struct timing_result *result;
    uint32_t leaf;           /* index of the selection */
    bool open[TIMING_SIDES]; /* the side's process has the measurement open */
};

/* Writes down what became of a measurement that was not taken. */
static void set_status(const struct attempt *attempt, size_t side, const struct side_outcome *outcome)
{
    static const char *const names[TIMING_SIDES] = {"side A: ", "side B: "};
    char reason[sizeof outcome->reason + sizeof "side A: "];
    bool named = attempt->block->conduct->side_count > 1;
    snprintf(reason, sizeof reason, "%s%s", named ? names[side] : "", outcome->reason);
    recording_set_status(attempt->result, outcome->status, reason);
}

/* Only after STEP_DONE the side's process can have the measurement open. */
static enum step give_order(struct attempt *attempt, size_t side, const struct side_order *order)
{
    struct block *block = attempt->block;
    struct side_outcome outcome;
    side_order(&block->sides[side], order, block->interruption, &outcome);
    if (outcome.answer == SIDE_INTERRUPTED)
        return STEP_INTERRUPTED;
    if (outcome.answer == SIDE_FAILED) {
        snprintf(block->error, block->error_size, "%s", outcome.reason);
        return STEP_FAILED;
    }
    if (outcome.status == TIMING_MEASURED)
        return STEP_DONE;
    set_status(attempt, side, &outcome);
    return STEP_LEFT;
}

static enum step open_on(struct attempt *attempt, size_t side)
{
    struct block *block = attempt->block;
    struct timing_result *result = attempt->result;
    const struct side_order order = {
        .order = TURN_OPEN,
        .which = attempt->leaf,
        .operations = result->operations,
        .sample_nanoseconds = sample_nanoseconds,
        .budget_nanoseconds = clock_from_seconds(block->warm_up_seconds),
    };
    enum step step = give_order(attempt, side, &order);
    if (step != STEP_DONE)
        return step;
    const struct turn_area *area = block->sides[side].area;
    attempt->open[side] = true;
    /* The first process of all chooses for all that follow. */
    if (result->operations == 0)
        result->operations = area->chosen_operations;
    result->settling += area->stable ? 1 : -1;
    result->settled = result->settling >= 0;
    recording_set_exporter(result, area->exporter, area->simulated);
    return STEP_DONE;
}

static enum step close_on(struct attempt *attempt, size_t side)
{
    const struct side_order order = {.order = TURN_CLOSE, .which = attempt->leaf};
    attempt->open[side] = false;
    return give_order(attempt, side, &order);
}

static enum step take_turn(struct attempt *attempt, size_t side)
{
    struct block *block = attempt->block;
    const struct side_order order = {
        .order = TURN_SAMPLE,
        .which = attempt->leaf,
        .operations = attempt->result->operations,
        .budget_nanoseconds = clock_from_seconds(block->sampling_seconds / ROUNDS),
        .least_samples = attempt->result->operations > 1 ? SAMPLES_OF_A_BATCH : SAMPLES_OF_A_LATENCY,
    };
    enum step step = give_order(attempt, side, &order);
    const struct turn_area *area = block->sides[side].area;
    attempt->open[side] = step == STEP_DONE;
    if (step == STEP_DONE)
        recording_add_samples(&attempt->result->sides[side], area->samples, area->sample_count);
    return step;
}

/* Which side goes first, and which after it. */
static void shuffle_sides(struct block *block, size_t sides[static TIMING_SIDES])
{
    for (size_t i = 0; i < TIMING_SIDES; i++)
        sides[i] = i;
    block_shuffle(block, sides, block->conduct->side_count);
}

/* Each side once, in random order, until one fails. */
static enum step on_each_side(struct attempt *attempt, enum step (*act)(struct attempt *attempt, size_t side))
{
    size_t sides[TIMING_SIDES];
    enum step step = STEP_DONE;
    shuffle_sides(attempt->block, sides);
    for (size_t i = 0; i < attempt->block->conduct->side_count && step == STEP_DONE; i++)
        step = act(attempt, sides[i]);
    return step;
}

/* Rounds until the time is used up; where a single sample takes long that is one round. */
static enum step take_turns(struct attempt *attempt)
{
    const struct block *block = attempt->block;
    double seconds = block->sampling_seconds * (double)block->conduct->side_count;
    uint64_t end = clock_nanoseconds() + clock_from_seconds(seconds);
    enum step step = STEP_DONE;
    for (int round = 0; round < ROUNDS && step == STEP_DONE; round++) {
        if (round > 0 && clock_nanoseconds() >= end)
            break;
        step = on_each_side(attempt, take_turn);
    }
    return step;
}

/* Wherever it is open; the worst of how that ended. */
static enum step close_all(struct attempt *attempt)
{
    enum step worst = STEP_DONE;
    for (size_t side = 0; side < TIMING_SIDES; side++) {
        enum step step = attempt->open[side] ? close_on(attempt, side) : STEP_DONE;
        worst = step > worst ? step : worst;
    }
    return worst;
}

enum step block_measure(struct block *block, size_t leaf)
{
    struct attempt attempt = {
        .block = block, .result = &block->record->results[leaf], .leaf = (uint32_t)leaf};
    enum step step = on_each_side(&attempt, open_on);
    if (step == STEP_DONE)
        step = take_turns(&attempt);
    /* A process that is interrupted is still at work on its order, and takes no other. */
    if (step == STEP_DONE || step == STEP_LEFT) {
        enum step closed = close_all(&attempt);
        step = closed > step ? closed : step;
    }
    if (step != STEP_DONE)
        recording_drop_samples(attempt.result);
    return step;
}
