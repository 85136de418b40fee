/* The process of one case: initialise the backend, open the exporter, run the body, close. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "case/session.h"
#include "case/test.h"
#include "platform/clock.h"
#include "run/run.h"

/* Of the exporters that can be used, the first that offers the type; -1 when none does. */
static int choose_exporter(const struct run_options *options, const struct probe *probe,
                           enum extres_handle_type type)
{
    for (int i = 0; exporters[i] != NULL; i++) {
        if (options->exporter != NULL && strcmp(options->exporter, exporters[i]->name) != 0)
            continue;
        if (probe->exporters[i].usable && (probe->exporters[i].description.offers & EXTRES_TYPE_BIT(type)))
            return i;
    }
    return -1;
}

static void open_exporter(struct test *t, const struct run_options *options, const struct probe *probe)
{
    char error[RECORDER_TEXT];
    int choice = choose_exporter(options, probe, t->leaf->type);
    if (choice < 0) {
        t->exporter_missing =
            "none of those selected can make objects of this handle type here (see extres info)";
        return;
    }
    t->exporter = exporters[choice]->open(probe->has_uuid ? probe->uuid : NULL, error, sizeof error);
    if (t->exporter == NULL)
        broken(t, __FILE__, __LINE__, "cannot open the exporter %s: %s", exporters[choice]->name, error);
    t->exporter_offers = probe->exporters[choice].description.offers;
    snprintf(t->recorder->exporter, sizeof t->recorder->exporter, "%s", exporters[choice]->name);
    t->recorder->simulated = exporters[choice]->simulated;
}

static void initialise_backend(struct test *t, int device)
{
    require_set_up(t, "the backend, which the probe could initialise, now cannot be",
                   call_initialise(&t->caller));
    require_set_up(t, "the device, which the probe could use, now cannot be",
                   call_select_device(&t->caller, device));
}

/* A complaint of the other API's validation layer means that the case itself does something forbidden. */
static void close_exporter(struct test *t)
{
    if (t->exporter == NULL)
        return;
    const char *complaints = t->exporter->operations->complaints(t->exporter);
    if (complaints != NULL)
        recorder_add(t->recorder, FINDING_BROKEN, NULL, NULL, 0,
                     "the exporter's validation layer found errors on our side: %s", complaints);
    t->exporter->operations->close(t->exporter);
}

static void run_phases(struct test *t, const struct run_options *options, const struct probe *probe)
{
    if (setjmp(t->end) != 0)
        return;
    t->recorder->phase = PHASE_SETTING_UP;
    if (!t->leaf->declaration->uninitialised)
        initialise_backend(t, options->device);
    open_exporter(t, options, probe);
    /* What the set-up checked says nothing about the case: one whose body checks nothing must not pass. */
    t->recorder->checks = 0;
    t->recorder->body_began = clock_nanoseconds();
    t->recorder->phase = PHASE_BODY;
    t->leaf->declaration->body(t);
}

void child_run_case(const struct run_options *options, const struct backend *backend,
                    const struct probe *probe, const struct leaf *leaf, struct recorder *recorder)
{
    struct test test = {
        .leaf = leaf, .recorder = recorder, .timeout_multiplier = options->timeout_multiplier};
    session_open(&test, backend, leaf->api);
    run_phases(&test, options, probe);
    recorder->phase = PHASE_TEARDOWN;
    close_exporter(&test);
    session_close(&test);
    recorder->phase = PHASE_FINISHED;
}
