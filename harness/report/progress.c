/* Progress: on a terminal one line rewritten in place, with bad results above it; elsewhere bad results
 * alone. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/clock.h"
#include "report/detail.h"
#include "report/status_line.h"
#include "report/terminal.h"

#include <stdlib.h>
#include <string.h>

static const double window_seconds = 2.0; /* the rate is that of the last one to two windows */

enum { LINE_SIZE = 128 };

struct mark {
    double time;
    size_t done;
};

struct progress {
    struct reporter reporter;
    FILE *stream;
    struct status_line line;
    bool colour;
    char *backend; /* NULL before begin */
    size_t selected;
    struct tally tally;
    struct mark older, newer; /* the rate is measured from older to now */
};

/* Cases a second over the window, 0 while there is nothing to measure. */
static double current_rate(struct progress *progress, double now)
{
    struct mark here = {now, progress->tally.total};
    if (now - progress->newer.time > window_seconds) {
        progress->older = progress->newer;
        progress->newer = here;
    }
    double time = now - progress->older.time;
    return time > 0 ? (double)(here.done - progress->older.done) / time : 0;
}

static void draw_line(struct progress *progress, double now)
{
    const size_t *counts = progress->tally.by_status;
    size_t passed = counts[STATUS_PASS] + counts[STATUS_WARN];
    size_t bad = 0;
    for (int status = 0; status < STATUS_COUNT; status++)
        bad += status_is_bad((enum status)status) ? counts[status] : 0;
    size_t done = progress->tally.total;
    double rate = current_rate(progress, now);

    char estimate[LINE_SIZE] = "";
    if (rate > 0 && done < progress->selected) {
        double left = (double)(progress->selected - done) / rate;
        unsigned long minutes = left < 1e6 ? (unsigned long)left / 60 : 0;
        unsigned long seconds = left < 1e6 ? (unsigned long)left % 60 : 0;
        snprintf(estimate, sizeof estimate, "  %.1f/s  ETA %lu:%02lu", rate, minutes, seconds);
    }
    status_line_show(&progress->line, "%zu/%zu  %zu passed, %zu bad, %zu skipped%s", done, progress->selected,
                     passed, bad, counts[STATUS_SKIP], estimate);
}

static void print_description(FILE *stream, const struct run_description *run)
{
    char *backend = text_one_line(run->backend);
    char *device = text_one_line(run->device);
    char *exporters = text_one_line(run->exporters);
    fprintf(stream, "%zu cases against %s%s%s%s\n", run->selected, backend, *device ? " (" : "", device,
            *device ? ")" : "");
    if (*exporters)
        fprintf(stream, "exporters: %s\n", exporters);
    free(exporters);
    free(device);
    free(backend);
}

static void progress_begin(struct reporter *reporter, const struct run_description *run)
{
    struct progress *progress = (struct progress *)reporter;
    double now = clock_to_seconds(clock_nanoseconds());
    progress->backend = text_copy(run->backend);
    progress->selected = run->selected;
    progress->older = progress->newer = (struct mark){now, 0};
    print_description(progress->stream, run);
    draw_line(progress, now);
    fflush(progress->stream);
}

static void progress_result(struct reporter *reporter, const struct case_result *result)
{
    struct progress *progress = (struct progress *)reporter;
    bool bad = status_is_bad(result->status);
    tally_add(&progress->tally, result->status, result->simulated);
    if (bad) {
        status_line_erase(&progress->line);
        print_problem(progress->stream, progress->colour, progress->backend, result);
        fflush(progress->stream);
    }
    draw_line(progress, clock_to_seconds(clock_nanoseconds()));
}

static void progress_end(struct reporter *reporter, const struct tally *tally, double seconds,
                         bool interrupted)
{
    struct progress *progress = (struct progress *)reporter;
    status_line_erase(&progress->line);
    print_verdict(progress->stream, progress->colour, tally, seconds, interrupted);
    fflush(progress->stream);
}

static void progress_release(struct reporter *reporter)
{
    struct progress *progress = (struct progress *)reporter;
    free(progress->backend);
    free(progress);
}

struct reporter *reporter_progress(FILE *stream)
{
    struct progress *progress = calloc(1, sizeof *progress);
    if (!progress)
        abort();
    progress->reporter = (struct reporter){progress_begin, progress_result, progress_end, progress_release};
    progress->stream = stream;
    progress->line.stream = stream;
    progress->colour = terminal_has_colour(stream);
    return &progress->reporter;
}
