/* Writing a journal: each line with one write(), so that none is torn. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/report.h"

struct journal {
    int descriptor;
};

/* Where the last whole line of a file ends. Negative with errno. */
static off_t end_of_lines(int descriptor, off_t size)
{
    char bytes[4096];
    while (size > 0) {
        size_t wanted = size < (off_t)sizeof bytes ? (size_t)size : sizeof bytes;
        ssize_t count = pread(descriptor, bytes, wanted, size - (off_t)wanted);
        if (count <= 0)
            return -1;
        const char *newline = memrchr(bytes, '\n', (size_t)count);
        if (newline != NULL)
            return size - (off_t)wanted + (newline - bytes) + 1;
        size -= count;
    }
    return 0;
}

/* Takes away the cut last line that a killed run may have left, so that what is appended starts a line. */
static bool drop_cut_line(int descriptor)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0)
        return false;
    off_t end = end_of_lines(descriptor, status.st_size);
    return end >= 0 && (end == status.st_size || ftruncate(descriptor, end) == 0);
}

/* What is no regular file, /dev/null say, has nothing to be emptied of. */
static bool empty(int descriptor)
{
    return ftruncate(descriptor, 0) == 0 || errno == EINVAL;
}

struct journal *journal_open(const char *path, bool resume, char *error, size_t error_size)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        snprintf(error, error_size, "%s: another run is writing it; name another file with --journal", path);
        close(descriptor);
        return NULL;
    }
    if (descriptor < 0 || !(resume ? drop_cut_line(descriptor) : empty(descriptor))) {
        snprintf(error, error_size, "%s: %s; name another file with --journal", path, strerror(errno));
        if (descriptor >= 0)
            close(descriptor);
        return NULL;
    }
    struct journal *journal = malloc(sizeof *journal);
    if (journal == NULL)
        abort();
    journal->descriptor = descriptor;
    return journal;
}

void journal_close(struct journal *journal)
{
    if (journal == NULL)
        return;
    close(journal->descriptor);
    free(journal);
}

/* Writes one object as a line, and lets go of it. */
static bool write_line(struct journal *journal, json_t *object)
{
    char *text = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(9));
    json_decref(object);
    if (text == NULL)
        abort();
    size_t length = strlen(text);
    text[length] = '\n'; /* in place of the terminator: a line, no string any more */
    ssize_t written;
    do
        written = write(journal->descriptor, text, length + 1);
    while (written < 0 && errno == EINTR);
    free(text);
    return written == (ssize_t)length + 1;
}

static json_t *event(const char *name)
{
    json_t *object = json_object();
    if (object == NULL)
        abort();
    json_object_set_new(object, "event", json_string(name));
    return object;
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
    json_object_set_new(object, key, value);
}

static void set_integer(json_t *object, const char *key, json_int_t value)
{
    json_object_set_new(object, key, json_integer(value));
}

bool journal_write_run(struct journal *journal, const struct run_description *description)
{
    json_t *object = event("run");
    set_text(object, "suite_version", description->suite_version);
    set_text(object, "command", description->command);
    set_text(object, "started", description->started);
    set_text(object, "host", description->host);
    set_text(object, "backend", description->backend);
    set_text(object, "runtime_library", description->runtime_library);
    set_text(object, "driver_library", description->driver_library);
    set_integer(object, "runtime_version", description->runtime_version);
    set_integer(object, "driver_version", description->driver_version);
    set_text(object, "device", description->device);
    set_text(object, "uuid", description->uuid);
    set_text(object, "exporters", description->exporters);
    set_integer(object, "selected", (json_int_t)description->selected);
    set_integer(object, "jobs", description->jobs);
    json_object_set_new(object, "timeout_multiplier", json_real(description->timeout_multiplier));
    return write_line(journal, object);
}

bool journal_write_start(struct journal *journal, const char *id)
{
    json_t *object = event("start");
    set_text(object, "id", id);
    return write_line(journal, object);
}

static json_t *findings_array(const struct case_result *result)
{
    json_t *array = json_array();
    for (size_t i = 0; i < result->finding_count; i++) {
        const struct finding *finding = &result->findings[i];
        json_t *object = json_object();
        set_text(object, "kind", recorder_kind_name(finding->kind));
        set_text(object, "rule", finding->rule);
        set_text(object, "file", finding->file);
        set_integer(object, "line", finding->line);
        set_text(object, "text", finding->text);
        json_array_append_new(array, object);
    }
    return array;
}

bool journal_write_result(struct journal *journal, const struct case_result *result)
{
    json_t *object = event("result");
    set_text(object, "id", result->id);
    set_text(object, "status", status_name(result->status));
    json_object_set_new(object, "seconds", json_real(result->seconds));
    set_text(object, "reason", result->reason);
    set_integer(object, "checks", result->checks);
    set_integer(object, "calls", result->calls);
    set_text(object, "exporter", result->exporter);
    json_object_set_new(object, "simulated", json_boolean(result->simulated));
    json_object_set_new(object, "findings", findings_array(result));
    set_integer(object, "findings_lost", result->findings_lost);
    set_text(object, "output", result->output);
    set_text(object, "statement", result->statement);
    set_text(object, "file", result->file);
    set_integer(object, "line", result->line);
    return write_line(journal, object);
}

bool journal_write_end(struct journal *journal, double seconds, bool interrupted)
{
    json_t *object = event("end");
    json_object_set_new(object, "seconds", json_real(seconds));
    json_object_set_new(object, "interrupted", json_boolean(interrupted));
    return write_line(journal, object);
}
