/* Reading the record of a timed run: nothing is taken unchecked, and what is wrong is named by its place. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/record.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "timing/record_format.h"

enum { MOST_RESULTS = 100000, MOST_FACTS = 1000 };

/* The first error sticks; what is read after it does not matter, as the record is let go of then. */
struct reader {
    const char *path;
    char place[96]; /* where in the document: "results[3]" */
    char *error;
    size_t error_size;
    bool failed;
};

__attribute__((format(printf, 3, 4))) static void fail(struct reader *reader, const char *key,
                                                       const char *format, ...)
{
    if (reader->failed)
        return;
    reader->failed = true;
    va_list arguments;
    va_start(arguments, format);
    char what[256];
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    const char *dot = reader->place[0] != '\0' && key[0] != '\0' ? "." : "";
    snprintf(reader->error, reader->error_size, "%s: %s%s%s: %s", reader->path, reader->place, dot, key,
             what);
}

__attribute__((format(printf, 2, 3))) static void set_place(struct reader *reader, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reader->place, sizeof reader->place, format, arguments);
    va_end(arguments);
}

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size);
    if (memory == NULL)
        abort();
    return memory;
}

/* Owned and never NULL. */
static char *take_text(struct reader *reader, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    if (text == NULL)
        fail(reader, key, "a text is missing here");
    char *copy = strdup(text != NULL ? text : "");
    if (copy == NULL)
        abort();
    return copy;
}

static bool take_bool(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_boolean(value))
        fail(reader, key, "true or false is missing here");
    return json_is_true(value);
}

static json_int_t take_integer(struct reader *reader, const json_t *object, const char *key, json_int_t least,
                               json_int_t most)
{
    const json_t *value = json_object_get(object, key);
    json_int_t integer = json_integer_value(value);
    if (json_is_integer(value) && integer >= least && integer <= most)
        return integer;
    fail(reader, key, "a whole number from %lld to %lld is missing here", (long long)least, (long long)most);
    return least;
}

/* Whether a value is a time: a number of at least 0. JSON has none that are not finite. */
static bool is_time(const json_t *value)
{
    return json_is_number(value) && isfinite(json_number_value(value)) && json_number_value(value) >= 0;
}

static double take_time(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!is_time(value))
        fail(reader, key, "a number of at least 0 is missing here");
    return json_number_value(value);
}

/* An array with a plausible number of elements; an empty one in place of what is none. */
static size_t check_array(struct reader *reader, const json_t *array, const char *key, size_t most)
{
    if (!json_is_array(array))
        fail(reader, key, "an array is missing here");
    else if (json_array_size(array) > most)
        fail(reader, key, "%zu elements, which is more than %zu", json_array_size(array), most);
    return reader->failed ? 0 : json_array_size(array);
}

static void read_samples(struct reader *reader, const json_t *array, const char *key,
                         struct timing_samples *out)
{
    size_t count = check_array(reader, array, key, RECORD_MOST_SAMPLES);
    out->values = allocate(count, sizeof *out->values);
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_array_get(array, i);
        if (!is_time(value))
            fail(reader, key, "sample %zu is no number of at least 0", i);
        out->values[i] = json_number_value(value);
    }
}

static void read_blocks(struct reader *reader, const json_t *array, const char *key,
                        struct timing_blocks *out)
{
    size_t count = check_array(reader, array, key, RECORD_MOST_BLOCKS);
    out->blocks = allocate(count, sizeof *out->blocks);
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        char block[64];
        snprintf(block, sizeof block, "%s[%zu]", key, i);
        read_samples(reader, json_array_get(array, i), block, &out->blocks[i]);
    }
}

static enum timing_floor take_floor(struct reader *reader, const json_t *object)
{
    const char *name = json_string_value(json_object_get(object, "floor"));
    int floor = 0;
    while (name != NULL && floor < FLOOR_COUNT && strcmp(name, floor_name((enum timing_floor)floor)) != 0)
        floor++;
    if (name != NULL && floor < FLOOR_COUNT)
        return (enum timing_floor)floor;
    fail(reader, "floor", "no floor has this name");
    return FLOOR_CLOCK_READ;
}

