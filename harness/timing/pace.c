/* Spending time: blocks first, then longer turns. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/pace.h"

const struct timing_mode timing_mode_default = {
    .name = "default",
    .most_seconds = 90,
    .seconds_a_measurement = 2.5,
    .patience_a_measurement = 20,
    .least_blocks = {8, 24},
    .most_blocks = 40,
};

const struct timing_mode timing_mode_quick = {
    .name = "quick",
    .most_seconds = 10,
    .seconds_a_measurement = 0.5,
    .patience_a_measurement = 0.5,
    .least_blocks = {2, 12},
    .most_blocks = 24,
};

static const double first_sampling_seconds = 0.006;
static const double least_sampling_seconds = 0.002;
static const double most_sampling_seconds = 0.050;

static double clamp(double value, double least, double most)
{
    if (value < least)
        return least;
    return value > most ? most : value;
}

static double affordable_seconds(const struct timing_mode *mode, double a_measurement, size_t measurements)
{
    double wanted = a_measurement * (double)measurements;
    return wanted < mode->most_seconds ? wanted : mode->most_seconds;
}

double pace_patience(const struct timing_mode *mode, size_t measurements)
{
    return affordable_seconds(mode, mode->patience_a_measurement, measurements);
}

void pace_begin(struct pace *pace, const struct timing_mode *mode, size_t measurements, size_t sides)
{
    *pace = (struct pace){
        .slots = measurements * sides,
        .blocks = mode->least_blocks[sides - 1],
        .least = mode->least_blocks[sides - 1],
        .most = mode->most_blocks,
        .seconds = affordable_seconds(mode, mode->seconds_a_measurement, measurements),
        .sampling_seconds = first_sampling_seconds,
    };
}

void pace_extend(struct pace *pace, size_t blocks)
{
    pace->blocks += blocks;
    pace->seconds += pace->block_seconds * (double)blocks;
}

/* The first block is the measure of the others. */
static void choose_blocks(struct pace *pace)
{
    double affordable = 1 + pace->seconds / pace->block_seconds;
    pace->blocks = (size_t)clamp(affordable, (double)pace->least, (double)pace->most);
}

void pace_block(struct pace *pace, double seconds)
{
    pace->block_seconds = seconds;
    pace->seconds = pace->seconds > seconds ? pace->seconds - seconds : 0;
    if (pace->done++ == 0)
        choose_blocks(pace);
    if (pace->done >= pace->blocks)
        return;
    double wanted = pace->seconds / (double)(pace->blocks - pace->done);
    pace->sampling_seconds = clamp(pace->sampling_seconds + (wanted - seconds) / (double)pace->slots,
                                   least_sampling_seconds, most_sampling_seconds);
}

double pace_warm_up_seconds(const struct pace *pace)
{
    double share = pace->sampling_seconds / 2;
    return share > least_sampling_seconds ? share : least_sampling_seconds;
}

double pace_left(const struct pace *pace)
{
    return pace->done == 0 ? pace->seconds : pace->block_seconds * (double)(pace->blocks - pace->done);
}
