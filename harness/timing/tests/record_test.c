/* Tests of the record of a timed run: what is written is read back, and nothing else is read. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/record.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/tests/check.h"
#include "timing/tests/samples.h"

static char directory[] = "/tmp/extres-record-XXXXXX";
static char path[64];

static const struct sample_setting two_sides = {.sides = 2, .seed = 1, .factor = 1, .side_factor = 1.05};

/* To the five digits that are written. */
static bool is_near(double got, double expected)
{
    return fabs(got - expected) <= 5e-5 * expected;
}

static bool same_blocks(const struct timing_blocks *got, const struct timing_blocks *expected)
{
    bool same = got->count == expected->count;
    for (size_t i = 0; same && i < got->count; i++) {
        const struct timing_samples *a = &got->blocks[i], *b = &expected->blocks[i];
        same = a->count == b->count;
        for (size_t k = 0; same && k < a->count; k++)
            same = is_near(a->values[k], b->values[k]);
    }
    return same;
}

static bool same_result(const struct timing_result *got, const struct timing_result *expected)
{
    bool same = strcmp(got->id, expected->id) == 0 && strcmp(got->series, expected->series) == 0 &&
                strcmp(got->statement, expected->statement) == 0 &&
                strcmp(got->operation, expected->operation) == 0 &&
                strcmp(got->exporter, expected->exporter) == 0 && got->parameter == expected->parameter &&
                got->floor == expected->floor && got->status == expected->status &&
                got->simulated == expected->simulated && got->settled == expected->settled &&
                got->operations == expected->operations;
    for (size_t i = 0; same && i < TIMING_SIDES; i++)
        same = same_blocks(&got->sides[i], &expected->sides[i]);
    return same;
}

static void check_head(const struct timing_record *got, const struct timing_record *expected)
{
    check_text(got->suite_version, expected->suite_version, "the suite");
    check_text(got->command, expected->command, "the command");
    check_text(got->started, expected->started, "the time");
    check_text(got->host, expected->host, "the host");
    check_text(got->mode, expected->mode, "the mode");
    check(got->method == TIMING_METHOD && got->finished && got->seconds == 12.5 &&
              got->clock_nanoseconds == 21.5 && got->clock_resolution_nanoseconds == 1,
          "numbers of the run");
    check(got->side_count == 2 && got->sides[1].runtime_version == 13000, "sides");
    check_text(got->sides[1].environment, "EXTRES_FAULT=slow", "the environment of a side");
    check(got->fact_count == 3, "facts, in their order");
    check_text(got->facts[1].name, "governor", "the name of a fact");
    check_text(got->facts[1].value, "performance", "its value");
}

static bool write_record(const struct timing_record *record)
{
    char error[256] = "";
    bool written = timing_record_write(record, path, error, sizeof error);
    if (!written)
        printf("# %s\n", error);
    return written;
}

static void test_round_trip(void)
{
    struct timing_record made, read;
    char error[256] = "";
    sample_record(&two_sides, &made);
    check(write_record(&made), "a record is written");
    check(timing_record_is(path), "it is known as a record");
    if (!check(timing_record_read(path, &read, error, sizeof error), "it is read back"))
        printf("# %s\n", error);
    check_head(&read, &made);
    bool floors = true, results = read.result_count == made.result_count;
    for (size_t i = 0; i < FLOOR_COUNT; i++)
        floors = floors && same_blocks(&read.floors[i], &made.floors[i]);
    for (size_t i = 0; results && i < made.result_count; i++)
        results = same_result(&read.results[i], &made.results[i]);
    check(floors, "floors, to five digits");
    check(results, "results, to five digits");
    if (results)
        check_text(read.results[6].reason, "A: cuWait \\xC3( gave <1> & \"2\"", "a reason that was no UTF-8");
    timing_record_release(&read);
    check(read.results == NULL && read.host == NULL, "a record that was released is empty");
    timing_record_release(&made);
}

/* The whole file, which the caller frees. */
static char *read_file(void)
{
    FILE *file = fopen(path, "r");
    struct stat status;
    if (file == NULL || fstat(fileno(file), &status) != 0)
        abort();
    char *text = calloc((size_t)status.st_size + 1, 1);
    if (text == NULL || fread(text, 1, (size_t)status.st_size, file) != (size_t)status.st_size)
        abort();
    fclose(file);
    return text;
}

/* Writes the good record with one part of it replaced. */
static bool write_changed(const char *good, const char *from, const char *to)
{
    const char *at = strstr(good, from);
    FILE *file = fopen(path, "w");
    if (at == NULL || file == NULL)
        return false;
    fprintf(file, "%.*s%s%s", (int)(at - good), good, to, at + strlen(from));
    return fclose(file) == 0;
}

