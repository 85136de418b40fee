/* Loading and probing a backend in a process of its own, before the first case. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/preparation.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/verdict.h"

/* The request that is no index of the selection. */
static const size_t request_probe = SIZE_MAX;

/* In a process that is forked, so the environment is its own. */
static bool set_environment(const char *setting, char *error, size_t error_size)
{
    char *copy = setting != NULL ? strdup(setting) : NULL; /* becomes part of the environment */
    if (setting == NULL || (copy != NULL && putenv(copy) == 0))
        return true;
    snprintf(error, error_size, "the environment cannot be given %s: %s", setting, strerror(errno));
    free(copy);
    return false;
}

static bool load_backend(void *context, char *error, size_t error_size)
{
    struct preparation *preparation = context;
    const char *exporter = preparation->options.exporter;
    if (!set_environment(preparation->options.environment, error, error_size))
        return false;
    if (exporter == NULL || strcmp(exporter, exporter_vulkan.name) == 0)
        exporter_vulkan_preload();
    return backend_load(&preparation->options.backend, &preparation->backend, error, error_size);
}

static void run_request(void *context, size_t request, struct recorder *recorder)
{
    struct preparation *preparation = context;
    if (request == request_probe)
        child_probe(&preparation->options, &preparation->backend, recorder, preparation->probe);
    else
        child_run_case(&preparation->options, &preparation->backend, preparation->probe,
                       preparation->selection.leaves[request], recorder);
}

/* Makes the texts of a probe safe to read and to print, whose process may have scribbled over it. */
static void seal(struct probe *probe)
{
    text_make_printable(probe->failure, sizeof probe->failure);
    text_make_printable(probe->runtime_path, sizeof probe->runtime_path);
    text_make_printable(probe->driver_path, sizeof probe->driver_path);
    text_make_printable(probe->device, sizeof probe->device);
    for (size_t i = 0; i < sizeof probe->exporters / sizeof probe->exporters[0]; i++) {
        struct exporter_description *description = &probe->exporters[i].description;
        text_make_printable(description->device, sizeof description->device);
        text_make_printable(description->missing, sizeof description->missing);
        text_make_printable(probe->exporters[i].error, sizeof probe->exporters[i].error);
    }
}

/* The sentence for a backend that did not pass its probe; false when it did. */
static bool explain_probe(const struct probe *probe, const struct worker_outcome *outcome, char *error,
                          size_t error_size)
{
    char reason[RECORDER_TEXT + 128];
    recorder_seal(outcome->recorder);
    enum status status = verdict_decide(outcome, reason, sizeof reason);
    if (status == STATUS_CRASH)
        snprintf(error, error_size, "the backend crashed while it was being probed: %s", reason);
    else if (status == STATUS_TIMEOUT)
        snprintf(error, error_size, "the backend hangs while it is being probed: %s", reason);
    else if (recorder_has_finding(outcome->recorder, FINDING_BROKEN))
        snprintf(error, error_size, "%s", reason);
    else if (!probe->complete)
        snprintf(error, error_size, "the probe of the backend did not come to its end");
    else if (probe->failure[0] != '\0')
        snprintf(error, error_size, "%s", probe->failure);
    else
        return false;
    return true;
}

static bool run_probe(struct preparation *preparation, struct worker *worker, double limit_seconds,
                      char *error, size_t error_size)
{
    struct worker_outcome outcome;
    if (!worker_prepare(worker, error, error_size))
        return false;
    if (worker_load_note(worker) != NULL) {
        snprintf(preparation->note, sizeof preparation->note, "%s", worker_load_note(worker));
        preparation->program.load_in_child = true;
    }
    worker_begin(worker, request_probe, limit_seconds);
    worker_collect(worker, &outcome);
    seal(preparation->probe);
    return !explain_probe(preparation->probe, &outcome, error, error_size);
}

static struct probe *copy_probe(const struct probe *probe)
{
    struct probe *copy = malloc(sizeof *copy);
    if (copy == NULL)
        abort();
    *copy = *probe;
    return copy;
}

bool preparation_make(struct preparation *preparation, const struct run_options *options,
                      const struct selection *selection, double limit_seconds, char *error, size_t error_size)
{
    memset(preparation, 0, sizeof *preparation);
    preparation->options = *options;
    preparation->selection = *selection;
    preparation->program = (struct worker_program){
        .load = load_backend, .run = run_request, .context = preparation, .load_seconds = limit_seconds};
    struct probe *shared = process_share_memory(sizeof *shared);
    if (shared == NULL) {
        snprintf(error, error_size, "no memory for the probe: %s", strerror(errno));
        return false;
    }
    struct worker_program program = preparation->program;
    program.shared = shared;
    program.shared_size = sizeof *shared;
    preparation->probe = shared;
    struct worker *worker = worker_create(&program, error, error_size);
    bool done = worker != NULL && run_probe(preparation, worker, limit_seconds, error, error_size);
    worker_release(worker);
    /* The cases read a copy: what one of them writes over it, no other sees. */
    preparation->probe = done ? copy_probe(shared) : NULL;
    process_share_release(shared, sizeof *shared);
    return done;
}

void preparation_release(struct preparation *preparation)
{
    free(preparation->probe);
    preparation->probe = NULL;
}
