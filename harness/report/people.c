/* Results as people read them on a terminal or in a log: bad cases and the verdict. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/detail.h"

#include <stdlib.h>

static const char red[] = "\033[1;31m";
static const char green[] = "\033[1;32m";
static const char plain[] = "\033[0m";

static void print_coloured(FILE *stream, bool colour, const char *start, const char *text)
{
    fprintf(stream, "%s%s%s", colour ? start : "", text, colour ? plain : "");
}

void print_problem(FILE *stream, bool colour, const char *backend, const struct case_result *result)
{
    char seconds[SECONDS_TEXT];
    format_seconds(result->seconds, seconds);
    char *id = text_one_line(result->id);
    print_coloured(stream, colour, red, status_name(result->status));
    fprintf(stream, " %s (%s s)\n", id, seconds);
    free(id);

    if (result->reason[0]) {
        char *reason = text_one_line(result->reason);
        fprintf(stream, "    %s\n", reason);
        free(reason);
    }
    const struct finding *finding = leading_finding(result);
    if (finding) {
        char *line = finding_line(finding);
        fprintf(stream, "    %s\n", line);
        free(line);
    }
    size_t more = result->finding_count + result->findings_lost;
    if (more > 1)
        fprintf(stream, "    and %zu more finding%s\n", more - 1, more > 2 ? "s" : "");
    char *command = reproduction_command(backend, result);
    fprintf(stream, "    again: %s\n", command);
    free(command);
}

void print_verdict(FILE *stream, bool colour, const struct tally *tally, double seconds, bool interrupted)
{
    char summary[512];
    char time[SECONDS_TEXT];
    tally_summary(tally, summary, sizeof summary);
    format_seconds(seconds, time);
    print_coloured(stream, colour, tally_exit_code(tally) || interrupted ? red : green, summary);
    fprintf(stream, "%s, %s s\n", interrupted ? ", interrupted" : "", time);
}
