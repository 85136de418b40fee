/* Beginning, following and ending a timed run. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/timed_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "platform/clock.h"
#include "timing/machine.h"
#include "timing/random.h"
#include "timing/recording.h"

/* A case of the tier that takes no measurement can be run, but not timed. */
static void leave_out_others(struct selection *selection)
{
    size_t kept = 0;
    for (size_t i = 0; i < selection->count; i++) {
        if (selection->leaves[i]->declaration->measurement != NULL)
            selection->leaves[kept++] = selection->leaves[i];
    }
    selection->count = kept;
}

static enum exit_code choose(struct timed_run *run, const struct options *options)
{
    struct options timing = *options;
    timing.tier = TIER_TIMING;
    if (!select_leaves(&timing, &run->selection))
        return EXIT_USAGE;
    leave_out_others(&run->selection);
    if (run->selection.count > 0)
        return EXIT_AS_EXPECTED;
    selection_release(&run->selection);
    return complain(EXIT_USAGE, "none of the cases selected is a measurement");
}

static enum exit_code prepare(struct timed_run *run, const struct options *options)
{
    if (!prepare_backend(options, &run->selection, &run->preparations[run->side_count]))
        return EXIT_CANNOT_RUN;
    run->side_count++;
    return EXIT_AS_EXPECTED;
}

static void show_progress(void *context, const struct conduct_progress *progress)
{
    struct timed_run *run = context;
    double left = progress->seconds_left > 0 ? progress->seconds_left : 0;
    status_line_show(&run->line, "block %zu/%zu  measurement %zu/%zu  %.0f s left", progress->block,
                     progress->blocks, progress->measurement, progress->measurements, left);
}

static void begin_record(struct timed_run *run, const struct options *options, const struct timing_mode *mode)
{
    const struct preparation *sides[TIMING_SIDES];
    for (size_t i = 0; i < run->side_count; i++)
        sides[i] = &run->preparations[i];
    recording_begin(&run->record, mode->name, &run->selection, sides, run->side_count,
                    options->argument_count, options->arguments);
    machine_add_facts(&run->record);
    run->seed = random_seed();
    recording_add_fact(&run->record, "seed", "%" PRIu64, run->seed);
}

static enum exit_code open_conductor(struct timed_run *run, const struct options *options,
                                     const struct timing_mode *mode)
{
    char error[WORKER_ERROR];
    struct conduct conduct = {
        .side_count = run->side_count,
        .mode = mode,
        .order_seconds = options->timeout_seconds * options->timeout_multiplier,
        .seed = run->seed,
        .progress = show_progress,
        .context = run,
    };
    for (size_t i = 0; i < run->side_count; i++)
        conduct.sides[i] = &run->preparations[i];
    run->start = clock_nanoseconds();
    run->conductor = conductor_open(&conduct, &run->record, error, sizeof error);
    return run->conductor != NULL ? EXIT_AS_EXPECTED : complain(EXIT_CANNOT_RUN, "%s", error);
}

enum exit_code timed_run_open(struct timed_run *run, const struct options *a, const struct options *b,
                              const struct timing_mode *mode)
{
    *run = (struct timed_run){.line = {.stream = stdout}};
    enum exit_code code = choose(run, a);
    if (code != EXIT_AS_EXPECTED)
        return code;
    code = prepare(run, a);
    if (code == EXIT_AS_EXPECTED && b != NULL)
        code = prepare(run, b);
    if (code == EXIT_AS_EXPECTED) {
        begin_record(run, a, mode);
        code = open_conductor(run, a, mode);
    }
    if (code != EXIT_AS_EXPECTED)
        timed_run_release(run);
    return code;
}

void timed_run_finish(struct timed_run *run, bool finished)
{
    status_line_erase(&run->line);
    conductor_close(run->conductor);
    run->conductor = NULL;
    recording_add_fact(&run->record, "blocks", "%zu", run->record.floors[FLOOR_CLOCK_READ].count);
    machine_add_final_facts(&run->record);
    recording_end(&run->record, clock_to_seconds(clock_nanoseconds() - run->start), finished);
}

void timed_run_release(struct timed_run *run)
{
    conductor_close(run->conductor);
    timing_record_release(&run->record);
    for (size_t i = 0; i < run->side_count; i++)
        preparation_release(&run->preparations[i]);
    selection_release(&run->selection);
}
