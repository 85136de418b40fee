/* Tests of the journal: what is written is read back, whatever a killed run left. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/tests/check.h"

static char path[] = "journal-test-XXXXXX";

static const struct run_description description = {
    .suite_version = (char[]){"0.1.0"},
    .command = (char[]){"extres run --filter '\xff\x01'"},
    .started = (char[]){"2026-01-01T00:00:00Z"},
    .host = (char[]){"Linux"},
    .backend = (char[]){"reference"},
    .runtime_library = (char[]){"/lib/x.so"},
    .driver_library = (char[]){""},
    .runtime_version = 13000,
    .driver_version = 12040,
    .device = (char[]){"device \"quoted\" \\"},
    .uuid = (char[]){""},
    .exporters = (char[]){"shared: \xe2\x82\xac"},
    .selected = 3,
    .jobs = 2,
    .timeout_multiplier = 1.5,
};

static struct finding findings[] = {
    {FINDING_FAIL, 12, "cases/x.c", "EXTRES-X", "expected\n\tgot"},
    {FINDING_NOTE, 0, "", "", "observed"},
};

/* All but id, status and output. */
static const struct case_result pattern = {
    .statement = (char[]){"It holds."},
    .file = (char[]){"cases/x.c"},
    .line = 10,
    .seconds = 0.25,
    .checks = 4,
    .calls = 5,
    .reason = (char[]){"SIGSEGV in cuInit"},
    .exporter = (char[]){"shared"},
    .simulated = true,
    .findings = findings,
    .finding_count = 2,
    .findings_lost = 1,
};

static struct journal *open_journal(bool resume)
{
    char error[256];
    struct journal *journal = journal_open(path, resume, error, sizeof error);
    if (journal == NULL)
        abort();
    return journal;
}

static bool write_result(struct journal *journal, const char *id, enum status status, const char *output)
{
    char id_text[32];
    char output_text[64];
    snprintf(id_text, sizeof id_text, "%s", id);
    snprintf(output_text, sizeof output_text, "%s", output);
    struct case_result result = pattern;
    result.id = id_text;
    result.status = status;
    result.output = output_text;
    return journal_write_start(journal, id) && journal_write_result(journal, &result);
}

static void append(const char *text)
{
    FILE *file = fopen(path, "a");
    fputs(text, file);
    fclose(file);
}

/* Reads the journal, which must be readable. */
static struct journal_contents read_journal(const char *name)
{
    char error[256] = "";
    struct journal_contents contents;
    if (!check(journal_read(path, &contents, error, sizeof error), name)) {
        printf("# %s\n", error);
        exit(check_end());
    }
    return contents;
}

static void test_round_trip(void)
{
    struct journal *journal = open_journal(false);
    check(journal_write_run(journal, &description) &&
              write_result(journal, "rt.a", STATUS_CRASH, "bytes \xc3\x28 and \x02") &&
              journal_write_end(journal, 2.5, false),
          "a journal is written, bytes that are no UTF-8 included");
    journal_close(journal);
    struct journal_contents contents = read_journal("it is read back");
    const struct case_result *result = contents.results;
    check(contents.finished && contents.seconds == 2.5 && contents.result_count == 1,
          "a run that came to its end");
    check_text(contents.run.command, "extres run --filter '\\xFF\\x01'",
               "a command line that was not printable");
    check_text(contents.run.device, description.device, "quotes and backslashes");
    check_text(contents.run.exporters, description.exporters, "UTF-8");
    check(contents.run.runtime_version == 13000 && contents.run.selected == 3 && contents.run.jobs == 2 &&
              contents.run.timeout_multiplier == 1.5,
          "numbers of the run");
    check_text(result->id, "rt.a", "an id");
    check_text(result->output, "bytes \\xC3( and \\x02", "an output that was not printable");
    check_text(result->reason, "SIGSEGV in cuInit", "a reason");
    check(result->status == STATUS_CRASH && result->seconds == 0.25 && result->checks == 4 &&
              result->calls == 5 && result->line == 10 && result->simulated && result->findings_lost == 1,
          "numbers of a result");
    check(result->finding_count == 2 && result->findings[0].kind == FINDING_FAIL &&
              result->findings[0].line == 12 && result->findings[1].kind == FINDING_NOTE,
          "findings");
    check_text(result->findings[0].text, "expected\n\tgot", "text of a finding");
    journal_contents_release(&contents);
}

static void test_killed_run(void)
{
    struct journal *journal = open_journal(false);
    journal_write_run(journal, &description);
    write_result(journal, "rt.a", STATUS_PASS, "");
    journal_close(journal);
    append("{\"event\":\"result\",\"id\":\"rt.b\",\"stat");
    struct journal_contents contents = read_journal("a journal with a cut last line is read");
    check(contents.result_count == 1 && !contents.finished,
          "the cut line is dropped, the run did not finish");
    check(contents.seconds == 0.25, "without an end line the time is that of the cases");
    journal_contents_release(&contents);

    journal = open_journal(true);
    journal_write_run(journal, &description);
    write_result(journal, "rt.b", STATUS_PASS, "");
    write_result(journal, "rt.a", STATUS_FAIL, "again");
    journal_write_end(journal, 1, false);
    journal_close(journal);
    contents = read_journal("a journal that was resumed after a cut line is read");
    check(contents.result_count == 2 && contents.finished, "the resumed run finished");
    check(contents.results[0].status == STATUS_FAIL, "of two results of a case the last counts");
    check(contents.seconds == 1.25, "times of the parts add up");
    journal_contents_release(&contents);
}

static void test_strangers(void)
{
    char error[256] = "";
    struct journal_contents contents;
    struct journal *journal = open_journal(false);
    journal_write_run(journal, &description);
    journal_close(journal);
    append("{\"event\":\"weather\",\"sun\":1}\n{\"event\":\"result\",\"id\":\"rt.a\",\"status\":\"pass\","
           "\"new\":[]}\n");
    contents = read_journal("events and fields that are not known are passed over");
    check(contents.result_count == 1 && contents.results[0].output[0] == '\0',
          "fields that are missing are empty");
    journal_contents_release(&contents);
    append("{\"event\":\"result\",\"id\":\"rt.a\",\"status\":\"splendid\"}\n{}\n");
    check(!journal_read(path, &contents, error, sizeof error) && strstr(error, ":4: ") != NULL,
          "a status that is none is an error that names the line");
    check(!journal_read("/dev/null", &contents, error, sizeof error) && strstr(error, "no journal") != NULL,
          "an empty file is no journal");
    check(!journal_read("/nonexistent/journal", &contents, error, sizeof error),
          "a file that is not there is an error");
}

static void test_full_disk(void)
{
    char error[256];
    struct journal *journal = journal_open("/dev/full", false, error, sizeof error);
    check(journal != NULL && !journal_write_start(journal, "rt.a"), "a full disk is noticed");
    journal_close(journal);
    check(journal_open("/nonexistent/journal", false, error, sizeof error) == NULL,
          "a journal that cannot be opened");
}

int main(void)
{
    int descriptor = mkstemp(path);
    if (descriptor < 0)
        return 1;
    close(descriptor);
    test_round_trip();
    test_killed_run();
    test_strangers();
    test_full_disk();
    unlink(path);
    return check_end();
}
