/* Quiet: bad results and the verdict alone. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "report/detail.h"
#include "report/terminal.h"

#include <stdlib.h>

struct quiet {
    struct reporter reporter;
    FILE *stream;
    bool colour;
    char *backend; /* NULL before begin */
};

static void quiet_begin(struct reporter *reporter, const struct run_description *run)
{
    struct quiet *quiet = (struct quiet *)reporter;
    quiet->backend = text_copy(run->backend);
}

static void quiet_result(struct reporter *reporter, const struct case_result *result)
{
    struct quiet *quiet = (struct quiet *)reporter;
    if (!status_is_bad(result->status))
        return;
    print_problem(quiet->stream, quiet->colour, quiet->backend, result);
    fflush(quiet->stream);
}

static void quiet_end(struct reporter *reporter, const struct tally *tally, double seconds, bool interrupted)
{
    struct quiet *quiet = (struct quiet *)reporter;
    print_verdict(quiet->stream, quiet->colour, tally, seconds, interrupted);
    fflush(quiet->stream);
}

static void quiet_release(struct reporter *reporter)
{
    struct quiet *quiet = (struct quiet *)reporter;
    free(quiet->backend);
    free(quiet);
}

struct reporter *reporter_quiet(FILE *stream)
{
    struct quiet *quiet = calloc(1, sizeof *quiet);
    if (!quiet)
        abort();
    quiet->reporter = (struct reporter){quiet_begin, quiet_result, quiet_end, quiet_release};
    quiet->stream = stream;
    quiet->colour = terminal_has_colour(stream);
    return &quiet->reporter;
}
