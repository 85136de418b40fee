/* Taking away case functions that alone catch a fault, until none is left or none can be taken. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mutate/needed.h"

#include <stdlib.h>

/* What catches one fault for one handle type and one API: indices of case functions. */
struct cell {
    size_t *functions; /* owned */
    size_t count;
};

enum { CELLS_OF_A_FAULT = EXTRES_API_COUNT * EXTRES_HANDLE_TYPE_COUNT };

struct search {
    const struct case_declaration **functions;
    bool *taken;
    size_t function_count;
    struct cell *cells; /* CELLS_OF_A_FAULT for each row of the matrix */
    size_t cell_count;
};

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    if (memory == NULL)
        abort();
    return memory;
}

/* The index of a case function, which is added where it is new. */
static size_t function_index(struct search *search, const struct case_declaration *declaration)
{
    size_t i = 0;
    while (i < search->function_count && search->functions[i] != declaration)
        i++;
    if (i == search->function_count)
        search->functions[search->function_count++] = declaration;
    return i;
}

static void add_catch(struct search *search, size_t row, const struct leaf *leaf)
{
    struct cell *cell =
        &search->cells[row * CELLS_OF_A_FAULT + (size_t)leaf->api * EXTRES_HANDLE_TYPE_COUNT + leaf->type];
    size_t *grown = realloc(cell->functions, (cell->count + 1) * sizeof *grown);
    if (grown == NULL)
        abort();
    cell->functions = grown;
    grown[cell->count++] = function_index(search, leaf->declaration);
}

static void collect(struct search *search, const struct matrix *matrix)
{
    for (size_t i = 0; i < matrix->unmutated.count; i++) {
        if (matrix->unmutated.trials[i].status != STATUS_SKIP)
            function_index(search, matrix->unmutated.trials[i].leaf->declaration);
    }
    for (size_t row = 0; row < matrix->count; row++) {
        for (size_t i = 0; i < matrix->rows[row].count; i++) {
            if (matrix->rows[row].trials[i].caught)
                add_catch(search, row, matrix->rows[row].trials[i].leaf);
        }
    }
}

/* Takes away the one function of a cell that is left, if there is exactly one. */
static bool take_from(struct search *search, const struct cell *cell)
{
    size_t left = 0;
    size_t last = 0;
    for (size_t i = 0; i < cell->count; i++) {
        if (search->taken[cell->functions[i]])
            continue;
        left++;
        last = cell->functions[i];
    }
    if (left != 1)
        return false;
    search->taken[last] = true;
    return true;
}

static bool take_any(struct search *search)
{
    bool any = false;
    for (size_t i = 0; i < search->cell_count; i++)
        any = take_from(search, &search->cells[i]) || any;
    return any;
}

size_t matrix_find_redundant(const struct matrix *matrix, const struct case_declaration **redundant,
                             size_t *redundant_count)
{
    struct search search = {
        .functions = allocate(matrix->unmutated.count, sizeof *search.functions),
        .taken = allocate(matrix->unmutated.count, sizeof *search.taken),
        .cells = allocate(matrix->count * CELLS_OF_A_FAULT, sizeof *search.cells),
        .cell_count = matrix->count * CELLS_OF_A_FAULT,
    };
    collect(&search, matrix);
    while (take_any(&search))
        continue;
    *redundant_count = 0;
    for (size_t i = 0; i < search.function_count; i++) {
        if (!search.taken[i])
            redundant[(*redundant_count)++] = search.functions[i];
    }
    for (size_t i = 0; i < search.cell_count; i++)
        free(search.cells[i].functions);
    free(search.cells);
    free(search.taken);
    free(search.functions);
    return search.function_count;
}
