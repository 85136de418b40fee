/* Keeping what cases did to faults. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mutate/matrix.h"

#include <stdlib.h>

#include "report/coverage.h"
#include "report/detail.h"
#include "rules/rule.h"

void matrix_make(struct matrix *matrix, const struct fault *const *faults, size_t count)
{
    *matrix = (struct matrix){.rows = calloc(count + 1, sizeof *matrix->rows), .count = count};
    if (matrix->rows == NULL)
        abort();
    for (size_t i = 0; i < count; i++)
        matrix->rows[i].fault = faults[i];
}

static void release_row(struct matrix_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        free(row->trials[i].reason);
    free(row->trials);
}

void matrix_release(struct matrix *matrix)
{
    release_row(&matrix->unmutated);
    for (size_t i = 0; i < matrix->count; i++)
        release_row(&matrix->rows[i]);
    free(matrix->rows);
}

bool fault_is_shown(const struct fault *fault, enum status status)
{
    const struct extres_rule *rule = extres_rule_find(fault->rule);
    if (status == STATUS_WARN)
        return rule != NULL && rule->level == EXTRES_LEVEL_SHOULD;
    return status == STATUS_FAIL || status == STATUS_CRASH || status == STATUS_TIMEOUT;
}

/* How a process ended says more than the findings that it made before; those say more than nothing.
 * malloc'ed. */
static char *reason_of(const struct case_result *result)
{
    const struct finding *finding = leading_finding(result);
    if (result->status == STATUS_PASS)
        return text_copy("");
    if (result->reason[0] != '\0' || finding == NULL)
        return text_one_line(result->reason);
    char *line = finding_line(finding);
    char *one_line = text_one_line(line);
    free(line);
    return one_line;
}

void matrix_add(struct matrix_row *row, const struct leaf *leaf, const struct case_result *result)
{
    struct trial *trials = realloc(row->trials, (row->count + 1) * sizeof *trials);
    if (trials == NULL)
        abort();
    row->trials = trials;
    trials[row->count++] = (struct trial){
        .leaf = leaf,
        .status = result->status,
        .seconds = result->seconds,
        .caught = row->fault != NULL && fault_is_shown(row->fault, result->status),
        .reason = reason_of(result),
    };
}

static bool is_about(const struct leaf *leaf, const struct extres_rule *rule)
{
    return (rule->handle_types & EXTRES_TYPE_BIT(leaf->type)) != 0 &&
           case_covers(leaf->declaration, rule->id);
}

static bool is_unjudged(const struct matrix_row *unmutated, const struct fault *fault)
{
    const struct extres_rule *rule = extres_rule_find(fault->rule);
    size_t about = 0;
    for (size_t i = 0; rule != NULL && i < unmutated->count; i++) {
        if (!is_about(unmutated->trials[i].leaf, rule))
            continue;
        if (unmutated->trials[i].status != STATUS_SKIP)
            return false;
        about++;
    }
    return about > 0;
}

void matrix_mark_unjudged(struct matrix *matrix)
{
    for (size_t i = 0; i < matrix->count; i++)
        matrix->rows[i].unjudged = is_unjudged(&matrix->unmutated, matrix->rows[i].fault);
}

size_t matrix_count_unjudged(const struct matrix *matrix)
{
    size_t count = 0;
    for (size_t i = 0; i < matrix->count; i++)
        count += matrix->rows[i].unjudged;
    return count;
}

const struct trial *matrix_catcher(const struct matrix_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (row->trials[i].caught)
            return &row->trials[i];
    }
    return NULL;
}

size_t matrix_count_caught(const struct matrix_row *row)
{
    size_t count = 0;
    for (size_t i = 0; i < row->count; i++)
        count += row->trials[i].caught;
    return count;
}

size_t matrix_count_status(const struct matrix_row *row, enum status status)
{
    size_t count = 0;
    for (size_t i = 0; i < row->count; i++)
        count += row->trials[i].status == status;
    return count;
}

bool matrix_case_caught(const struct matrix *matrix, const struct case_declaration *declaration)
{
    for (size_t i = 0; i < matrix->count; i++) {
        const struct matrix_row *row = &matrix->rows[i];
        for (size_t trial = 0; trial < row->count; trial++) {
            if (row->trials[trial].caught && row->trials[trial].leaf->declaration == declaration)
                return true;
        }
    }
    return false;
}
