/* The probe: what the backend and the exporters can do here, asked in a process of its own before any case.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "case/session.h"
#include "run/run.h"

/* The probe calls the backend as a case does; in the place of a leaf it has this. */
static const struct case_declaration probe_declaration = {
    .name = "probe", .file = __FILE__, .line = __LINE__};

struct probe_session {
    struct test test;
    struct leaf leaf;
};

static void open_api(struct probe_session *session, const struct backend *backend, struct recorder *recorder,
                     enum extres_api api)
{
    session->leaf = (struct leaf){.declaration = &probe_declaration, .api = api};
    session->test = (struct test){.leaf = &session->leaf, .recorder = recorder, .timeout_multiplier = 1};
    session_open(&session->test, backend, api);
}

static void ask_versions(struct caller *caller, struct probe *probe)
{
    if (call_versions(caller, &probe->runtime_version, &probe->driver_version) != 0)
        recorder_add(caller->recorder, FINDING_NOTE, NULL, __FILE__, __LINE__,
                     "the backend tells no version");
}

/* Sets probe->failure when the API is there but says that it cannot run; an API that is not there is no
 * failure. */
static void ask_api(struct caller *caller, int device, struct probe *probe)
{
    char name[96];
    int count = 0;
    if (!caller_has(caller, EXTRES_OPERATION_DEVICE_COUNT))
        return;
    if (caller->api == EXTRES_API_DRIVER && !caller_has(caller, EXTRES_OPERATION_INITIALISE))
        return;
    int code = call_initialise(caller);
    if (code == 0)
        code = call_device_count(caller, &count);
    if (code != 0) {
        snprintf(probe->failure, sizeof probe->failure, "the backend cannot be initialised: %s",
                 call_error_name(caller, code, name, sizeof name));
        return;
    }
    ask_versions(caller, probe);
    probe->device_count = count;
    if (device >= count) {
        snprintf(probe->failure, sizeof probe->failure,
                 "device %d was asked for, and the backend has %d device%s", device, count,
                 count == 1 ? "" : "s");
        return;
    }
    if (!probe->has_uuid)
        probe->has_uuid = call_device_uuid(caller, device, probe->uuid);
    if (probe->device[0] == '\0' && !call_device_name(caller, device, probe->device, sizeof probe->device))
        probe->device[0] = '\0';
}

/*
 * A runtime can only be held to objects that it knows. Those of its own device it knows; others, such as a
 * simulation's, it knows when it says so, or when the user does by naming the exporter. To any other runtime
 * they are files of no meaning, and refusing them is right.
 */
static bool knows_objects(const struct run_options *options, const struct backend *backend,
                          const struct exporter_operations *exporter)
{
    return exporter->known_by == NULL || options->exporter != NULL ||
           backend_exports(backend, exporter->known_by);
}

static void ask_exporters(const struct run_options *options, const struct backend *backend,
                          struct probe *probe)
{
    for (int i = 0; exporters[i] != NULL; i++) {
        if (options->exporter != NULL && strcmp(options->exporter, exporters[i]->name) != 0)
            continue;
        if (!knows_objects(options, backend, exporters[i])) {
            snprintf(
                probe->exporters[i].error, sizeof probe->exporters[i].error,
                "the backend does not say that it imports these objects: it has no %s (--exporter %s tries "
                "all the same)",
                exporters[i]->known_by, exporters[i]->name);
            continue;
        }
        struct exporter *exporter =
            exporters[i]->open(probe->has_uuid ? probe->uuid : NULL, true, probe->exporters[i].error,
                               sizeof probe->exporters[i].error);
        if (exporter == NULL)
            continue;
        probe->exporters[i].usable = true;
        exporters[i]->describe(exporter, &probe->exporters[i].description);
        exporters[i]->close(exporter);
    }
}

void child_probe(const struct run_options *options, const struct backend *backend, struct recorder *recorder,
                 struct probe *probe)
{
    struct probe_session session;
    snprintf(probe->runtime_path, sizeof probe->runtime_path, "%s", backend->runtime_path);
    snprintf(probe->driver_path, sizeof probe->driver_path, "%s", backend->driver_path);
    recorder->phase = PHASE_BODY;
    /* The driver API first: it alone tells a UUID in every version. */
    static const enum extres_api order[] = {EXTRES_API_DRIVER, EXTRES_API_RUNTIME};
    for (size_t i = 0; i < sizeof order / sizeof order[0] && probe->failure[0] == '\0'; i++) {
        open_api(&session, backend, recorder, order[i]);
        if (setjmp(session.test.end) == 0)
            ask_api(&session.test.caller, options->device, probe);
        session_close(&session.test);
    }
    if (probe->failure[0] == '\0')
        ask_exporters(options, backend, probe);
    probe->complete = true;
    recorder->phase = PHASE_FINISHED;
}
