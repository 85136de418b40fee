/* extres report: prints a journal again, in any format. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/shared.h"

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

static enum exit_code execute(const struct options *options)
{
    struct journal_contents contents;
    struct tally tally = {.total = 0};
    char error[512];
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

static const enum option_name report_options[] = {OPTION_FORMAT, OPTION_JUNIT, OPTION_COUNT};

const struct command command_report = {
    .name = "report",
    .summary = "Print a journal again; the exit code is that of its run",
    .operand = "JOURNAL",
    .options = report_options,
    .examples = "  extres report extres-journal.jsonl --format quiet\n"
                "  extres report --junit report.xml extres-journal.jsonl\n",
    .execute = execute,
};