static enum timing_status take_status(struct reader *reader, const json_t *object)
{
    const char *name = json_string_value(json_object_get(object, "status"));
    int status = 0;
    while (name != NULL && status < TIMING_STATUS_COUNT &&
           strcmp(name, timing_status_name((enum timing_status)status)) != 0)
        status++;
    if (name != NULL && status < TIMING_STATUS_COUNT)
        return (enum timing_status)status;
    fail(reader, "status", "no status has this name");
    return TIMING_BROKEN;
}

static bool has_samples(const struct timing_blocks *blocks)
{
    size_t samples = 0;
    for (size_t i = 0; i < blocks->count; i++)
        samples += blocks->blocks[i].count;
    return samples > 0;
}

static void read_sides_of_result(struct reader *reader, const json_t *object, size_t side_count,
                                 struct timing_result *out)
{
    const json_t *sides = json_object_get(object, "samples");
    size_t count = check_array(reader, sides, "samples", TIMING_SIDES);
    if (count != side_count)
        fail(reader, "samples", "of %zu sides, where the run had %zu", count, side_count);
    for (size_t i = 0; i < count; i++) {
        char key[32];
        snprintf(key, sizeof key, "samples[%zu]", i);
        read_blocks(reader, json_array_get(sides, i), key, &out->sides[i]);
        if (out->status == TIMING_MEASURED && !has_samples(&out->sides[i]))
            fail(reader, key, "measured, and yet there is no sample");
    }
}

static void read_result(struct reader *reader, const json_t *object, size_t side_count,
                        struct timing_result *out)
{
    out->id = take_text(reader, object, "id");
    out->series = take_text(reader, object, "series");
    out->statement = take_text(reader, object, "statement");
    out->operation = take_text(reader, object, "operation");
    out->parameter = (uint64_t)take_integer(reader, object, "parameter", 0, LLONG_MAX);
    out->floor = take_floor(reader, object);
    out->status = take_status(reader, object);
    out->reason = take_text(reader, object, "reason");
    out->exporter = take_text(reader, object, "exporter");
    out->simulated = take_bool(reader, object, "simulated");
    out->settled = take_bool(reader, object, "settled");
    out->operations = (uint64_t)take_integer(reader, object, "operations", 0, LLONG_MAX);
    if (out->id[0] == '\0')
        fail(reader, "id", "it is empty");
    read_sides_of_result(reader, object, side_count, out);
}

/* Results are matched by their ids, so none may be there twice. */
static void read_results(struct reader *reader, const json_t *array, struct timing_record *out)
{
    size_t count = check_array(reader, array, "results", MOST_RESULTS);
    json_t *ids = json_object();
    if (ids == NULL)
        abort();
    out->results = allocate(count, sizeof *out->results);
    out->result_count = count;
    for (size_t i = 0; i < count; i++) {
        set_place(reader, "results[%zu]", i);
        read_result(reader, json_array_get(array, i), out->side_count, &out->results[i]);
        if (json_object_get(ids, out->results[i].id) != NULL)
            fail(reader, "id", "%s is there twice", out->results[i].id);
        json_object_set_new(ids, out->results[i].id, json_true());
    }
    json_decref(ids);
    set_place(reader, "%s", "");
}

static void read_side(struct reader *reader, const json_t *object, struct timing_side *out)
{
    out->backend = take_text(reader, object, "backend");
    out->runtime_library = take_text(reader, object, "runtime_library");
    out->driver_library = take_text(reader, object, "driver_library");
    out->runtime_version = (int)take_integer(reader, object, "runtime_version", 0, INT_MAX);
    out->driver_version = (int)take_integer(reader, object, "driver_version", 0, INT_MAX);
    out->device = take_text(reader, object, "device");
    out->environment = take_text(reader, object, "environment");
}

static void read_sides(struct reader *reader, const json_t *array, struct timing_record *out)
{
    out->side_count = check_array(reader, array, "sides", TIMING_SIDES);
    if (out->side_count == 0)
        fail(reader, "sides", "there is none");
    for (size_t i = 0; i < out->side_count; i++) {
        set_place(reader, "sides[%zu]", i);
        read_side(reader, json_array_get(array, i), &out->sides[i]);
    }
    set_place(reader, "%s", "");
}

