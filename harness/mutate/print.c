/* Printing faults, rows and outcomes. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mutate/print.h"

#include <string.h>

#include "report/coverage.h"

void mutation_print_begin(struct mutation_print *print, FILE *stream, const struct fault *const *faults,
                          size_t count, bool all)
{
    *print = (struct mutation_print){.stream = stream, .line = {.stream = stream}, .all = all};
    for (size_t i = 0; i < count; i++) {
        int length = (int)strlen(faults[i]->id);
        print->id_width = length > print->id_width ? length : print->id_width;
    }
}

static void print_fault(FILE *stream, const struct fault *fault)
{
    fprintf(stream, "%s\n    %s\n", fault->id, fault->statement);
    if (fault_breaks_rule(fault))
        fprintf(stream, "    breaks %s\n", fault->rule);
    if (fault->origin[0] != '\0')
        fprintf(stream, "    seen: %s\n", fault->origin);
}

void print_fault_list(FILE *stream, const struct fault *const *faults, size_t count)
{
    size_t apart = 0;
    for (size_t i = 0; i < count; i++) {
        if (fault_breaks_rule(faults[i]))
            print_fault(stream, faults[i]);
        else
            apart++;
    }
    if (apart > 0)
        fputs("\nThese break no rule, and no case is held to catch them:\n\n", stream);
    for (size_t i = 0; i < count; i++) {
        if (!fault_breaks_rule(faults[i]))
            print_fault(stream, faults[i]);
    }
}

void print_unmutated_progress(struct mutation_print *print, const struct matrix *matrix, size_t total)
{
    status_line_show(&print->line, "without a fault: %zu/%zu cases", matrix->unmutated.count, total);
}

void print_fault_progress(struct mutation_print *print, const struct matrix *matrix)
{
    size_t done = 0;
    size_t caught = 0;
    size_t trials = 0;
    for (size_t i = 0; i < matrix->count; i++) {
        done += matrix->rows[i].done;
        caught += matrix_catcher(&matrix->rows[i]) != NULL;
        trials += matrix->rows[i].count;
    }
    status_line_show(&print->line, "%zu/%zu faults  %zu caught  %zu cases run", done, matrix->count, caught,
                     trials);
}

/* How many trials from this one on were skipped for the same reason; 0 when an earlier one was. */
static size_t count_skipped_alike(const struct matrix_row *row, size_t index)
{
    size_t count = 0;
    for (size_t i = 0; i < row->count; i++) {
        bool alike = row->trials[i].status == STATUS_SKIP &&
                     strcmp(row->trials[i].reason, row->trials[index].reason) == 0;
        if (alike && i < index)
            return 0;
        count += alike;
    }
    return count;
}

/* A whole handle type may be skipped: one line a reason. */
static void print_skipped(FILE *stream, const struct matrix_row *row, size_t index)
{
    size_t count = count_skipped_alike(row, index);
    if (count > 0)
        fprintf(stream, "skip without a fault: %s and %zu more: %s\n", row->trials[index].leaf->id, count - 1,
                row->trials[index].reason);
}

void print_unmutated(struct mutation_print *print, const struct matrix *matrix)
{
    const struct matrix_row *row = &matrix->unmutated;
    status_line_erase(&print->line);
    for (size_t i = 0; i < row->count; i++) {
        const struct trial *trial = &row->trials[i];
        if (trial->status == STATUS_SKIP)
            print_skipped(print->stream, row, i);
        else if (trial->status != STATUS_PASS)
            fprintf(print->stream, "%s without a fault: %s: %s\n", status_name(trial->status),
                    trial->leaf->id, trial->reason);
    }
    fprintf(print->stream, "without a fault: %zu of %zu cases pass\n", matrix_count_status(row, STATUS_PASS),
            row->count);
    fflush(print->stream);
}

