/* The recorder: what the process of a case writes down as things happen. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/recorder.h"

#include <stdio.h>
#include <string.h>

static const char *const kind_names[FINDING_KINDS] = {
    [FINDING_FAIL] = "fail",
    [FINDING_WARN] = "warn",
    [FINDING_BROKEN] = "broken",
    [FINDING_NOTE] = "note",
};

const char *recorder_kind_name(enum finding_kind kind)
{
    return kind_names[kind];
}

enum finding_kind recorder_kind_from_name(const char *name)
{
    int kind = 0;
    while (kind < FINDING_KINDS && strcmp(kind_names[kind], name) != 0)
        kind++;
    return (enum finding_kind)kind;
}

static const uint64_t guard = UINT64_C(0x9d1f3c6a52e784b0);

static void set_text(char *to, size_t size, const char *from)
{
    size_t length = strnlen(from, size - 1);
    memcpy(to, from, length);
    to[length] = '\0';
}

void recorder_reset(struct recorder *recorder)
{
    /* Findings beyond the count are never read: leave them, so that a case touches few pages. */
    recorder->guard_before = guard;
    recorder->guard_behind = guard;
    recorder->phase = PHASE_STARTING;
    recorder->body_began = 0;
    recorder->checks = 0;
    recorder->calls = 0;
    recorder->skipped = false;
    recorder->skip_reason[0] = '\0';
    recorder->current_call[0] = '\0';
    recorder->exporter[0] = '\0';
    recorder->simulated = false;
    recorder->finding_count = 0;
    recorder->kinds_made = 0;
}

bool recorder_is_overwritten(const struct recorder *recorder)
{
    return recorder->guard_before != guard || recorder->guard_behind != guard;
}

bool recorder_has_finding(const struct recorder *recorder, enum finding_kind kind)
{
    return (recorder->kinds_made >> kind & 1) != 0;
}

size_t recorder_findings_kept(const struct recorder *recorder)
{
    size_t count = recorder->finding_count;
    return count < RECORDER_FINDINGS ? count : RECORDER_FINDINGS;
}

/* A byte that is neither 0 nor 1 must not be read as a bool. */
static void seal_flag(bool *flag)
{
    unsigned char byte;
    memcpy(&byte, flag, sizeof byte);
    *flag = byte != 0;
}

void recorder_seal(struct recorder *recorder)
{
    seal_flag(&recorder->skipped);
    seal_flag(&recorder->simulated);
    recorder->skip_reason[RECORDER_TEXT - 1] = '\0';
    recorder->current_call[RECORDER_CALL - 1] = '\0';
    recorder->exporter[RECORDER_CALL - 1] = '\0';
    if (recorder->phase > PHASE_FINISHED)
        recorder->phase = PHASE_BODY;
    for (size_t i = 0; i < recorder_findings_kept(recorder); i++) {
        struct finding *finding = &recorder->findings[i];
        if ((unsigned)finding->kind >= FINDING_KINDS)
            finding->kind = FINDING_NOTE;
        finding->file[RECORDER_RULE - 1] = '\0';
        finding->rule[RECORDER_RULE - 1] = '\0';
        finding->text[RECORDER_TEXT - 1] = '\0';
    }
}

void recorder_add_list(struct recorder *recorder, enum finding_kind kind, const char *rule, const char *file,
                       int line, const char *format, va_list arguments)
{
    recorder->kinds_made |= UINT32_C(1) << kind;
    uint32_t index = recorder->finding_count++;
    if (index >= RECORDER_FINDINGS)
        return;
    struct finding *finding = &recorder->findings[index];
    finding->kind = kind;
    finding->line = line;
    set_text(finding->file, sizeof finding->file, file != NULL ? file : "");
    set_text(finding->rule, sizeof finding->rule, rule != NULL ? rule : "");
    vsnprintf(finding->text, sizeof finding->text, format, arguments);
}

void recorder_add(struct recorder *recorder, enum finding_kind kind, const char *rule, const char *file,
                  int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    recorder_add_list(recorder, kind, rule, file, line, format, arguments);
    va_end(arguments);
}

void recorder_skip(struct recorder *recorder, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(recorder->skip_reason, sizeof recorder->skip_reason, format, arguments);
    va_end(arguments);
    recorder->skipped = true;
}

void recorder_enter_call(struct recorder *recorder, const char *function)
{
    recorder->calls++;
    set_text(recorder->current_call, sizeof recorder->current_call, function);
}

void recorder_leave_call(struct recorder *recorder)
{
    recorder->current_call[0] = '\0';
}
