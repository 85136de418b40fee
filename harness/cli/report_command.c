/* extres report: prints a journal or the record of a timed run again, in any format. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/shared.h"
#include "report/timing_html.h"
#include "report/timing_junit.h"
#include "report/timing_table.h"

static void replay(const struct journal_contents *contents, struct reporter *reporter, struct tally *tally)
{
    reporter->begin(reporter, &contents->run);
    for (size_t i = 0; i < contents->result_count; i++) {
        tally_add(tally, contents->results[i].status, contents->results[i].simulated);
        reporter->result(reporter, &contents->results[i]);
    }
    count_missing(tally, contents->run.selected);
    reporter->end(reporter, tally, contents->seconds, !contents->finished);
}

static enum exit_code report_journal(const struct options *options)
{
    struct journal_contents contents;
    struct tally tally = {.total = 0};
    char error[512];
    if (options->html != NULL)
        return complain(EXIT_USAGE, "report: --html is for the records of timed runs");
    if (!journal_read(options->operands[0], &contents, error, sizeof error))
        return complain(EXIT_USAGE, "report: %s", error);
    struct reporter *reporter = options_reporter(options);
    replay(&contents, reporter, &tally);
    reporter->release(reporter);
    bool written = write_junit(options, &contents);
    bool finished = contents.finished;
    journal_contents_release(&contents);
    if (!written)
        return EXIT_CANNOT_RUN;
    return finished ? (enum exit_code)tally_exit_code(&tally) : EXIT_NOT_CONFORMING;
}

/* How fast a runtime is does not decide whether it conforms: the exit code tells only whether all was
 * written.
 */
static enum exit_code report_timing(const struct options *options)
{
    struct timing_record record;
    char error[512];
    if (options->given[OPTION_FORMAT])
        return complain(EXIT_USAGE, "report: --format is for journals");
    if (!timing_record_read(options->operands[0], &record, error, sizeof error))
        return complain(EXIT_USAGE, "report: %s", error);
    timing_table_print(stdout, &record);
    enum exit_code code = EXIT_AS_EXPECTED;
    if (options->junit != NULL && !report_timing_junit(&record, options->junit, error, sizeof error))
        code = complain(EXIT_CANNOT_RUN, "the JUnit report cannot be written: %s", error);
    if (options->html != NULL && !report_timing_html(&record, options->html, error, sizeof error))
        code = complain(EXIT_CANNOT_RUN, "the page cannot be written: %s", error);
    timing_record_release(&record);
    return code;
}

static enum exit_code execute(const struct options *options)
{
    return timing_record_is(options->operands[0]) ? report_timing(options) : report_journal(options);
}

static const enum option_name report_options[] = {OPTION_FORMAT, OPTION_JUNIT, OPTION_HTML, OPTION_COUNT};

const struct command command_report = {
    .name = "report",
    .summary = "Print a journal or the record of a timed run again; the exit code is that of its run",
    .operand = "JOURNAL",
    .options = report_options,
    .examples = "  extres report extres-journal.jsonl --format quiet\n"
                "  extres report --junit report.xml extres-journal.jsonl\n"
                "  extres report --html timing.html extres-timing.json\n",
    .execute = execute,
};
