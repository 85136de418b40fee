/* extres bisect-step: whether one measurement got slower, for git bisect run. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/timed_run.h"
#include "timing/statistics.h"

/* Looks at the same comparison, the later ones at more pairs. Each has its share of the level, so that all
 * together are wrong no more often than one would be. */
enum { LOOKS = 3 };

static const double whole_level = 0.01;

static struct comparison compare(const struct timing_result *result)
{
    const struct comparison_setting setting = {.level = whole_level / LOOKS};
    return compare_sides(result, &setting);
}

static enum exit_code say(const struct comparison *comparison, double threshold, const char *verdict,
                          enum exit_code code)
{
    printf("%s: ratio %.3f, between %.3f and %.3f, threshold %.3f, %zu pairs\n", verdict, comparison->ratio,
           comparison->interval.low, comparison->interval.high, threshold, comparison->pairs);
    return code;
}

/* EXIT_NO_VERDICT, and nothing is said, when the pairs so far do not show it. */
static enum exit_code look(const struct comparison *comparison, double threshold)
{
    if (comparison->difference == DIFFERENCE_UNDECIDED)
        return EXIT_NO_VERDICT;
    if (comparison->interval.high < threshold)
        return say(comparison, threshold, "good", EXIT_AS_EXPECTED);
    if (comparison->interval.low > threshold)
        return say(comparison, threshold, "bad", EXIT_NOT_CONFORMING);
    return EXIT_NO_VERDICT;
}

static enum exit_code say_none(const char *reason)
{
    printf("no verdict: %s\n", reason);
    return EXIT_NO_VERDICT;
}

static enum exit_code measure(struct timed_run *run, double threshold)
{
    char error[WORKER_ERROR];
    const struct timing_result *result = &run->record.results[0];
    struct comparison comparison = {.pairs = 0};
    for (int i = 0; i < LOOKS; i++) {
        size_t taken = result->sides[0].count;
        enum schedule_end end = i == 0 ? conductor_run(run->conductor, error, sizeof error)
                                       : conductor_run_more(run->conductor, taken, error, sizeof error);
        status_line_erase(&run->line);
        if (end == SCHEDULE_INTERRUPTED)
            return say_none("interrupted");
        if (end == SCHEDULE_FAILED)
            return say_none(error);
        if (result->status != TIMING_MEASURED)
            return say_none(result->reason);
        comparison = compare(result);
        enum exit_code code = look(&comparison, threshold);
        if (code != EXIT_NO_VERDICT)
            return code;
    }
    return say(&comparison, threshold, "no verdict, as the figures are too noisy", EXIT_NO_VERDICT);
}

static enum exit_code check_usage(const struct options *options)
{
    if (options->timing == NULL)
        return complain(EXIT_USAGE, "bisect-step: name the measurement that decides with --timing ID");
    if (options->threshold == 0)
        return complain(EXIT_USAGE, "bisect-step: say what counts as slower with --threshold RATIO");
    if (options->vs == NULL)
        return complain(EXIT_USAGE, "bisect-step: name a library that is known to be good with --vs");
    return EXIT_AS_EXPECTED;
}

/* A revision whose library cannot be loaded or measured is one to skip. */
static enum exit_code of_step(enum exit_code code)
{
    return code == EXIT_CANNOT_RUN ? say_none("the runtime cannot be run") : code;
}

static enum exit_code execute(const struct options *options)
{
    struct timed_run run;
    enum exit_code code = check_usage(options);
    if (code != EXIT_AS_EXPECTED)
        return code;
    struct options fresh = *options;
    struct options good = *options;
    good.backend = options->vs;
    good.filters = fresh.filters = (const char **)&options->timing;
    good.filter_count = fresh.filter_count = 1;
    code = timed_run_open(&run, &good, &fresh, &timing_mode_default);
    if (code != EXIT_AS_EXPECTED)
        return of_step(code);
    if (run.selection.count == 1)
        code = measure(&run, options->threshold);
    else
        code = complain(EXIT_USAGE, "bisect-step: --timing takes one id, and '%s' matches %zu",
                        options->timing, run.selection.count);
    timed_run_release(&run);
    return code;
}

static const enum option_name bisect_step_options[] = {
    OPTION_TIMING_ID, OPTION_THRESHOLD,          OPTION_VS,    OPTION_BACKEND, OPTION_PREFIX, OPTION_EXPORTER,
    OPTION_TIMEOUT,   OPTION_TIMEOUT_MULTIPLIER, OPTION_COUNT,
};

const struct command command_bisect_step = {
    .name = "bisect-step",
    .summary = "Say for git bisect run whether one measurement of a runtime got slower than a good one's",
    .options = bisect_step_options,
    .examples =
        "  extres bisect-step --timing rt.semaphore.timeline_fd.timing.enqueue_signal_x1 \\\n"
        "      --threshold 1.10 --vs ./libgood.so --backend build/libruntime.so\n"
        "  git bisect run sh -c 'make || exit 125; extres bisect-step ...'\n"
        "The backend and the library of --vs, which is known to be good, take turns; the ratio is new over\n"
        "good. Exit code 0: shown to be below the threshold; 1: shown to be above; 125: neither, after "
        "three\n"
        "looks at more and more pairs of processes, or it could not be measured. git takes the 2 of wrong\n"
        "usage for a bad revision: try the command by hand first.\n",
    .execute = execute,
};
