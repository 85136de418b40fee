/* extres bench: how fast the hot path of a runtime is, and whether that of another is slower. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/timed_run.h"
#include "platform/clock.h"
#include "report/timing_html.h"
#include "report/timing_junit.h"
#include "report/timing_table.h"

static const char default_record[] = "extres-timing.json";

static const char *record_path(const struct options *options)
{
    return options->json != NULL ? options->json : default_record;
}

/* The head of the record, with which an older one is replaced: a disk that is full is found out before
 * everything has been measured. */
static enum exit_code check_record(const struct options *options, const struct timing_record *record)
{
    char error[512];
    struct timing_record head = *record;
    head.result_count = 0;
    if (timing_record_write(&head, record_path(options), error, sizeof error))
        return EXIT_AS_EXPECTED;
    return complain(EXIT_CANNOT_RUN, "the record cannot be written: %s", error);
}

/* A report of the record, where the options ask for it. */
static bool write_report(const char *what, const char *path, const struct timing_record *record,
                         bool (*write)(const struct timing_record *, const char *, char *, size_t))
{
    char error[512];
    if (path == NULL || write(record, path, error, sizeof error))
        return true;
    complain(EXIT_CANNOT_RUN, "%s cannot be written: %s", what, error);
    return false;
}

static bool write_reports(const struct options *options, const struct timing_record *record)
{
    bool recorded = write_report("the record", record_path(options), record, timing_record_write);
    bool paged = write_report("the page", options->html, record, report_timing_html);
    bool listed = write_report("the JUnit report", options->junit, record, report_timing_junit);
    return recorded && paged && listed;
}

/* What the record says about the runtime, as an exit code. */
static enum exit_code judge(const struct timing_record *record)
{
    size_t measured = 0;
    size_t bad = 0;
    for (size_t i = 0; i < record->result_count; i++) {
        const struct timing_result *result = &record->results[i];
        bool is_measured = result->status == TIMING_MEASURED;
        measured += is_measured;
        bad += !is_measured && result->status != TIMING_SKIPPED;
        if (is_measured && record->side_count == TIMING_SIDES)
            bad += compare_sides(result, &comparison_default).difference == DIFFERENCE_SLOWER;
    }
    return measured > 0 && bad == 0 ? EXIT_AS_EXPECTED : EXIT_NOT_CONFORMING;
}

/* Of the ratio: a difference of five per cent is shown nearly always then. */
static const double certain_enough = 0.007;

static bool is_certain(const struct timing_record *record)
{
    for (size_t i = 0; i < record->result_count; i++) {
        const struct timing_result *result = &record->results[i];
        if (result->status == TIMING_MEASURED && comparison_uncertainty(result) > certain_enough)
            return false;
    }
    return true;
}

/* Where the machine is busy, two sides go on for half as many blocks again and again. */
static enum schedule_end run_blocks(struct timed_run *run, const struct timing_mode *mode, char *error,
                                    size_t error_size)
{
    const struct timing_record *record = &run->record;
    double patience = pace_patience(mode, record->result_count);
    enum schedule_end end = conductor_run(run->conductor, error, error_size);
    while (end == SCHEDULE_COMPLETE && record->side_count == TIMING_SIDES && !is_certain(record) &&
           1.5 * clock_to_seconds(clock_nanoseconds() - run->start) <= patience)
        end = conductor_run_more(run->conductor, (record->floors[FLOOR_CLOCK_READ].count + 1) / 2, error,
                                 error_size);
    return end;
}

static enum exit_code measure(struct timed_run *run, const struct options *options,
                              const struct timing_mode *mode)
{
    char error[WORKER_ERROR + 64];
    enum schedule_end end = run_blocks(run, mode, error, sizeof error);
    timed_run_finish(run, end == SCHEDULE_COMPLETE);
    timing_table_print(stdout, &run->record);
    if (end == SCHEDULE_FAILED)
        complain(EXIT_CANNOT_RUN, "the run stops: %s", error);
    if (!write_reports(options, &run->record) || end == SCHEDULE_FAILED)
        return EXIT_CANNOT_RUN;
    if (end == SCHEDULE_INTERRUPTED)
        return complain(EXIT_NOT_CONFORMING, "interrupted; %s has what was measured", record_path(options));
    return judge(&run->record);
}

/* What is about to happen, for people who wonder whether to wait. */
static void announce(const struct timed_run *run, const struct timing_mode *mode)
{
    struct pace pace;
    pace_begin(&pace, mode, run->selection.count, run->side_count);
    fprintf(stderr, "extres: %zu measurement%s%s, about %.0f s", run->selection.count,
            run->selection.count == 1 ? "" : "s", run->side_count == 1 ? "" : " of two runtimes in turns",
            pace_left(&pace));
    double patience = pace_patience(mode, run->selection.count);
    if (run->side_count > 1 && patience > pace_left(&pace))
        fprintf(stderr, ", on a busy machine up to %.0f s", patience);
    fputc('\n', stderr);
}

static enum exit_code execute(const struct options *options)
{
    struct timed_run run;
    bool two = options->vs != NULL || options->vs_environment != NULL;
    const struct timing_mode *mode = options->given[OPTION_QUICK] ? &timing_mode_quick : &timing_mode_default;
    struct options other = *options;
    other.backend = options->vs != NULL ? options->vs : options->backend;
    other.environment = options->vs_environment;
    enum exit_code code = timed_run_open(&run, options, two ? &other : NULL, mode);
    if (code != EXIT_AS_EXPECTED)
        return code;
    code = check_record(options, &run.record);
    if (code == EXIT_AS_EXPECTED) {
        announce(&run, mode);
        code = measure(&run, options, mode);
    }
    timed_run_release(&run);
    return code;
}

static const enum option_name bench_options[] = {
    OPTION_BACKEND, OPTION_PREFIX,   OPTION_VS,      OPTION_VS_ENVIRONMENT,
    OPTION_FILTER,  OPTION_EXPORTER, OPTION_QUICK,   OPTION_RECORD,
    OPTION_HTML,    OPTION_JUNIT,    OPTION_TIMEOUT, OPTION_TIMEOUT_MULTIPLIER,
    OPTION_COUNT,
};

const struct command command_bench = {
    .name = "bench",
    .summary = "Measure how fast the semaphore hot path of a runtime is, and compare two of them",
    .options = bench_options,
    .examples =
        "  extres bench\n"
        "  extres bench --quick --filter '*.enqueue_*'\n"
        "  extres bench --backend ./libgood.so --vs ./libnew.so --html timing.html\n"
        "  extres bench --backend nvidia --vs-env CUDA_DEVICE_MAX_CONNECTIONS=1\n"
        "With --vs or --vs-env two sides, A and B, take turns in random order, and ratios are B over A.\n"
        "Exit code 0: measured, and B is nowhere slower; 1: B is slower somewhere, or a measurement failed,\n"
        "or nothing could be measured. How fast a runtime is says nothing about whether it conforms.\n",
    .execute = execute,
};
