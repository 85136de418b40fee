/* Reading a journal back: run descriptions, results, and whether the run came to its end. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/journal.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct journal_contents *contents;
    json_t *positions;   /* id -> index among the results */
    size_t capacity;     /* of the results */
    bool has_run;        /* a run line was read */
    double part_seconds; /* of the cases since the last run line, until an end line tells better */
};

static char *duplicate(const char *text)
{
    char *copy = strdup(text);
    if (copy == NULL)
        abort();
    return copy;
}

/* Fields that are missing or of another type read as empty or 0, so that older journals stay readable. */
static const char *get_text(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static char *take_text(const json_t *object, const char *key)
{
    return duplicate(get_text(object, key));
}

static json_int_t get_integer(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static double get_number(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static void read_run(struct reader *reader, const json_t *object)
{
    struct run_description *run = &reader->contents->run;
    run_description_release(run);
    run->suite_version = take_text(object, "suite_version");
    run->command = take_text(object, "command");
    run->started = take_text(object, "started");
    run->host = take_text(object, "host");
    run->backend = take_text(object, "backend");
    run->runtime_library = take_text(object, "runtime_library");
    run->driver_library = take_text(object, "driver_library");
    run->runtime_version = (int)get_integer(object, "runtime_version");
    run->driver_version = (int)get_integer(object, "driver_version");
    run->device = take_text(object, "device");
    run->uuid = take_text(object, "uuid");
    run->exporters = take_text(object, "exporters");
    run->selected = (size_t)get_integer(object, "selected");
    run->jobs = (int)get_integer(object, "jobs");
    run->timeout_multiplier = get_number(object, "timeout_multiplier");
    reader->has_run = true;
    reader->contents->finished = false;
    reader->contents->seconds += reader->part_seconds;
    reader->part_seconds = 0;
}

static void copy_text(char *to, size_t size, const json_t *object, const char *key)
{
    snprintf(to, size, "%s", get_text(object, key));
}

static bool read_findings(const json_t *array, struct case_result *result)
{
    size_t count = json_array_size(array);
    result->findings = calloc(count > 0 ? count : 1, sizeof *result->findings);
    if (result->findings == NULL)
        abort();
    result->finding_count = count;
    for (size_t i = 0; i < count; i++) {
        const json_t *object = json_array_get(array, i);
        struct finding *finding = &result->findings[i];
        finding->kind = recorder_kind_from_name(get_text(object, "kind"));
        finding->line = (int)get_integer(object, "line");
        copy_text(finding->rule, sizeof finding->rule, object, "rule");
        copy_text(finding->file, sizeof finding->file, object, "file");
        copy_text(finding->text, sizeof finding->text, object, "text");
        if (finding->kind == FINDING_KINDS)
            return false;
    }
    return true;
}

/* The place for the result of this id: the one that it had before, or a new one at the end. */
static struct case_result *place_for(struct reader *reader, const char *id)
{
    struct journal_contents *contents = reader->contents;
    const json_t *position = json_object_get(reader->positions, id);
    if (position != NULL) {
        struct case_result *result = &contents->results[json_integer_value(position)];
        case_result_release(result);
        return result;
    }
    if (contents->result_count == reader->capacity) {
        reader->capacity = reader->capacity * 2 + 64;
        contents->results = realloc(contents->results, reader->capacity * sizeof *contents->results);
        if (contents->results == NULL)
            abort();
    }
    json_object_set_new(reader->positions, id, json_integer((json_int_t)contents->result_count));
    struct case_result *result = &contents->results[contents->result_count++];
    memset(result, 0, sizeof *result);
    return result;
}

static bool read_result(struct reader *reader, const json_t *object)
{
    const char *id = get_text(object, "id");
    enum status status = status_from_name(get_text(object, "status"));
    if (id[0] == '\0' || status == STATUS_COUNT)
        return false;
    struct case_result *result = place_for(reader, id);
    result->id = duplicate(id);
    result->status = status;
    result->statement = take_text(object, "statement");
    result->file = take_text(object, "file");
    result->line = (int)get_integer(object, "line");
    result->seconds = get_number(object, "seconds");
    result->reason = take_text(object, "reason");
    result->checks = (unsigned)get_integer(object, "checks");
    result->calls = (unsigned)get_integer(object, "calls");
    result->exporter = take_text(object, "exporter");
    result->simulated = json_is_true(json_object_get(object, "simulated"));
    result->findings_lost = (unsigned)get_integer(object, "findings_lost");
    result->output = take_text(object, "output");
    reader->part_seconds += result->seconds;
    return read_findings(json_object_get(object, "findings"), result);
}

static void read_end(struct reader *reader, const json_t *object)
{
    reader->contents->seconds += get_number(object, "seconds");
    reader->part_seconds = 0;
    reader->contents->finished = !json_is_true(json_object_get(object, "interrupted"));
}

/* Events that are not known are passed over. False when the line cannot be what the writer wrote. */
static bool read_line(struct reader *reader, const char *line, size_t length)
{
    json_t *object = json_loadb(line, length, 0, NULL);
    const char *event = json_string_value(json_object_get(object, "event"));
    bool good = event != NULL;
    if (good && strcmp(event, "run") == 0)
        read_run(reader, object);
    else if (good && strcmp(event, "result") == 0)
        good = read_result(reader, object);
    else if (good && strcmp(event, "end") == 0)
        read_end(reader, object);
    json_decref(object);
    return good;
}

/* All lines of a file; the last is dropped when it was cut. False with the number of the line that is none.
 */
static bool read_lines(struct reader *reader, FILE *file, size_t *bad_line)
{
    char *line = NULL;
    size_t size = 0;
    size_t number = 0;
    ssize_t length;
    bool good = true;
    while (good && (length = getline(&line, &size, file)) > 0 && line[length - 1] == '\n') {
        number++;
        good = read_line(reader, line, (size_t)length);
    }
    free(line);
    *bad_line = number;
    return good;
}

bool journal_read(const char *path, struct journal_contents *out, char *error, size_t error_size)
{
    memset(out, 0, sizeof *out);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        snprintf(error, error_size, "%s: %s", path, strerror(errno));
        return false;
    }
    struct reader reader = {.contents = out, .positions = json_object()};
    size_t bad_line;
    bool good = read_lines(&reader, file, &bad_line);
    if (!good)
        snprintf(error, error_size, "%s:%zu: this is no line of a journal", path, bad_line);
    else if (ferror(file))
        snprintf(error, error_size, "%s: %s", path, strerror(errno));
    else if (!reader.has_run)
        snprintf(error, error_size, "%s: no run is described here, so this is no journal", path);
    good = good && !ferror(file) && reader.has_run;
    out->seconds += reader.part_seconds;
    json_decref(reader.positions);
    fclose(file);
    if (!good)
        journal_contents_release(out);
    return good;
}

void journal_contents_release(struct journal_contents *contents)
{
    run_description_release(&contents->run);
    for (size_t i = 0; i < contents->result_count; i++)
        case_result_release(&contents->results[i]);
    free(contents->results);
    memset(contents, 0, sizeof *contents);
}

void run_description_release(struct run_description *description)
{
    free(description->suite_version);
    free(description->command);
    free(description->started);
    free(description->host);
    free(description->backend);
    free(description->runtime_library);
    free(description->driver_library);
    free(description->device);
    free(description->uuid);
    free(description->exporters);
    memset(description, 0, sizeof *description);
}
