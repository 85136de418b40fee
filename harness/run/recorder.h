/* What a case leaves behind: verdict, findings and the last call, in memory that outlives its process. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_RECORDER_H
#define HARNESS_RECORDER_H

/*
 * The recorder lies in shared memory. The process of the case writes it as things happen; the worker reads it
 * when that process has ended, however it ended. So a crash or a hang keeps every finding made before it, and
 * names the call that was running. One writer, one reader, one after the other: no locks.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    RECORDER_FINDINGS = 24,
    RECORDER_TEXT = 640,
    RECORDER_RULE = 96,
    RECORDER_CALL = 64,
};

enum finding_kind {
    FINDING_FAIL,   /* a must rule was broken, or an expectation did not hold */
    FINDING_WARN,   /* a should rule was broken */
    FINDING_BROKEN, /* the case or its set-up failed, not the runtime */
    FINDING_NOTE,   /* an observation for the report */
    FINDING_KINDS,
};

/* "fail", "warn", "broken", "note". */
const char *recorder_kind_name(enum finding_kind kind);

/* FINDING_KINDS for a name that is none. */
enum finding_kind recorder_kind_from_name(const char *name);

struct finding {
    enum finding_kind kind;
    int line;
    char file[RECORDER_RULE];
    char rule[RECORDER_RULE]; /* rule id, empty when the finding is of no single rule */
    char text[RECORDER_TEXT];
};

/* Where the process of a case was when it ended. */
enum recorder_phase {
    PHASE_STARTING,   /* forked, nothing of the backend called yet */
    PHASE_LOADING,    /* loading the backend, when that happens in each child */
    PHASE_SETTING_UP, /* initialising the backend and opening the exporter */
    PHASE_BODY,
    PHASE_TEARDOWN, /* closing the exporter, last audits */
    PHASE_FINISHED, /* the verdict is complete; an end before this is not one that the case chose */
};

/* What decides the verdict stands between two guards, which only recorder_reset() writes. */
struct recorder {
    uint64_t guard_before;
    _Atomic uint32_t phase;
    _Atomic uint64_t body_began; /* on the clock of platform/clock.h; 0 before PHASE_BODY */
    _Atomic uint32_t checks;     /* expectations that were evaluated */
    _Atomic uint32_t calls;      /* calls to the backend */
    bool skipped;
    char skip_reason[RECORDER_TEXT];
    char current_call[RECORDER_CALL]; /* backend function that is running now, empty between calls */
    char exporter[RECORDER_CALL];     /* name of the exporter that made the objects, empty when none did */
    bool simulated;                 /* the objects came from a simulation, not from a driver or the kernel */
    _Atomic uint32_t finding_count; /* all that were made; only the first RECORDER_FINDINGS are kept */
    _Atomic uint32_t kinds_made;    /* a bit, 1 << kind, for each kind that was made, kept or not */
    uint64_t guard_behind;
    struct finding findings[RECORDER_FINDINGS];
};

void recorder_reset(struct recorder *recorder);

/* True when a guard is no more what it was: then nothing that the recorder says can be relied upon. */
bool recorder_is_overwritten(const struct recorder *recorder);

/*
 * Makes a recorder safe to read whose process may have scribbled over it: ends every text, bounds every
 * index. Call when that process has ended.
 */
void recorder_seal(struct recorder *recorder);

/* True when a finding of this kind was made, kept or not. */
bool recorder_has_finding(const struct recorder *recorder, enum finding_kind kind);

/* How many findings are kept. */
size_t recorder_findings_kept(const struct recorder *recorder);

/* rule and file may be NULL. Text that is too long is cut. */
void recorder_add(struct recorder *recorder, enum finding_kind kind, const char *rule, const char *file,
                  int line, const char *format, ...);
void recorder_add_list(struct recorder *recorder, enum finding_kind kind, const char *rule, const char *file,
                       int line, const char *format, va_list arguments);

void recorder_skip(struct recorder *recorder, const char *format, ...);
void recorder_enter_call(struct recorder *recorder, const char *function);
void recorder_leave_call(struct recorder *recorder);

#endif