/* What a damaged or hostile file may have, and what must be said about it. */
static const struct damage {
    const char *from, *to, *complaint;
} damages[] = {
    {"extres-timing", "extres-weather", "no record of a timed run"},
    {"\"version\":1", "\"version\":2", "version: 2, where this suite knows 1"},
    {"\"method\":2", "\"method\":0", "method: a whole number"},
    {"\"mode\":\"default\"", "\"mode\":7", "mode: a text is missing"},
    {"\"seconds\":12.5", "\"seconds\":-12.5", "seconds: a number of at least 0"},
    {"\"seconds\":12.5", "\"seconds\":1e999", "no record of a timed run: real number overflow"},
    {"\"seconds\":12.5", "\"seconds\":NaN", "no record of a timed run"},
    {"\"seconds\":12.5", "\"seconds\":1,\"seconds\":2", "duplicate object key"},
    {"\"finished\":true", "\"finished\":\"yes\"", "finished: true or false"},
    {"\"governor\":\"performance\"", "\"governor\":[]", "facts.governor: a text"},
    {"\"nanoseconds\":21.5", "\"nanoseconds\":\"21.5\"", "clock.nanoseconds: a number"},
    {"\"backend\":\"reference\",", "", "sides[0].backend: a text"},
    {"\"runtime_version\":13000", "\"runtime_version\":13000000000000", "sides[0].runtime_version: a whole"},
    {"\"clock_read\":[[", "\"clock_read\":[[-1,", "floors.clock_read[0]: sample 0"},
    {"\"clock_read\":[[", "\"clock_read\":[[null,", "floors.clock_read[0]: sample 0"},
    {"\"clock_read\":[[", "\"clock_read\":[7,[", "floors.clock_read[0]: an array"},
    {"\"futex_hand_over\"", "\"futex_hand_off\"", "floors.futex_hand_over: an array"},
    {"\"results\":[", "\"results\":7,\"more\":[", "results: an array"},
    {"\"results\":[", "\"results\":[7,", "results[0].id: a text"},
    {"\"parameter\":1,", "\"parameter\":-1,", "results[0].parameter: a whole number"},
    {"\"parameter\":1,", "\"parameter\":1.5,", "results[0].parameter: a whole number"},
    {"\"operations\":64", "\"operations\":99999999999999999999", "too big"},
    {"\"floor\":\"clock_read\"", "\"floor\":\"heaven\"", "results[0].floor: no floor"},
    {"\"status\":\"measured\"", "\"status\":\"splendid\"", "results[0].status: no status"},
    {"enqueue_signal_x8\"", "enqueue_signal_x1\"", "is there twice"},
    {"\"samples\":[", "\"samples\":[[[1]],", "results[0].samples: 3 elements, which is more than 2"},
    {"\"samples\":[", "\"samples\":[],\"more\":[", "results[0].samples: of 0 sides, where the run had 2"},
    {"\"status\":\"skip\"", "\"status\":\"measured\"", "results[5].samples[0]: measured, and yet"},
    {"\"extres-timing\"", "\"extres-timing", "no record of a timed run"},
};

static void test_damages(void)
{
    struct timing_record made, read;
    char error[256], name[160];
    sample_record(&two_sides, &made);
    write_record(&made);
    timing_record_release(&made);
    char *good = read_file();
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        const struct damage *damage = &damages[i];
        error[0] = '\0';
        bool changed = write_changed(good, damage->from, damage->to);
        bool refused = changed && !timing_record_read(path, &read, error, sizeof error);
        snprintf(name, sizeof name, "%s is refused", damage->to);
        if (!check(refused && strstr(error, damage->complaint) != NULL && strstr(error, path) == error, name))
            printf("# %s\n", changed ? error : "the record has no such part");
    }
    free(good);
}

/* However short a file is cut, it is refused and nothing is read beyond it. */
static void test_cut_files(void)
{
    struct timing_record made, read;
    char error[256];
    bool refused = true;
    sample_record(&two_sides, &made);
    write_record(&made);
    timing_record_release(&made);
    struct stat status;
    stat(path, &status);
    for (off_t size = status.st_size - 2; refused && size > 0; size = size * 9 / 10) {
        if (truncate(path, size) != 0)
            break;
        refused = !timing_record_read(path, &read, error, sizeof error);
    }
    check(refused, "a file that is cut is refused");
    check(!timing_record_read("/nonexistent/record", &read, error, sizeof error) &&
              strstr(error, "No such file") != NULL,
          "a file that is not there is an error");
    check(!timing_record_read(directory, &read, error, sizeof error), "a folder is an error");
    check(!timing_record_is("/nonexistent/record") && !timing_record_is(directory) &&
              !timing_record_is("/dev/null"),
          "and none of these is a record");
}

static void test_places(void)
{
    struct timing_record made;
    char error[256] = "";
    sample_record(&two_sides, &made);
    check(!timing_record_write(&made, "/nonexistent/record", error, sizeof error) &&
              strstr(error, "No such file or directory") != NULL,
          "a folder that does not exist is an error with its reason");
    check(!timing_record_write(&made, "/dev/full", error, sizeof error) && strstr(error, "no regular file"),
          "a device is not replaced");
    made.results[1].sides[1].blocks[3].values[2] = NAN;
    check(!timing_record_write(&made, path, error, sizeof error) && strstr(error, made.results[1].id) != NULL,
          "a sample that is no number is an error that names the measurement");
    made.results[1].sides[1].blocks[3].values[2] = -1;
    check(!timing_record_write(&made, path, error, sizeof error), "so is one below 0");
    timing_record_release(&made);
}

/* A limit on the size of files is the full disk that a test can make. */
static void test_full_disk(void)
{
    struct timing_record made;
    struct rlimit old;
    struct stat before, after;
    char error[256] = "";
    sample_record(&two_sides, &made);
    write_record(&made);
    stat(path, &before);
    getrlimit(RLIMIT_FSIZE, &old);
    struct rlimit small = {1000, old.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    bool written = timing_record_write(&made, path, error, sizeof error);
    setrlimit(RLIMIT_FSIZE, &old);
    check(!written && strstr(error, "File too large") != NULL, "a full disk is an error");
    check(stat(path, &after) == 0 && after.st_ino == before.st_ino && after.st_size == before.st_size,
          "what was there stays as it was");
    timing_record_release(&made);
}

int main(void)
{
    if (mkdtemp(directory) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/record.json", directory);
    test_round_trip();
    test_damages();
    test_cut_files();
    test_places();
    test_full_disk();
    unlink(path);
    rmdir(directory);
    return check_end();
}
