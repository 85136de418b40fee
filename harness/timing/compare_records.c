/* Comparing two recorded runs, which took place at different times, perhaps on different machines. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/compare_records.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A floor that differs by more than this says that the machine was not the same. */
static const double most_drift = 0.10;

/* Batches of so different a size are not of one kind: their samples average over more, or fewer, operations.
 */
enum { MOST_BATCH_RATIO = 2 };

/* Facts of machine.c that figures depend on. Others, such as the load, change from run to run. */
static const char *const binding_facts[] = {"processor", "processors allowed", "governor",     "turbo",
                                            "SMT",       "virtualisation",     "clock source", "pinning",
                                            "nice"};

__attribute__((format(printf, 4, 5))) static void add_obstacle(struct records_comparison *out, const char *id,
                                                               bool expected, const char *format, ...)
{
    va_list arguments;
    char *reason;
    va_start(arguments, format);
    int length = vasprintf(&reason, format, arguments);
    va_end(arguments);
    size_t count = out->obstacle_count + 1;
    struct comparison_obstacle *obstacles = realloc(out->obstacles, count * sizeof *obstacles);
    if (length < 0 || obstacles == NULL)
        abort();
    out->obstacles = obstacles;
    obstacles[out->obstacle_count++] = (struct comparison_obstacle){id, reason, expected};
    out->comparable = out->comparable && id != NULL;
}

static void require_text(struct records_comparison *out, const char *what, const char *a, const char *b)
{
    if (strcmp(a, b) != 0)
        add_obstacle(out, NULL, false, "different %s: %s, and %s", what, a[0] != '\0' ? a : "none",
                     b[0] != '\0' ? b : "none");
}

/* A fact that is not told is empty. */
static const char *fact_value(const struct timing_record *record, const char *name)
{
    for (size_t i = 0; i < record->fact_count; i++)
        if (strcmp(record->facts[i].name, name) == 0)
            return record->facts[i].value;
    return "";
}

static void require_facts(struct records_comparison *out)
{
    for (size_t i = 0; i < sizeof binding_facts / sizeof *binding_facts; i++)
        require_text(out, binding_facts[i], fact_value(out->a, binding_facts[i]),
                     fact_value(out->b, binding_facts[i]));
}

/* How far apart two runs' floors are, as a share; 0 when one of them has none. */
static double drift(const struct records_comparison *of, enum timing_floor floor,
                    struct comparison *comparison)
{
    const struct comparison_setting setting = {.level = comparison_of_records.level, .least = most_drift};
    *comparison = compare_unpaired(&of->a->floors[floor], &of->b->floors[floor], &setting);
    return fmax(comparison->ratio, 1 / comparison->ratio) - 1;
}

static void require_floor(struct records_comparison *out, enum timing_floor floor)
{
    struct comparison comparison;
    double share = drift(out, floor, &comparison);
    if (share > most_drift && comparison.difference != DIFFERENCE_NONE)
        add_obstacle(out, NULL, false, "the machine was not the same: the floor '%s' differs by %.0f %%",
                     floor_title(floor), 100 * share);
}

static void require_same_runs(struct records_comparison *out)
{
    const struct timing_record *a = out->a, *b = out->b;
    if (a->method != b->method)
        add_obstacle(out, NULL, false, "the suites measure in different ways: method %d, and %d", a->method,
                     b->method);
    require_text(out, "mode", a->mode, b->mode);
    require_text(out, "host", a->host, b->host);
    require_text(out, "device", a->sides[0].device, b->sides[0].device);
    require_facts(out);
    for (int i = 0; i < FLOOR_COUNT; i++)
        require_floor(out, (enum timing_floor)i);
}

static const struct timing_result *find_result(const struct timing_record *record, const char *id)
{
    for (size_t i = 0; i < record->result_count; i++)
        if (strcmp(record->results[i].id, id) == 0)
            return &record->results[i];
    return NULL;
}

static bool is_batch_alike(uint64_t a, uint64_t b)
{
    uint64_t most = a > b ? a : b, least = a > b ? b : a;
    return most / MOST_BATCH_RATIO <= least;
}

/* True when both were measured in the same way; otherwise an obstacle is added. */
static bool are_alike(struct records_comparison *out, const struct timing_result *a,
                      const struct timing_result *b)
{
    bool left_out = a->status != TIMING_MEASURED && a->status == b->status;
    if (left_out)
        add_obstacle(out, a->id, true, "%s in both", timing_status_name(a->status));
    else if (a->status != TIMING_MEASURED)
        add_obstacle(out, a->id, false, "%s in A: %s", timing_status_name(a->status), a->reason);
    else if (b->status != TIMING_MEASURED)
        add_obstacle(out, a->id, false, "%s in B: %s", timing_status_name(b->status), b->reason);
    else if (strcmp(a->exporter, b->exporter) != 0 || a->simulated != b->simulated)
        add_obstacle(out, a->id, false, "objects of different exporters: %s%s, and %s%s", a->exporter,
                     a->simulated ? " (simulated)" : "", b->exporter, b->simulated ? " (simulated)" : "");
    else if (!is_batch_alike(a->operations, b->operations))
        add_obstacle(out, a->id, false, "samples of %llu operations, and of %llu",
                     (unsigned long long)a->operations, (unsigned long long)b->operations);
    else
        return true;
    return false;
}

/* What the floor itself moved by is not laid at the runtime's door. */
static void compare_one(struct records_comparison *out, const struct timing_result *a,
                        const struct timing_result *b)
{
    struct comparison floor;
    double moved = drift(out, a->floor, &floor);
    struct comparison_setting setting = comparison_of_records;
    setting.least = fmax(setting.least, moved);
    setting.batches = samples_are_batches(a);
    struct comparison comparison = compare_unpaired(&a->sides[0], &b->sides[0], &setting);
    if (comparison.difference == DIFFERENCE_UNDECIDED)
        add_obstacle(out, a->id, false, "too few processes for any verdict");
    else
        out->results[out->result_count++] = (struct compared_result){a, b, setting.least, comparison};
}

static void compare_results(struct records_comparison *out)
{
    const struct timing_record *a = out->a, *b = out->b;
    for (size_t i = 0; i < a->result_count; i++) {
        const struct timing_result *of_a = &a->results[i], *of_b = find_result(b, of_a->id);
        if (of_b == NULL)
            add_obstacle(out, of_a->id, b->finished, "not in B");
        else if (are_alike(out, of_a, of_b))
            compare_one(out, of_a, of_b);
    }
    for (size_t i = 0; i < b->result_count; i++)
        if (find_result(a, b->results[i].id) == NULL)
            add_obstacle(out, b->results[i].id, true, "not in A");
}

void records_compare(const struct timing_record *a, const struct timing_record *b,
                     struct records_comparison *out)
{
    *out = (struct records_comparison){.a = a, .b = b, .comparable = true};
    out->results = calloc(a->result_count + 1, sizeof *out->results);
    if (out->results == NULL)
        abort();
    require_same_runs(out);
    if (out->comparable)
        compare_results(out);
}

void records_comparison_release(struct records_comparison *comparison)
{
    for (size_t i = 0; i < comparison->obstacle_count; i++)
        free(comparison->obstacles[i].reason);
    free(comparison->obstacles);
    free(comparison->results);
    memset(comparison, 0, sizeof *comparison);
}
