/* The process of one case: initialise the backend, open the exporter, run the body, close. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/session.h"
#include "case/set_up.h"
#include "platform/clock.h"

static void open_chosen_exporter(struct test *t, const struct run_options *options, const struct probe *probe)
{
    int choice = choose_exporter(options, probe, t->leaf->type);
    use_exporter(t, probe, choice, choice < 0 ? NULL : open_exporter(t, probe, choice, true));
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
    if (t->other_runtime != NULL)
        t->other_runtime->operations->close(t->other_runtime);
}

static void run_phases(struct test *t, const struct run_options *options, const struct probe *probe)
{
    if (setjmp(t->end) != 0)
        return;
    t->recorder->phase = PHASE_SETTING_UP;
    if (!t->leaf->declaration->uninitialised)
        initialise_backend(t, options->device);
    open_chosen_exporter(t, options, probe);
    /* What the set-up checked says nothing about the case: one whose body checks nothing must not pass. */
    t->recorder->checks = 0;
    t->recorder->body_began = clock_nanoseconds();
    t->recorder->phase = PHASE_BODY;
    t->leaf->declaration->body(t);
}

void child_run_case(const struct run_options *options, const struct backend *backend,
                    const struct probe *probe, const struct leaf *leaf, struct recorder *recorder)
{
    struct test test = {.leaf = leaf,
                        .recorder = recorder,
                        .options = options,
                        .device = options->device,
                        .timeout_multiplier = options->timeout_multiplier};
    session_open(&test, backend, leaf->api);
    run_phases(&test, options, probe);
    recorder->phase = PHASE_TEARDOWN;
    close_exporter(&test);
    session_close(&test);
    recorder->phase = PHASE_FINISHED;
}
