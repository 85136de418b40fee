/* The verdict on a case: one table, the first rule that applies decides. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/report.h"

/* Where a process ended that was in no call of the backend. */
static const char *const phase_texts[] = {
    [PHASE_STARTING] = "before the case began",
    [PHASE_LOADING] = "while the backend was being loaded",
    [PHASE_SETTING_UP] = "in the set-up, outside of any call",
    [PHASE_BODY] = "in the case itself, outside of any call",
    [PHASE_TEARDOWN] = "in the teardown, outside of any call",
    [PHASE_FINISHED] = "after the case had finished",
};

static const char *phase_text(const struct recorder *recorder)
{
    return phase_texts[recorder->phase];
}

static bool in_call(const struct recorder *recorder)
{
    return recorder->current_call[0] != '\0';
}

static const char *place(const struct recorder *recorder)
{
    return in_call(recorder) ? recorder->current_call : phase_text(recorder);
}

static bool was_lost(const struct worker_outcome *outcome)
{
    return outcome->lost;
}

static void explain_lost(const struct worker_outcome *outcome, char *reason, size_t size)
{
    char end[32];
    process_describe_end(&outcome->end, end, sizeof end);
    snprintf(reason, size, "the worker process ended with the case: %s, %s%s", end,
             in_call(outcome->recorder) ? "in " : "", place(outcome->recorder));
}

static bool timed_out(const struct worker_outcome *outcome)
{
    return outcome->timed_out;
}

static void explain_timeout(const struct worker_outcome *outcome, char *reason, size_t size)
{
    if (in_call(outcome->recorder))
        snprintf(reason, size, "no end after %.1f s; last call: %s, still running", outcome->limit_seconds,
                 outcome->recorder->current_call);
    else
        snprintf(reason, size, "no end after %.1f s; %s", outcome->limit_seconds,
                 phase_text(outcome->recorder));
}

static bool was_signalled(const struct worker_outcome *outcome)
{
    return outcome->end.signalled;
}

static void explain_signal(const struct worker_outcome *outcome, char *reason, size_t size)
{
    char end[32];
    process_describe_end(&outcome->end, end, sizeof end);
    snprintf(reason, size, "%s %s%s", end, in_call(outcome->recorder) ? "in " : "", place(outcome->recorder));
}

static bool was_overwritten(const struct worker_outcome *outcome)
{
    return recorder_is_overwritten(outcome->recorder);
}

static void explain_overwritten(const struct worker_outcome *outcome, char *reason, size_t size)
{
    (void)outcome;
    snprintf(reason, size, "a wild write went over what the case had recorded");
}

static bool ended_early(const struct worker_outcome *outcome)
{
    return outcome->recorder->phase != PHASE_FINISHED || outcome->end.code != 0;
}

static void explain_exit(const struct worker_outcome *outcome, char *reason, size_t size)
{
    char end[32];
    process_describe_end(&outcome->end, end, sizeof end);
    if (in_call(outcome->recorder))
        snprintf(reason, size, "the runtime called %s in %s", end, place(outcome->recorder));
    else
        snprintf(reason, size, "the process called %s %s", end, place(outcome->recorder));
}

static bool is_broken(const struct worker_outcome *outcome)
{
    return recorder_has_finding(outcome->recorder, FINDING_BROKEN);
}

static void explain_broken(const struct worker_outcome *outcome, char *reason, size_t size)
{
    const struct recorder *recorder = outcome->recorder;
    for (size_t i = 0; i < recorder_findings_kept(recorder); i++) {
        if (recorder->findings[i].kind == FINDING_BROKEN) {
            snprintf(reason, size, "%s", recorder->findings[i].text);
            return;
        }
    }
}

static bool has_failure(const struct worker_outcome *outcome)
{
    return recorder_has_finding(outcome->recorder, FINDING_FAIL);
}

static bool was_skipped(const struct worker_outcome *outcome)
{
    return outcome->recorder->skipped;
}

static void explain_skip(const struct worker_outcome *outcome, char *reason, size_t size)
{
    snprintf(reason, size, "%s", outcome->recorder->skip_reason);
}

