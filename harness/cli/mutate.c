/* extres mutate: breaks a rule at a time, and says whether the cases notice. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/shared.h"
#include "extres/faults.h"
#include "mutate/mutation.h"
#include "mutate/needed.h"
#include "platform/clock.h"
#include "run/nearest.h"

/*
 * Of the time limits and hold windows of a run. A fault that makes a case wait in vain costs a whole limit,
 * and that the unmutated mutant passes with these limits shows that they are long enough.
 */
static const double patience = 0.25;

static const char usual_exporter[] = "shared";

/* Faults by name or all; the array is owned. */
struct chosen_faults {
    const struct fault **faults;
    size_t count;
};

/* One run of the command, once it is clear what it is about. */
struct command_run {
    const struct options *options;
    const char *library;
    struct chosen_faults chosen;
    struct selection selection;
    struct preparation preparation;
    struct mutation_print print;
    struct matrix matrix;
};

static enum exit_code complain_unknown(const struct fault_list *list, const char *id)
{
    char near[512];
    nearest_ids(list->faults->id, sizeof *list->faults, list->count, id, near, sizeof near);
    return complain(EXIT_USAGE, "mutate: there is no fault '%s'%s", id, near);
}

/* To be judged, or listed: what breaks no rule no case is held to catch. */
static bool is_wanted(const struct options *options, const struct fault *fault)
{
    return options->given[OPTION_LIST] || fault_breaks_rule(fault);
}

static enum exit_code choose_faults(const struct options *options, const struct fault_list *list,
                                    struct chosen_faults *out)
{
    bool all = options->operand_count == 0;
    *out = (struct chosen_faults){calloc(list->count + options->operand_count, sizeof(struct fault *)), 0};
    if (out->faults == NULL)
        abort();
    for (size_t i = 0; all && i < list->count; i++) {
        if (is_wanted(options, &list->faults[i]))
            out->faults[out->count++] = &list->faults[i];
    }
    for (size_t i = 0; i < options->operand_count; i++) {
        const struct fault *fault = fault_list_find(list, options->operands[i]);
        if (fault == NULL)
            return complain_unknown(list, options->operands[i]);
        if (!is_wanted(options, fault))
            return complain(EXIT_USAGE, "mutate: %s breaks no rule, so no case can catch it", fault->id);
        out->faults[out->count++] = fault;
    }
    return EXIT_AS_EXPECTED;
}

/* A case that is skipped without a fault cannot judge one, and some faults are left without a judge. */
static void leave_out_skipped(struct command_run *run)
{
    const struct matrix_row *row = &run->matrix.unmutated;
    for (size_t i = 0; i < row->count; i++) {
        if (row->trials[i].status == STATUS_SKIP)
            selection_remove(&run->selection, row->trials[i].leaf->id);
    }
    matrix_mark_unjudged(&run->matrix);
}

static enum exit_code judge_unmutated(struct command_run *run)
{
    const struct matrix_row *row = &run->matrix.unmutated;
    size_t good = matrix_count_status(row, STATUS_PASS);
    size_t skipped = matrix_count_status(row, STATUS_SKIP);
    print_unmutated(&run->print, &run->matrix);
    if (good + skipped < row->count)
        return complain(EXIT_NOT_CONFORMING,
                        "the suite cannot judge: without a fault %zu of %zu cases do not pass",
                        row->count - good - skipped, row->count);
    if (good == 0)
        return complain(EXIT_NOT_CONFORMING, "the suite cannot judge: every case is skipped");
    leave_out_skipped(run);
    return EXIT_AS_EXPECTED;
}

/* Of every case with a leaf in the selection, once, those that caught nothing. Returns how many cases there
 * are. */
static size_t find_idle_cases(const struct command_run *run, const struct case_declaration **idle,
                              size_t *idle_count)
{
    size_t cases = 0;
    for (size_t i = 0; i < run->selection.count; i++) {
        const struct case_declaration *declaration = run->selection.leaves[i]->declaration;
        bool is_first = true;
        for (size_t before = 0; before < i && is_first; before++)
            is_first = run->selection.leaves[before]->declaration != declaration;
        if (!is_first)
            continue;
        cases++;
        if (!matrix_case_caught(&run->matrix, declaration))
            idle[(*idle_count)++] = declaration;
    }
    return cases;
}

static enum exit_code judge_cases(struct command_run *run, double seconds)
{
    size_t idle_count = 0;
    const struct case_declaration **idle = calloc(run->selection.count, sizeof(struct case_declaration *));
    if (idle == NULL)
        abort();
    size_t cases = find_idle_cases(run, idle, &idle_count);
    print_idle_cases(&run->print, idle, idle_count, cases, seconds);
    free(idle);
    return idle_count == 0 ? EXIT_AS_EXPECTED : EXIT_NOT_CONFORMING;
}

/* After a run of every case against every fault: whether each case function shows what no other does. */
static bool judge_need(struct command_run *run)
{
    size_t redundant_count = 0;
    const struct case_declaration **redundant =
        calloc(run->matrix.unmutated.count + 1, sizeof(struct case_declaration *));
    if (redundant == NULL)
        abort();
    size_t cases = matrix_find_redundant(&run->matrix, redundant, &redundant_count);
    print_redundant_cases(&run->print, redundant, redundant_count, cases);
    free(redundant);
    return redundant_count == 0;
}

