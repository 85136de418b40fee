/* Tests of the pace of a timed run, with blocks that cost what a formula says. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/tests/check.h"
#include "timing/pace.h"

/* What a block costs: a part for each process, a part for each slot, and the sampling, times the load. */
struct cost {
    double process;
    double slot;
    double load;
};

struct outcome {
    size_t blocks;
    double seconds;
    double last_sampling;
};

static struct outcome simulate(const struct timing_mode *mode, size_t measurements, size_t sides,
                               const struct cost *cost)
{
    struct pace pace;
    struct outcome outcome = {.blocks = 0};
    pace_begin(&pace, mode, measurements, sides);
    while (pace.done < pace.blocks) {
        double slots = (double)(measurements * sides);
        double seconds =
            cost->load * (cost->process * (double)sides + cost->slot * slots) + pace.sampling_seconds * slots;
        outcome.last_sampling = pace.sampling_seconds;
        outcome.seconds += seconds;
        pace_block(&pace, seconds);
    }
    outcome.blocks = pace.done;
    return outcome;
}

static const struct cost calm = {.process = 0.01, .slot = 0.004, .load = 1};
static const struct cost busy = {.process = 0.01, .slot = 0.004, .load = 20};
static const struct cost slow_start = {.process = 0.4, .slot = 0.004, .load = 1};

static void test_time(void)
{
    struct outcome tier = simulate(&timing_mode_default, 126, 1, &calm);
    struct outcome quick = simulate(&timing_mode_quick, 126, 1, &calm);
    struct outcome one = simulate(&timing_mode_default, 1, 2, &calm);
    struct outcome two = simulate(&timing_mode_default, 126, 2, &calm);
    check(tier.seconds > 60 && tier.seconds < 110, "the whole tier takes what it may, and not more");
    check(quick.seconds < 14, "a quick one less than 15 s");
    check(one.seconds > 1.5 && one.seconds < 4, "a comparison of one measurement a few seconds");
    check(two.seconds < 120, "a comparison of all is under two minutes, where blocks are cheap");
    check(one.last_sampling > 0.006, "where there is time the turns are longer");
}

static void test_blocks(void)
{
    struct outcome two_busy = simulate(&timing_mode_default, 126, 2, &busy);
    struct outcome one_busy = simulate(&timing_mode_default, 126, 1, &busy);
    struct outcome slow = simulate(&timing_mode_default, 4, 2, &slow_start);
    struct outcome cheap = simulate(&timing_mode_default, 1, 1, &calm);
    check(two_busy.blocks == timing_mode_default.least_blocks[1],
          "two sides never have fewer pairs than needed");
    check(one_busy.blocks == timing_mode_default.least_blocks[0], "nor has one side fewer processes");
    check(slow.blocks == timing_mode_default.least_blocks[1], "a slow start costs blocks down to that");
    check(cheap.blocks == timing_mode_default.most_blocks, "cheap blocks are many");
}

static void test_patience(void)
{
    check(pace_patience(&timing_mode_default, 1) > 2 * timing_mode_default.seconds_a_measurement,
          "two sides of one measurement may go on");
    check(pace_patience(&timing_mode_default, 126) <= timing_mode_default.most_seconds,
          "a whole tier has no more time than it may cost");
    check(pace_patience(&timing_mode_quick, 1) <= timing_mode_quick.seconds_a_measurement,
          "a quick run does not go on");
}

static void test_extension(void)
{
    struct pace pace;
    pace_begin(&pace, &timing_mode_default, 1, 2);
    while (pace.done < pace.blocks)
        pace_block(&pace, 0.1);
    size_t before = pace.done;
    double sampling = pace.sampling_seconds;
    check(pace_left(&pace) == 0, "nothing is left at the end");
    pace_extend(&pace, 10);
    check(pace_left(&pace) > 0.9 && pace_left(&pace) < 1.1, "more blocks are more time");
    while (pace.done < pace.blocks)
        pace_block(&pace, 0.1);
    check(pace.done == before + 10, "so many more blocks");
    check(pace.sampling_seconds > 0.9 * sampling && pace.sampling_seconds < 1.1 * sampling,
          "of the same length");
}

int main(void)
{
    test_time();
    test_blocks();
    test_patience();
    test_extension();
    return check_end();
}
