/* TAP 14: a test point a case, with YAML diagnostics under each that is not a plain pass. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/detail.h"
#include "report/yaml.h"

#include <stdlib.h>
#include <string.h>

/*
 * Every line is valid TAP 14 and, but for the version on the first, valid TAP 13 too. Harness programs of
 * Perl before 5.40 (Test::Harness before 3.48) refuse a stream that calls itself 14. They tell the programs
 * that they start which version they read in TAP_VERSION; whoever pipes into one sets it by hand. YAML is
 * kept to what their reader knows: block mappings and sequences, double quotes, literal blocks without an
 * indicator.
 */

struct tap {
    struct reporter reporter;
    FILE *stream;
    char *backend; /* for reproduction commands; NULL before begin */
    size_t number;
};

/* How each status is written. ok and directive are what the harness that reads this counts. */
static const struct point {
    bool ok;
    const char *directive; /* after "# ", NULL for none */
} points[STATUS_COUNT] = {
    [STATUS_PASS] = {true, NULL},    [STATUS_FAIL] = {false, NULL},
    [STATUS_WARN] = {true, NULL},    [STATUS_SKIP] = {true, "SKIP"},
    [STATUS_CRASH] = {false, NULL},  [STATUS_TIMEOUT] = {false, NULL},
    [STATUS_BROKEN] = {false, NULL}, [STATUS_XFAIL] = {false, "TODO expected to fail"},
    [STATUS_XPASS] = {false, NULL},  [STATUS_WAIVED] = {false, "TODO waived"},
    [STATUS_FLAKY] = {false, NULL},  [STATUS_NOTRUN] = {true, "SKIP not run"},
};

/* One line in which # and \ cannot be taken for a directive or an escape. */
static void write_escaped(FILE *stream, const char *text)
{
    char *line = text_one_line(text);
    for (const char *c = line; *c; c++) {
        if (*c == '#' || *c == '\\')
            putc('\\', stream);
        putc(*c, stream);
    }
    free(line);
}

static void write_comment(FILE *stream, const char *key, const char *value)
{
    if (!*value)
        return;
    char *line = text_one_line(value);
    fprintf(stream, "# %s: %s\n", key, line);
    free(line);
}

static void write_description(FILE *stream, const struct run_description *run)
{
    write_comment(stream, "suite", run->suite_version);
    write_comment(stream, "command", run->command);
    write_comment(stream, "started", run->started);
    write_comment(stream, "host", run->host);
    write_comment(stream, "backend", run->backend);
    write_comment(stream, "runtime library", run->runtime_library);
    write_comment(stream, "driver library", run->driver_library);
    fprintf(stream, "# versions: runtime %d, driver %d\n", run->runtime_version, run->driver_version);
    write_comment(stream, "device", run->device);
    write_comment(stream, "uuid", run->uuid);
    write_comment(stream, "exporters", run->exporters);
}

static void tap_begin(struct reporter *reporter, const struct run_description *run)
{
    struct tap *tap = (struct tap *)reporter;
    const char *wanted = getenv("TAP_VERSION");
    fprintf(tap->stream, "TAP version %d\n", wanted && strcmp(wanted, "13") == 0 ? 13 : 14);
    fprintf(tap->stream, "1..%zu%s\n", run->selected, run->selected ? "" : " # SKIP no case was selected");
    write_description(tap->stream, run);
    fflush(tap->stream);
    tap->backend = text_copy(run->backend);
}

static void write_text(FILE *stream, const char *key, const char *value)
{
    if (!*value)
        return;
    fprintf(stream, "%s: ", key);
    yaml_write_quoted(stream, value);
    putc('\n', stream);
}

static void write_place(FILE *stream, const char *indent, const char *file, int line)
{
    if (!*file)
        return;
    fputs(indent, stream);
    write_text(stream, "file", file);
    fprintf(stream, "%sline: %d\n", indent, line);
}

static void write_findings(FILE *stream, const struct case_result *result)
{
    if (result->finding_count)
        fputs("  findings:\n", stream);
    for (size_t i = 0; i < result->finding_count; i++) {
        const struct finding *finding = &result->findings[i];
        fprintf(stream, "    - kind: %s\n", recorder_kind_name(finding->kind));
        if (finding->rule[0]) {
            fputs("      ", stream);
            write_text(stream, "rule", finding->rule);
        }
        write_place(stream, "      ", finding->file, finding->line);
        fputs("      text: ", stream);
        yaml_write_quoted(stream, finding->text);
        putc('\n', stream);
    }
    if (result->findings_lost)
        fprintf(stream, "  findings_lost: %u\n", result->findings_lost);
}

static void write_diagnostics(FILE *stream, const char *backend, const struct case_result *result)
{
    char seconds[SECONDS_TEXT];
    format_seconds(result->seconds, seconds);
    fprintf(stream, "  ---\n  status: %s\n  seconds: %s\n", status_name(result->status), seconds);
    fprintf(stream, "  checks: %u\n  calls: %u\n", result->checks, result->calls);
    write_text(stream, "  statement", result->statement);
    if (result->file[0])
        fputs("  at:\n", stream);
    write_place(stream, "    ", result->file, result->line);
    write_text(stream, "  reason", result->reason);
    if (result->exporter[0]) {
        write_text(stream, "  exporter", result->exporter);
        fprintf(stream, "  simulated: %s\n", result->simulated ? "true" : "false");
    }
    write_findings(stream, result);
    char *command = reproduction_command(backend, result);
    write_text(stream, "  again", command);
    free(command);
    if (result->output[0]) {
        fputs("  output:", stream);
        yaml_write_block(stream, result->output, 4);
    }
    fputs("  ...\n", stream);
}

static void tap_result(struct reporter *reporter, const struct case_result *result)
{
    struct tap *tap = (struct tap *)reporter;
    const struct point *point = &points[result->status];
    fprintf(tap->stream, "%sok %zu - ", point->ok ? "" : "not ", ++tap->number);
    write_escaped(tap->stream, result->id);
    if (point->directive) {
        fprintf(tap->stream, " # %s%s", point->directive, result->reason[0] ? " " : "");
        write_escaped(tap->stream, result->reason);
    }
    putc('\n', tap->stream);
    if (result->status != STATUS_PASS || result->finding_count)
        write_diagnostics(tap->stream, tap->backend, result);
    fflush(tap->stream);
}

static void tap_end(struct reporter *reporter, const struct tally *tally, double seconds, bool interrupted)
{
    struct tap *tap = (struct tap *)reporter;
    fputs("# ", tap->stream);
    print_verdict(tap->stream, false, tally, seconds, interrupted);
    if (interrupted)
        fputs("Bail out! the run was interrupted\n", tap->stream);
    fflush(tap->stream);
}

static void tap_release(struct reporter *reporter)
{
    struct tap *tap = (struct tap *)reporter;
    free(tap->backend);
    free(tap);
}

struct reporter *reporter_tap(FILE *stream)
{
    struct tap *tap = calloc(1, sizeof *tap);
    if (!tap)
        abort();
    tap->reporter = (struct reporter){tap_begin, tap_result, tap_end, tap_release};
    tap->stream = stream;
    return &tap->reporter;
}