/* A fault that was asked for by name has to be judged, and some fault has to be in any case. */
static enum exit_code judge_faults(struct command_run *run, double seconds)
{
    size_t caught = print_fault_outcome(&run->print, &run->matrix, seconds);
    bool by_name = run->options->operand_count > 0;
    size_t excused = by_name ? 0 : matrix_count_unjudged(&run->matrix);
    bool needed = by_name || !run->options->given[OPTION_ALL] || judge_need(run);
    bool all_caught = caught > 0 && caught + excused == run->matrix.count;
    return all_caught && needed ? EXIT_AS_EXPECTED : EXIT_NOT_CONFORMING;
}

static enum exit_code explain_end(struct command_run *run, enum schedule_end end, const char *error)
{
    status_line_erase(&run->print.line);
    if (end == SCHEDULE_INTERRUPTED)
        return complain(EXIT_NOT_CONFORMING, "interrupted");
    return complain(EXIT_CANNOT_RUN, "%s", error);
}

static enum exit_code run_mutants(struct command_run *run, const struct mutation *mutation)
{
    char error[WORKER_ERROR + FAULT_NAME];
    uint64_t start = clock_nanoseconds();
    bool cases = run->options->given[OPTION_CASES];
    enum schedule_end end =
        cases ? mutation_run_cases(mutation, error, sizeof error)
              : mutation_run_faults(mutation, run->options->given[OPTION_ALL], error, sizeof error);
    if (end != SCHEDULE_COMPLETE)
        return explain_end(run, end, error);
    double seconds = clock_to_seconds(clock_nanoseconds() - start);
    return cases ? judge_cases(run, seconds) : judge_faults(run, seconds);
}

static enum exit_code run_all(struct command_run *run)
{
    char error[WORKER_ERROR + FAULT_NAME];
    const struct mutation mutation = {
        .preparation = &run->preparation,
        .selection = &run->selection,
        .workers = run->options->jobs,
        .limit_seconds = run->options->timeout_seconds,
        .multiplier = run->preparation.options.timeout_multiplier,
        .matrix = &run->matrix,
        .print = &run->print,
    };
    enum schedule_end end = mutation_run_unmutated(&mutation, error, sizeof error);
    if (end != SCHEDULE_COMPLETE)
        return explain_end(run, end, error);
    enum exit_code code = judge_unmutated(run);
    return code == EXIT_AS_EXPECTED ? run_mutants(run, &mutation) : code;
}

static enum exit_code write_json(const struct command_run *run, enum exit_code code)
{
    char error[512];
    if (run->options->json == NULL ||
        matrix_write_json(&run->matrix, run->library, run->options->json, error, sizeof error))
        return code;
    return complain(EXIT_CANNOT_RUN, "the matrix cannot be written: %s", error);
}

/* The options as a run of the mutant takes them. */
static struct options mutant_options(const struct command_run *run)
{
    struct options options = *run->options;
    options.backend = run->library;
    options.timeout_multiplier *= patience;
    if (options.exporter == NULL)
        options.exporter = usual_exporter;
    return options;
}

static enum exit_code execute_chosen(struct command_run *run)
{
    enum exit_code code = EXIT_CANNOT_RUN;
    if (!select_leaves(run->options, &run->selection))
        return EXIT_USAGE;
    const struct options options = mutant_options(run);
    mutation_print_begin(&run->print, stdout, run->chosen.faults, run->chosen.count,
                         run->options->given[OPTION_ALL]);
    matrix_make(&run->matrix, run->chosen.faults, run->chosen.count);
    if (prepare_backend(&options, &run->selection, &run->preparation)) {
        code = write_json(run, run_all(run));
        preparation_release(&run->preparation);
    }
    matrix_release(&run->matrix);
    selection_release(&run->selection);
    return code;
}

static enum exit_code execute_with(const struct options *options, const char *library,
                                   const struct fault_list *list)
{
    struct command_run run = {.options = options, .library = library};
    enum exit_code code = choose_faults(options, list, &run.chosen);
    if (code == EXIT_AS_EXPECTED && options->given[OPTION_LIST])
        print_fault_list(stdout, run.chosen.faults, run.chosen.count);
    else if (code == EXIT_AS_EXPECTED)
        code = execute_chosen(&run);
    free(run.chosen.faults);
    return code;
}

static enum exit_code execute(const struct options *options)
{
    char library[BACKEND_PATH];
    char error[WORKER_ERROR + BACKEND_PATH];
    struct fault_list list;
    if (options->given[OPTION_ALL] && options->given[OPTION_CASES])
        return complain(EXIT_USAGE, "mutate: of --all and --cases one at a time");
    /* Of the caller's environment: here each fault has its own. */
    unsetenv(EXTRES_FAULT_VARIABLE);
    fault_library(options->faults, library);
    if (!fault_list_read(library, &list, error, sizeof error))
        return complain(EXIT_CANNOT_RUN, "%s", error);
    enum exit_code code = execute_with(options, library, &list);
    fault_list_release(&list);
    return code;
}

static const enum option_name mutate_options[] = {
    OPTION_FAULTS,    OPTION_LIST,    OPTION_ALL,
    OPTION_CASES,     OPTION_FILTER,  OPTION_EXPORTER,
    OPTION_JOBS,      OPTION_TIMEOUT, OPTION_TIMEOUT_MULTIPLIER,
    OPTION_JSON_FILE, OPTION_COUNT,
};

const struct command command_mutate = {
    .name = "mutate",
    .summary = "Break the reference on purpose, one rule at a time, and say whether the core cases notice",
    .operand = "FAULT",
    .operand_repeats = true,
    .options = mutate_options,
    .examples =
        "  extres mutate\n"
        "  extres mutate --list\n"
        "  extres mutate --all --json matrix.json import_keeps_fd_open\n"
        "  extres mutate --cases\n"
        "Objects are those of --exporter shared, and time limits a quarter of those of a run, when not\n"
        "said otherwise.\n",
    .execute = execute,
};