/* "322 cases: 320 pass, 2 warn" */
static void print_statuses(FILE *stream, const struct matrix_row *row)
{
    const char *separator = ": ";
    fprintf(stream, "%zu cases", row->count);
    for (int status = 0; status < STATUS_COUNT; status++) {
        size_t count = matrix_count_status(row, (enum status)status);
        if (count == 0)
            continue;
        fprintf(stream, "%s%zu %s", separator, count, status_name((enum status)status));
        separator = ", ";
    }
}

static void print_trial(FILE *stream, const struct trial *trial)
{
    fprintf(stream, "%s %s: %s", status_name(trial->status), trial->leaf->id, trial->reason);
}

static void print_all_catchers(FILE *stream, const struct matrix_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (!row->trials[i].caught)
            continue;
        fputs("    ", stream);
        print_trial(stream, &row->trials[i]);
        fputc('\n', stream);
    }
}

static const char *outcome_of(const struct matrix_row *row)
{
    if (row->unjudged)
        return "unjudged";
    return matrix_catcher(row) != NULL ? "caught  " : "SURVIVED";
}

void print_fault_row(struct mutation_print *print, const struct matrix_row *row)
{
    const struct trial *catcher = matrix_catcher(row);
    status_line_erase(&print->line);
    fprintf(print->stream, "%s %6.2f s  %-*s  ", outcome_of(row), row->seconds, print->id_width,
            row->fault->id);
    if (row->unjudged) {
        fprintf(print->stream, "every case about %s is skipped\n", row->fault->rule);
    } else if (catcher == NULL) {
        print_statuses(print->stream, row);
        fprintf(print->stream, "; breaks %s: %s\n", row->fault->rule, row->fault->statement);
    } else if (print->all) {
        fprintf(print->stream, "by %zu of ", matrix_count_caught(row));
        print_statuses(print->stream, row);
        fputc('\n', print->stream);
        print_all_catchers(print->stream, row);
    } else {
        print_trial(print->stream, catcher);
        fputc('\n', print->stream);
    }
    fflush(print->stream);
}

size_t print_fault_outcome(struct mutation_print *print, const struct matrix *matrix, double seconds)
{
    size_t caught = 0;
    size_t unjudged = matrix_count_unjudged(matrix);
    status_line_erase(&print->line);
    for (size_t i = 0; i < matrix->count; i++) {
        const struct matrix_row *row = &matrix->rows[i];
        bool is_caught = matrix_catcher(row) != NULL;
        caught += is_caught;
        if (row->done && !row->unjudged && !is_caught)
            fprintf(print->stream, "survivor: %s\n", row->fault->id);
    }
    fprintf(print->stream, "%zu of %zu caught in %.1f s", caught, matrix->count - unjudged, seconds);
    if (unjudged > 0)
        fprintf(print->stream, "; %zu more cannot be judged without the objects of their cases", unjudged);
    fputc('\n', print->stream);
    return caught;
}

void print_idle_cases(struct mutation_print *print, const struct case_declaration *const *idle,
                      size_t idle_count, size_t case_count, double seconds)
{
    char title[CASE_TITLE];
    status_line_erase(&print->line);
    for (size_t i = 0; i < idle_count; i++) {
        case_title(idle[i], title);
        fprintf(print->stream, "%s:%d: %s catches no fault: %s\n", idle[i]->file, idle[i]->line, title,
                idle[i]->statement);
    }
    fprintf(print->stream, "%zu of %zu case functions catch a fault, found in %.1f s\n",
            case_count - idle_count, case_count, seconds);
}

void print_redundant_cases(struct mutation_print *print, const struct case_declaration *const *redundant,
                           size_t redundant_count, size_t case_count)
{
    char title[CASE_TITLE];
    for (size_t i = 0; i < redundant_count; i++) {
        case_title(redundant[i], title);
        fprintf(print->stream, "%s:%d: %s catches no fault that others do not catch as well\n",
                redundant[i]->file, redundant[i]->line, title);
    }
    fprintf(print->stream, "%zu of %zu case functions are needed\n", case_count - redundant_count,
            case_count);
}