static void read_facts(struct reader *reader, json_t *object, struct timing_record *out)
{
    const char *name;
    json_t *value;
    if (!json_is_object(object) || json_object_size(object) > MOST_FACTS) {
        fail(reader, "facts", "an object with at most %d members is missing here", MOST_FACTS);
        return;
    }
    out->facts = allocate(json_object_size(object), sizeof *out->facts);
    set_place(reader, "facts");
    json_object_foreach(object, name, value)
    {
        struct timing_fact *fact = &out->facts[out->fact_count++];
        fact->name = strdup(name);
        if (fact->name == NULL)
            abort();
        fact->value = take_text(reader, object, name);
    }
    set_place(reader, "%s", "");
}

static void read_floors(struct reader *reader, const json_t *object, struct timing_record *out)
{
    set_place(reader, "floors");
    for (int i = 0; i < FLOOR_COUNT; i++) {
        const char *name = floor_name((enum timing_floor)i);
        read_blocks(reader, json_object_get(object, name), name, &out->floors[i]);
    }
    set_place(reader, "%s", "");
}

static void read_clock(struct reader *reader, const json_t *object, struct timing_record *out)
{
    set_place(reader, "clock");
    out->clock_nanoseconds = take_time(reader, object, "nanoseconds");
    out->clock_resolution_nanoseconds = take_time(reader, object, "resolution_nanoseconds");
    set_place(reader, "%s", "");
}

/* Whether this is a record that this reader knows, before anything else is said about it. */
static void check_format(struct reader *reader, const json_t *document)
{
    const char *format = json_string_value(json_object_get(document, "format"));
    if (format == NULL || strcmp(format, record_format) != 0)
        fail(reader, "format", "this is no record of a timed run");
    json_int_t version = take_integer(reader, document, "version", 1, INT_MAX);
    if (version != RECORD_VERSION)
        fail(reader, "version", "%lld, where this suite knows %d", (long long)version, RECORD_VERSION);
}

static void read_record(struct reader *reader, const json_t *document, struct timing_record *out)
{
    check_format(reader, document);
    if (reader->failed)
        return;
    out->method = (int)take_integer(reader, document, "method", 1, INT_MAX);
    out->suite_version = take_text(reader, document, "suite_version");
    out->command = take_text(reader, document, "command");
    out->started = take_text(reader, document, "started");
    out->host = take_text(reader, document, "host");
    out->mode = take_text(reader, document, "mode");
    out->seconds = take_time(reader, document, "seconds");
    out->finished = take_bool(reader, document, "finished");
    read_facts(reader, json_object_get(document, "facts"), out);
    read_clock(reader, json_object_get(document, "clock"), out);
    read_sides(reader, json_object_get(document, "sides"), out);
    read_floors(reader, json_object_get(document, "floors"), out);
    read_results(reader, json_object_get(document, "results"), out);
}

bool timing_record_read(const char *path, struct timing_record *out, char *error, size_t error_size)
{
    struct reader reader = {.path = path, .error = error, .error_size = error_size};
    memset(out, 0, sizeof *out);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        snprintf(error, error_size, "%s: %s", path, strerror(errno));
        return false;
    }
    json_error_t reason;
    json_t *document = json_loadf(file, JSON_REJECT_DUPLICATES, &reason);
    if (document == NULL)
        snprintf(error, error_size, "%s:%d: this is no record of a timed run: %s", path, reason.line,
                 reason.text);
    else
        read_record(&reader, document, out);
    bool good = document != NULL && !reader.failed;
    json_decref(document);
    fclose(file);
    if (!good)
        timing_record_release(out);
    return good;
}

bool timing_record_is(const char *path)
{
    char start[128] = "", format[32] = "";
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    size_t length = fread(start, 1, sizeof start - 1, file);
    fclose(file);
    start[length] = '\0';
    return sscanf(start, " { \"format\" : \"%31[^\"]\"", format) == 1 && strcmp(format, record_format) == 0;
}
