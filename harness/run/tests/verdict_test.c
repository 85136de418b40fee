/* Tests of the verdict: each way in which a case can end, and which of two wins. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/tests/check.h"
#include "run/verdict.h"

static const unsigned fail = 1u << FINDING_FAIL;
static const unsigned warn = 1u << FINDING_WARN;
static const unsigned broken = 1u << FINDING_BROKEN;
static const unsigned note = 1u << FINDING_NOTE;

static struct recorder recorder;
static struct output output;

/* How a case ended: what its process did and what it wrote down. */
struct ending {
    struct process_end end;
    bool timed_out;
    bool lost;
    unsigned leftovers;
    enum recorder_phase phase;
    const char *call; /* NULL: none is running */
    const char *skip; /* NULL: not skipped */
    unsigned checks;
    unsigned findings; /* a set of kinds */
};

static struct worker_outcome outcome_of(const struct ending *ending)
{
    recorder_reset(&recorder);
    output_reset(&output);
    recorder.phase = ending->phase;
    recorder.checks = ending->checks;
    if (ending->call != NULL)
        recorder_enter_call(&recorder, ending->call);
    if (ending->skip != NULL)
        recorder_skip(&recorder, "%s", ending->skip);
    for (int kind = 0; kind < FINDING_KINDS; kind++) {
        if (ending->findings & (1u << kind))
            recorder_add(&recorder, (enum finding_kind)kind, NULL, NULL, 0, "the first %s",
                         recorder_kind_name((enum finding_kind)kind));
    }
    return (struct worker_outcome){
        .end = ending->end,
        .timed_out = ending->timed_out,
        .lost = ending->lost,
        .limit_seconds = 10,
        .leftovers = ending->leftovers,
        .recorder = &recorder,
        .output = &output,
    };
}

static void expect(const char *name, struct ending ending, enum status status, const char *reason)
{
    char got[RECORDER_TEXT + 128];
    char text[RECORDER_TEXT + 160];
    char expected[RECORDER_TEXT];
    struct worker_outcome outcome = outcome_of(&ending);
    enum status decided = verdict_decide(&outcome, got, sizeof got);
    snprintf(text, sizeof text, "%s: %s", status_name(decided), got);
    snprintf(expected, sizeof expected, "%s: %s", status_name(status), reason);
    check_text(text, expected, name);
}

static void test_regular_ends(void)
{
    const struct ending good = {.phase = PHASE_FINISHED, .checks = 1};
    struct ending ending = good;
    expect("a case that checked and found nothing passes", ending, STATUS_PASS, "");
    ending.findings = note;
    expect("a note changes nothing", ending, STATUS_PASS, "");
    ending.findings = note | warn;
    expect("a warning warns", ending, STATUS_WARN, "");
    ending.findings = warn | fail;
    expect("a failure outweighs a warning", ending, STATUS_FAIL, "");
    ending.findings = fail | broken;
    expect("a broken set-up outweighs a failure", ending, STATUS_BROKEN, "the first broken");
    ending = good;
    ending.leftovers = 2;
    expect("processes left behind warn", ending, STATUS_WARN, "left 2 processes behind");
    ending = good;
    ending.checks = 0;
    expect("a case that checked nothing is broken", ending, STATUS_BROKEN, "checked nothing");
    ending.findings = fail;
    expect("a case that failed before its first check failed", ending, STATUS_FAIL, "");
    ending.findings = 0;
    ending.skip = "cuInit is missing";
    expect("a skip needs no check", ending, STATUS_SKIP, "cuInit is missing");
    ending.findings = fail;
    expect("a failure outweighs a skip", ending, STATUS_FAIL, "");
}

