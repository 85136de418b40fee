/* Tests of sampling, with a clock that only moves when it is told to. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "report/tests/check.h"
#include "timing/sampling.h"

/* The time, and what a reading of it costs. */
static uint64_t the_time;
static uint64_t reading_cost;

static uint64_t fake_now(void)
{
    the_time += reading_cost;
    return the_time;
}

/* What is sampled: operations that take their time, and a sample that may claim something else. */
struct operation {
    uint64_t nanoseconds;
    uint64_t slower_by; /* added to each operation of a sample, and less by decline after every sample */
    uint64_t decline;
    uint64_t claim;      /* what every sample says that it took; 0: the truth */
    uint64_t samples;    /* taken so far */
    uint64_t operations; /* of the last sample */
};

static uint64_t sample(void *context, uint64_t operations)
{
    struct operation *operation = context;
    uint64_t start = fake_now();
    the_time += operations * (operation->nanoseconds + operation->slower_by);
    uint64_t end = fake_now();
    operation->slower_by -=
        operation->slower_by < operation->decline ? operation->slower_by : operation->decline;
    operation->samples++;
    operation->operations = operations;
    return operation->claim != 0 ? operation->claim : end - start;
}

static struct sampling sampling_of(struct operation *operation)
{
    the_time = 1000000;
    reading_cost = 20;
    return (struct sampling){.sample = sample,
                             .context = operation,
                             .now = fake_now,
                             .clock = {.cost = 20, .resolution = 10},
                             .operations = 1};
}

static bool within(double value, double low, double high)
{
    return value >= low && value <= high;
}

static void test_clock(void)
{
    struct clock_quality quality;
    reading_cost = 25;
    clock_quality_measure(fake_now, &quality);
    check(within(quality.cost, 24.9, 25.1), "a reading of the clock costs what it costs");
    check(quality.resolution == 25, "the resolution is the smallest difference");
}

static void test_choice(void)
{
    struct operation operation = {.nanoseconds = 100};
    struct sampling sampling = sampling_of(&operation);
    sampling_choose_operations(&sampling, 10000, 1024);
    check(sampling.operations == 128, "operations are doubled until a sample is long enough");
    sampling_choose_operations(&sampling, 10000, 48);
    check(sampling.operations == 48, "no more operations than a sample may have");
    sampling_choose_operations(&sampling, 10, 1024);
    check(sampling.operations == 1, "one operation where one is long enough");
    uint64_t before = operation.samples;
    sampling_choose_operations(&sampling, 10000, 1);
    check(sampling.operations == 1 && operation.samples == before,
          "there is nothing to choose for a latency");
}

static void test_values(void)
{
    struct operation operation = {.nanoseconds = 100};
    struct sampling sampling = sampling_of(&operation);
    char error[SAMPLING_ERROR];
    double values[8];
    size_t count = 0;
    sampling.operations = 4;
    check(sampling_take(&sampling, 0, 3, values, 8, &count, error) && count == 3,
          "the least number of samples is taken without any budget");
    check(within(values[0], 99.9, 100.1) && within(values[2], 99.9, 100.1),
          "a value is of one operation, without the clock's cost");
    check(sampling_take(&sampling, UINT64_MAX, 1, values, 8, &count, error) && count == 8,
          "no more samples than there is room for");
    check(sampling_take(&sampling, 1500, 1, values, 8, &count, error) && count > 1 && count < 8,
          "the budget ends it");
}

static void test_warm_up(void)
{
    struct operation operation = {.nanoseconds = 1000, .slower_by = 5000, .decline = 50};
    struct sampling sampling = sampling_of(&operation);
    char error[SAMPLING_ERROR];
    bool stable = false;
    check(sampling_warm_up(&sampling, 10000000, &stable, error) && stable && operation.slower_by == 0,
          "warming up lasts until the figures have settled");

    struct operation drifting = {.nanoseconds = 1000, .slower_by = 500000, .decline = 5000};
    sampling = sampling_of(&drifting);
    check(sampling_warm_up(&sampling, 20000000, &stable, error) && !stable, "or until its budget is used up");

    struct operation slow = {.nanoseconds = 100000000};
    sampling = sampling_of(&slow);
    check(sampling_warm_up(&sampling, 1000, &stable, error) && !stable && slow.samples == 1,
          "one sample where the budget has no room for two");
}

/* A sample that cannot be true is refused, wherever it is taken. */
static void expect_refused(struct operation operation, double least, const char *reason, const char *name)
{
    struct sampling sampling = sampling_of(&operation);
    char error[SAMPLING_ERROR] = "";
    char other[SAMPLING_ERROR] = "";
    double value = 0;
    size_t count = 0;
    bool stable = false;
    sampling.least_nanoseconds = least;
    bool taken = sampling_take(&sampling, 0, 1, &value, 1, &count, error);
    bool warmed = sampling_warm_up(&sampling, 1000, &stable, other);
    check(!taken && !warmed && count == 0 && strstr(error, "measured nothing") != NULL &&
              strstr(error, reason) != NULL && strcmp(error, other) == 0,
          name);
}

static void test_sanity(void)
{
    expect_refused((struct operation){.nanoseconds = 0}, 0, "no longer than reading the clock",
                   "an operation that takes no time was none");
    expect_refused((struct operation){.nanoseconds = 50, .claim = 9}, 0, "shorter than the clock can tell",
                   "a sample below the resolution is none");
    expect_refused((struct operation){.nanoseconds = 50, .claim = 5000}, 0,
                   "longer than the time that passed", "a sample is no longer than what passed around it");
    expect_refused((struct operation){.nanoseconds = 50}, 60, "hand over",
                   "a hand-over is not faster than the machine");
}

int main(void)
{
    test_clock();
    test_choice();
    test_values();
    test_warm_up();
    test_sanity();
    return check_end();
}
