/* Reading the faults of a mutant: a worker loads it and copies its table to shared memory. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mutate/fault_list.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extres/faults.h"
#include "platform/library.h"
#include "run/verdict.h"
#include "run/worker.h"

enum { MOST_FAULTS = 1024 };

static const char mutant_library[] = "libextres_mutant.so";
static const double reading_seconds = 10;

typedef const struct extres_fault *list_function(size_t *count);

/* Shared with the process that reads. */
struct area {
    size_t count;
    char flaw[256]; /* what is wrong with the table; empty when nothing is */
    struct fault faults[MOST_FAULTS];
};

struct reading {
    const char *library;
    void *loaded; /* in the worker's processes alone */
    struct area *area;
};

void fault_library(const char *named, char path[static BACKEND_PATH])
{
    char folder[BACKEND_PATH - sizeof mutant_library];
    if (named != NULL)
        snprintf(path, BACKEND_PATH, "%s", named);
    else if (program_folder(folder, sizeof folder))
        snprintf(path, BACKEND_PATH, "%s/%s", folder, mutant_library);
    else
        snprintf(path, BACKEND_PATH, "%s", mutant_library);
}

static bool load(void *context, char *error, size_t error_size)
{
    struct reading *reading = context;
    reading->loaded = library_load(reading->library, error, error_size);
    return reading->loaded != NULL;
}

/* False for a text that is missing or does not fit: a text that was cut would name another fault or rule. */
static bool copy_text(char *to, size_t size, const char *from)
{
    if (from == NULL || from[0] == '\0' || strlen(from) >= size)
        return false;
    memcpy(to, from, strlen(from) + 1);
    return true;
}

static bool copy_fault(struct fault *to, const struct extres_fault *from)
{
    return copy_text(to->id, sizeof to->id, from->id) &&
           (from->rule == NULL || copy_text(to->rule, sizeof to->rule, from->rule)) &&
           copy_text(to->statement, sizeof to->statement, from->statement) &&
           (from->origin == NULL || copy_text(to->origin, sizeof to->origin, from->origin));
}

static bool is_repeated(const struct area *area, const char *id)
{
    const struct fault_list before = {(struct fault *)area->faults, area->count};
    return fault_list_find(&before, id) != NULL;
}

static void copy_table(const struct extres_fault *table, size_t count, struct area *area)
{
    if (count > MOST_FAULTS) {
        snprintf(area->flaw, sizeof area->flaw, "its list has %zu faults, and %d at most can be read", count,
                 MOST_FAULTS);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct fault *fault = &area->faults[area->count];
        if (!copy_fault(fault, &table[i])) {
            snprintf(area->flaw, sizeof area->flaw,
                     "fault %zu of its list lacks a text, or has one that is too long", i);
            return;
        }
        if (is_repeated(area, fault->id)) {
            snprintf(area->flaw, sizeof area->flaw, "its list has two faults %s", fault->id);
            return;
        }
        area->count++;
    }
}

static void read_table(void *context, size_t request, struct recorder *recorder)
{
    struct reading *reading = context;
    library_function symbol = library_symbol(reading->loaded, "extres_fault_list");
    (void)request;
    (void)recorder;
    if (symbol == NULL) {
        snprintf(reading->area->flaw, sizeof reading->area->flaw, "it has no symbol extres_fault_list");
        return;
    }
    size_t count = 0;
    const struct extres_fault *table = ((list_function *)symbol)(&count);
    copy_table(table, count, reading->area);
    if (reading->area->flaw[0] == '\0' && count == 0)
        snprintf(reading->area->flaw, sizeof reading->area->flaw, "its list of faults is empty");
}

/* The sentence for a process that came back without the faults; false when it has them. */
static bool explain(const struct reading *reading, const struct worker_outcome *outcome, char *error,
                    size_t error_size)
{
    char reason[RECORDER_TEXT];
    recorder_seal(outcome->recorder);
    enum status status = verdict_decide(outcome, reason, sizeof reason);
    if (reading->area->flaw[0] != '\0')
        snprintf(error, error_size, "%s is no mutant: %s", reading->library, reading->area->flaw);
    else if (status == STATUS_CRASH || status == STATUS_TIMEOUT || reading->area->count == 0)
        snprintf(error, error_size, "the faults of %s cannot be read: %s", reading->library, reason);
    else
        return false;
    return true;
}

static bool run_reading(struct reading *reading, char *error, size_t error_size)
{
    const struct worker_program program = {.load = load,
                                           .run = read_table,
                                           .context = reading,
                                           .shared = reading->area,
                                           .shared_size = sizeof *reading->area,
                                           .load_seconds = reading_seconds};
    struct worker_outcome outcome;
    struct worker *worker = worker_create(&program, error, error_size);
    bool done = worker != NULL && worker_prepare(worker, error, error_size);
    if (done) {
        worker_begin(worker, 0, reading_seconds);
        worker_collect(worker, &outcome);
        done = !explain(reading, &outcome, error, error_size);
    }
    worker_release(worker);
    return done;
}

bool fault_list_read(const char *library, struct fault_list *out, char *error, size_t error_size)
{
    struct area *area = process_share_memory(sizeof *area);
    struct reading reading = {.library = library, .area = area};
    *out = (struct fault_list){NULL, 0};
    if (area == NULL) {
        snprintf(error, error_size, "no memory for the list of faults: %s", strerror(errno));
        return false;
    }
    bool done = run_reading(&reading, error, error_size);
    if (done) {
        out->faults = malloc(area->count * sizeof *out->faults);
        if (out->faults == NULL)
            abort();
        memcpy(out->faults, area->faults, area->count * sizeof *out->faults);
        out->count = area->count;
    }
    process_share_release(area, sizeof *area);
    return done;
}

void fault_list_release(struct fault_list *list)
{
    free(list->faults);
    *list = (struct fault_list){NULL, 0};
}

bool fault_breaks_rule(const struct fault *fault)
{
    return fault->rule[0] != '\0';
}

const struct fault *fault_list_find(const struct fault_list *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->faults[i].id, id) == 0)
            return &list->faults[i];
    }
    return NULL;
}