static void test_irregular_ends(void)
{
    struct ending ending = {.phase = PHASE_BODY, .checks = 3, .findings = fail, .end = {true, SIGSEGV}};
    expect("a crash in the case", ending, STATUS_CRASH, "SIGSEGV in the case itself, outside of any call");
    ending.call = "cudaImportExternalSemaphore";
    expect("a crash in a call", ending, STATUS_CRASH, "SIGSEGV in cudaImportExternalSemaphore");
    ending.phase = PHASE_TEARDOWN;
    ending.call = NULL;
    ending.findings = 0;
    expect("a crash after the last check is a crash", ending, STATUS_CRASH,
           "SIGSEGV in the teardown, outside of any call");
    ending.phase = PHASE_LOADING;
    expect("a crash while loading", ending, STATUS_CRASH, "SIGSEGV while the backend was being loaded");

    ending = (struct ending){.phase = PHASE_BODY, .checks = 1, .call = "cuMemFree_v2"};
    expect("an exit(0) in a call", ending, STATUS_CRASH, "the runtime called exit(0) in cuMemFree_v2");
    ending.call = NULL;
    ending.phase = PHASE_SETTING_UP;
    ending.end.code = 3;
    expect("an exit outside of calls", ending, STATUS_CRASH,
           "the process called exit(3) in the set-up, outside of any call");
    ending.skip = "something";
    expect("an exit outweighs a skip", ending, STATUS_CRASH,
           "the process called exit(3) in the set-up, outside of any call");
    ending = (struct ending){.phase = PHASE_FINISHED, .checks = 1, .end = {false, 66}};
    expect("a sanitizer's exit code after the end", ending, STATUS_CRASH,
           "the process called exit(66) after the case had finished");

    char reason[RECORDER_TEXT];
    struct worker_outcome outcome = outcome_of(&(struct ending){.phase = PHASE_FINISHED, .checks = 1});
    recorder.guard_behind ^= 1;
    check(verdict_decide(&outcome, reason, sizeof reason) == STATUS_CRASH, "a wild write over the record");
    check_text(reason, "a wild write went over what the case had recorded", "is told as that");
}

static void test_kills(void)
{
    struct ending ending = {.phase = PHASE_BODY,
                            .checks = 1,
                            .timed_out = true,
                            .end = {true, SIGKILL},
                            .call = "cudaStreamSynchronize"};
    expect("a hang in a call", ending, STATUS_TIMEOUT,
           "no end after 10.0 s; last call: cudaStreamSynchronize, still running");
    ending.call = NULL;
    expect("a hang outside of calls", ending, STATUS_TIMEOUT,
           "no end after 10.0 s; in the case itself, outside of any call");
    ending.timed_out = false;
    ending.lost = true;
    ending.call = "cuInit";
    expect("a case that took the worker with it", ending, STATUS_CRASH,
           "the worker process ended with the case: SIGKILL, in cuInit");
}

static void test_result(void)
{
    const struct case_declaration declaration = {.statement = "It holds.", .file = "cases/x.c", .line = 12};
    const struct leaf leaf = {.declaration = &declaration, .id = "rt.x"};
    struct ending ending = {.phase = PHASE_BODY, .checks = 7, .end = {true, SIGABRT}};
    struct worker_outcome outcome = outcome_of(&ending);
    struct case_result result;
    for (int i = 0; i < RECORDER_FINDINGS + 5; i++)
        recorder_add(&recorder, FINDING_FAIL, "EXTRES-X", "cases/x.c", i, "bad byte \xff and bell \a");
    output_append(&output, "printed\n", strlen("printed\n"));
    verdict_result(&leaf, &outcome, &result);
    check(result.status == STATUS_CRASH && result.checks == 7, "a result has status and checks");
    check(result.finding_count == RECORDER_FINDINGS && result.findings_lost == 5,
          "findings before a crash are kept, what did not fit is counted");
    check_text(result.findings[3].text, "bad byte \\xFF and bell \\x07", "findings are printable");
    check_text(result.output, "printed\n", "the output is in the result");
    check_text(result.statement, "It holds.", "the statement is in the result");
    case_result_release(&result);
}

/* A case may have written anything over its recorder. */
static void test_scribble(void)
{
    const struct case_declaration declaration = {.statement = "", .file = ""};
    const struct leaf leaf = {.declaration = &declaration, .id = "rt.x"};
    struct ending ending = {.phase = PHASE_BODY, .end = {true, SIGBUS}};
    struct worker_outcome outcome = outcome_of(&ending);
    struct case_result result;
    memset((void *)&recorder, 0xA5, sizeof recorder);
    memset((void *)&output, 0xA5, sizeof output);
    verdict_result(&leaf, &outcome, &result);
    check(result.status == STATUS_CRASH && result.finding_count <= RECORDER_FINDINGS,
          "a recorder that was scribbled over is read within its bounds");
    case_result_release(&result);
}

int main(void)
{
    test_regular_ends();
    test_irregular_ends();
    test_kills();
    test_result();
    test_scribble();
    return check_end();
}
