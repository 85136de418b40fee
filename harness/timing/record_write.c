/* Writing the record of a timed run: the head on one line, then a line a measurement. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/record.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/detail.h"
#include "timing/record_format.h"

/* A figure that could not be read back is an error of the run, not of the disk: the first is kept. */
struct writer {
    FILE *stream;
    char *error;
    size_t error_size;
    bool failed;
};

static json_t *needed(json_t *value)
{
    if (value == NULL)
        abort();
    return value;
}

static void set(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, needed(value)) != 0)
        abort();
}

/* jansson takes no text that is not UTF-8; such text is made printable. */
static void set_text(json_t *object, const char *key, const char *text)
{
    json_t *value = json_string(text);
    if (value == NULL) {
        char *clean = text_printable(text, strlen(text));
        value = json_string(clean);
        free(clean);
    }
    set(object, key, value);
}

static json_t *number(struct writer *writer, double value, const char *what)
{
    bool good = isfinite(value) && value >= 0;
    if (!good && !writer->failed) {
        snprintf(writer->error, writer->error_size, "the record cannot be written: %s: %g is no such figure",
                 what, value);
        writer->failed = true;
    }
    return needed(json_real(good ? value : 0));
}

static json_t *make_blocks(struct writer *writer, const struct timing_blocks *blocks, const char *what)
{
    json_t *array = needed(json_array());
    for (size_t i = 0; i < blocks->count; i++) {
        json_t *samples = needed(json_array());
        for (size_t k = 0; k < blocks->blocks[i].count; k++)
            json_array_append_new(samples, number(writer, blocks->blocks[i].values[k], what));
        json_array_append_new(array, samples);
    }
    return array;
}

static json_t *make_side(const struct timing_side *side)
{
    json_t *object = needed(json_object());
    set_text(object, "backend", side->backend);
    set_text(object, "runtime_library", side->runtime_library);
    set_text(object, "driver_library", side->driver_library);
    set(object, "runtime_version", json_integer(side->runtime_version));
    set(object, "driver_version", json_integer(side->driver_version));
    set_text(object, "device", side->device);
    set_text(object, "environment", side->environment);
    return object;
}

static json_t *make_sides(const struct timing_record *record)
{
    json_t *sides = needed(json_array());
    for (size_t i = 0; i < record->side_count; i++)
        json_array_append_new(sides, make_side(&record->sides[i]));
    return sides;
}

static json_t *make_facts(const struct timing_record *record)
{
    json_t *facts = needed(json_object());
    for (size_t i = 0; i < record->fact_count; i++)
        set_text(facts, record->facts[i].name, record->facts[i].value);
    return facts;
}

static json_t *make_floors(struct writer *writer, const struct timing_record *record)
{
    json_t *floors = needed(json_object());
    for (int i = 0; i < FLOOR_COUNT; i++) {
        const char *name = floor_name((enum timing_floor)i);
        set(floors, name, make_blocks(writer, &record->floors[i], name));
    }
    return floors;
}

static json_t *make_head(struct writer *writer, const struct timing_record *record)
{
    json_t *head = needed(json_object());
    json_t *clock = needed(json_object());
    set_text(head, "format", record_format);
    set(head, "version", json_integer(RECORD_VERSION));
    set(head, "method", json_integer(TIMING_METHOD));
    set_text(head, "suite_version", record->suite_version);
    set_text(head, "command", record->command);
    set_text(head, "started", record->started);
    set_text(head, "host", record->host);
    set_text(head, "mode", record->mode);
    set(head, "seconds", number(writer, record->seconds, "seconds"));
    set(head, "finished", json_boolean(record->finished));
    set(head, "facts", make_facts(record));
    set(clock, "nanoseconds", number(writer, record->clock_nanoseconds, "the cost of the clock"));
    set(clock, "resolution_nanoseconds",
        number(writer, record->clock_resolution_nanoseconds, "the resolution of the clock"));
    set(head, "clock", clock);
    set(head, "sides", make_sides(record));
    set(head, "floors", make_floors(writer, record));
    return head;
}

static json_t *make_result(struct writer *writer, const struct timing_result *result, size_t side_count)
{
    json_t *object = needed(json_object());
    json_t *sides = needed(json_array());
    set_text(object, "id", result->id);
    set_text(object, "series", result->series);
    set_text(object, "statement", result->statement);
    set_text(object, "operation", result->operation);
    set(object, "parameter", json_integer((json_int_t)result->parameter));
    set_text(object, "floor", floor_name(result->floor));
    set_text(object, "status", timing_status_name(result->status));
    set_text(object, "reason", result->reason);
    set_text(object, "exporter", result->exporter);
    set(object, "simulated", json_boolean(result->simulated));
    set(object, "settled", json_boolean(result->settled));
    set(object, "operations", json_integer((json_int_t)result->operations));
    for (size_t i = 0; i < side_count; i++)
        json_array_append_new(sides, make_blocks(writer, &result->sides[i], result->id));
    set(object, "samples", sides);
    return object;
}

/* Without its braces when embedded. Lets go of it: a run's samples need not all be there as JSON at once. */
static void put(struct writer *writer, json_t *object, size_t flags)
{
    flags |= JSON_COMPACT | JSON_REAL_PRECISION(RECORD_DIGITS);
    if (json_dumpf(object, writer->stream, flags) != 0)
        abort();
    json_decref(object);
}

static void put_record(struct writer *writer, const struct timing_record *record)
{
    fputc('{', writer->stream);
    put(writer, make_head(writer, record), JSON_EMBED);
    fputs(",\"results\":[", writer->stream);
    for (size_t i = 0; i < record->result_count; i++) {
        fputs(i > 0 ? ",\n" : "\n", writer->stream);
        put(writer, make_result(writer, &record->results[i], record->side_count), 0);
    }
    fputs("\n]}\n", writer->stream);
}

bool timing_record_write(const struct timing_record *record, const char *path, char *error, size_t error_size)
{
    struct text_stream memory;
    text_stream_open(&memory);
    struct writer writer = {.stream = memory.stream, .error = error, .error_size = error_size};
    put_record(&writer, record);
    char *text = text_stream_close(&memory);
    bool good = !writer.failed && replace_file(path, text, strlen(text), error, error_size);
    free(text);
    return good;
}