static bool checked_nothing(const struct worker_outcome *outcome)
{
    return outcome->recorder->checks == 0;
}

static void explain_nothing(const struct worker_outcome *outcome, char *reason, size_t size)
{
    (void)outcome;
    snprintf(reason, size, "checked nothing");
}

static bool has_warning(const struct worker_outcome *outcome)
{
    return recorder_has_finding(outcome->recorder, FINDING_WARN);
}

static bool left_processes(const struct worker_outcome *outcome)
{
    return outcome->leftovers > 0;
}

static void explain_leftovers(const struct worker_outcome *outcome, char *reason, size_t size)
{
    snprintf(reason, size, "left %u process%s behind", outcome->leftovers,
             outcome->leftovers == 1 ? "" : "es");
}

static bool always(const struct worker_outcome *outcome)
{
    (void)outcome;
    return true;
}

static void explain_nothing_more(const struct worker_outcome *outcome, char *reason, size_t size)
{
    (void)outcome;
    (void)size;
    reason[0] = '\0';
}

struct verdict_rule {
    bool (*applies)(const struct worker_outcome *outcome);
    enum status status;
    void (*explain)(const struct worker_outcome *outcome, char *reason, size_t size);
};

/* How the process ended comes before what it wrote down: a crash after the last check is still a crash. */
static const struct verdict_rule verdict_rules[] = {
    {was_lost, STATUS_CRASH, explain_lost},
    {timed_out, STATUS_TIMEOUT, explain_timeout},
    {was_signalled, STATUS_CRASH, explain_signal},
    {was_overwritten, STATUS_CRASH, explain_overwritten},
    {ended_early, STATUS_CRASH, explain_exit},
    {is_broken, STATUS_BROKEN, explain_broken},
    {has_failure, STATUS_FAIL, explain_nothing_more},
    {was_skipped, STATUS_SKIP, explain_skip},
    {checked_nothing, STATUS_BROKEN, explain_nothing},
    {has_warning, STATUS_WARN, explain_nothing_more},
    {left_processes, STATUS_WARN, explain_leftovers},
    {always, STATUS_PASS, explain_nothing_more},
};

enum status verdict_decide(const struct worker_outcome *outcome, char *reason, size_t reason_size)
{
    const struct verdict_rule *rule = verdict_rules;
    while (!rule->applies(outcome))
        rule++;
    reason[0] = '\0';
    rule->explain(outcome, reason, reason_size);
    return rule->status;
}

static char *printable(const char *text)
{
    return text_printable(text, strlen(text));
}

static struct finding *copy_findings(const struct recorder *recorder, size_t count)
{
    struct finding *findings = calloc(count > 0 ? count : 1, sizeof *findings);
    if (findings == NULL)
        abort();
    for (size_t i = 0; i < count; i++) {
        findings[i] = recorder->findings[i];
        text_make_printable(findings[i].file, sizeof findings[i].file);
        text_make_printable(findings[i].rule, sizeof findings[i].rule);
        text_make_printable(findings[i].text, sizeof findings[i].text);
    }
    return findings;
}

void verdict_result(const struct leaf *leaf, const struct worker_outcome *outcome, struct case_result *out)
{
    struct recorder *recorder = outcome->recorder;
    char reason[RECORDER_TEXT + 128];
    recorder_seal(recorder);
    out->status = verdict_decide(outcome, reason, sizeof reason);
    out->reason = printable(reason);
    out->id = printable(leaf->id);
    out->statement = printable(leaf->declaration->statement);
    out->file = printable(leaf->declaration->file);
    out->line = leaf->declaration->line;
    out->seconds = outcome->seconds;
    out->checks = recorder->checks;
    out->calls = recorder->calls;
    out->exporter = printable(recorder->exporter);
    out->simulated = recorder->simulated;
    out->finding_count = recorder_findings_kept(recorder);
    out->findings = copy_findings(recorder, out->finding_count);
    out->findings_lost = recorder->finding_count - (unsigned)out->finding_count;
    out->output = output_text(outcome->output);
}
