/* extres run: runs cases, records them in a journal and reports as they end. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "cli/shared.h"
#include "platform/clock.h"
#include "run/description.h"
#include "run/scheduler.h"

static const char default_journal[] = "extres-journal.jsonl";

/* One run, from its options to its end. */
struct run {
    const struct options *options;
    const char *journal_path;
    struct journal_contents former; /* of the journal that is resumed; zeroed when none is */
    struct selection selection;     /* what is still to be run */
    struct preparation preparation;
    struct journal *journal;
    struct reporter *reporter;
    struct run_description description;
    struct tally tally;
};

/* The run so far, when one is resumed: its results are reported again and not run again. */
static bool read_former(struct run *run)
{
    const struct options *options = run->options;
    char error[512];
    if (options->resume == NULL)
        return true;
    if (options->journal != NULL) {
        complain(EXIT_USAGE, "run: --resume goes on writing to its own journal; leave out --journal");
        return false;
    }
    if (!journal_read(options->resume, &run->former, error, sizeof error)) {
        complain(EXIT_USAGE, "run: --resume: %s", error);
        return false;
    }
    if (strcmp(run->former.run.backend, options->backend) == 0)
        return true;
    complain(EXIT_USAGE, "run: %s records a run of --backend %s, and cannot be resumed with another",
             options->resume, run->former.run.backend);
    journal_contents_release(&run->former);
    return false;
}

static bool choose(struct run *run)
{
    if (!read_former(run))
        return false;
    if (!select_leaves(run->options, &run->selection)) {
        journal_contents_release(&run->former);
        return false;
    }
    for (size_t i = 0; i < run->former.result_count; i++)
        selection_remove(&run->selection, run->former.results[i].id);
    return true;
}

static void report_former(struct run *run)
{
    for (size_t i = 0; i < run->former.result_count; i++) {
        tally_add(&run->tally, run->former.results[i].status, run->former.results[i].simulated);
        run->reporter->result(run->reporter, &run->former.results[i]);
    }
}

/* JUnit is made from the journal, so that it is there whatever became of the run. */
static bool report_junit_of(const struct run *run)
{
    struct journal_contents contents;
    char error[512];
    if (run->options->junit == NULL)
        return true;
    if (!journal_read(run->journal_path, &contents, error, sizeof error)) {
        complain(EXIT_CANNOT_RUN, "the journal cannot be read back: %s", error);
        return false;
    }
    bool written = write_junit(run->options, &contents);
    journal_contents_release(&contents);
    return written;
}

static enum schedule_end run_selection(struct run *run)
{
    char error[WORKER_ERROR + 256];
    const struct schedule schedule = {
        .program = &run->preparation.program,
        .selection = &run->selection,
        .jobs = run->options->jobs,
        .limit_seconds = run->options->timeout_seconds,
        .multiplier = run->options->timeout_multiplier,
        .journal = run->journal,
        .reporter = run->reporter,
        .tally = &run->tally,
    };
    enum schedule_end end = schedule_run(&schedule, error, sizeof error);
    if (end == SCHEDULE_FAILED)
        complain(EXIT_CANNOT_RUN, "the run stops: %s", error);
    return end;
}

/* From the first line of the journal to the last. */
static enum exit_code execute_recorded(struct run *run)
{
    uint64_t start = clock_nanoseconds();
    run->reporter->begin(run->reporter, &run->description);
    report_former(run);
    if (!journal_write_run(run->journal, &run->description))
        return complain(EXIT_CANNOT_RUN, "%s cannot be written: is the disk full?", run->journal_path);
    enum schedule_end end = run_selection(run);
    bool stopped = end != SCHEDULE_COMPLETE;
    double seconds = clock_to_seconds(clock_nanoseconds() - start);
    count_missing(&run->tally, run->description.selected);
    run->reporter->end(run->reporter, &run->tally, seconds, stopped);
    bool written = journal_write_end(run->journal, seconds, stopped);
    if (!written)
        complain(EXIT_CANNOT_RUN, "the end of the run cannot be written to %s", run->journal_path);
    if (!report_junit_of(run) || !written || end == SCHEDULE_FAILED)
        return EXIT_CANNOT_RUN;
    if (end == SCHEDULE_INTERRUPTED)
        return complain(EXIT_NOT_CONFORMING, "interrupted; go on with --resume %s", run->journal_path);
    return (enum exit_code)tally_exit_code(&run->tally);
}

static enum exit_code execute_prepared(struct run *run)
{
    char error[512];
    bool resume = run->options->resume != NULL;
    run->journal_path = run->options->journal != NULL ? run->options->journal : default_journal;
    if (resume)
        run->journal_path = run->options->resume;
    run->journal = journal_open(run->journal_path, resume, error, sizeof error);
    if (run->journal == NULL)
        return complain(EXIT_CANNOT_RUN, "the journal cannot be opened: %s", error);
    describe_run(&run->preparation.options, run->preparation.probe, run->options->argument_count,
                 run->options->arguments, &run->description);
    run->description.selected = run->selection.count + run->former.result_count;
    run->reporter = options_reporter(run->options);
    enum exit_code code = execute_recorded(run);
    run->reporter->release(run->reporter);
    run_description_release(&run->description);
    journal_close(run->journal);
    return code;
}

static enum exit_code execute(const struct options *options)
{
    struct run run = {.options = options};
    enum exit_code code = EXIT_CANNOT_RUN;
    if (!choose(&run))
        return EXIT_USAGE;
    if (prepare_backend(options, &run.selection, &run.preparation)) {
        code = execute_prepared(&run);
        preparation_release(&run.preparation);
    }
    selection_release(&run.selection);
    journal_contents_release(&run.former);
    return code;
}

static const enum option_name run_options[] = {
    OPTION_BACKEND, OPTION_PREFIX, OPTION_EXPORTER, OPTION_FILTER,
    OPTION_TIER,    OPTION_JOBS,   OPTION_TIMEOUT,  OPTION_TIMEOUT_MULTIPLIER,
    OPTION_FORMAT,  OPTION_JUNIT,  OPTION_JOURNAL,  OPTION_RESUME,
    OPTION_COUNT,
};

const struct command command_run = {
    .name = "run",
    .summary = "Run cases against a runtime and say whether it conforms",
    .options = run_options,
    .examples = "  extres run\n"
                "  extres run --backend nvidia --junit report.xml\n"
                "  extres run --backend ./libmycudart.so,./libmycuda.so --filter 'rt.semaphore.*'\n"
                "  extres run --resume extres-journal.jsonl\n",
    .execute = execute,
};
