/* Records made up from random numbers with a fixed seed. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/tests/samples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "timing/random.h"

enum { PROCESSES = 12, SAMPLES = 40 };

static double uniform(uint64_t *state)
{
    return ((double)(random_next(state) >> 11) + 0.5) / 9007199254740992.0; /* 2^53 */
}

/* Box and Muller's method. */
double sample_normal(uint64_t *state)
{
    double radius = sqrt(-2 * log(uniform(state)));
    return radius * cos(6.283185307179586 * uniform(state));
}

struct timing_blocks sample_blocks(uint64_t *state, size_t processes, size_t samples, double value,
                                   double deviation)
{
    struct timing_blocks blocks = {calloc(processes, sizeof *blocks.blocks), processes};
    if (blocks.blocks == NULL)
        abort();
    for (size_t i = 0; i < processes; i++) {
        struct timing_samples *process = &blocks.blocks[i];
        double middle = value * exp(deviation * sample_normal(state));
        process->values = calloc(samples, sizeof *process->values);
        process->count = samples;
        if (process->values == NULL)
            abort();
        for (size_t k = 0; k < samples; k++) /* the middle one is exact, others come in pairs about it */
            process->values[k] = middle * exp(0.02 * ((double)k - (double)(samples - 1) / 2));
    }
    return blocks;
}

void sample_blocks_release(struct timing_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++)
        free(blocks->blocks[i].values);
    free(blocks->blocks);
}

static char *copy(const char *text)
{
    char *result = strdup(text);
    if (result == NULL)
        abort();
    return result;
}

struct made_result {
    const char *id;
    const char *series;
    uint64_t parameter;
    enum timing_status status;
    const char *reason;
    double nanoseconds;
};

static const struct made_result made_results[] = {
    {"rt.semaphore.timeline_fd.timing.enqueue_signal_x1", "rt.semaphore.timeline_fd.timing.enqueue_signal", 1,
     TIMING_MEASURED, "", 120},
    {"rt.semaphore.timeline_fd.timing.enqueue_signal_x8", "rt.semaphore.timeline_fd.timing.enqueue_signal", 8,
     TIMING_MEASURED, "", 600},
    {"rt.semaphore.timeline_fd.timing.throughput_x4", "rt.semaphore.timeline_fd.timing.throughput", 4,
     TIMING_MEASURED, "", 210},
    {"rt.semaphore.timeline_fd.timing.wake_up_100_ms", "rt.semaphore.timeline_fd.timing.wake_up_100_ms", 0,
     TIMING_MEASURED, "", 51000},
    {"drv.semaphore.opaque_fd.timing.graph_launch", "drv.semaphore.opaque_fd.timing.graph_launch", 0,
     TIMING_MEASURED, "", 2.5e6},
    {"drv.semaphore.opaque_fd.timing.skipped", "drv.semaphore.opaque_fd.timing.skipped", 0, TIMING_SKIPPED,
     "no exporter can make\none", 0},
    {"drv.semaphore.opaque_fd.timing.failed", "drv.semaphore.opaque_fd.timing.failed", 0, TIMING_FAILED,
     "A: cuWait \xc3\x28 gave <1> & \"2\"", 0},
    {"drv.semaphore.opaque_fd.timing.broken", "drv.semaphore.opaque_fd.timing.broken", 0, TIMING_BROKEN,
     "the timer measured nothing", 0},
    {"drv.semaphore.opaque_fd.timing.crashed", "drv.semaphore.opaque_fd.timing.crashed", 0, TIMING_CRASHED,
     "SIGSEGV", 0},
    {"drv.semaphore.opaque_fd.timing.hung", "drv.semaphore.opaque_fd.timing.hung", 0, TIMING_TIMED_OUT, "",
     0},
};

enum { RESULTS = sizeof made_results / sizeof made_results[0] };

static void make_result(const struct sample_setting *setting, const struct made_result *made, uint64_t *state,
                        struct timing_result *out)
{
    *out = (struct timing_result){
        .id = copy(made->id),
        .series = copy(made->series),
        .statement = copy("What it costs"),
        .operation = copy("call"),
        .parameter = made->parameter,
        .floor = made->parameter > 0 ? FLOOR_CLOCK_READ : FLOOR_FUTEX_AFTER_100_MS,
        .status = made->status,
        .reason = copy(made->reason),
        .exporter = copy(made->status == TIMING_MEASURED ? "shared" : ""),
        .simulated = made->status == TIMING_MEASURED,
        .settled = made->parameter != 8,
        .operations = 64,
    };
    for (size_t i = 0; made->status == TIMING_MEASURED && i < setting->sides; i++) {
        double value = made->nanoseconds * setting->factor * (i == 1 ? setting->side_factor : 1);
        out->sides[i] = sample_blocks(state, PROCESSES, SAMPLES, value, 0.005);
    }
}

static void make_side(struct timing_side *side, const char *backend, const char *environment)
{
    side->backend = copy(backend);
    side->runtime_library = copy("/lib/libexample.so");
    side->driver_library = copy("");
    side->runtime_version = 13000;
    side->driver_version = 12040;
    side->device = copy("CPU");
    side->environment = copy(environment);
}

static void add_fact(struct timing_record *record, const char *name, const char *value)
{
    record->facts[record->fact_count++] = (struct timing_fact){copy(name), copy(value)};
}

void sample_record(const struct sample_setting *setting, struct timing_record *out)
{
    uint64_t state = setting->seed;
    *out = (struct timing_record){
        .suite_version = copy("0.1.0"),
        .command = copy("extres bench"),
        .started = copy("2026-01-01T00:00:00Z"),
        .host = copy("Linux 6.1 x86_64, 2 processors"),
        .mode = copy("default"),
        .facts = calloc(3, sizeof *out->facts),
        .clock_nanoseconds = 21.5,
        .clock_resolution_nanoseconds = 1,
        .side_count = setting->sides,
        .results = calloc(RESULTS, sizeof *out->results),
        .result_count = RESULTS,
        .seconds = 12.5,
        .finished = true,
    };
    if (out->facts == NULL || out->results == NULL)
        abort();
    add_fact(out, "processor", "Example 9000 with a name that is long enough to fill most of one line of it");
    add_fact(out, "governor", "performance");
    add_fact(out, "load at the start", setting->seed % 2 ? "0.10" : "0.20");
    make_side(&out->sides[0], "reference", "");
    if (setting->sides == 2)
        make_side(&out->sides[1], "./other.so", "EXTRES_FAULT=slow");
    for (size_t i = 0; i < RESULTS; i++)
        make_result(setting, &made_results[i], &state, &out->results[i]);
    /* Last, so that another floor changes no figure of the results. */
    for (int i = 0; i < FLOOR_COUNT; i++)
        out->floors[i] = sample_blocks(&state, PROCESSES, SAMPLES, 20 * (i + 1), 0.003);
}
