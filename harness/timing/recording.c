/* Filling the record of a timed run. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/recording.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/clock.h"
#include "report/report.h"
#include "run/environment.h"
#include "timing/sampling.h"

/* Bytes that come from a runtime may be anything; those of ours stay what they are. */
static char *printable(const char *text)
{
    return text_printable(text, strlen(text));
}

static void *grow(void *array, size_t count, size_t size)
{
    void *grown = realloc(array, count * size);
    if (grown == NULL)
        abort();
    return grown;
}

static struct timing_side describe_side(const struct preparation *preparation)
{
    const struct run_options *options = &preparation->options;
    const struct probe *probe = preparation->probe;
    return (struct timing_side){
        .backend = printable(options->backend.name),
        .runtime_library = printable(probe->runtime_path),
        .driver_library = printable(probe->driver_path),
        .runtime_version = probe->runtime_version,
        .driver_version = probe->driver_version,
        .device = printable(probe->device),
        .environment = printable(options->environment != NULL ? options->environment : ""),
    };
}

/* The id without "_x8", where that is the leaf's variant. */
static char *series_of(const struct leaf *leaf)
{
    const struct case_declaration *declaration = leaf->declaration;
    char *series = printable(leaf->id);
    size_t length = strlen(series);
    for (size_t i = 0; i < MEASUREMENT_VARIANTS; i++) {
        const struct measurement_variant *variant = &declaration->measurement->variants[i];
        size_t tail = variant->name != NULL ? strlen(variant->name) + 1 : length;
        if (tail < length && variant->parameter == declaration->parameter && series[length - tail] == '_' &&
            strcmp(series + length - tail + 1, variant->name) == 0) {
            series[length - tail] = '\0';
            break;
        }
    }
    return series;
}

static struct timing_result describe_leaf(const struct leaf *leaf)
{
    const struct measurement *measurement = leaf->declaration->measurement;
    return (struct timing_result){
        .id = printable(leaf->id),
        .series = series_of(leaf),
        .statement = printable(measurement->statement),
        .operation = printable(measurement->operation),
        .parameter = leaf->declaration->parameter,
        .floor = measurement->floor,
        .status = TIMING_MEASURED,
        .reason = printable(""),
        .exporter = printable(""),
        .settled = true,
    };
}

void recording_begin(struct timing_record *record, const char *mode, const struct selection *selection,
                     const struct preparation *const *sides, size_t side_count, int argument_count,
                     char *const arguments[])
{
    char *command = environment_command(argument_count, arguments);
    *record = (struct timing_record){
        .suite_version = printable(environment_suite_version()),
        .command = printable(command),
        .started = environment_time(),
        .host = environment_host(),
        .mode = printable(mode),
        .side_count = side_count,
        .results = grow(NULL, selection->count, sizeof *record->results),
        .result_count = selection->count,
    };
    free(command);
    for (size_t i = 0; i < side_count; i++)
        record->sides[i] = describe_side(sides[i]);
    for (size_t i = 0; i < selection->count; i++)
        record->results[i] = describe_leaf(selection->leaves[i]);
}

void recording_add_fact(struct timing_record *record, const char *name, const char *format, ...)
{
    char value[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(value, sizeof value, format, arguments);
    va_end(arguments);
    record->facts = grow(record->facts, record->fact_count + 1, sizeof *record->facts);
    record->facts[record->fact_count++] =
        (struct timing_fact){.name = printable(name), .value = printable(value)};
}

void recording_note(struct timing_record *record, const char *name, const char *subject, const char *what)
{
    for (size_t i = 0; i < record->fact_count; i++) {
        if (strcmp(record->facts[i].name, name) == 0)
            return;
    }
    recording_add_fact(record, name, "%s: %s", subject, what);
}

static void add_block(struct timing_blocks *blocks)
{
    blocks->blocks = grow(blocks->blocks, blocks->count + 1, sizeof *blocks->blocks);
    blocks->blocks[blocks->count++] = (struct timing_samples){NULL, 0};
}

void recording_add_block(struct timing_record *record)
{
    for (int floor = 0; floor < FLOOR_COUNT; floor++)
        add_block(&record->floors[floor]);
    for (size_t i = 0; i < record->result_count; i++) {
        for (size_t side = 0; side < record->side_count; side++)
            add_block(&record->results[i].sides[side]);
    }
}

void recording_add_samples(struct timing_blocks *blocks, const double *values, size_t count)
{
    struct timing_samples *samples = &blocks->blocks[blocks->count - 1];
    samples->values = grow(samples->values, samples->count + count, sizeof *values);
    memcpy(samples->values + samples->count, values, count * sizeof *values);
    samples->count += count;
}

static void drop_last(struct timing_blocks *blocks)
{
    if (blocks->count == 0)
        return;
    struct timing_samples *samples = &blocks->blocks[blocks->count - 1];
    free(samples->values);
    *samples = (struct timing_samples){NULL, 0};
}

void recording_drop_samples(struct timing_result *result)
{
    for (size_t side = 0; side < TIMING_SIDES; side++)
        drop_last(&result->sides[side]);
}

void recording_set_status(struct timing_result *result, enum timing_status status, const char *reason)
{
    result->status = status;
    free(result->reason);
    result->reason = printable(reason);
}

void recording_set_exporter(struct timing_result *result, const char *name, bool simulated)
{
    free(result->exporter);
    result->exporter = printable(name);
    result->simulated = simulated;
}

static bool has_samples(const struct timing_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        if (blocks->blocks[i].count > 0)
            return true;
    }
    return false;
}

static void leave_out_untaken(struct timing_record *record)
{
    struct timing_record untaken = {.results = grow(NULL, record->result_count + 1, sizeof *record->results)};
    size_t kept = 0;
    for (size_t i = 0; i < record->result_count; i++) {
        const struct timing_result *result = &record->results[i];
        if (result->status == TIMING_MEASURED && !has_samples(&result->sides[0]))
            untaken.results[untaken.result_count++] = *result;
        else
            record->results[kept++] = *result;
    }
    record->result_count = kept;
    timing_record_release(&untaken);
}

void recording_end(struct timing_record *record, double seconds, bool finished)
{
    struct clock_quality clock;
    clock_quality_measure(clock_nanoseconds, &clock);
    leave_out_untaken(record);
    record->clock_nanoseconds = clock.cost;
    record->clock_resolution_nanoseconds = (double)clock.resolution;
    record->seconds = seconds;
    record->finished = finished;
}
