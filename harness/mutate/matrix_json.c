/* The matrix of faults and cases as a JSON file. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mutate/matrix.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "report/detail.h"
#include "run/environment.h"

static json_t *trials_array(const struct matrix_row *row)
{
    json_t *array = json_array();
    for (size_t i = 0; i < row->count; i++) {
        const struct trial *trial = &row->trials[i];
        json_t *object = json_object();
        json_object_set_new(object, "case", json_string(trial->leaf->id));
        json_object_set_new(object, "status", json_string(status_name(trial->status)));
        json_object_set_new(object, "seconds", json_real(trial->seconds));
        json_object_set_new(object, "caught", json_boolean(trial->caught));
        json_object_set_new(object, "reason", json_string(trial->reason));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *fault_object(const struct matrix_row *row)
{
    const struct fault *fault = row->fault;
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(fault->id));
    json_object_set_new(object, "rule", json_string(fault->rule));
    json_object_set_new(object, "statement", json_string(fault->statement));
    json_object_set_new(object, "origin", json_string(fault->origin));
    json_object_set_new(object, "done", json_boolean(row->done));
    json_object_set_new(object, "unjudged", json_boolean(row->unjudged));
    json_object_set_new(object, "caught", json_boolean(matrix_catcher(row) != NULL));
    json_object_set_new(object, "seconds", json_real(row->seconds));
    json_object_set_new(object, "trials", trials_array(row));
    return object;
}

bool matrix_write_json(const struct matrix *matrix, const char *mutant, const char *path, char *error,
                       size_t error_size)
{
    json_t *faults = json_array();
    for (size_t i = 0; i < matrix->count; i++)
        json_array_append_new(faults, fault_object(&matrix->rows[i]));
    json_t *object = json_object();
    json_object_set_new(object, "suite_version", json_string(environment_suite_version()));
    json_object_set_new(object, "mutant", json_string(mutant));
    json_object_set_new(object, "unmutated", trials_array(&matrix->unmutated));
    json_object_set_new(object, "faults", faults);
    char *text = json_dumps(object, JSON_INDENT(1));
    if (text == NULL)
        abort(); /* no memory */
    bool written = replace_file(path, text, strlen(text), error, error_size);
    free(text);
    json_decref(object);
    return written;
}
