/* Serving orders: one initialised test per API, one opened exporter of each kind, an answer for each order.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/test.h"

#include "timing/session.h"

#include <stdatomic.h>
#include <stdio.h>

#include "case/session.h"
#include "case/set_up.h"
#include "platform/clock.h"
#include "platform/futex.h"
#include "timing/floors.h"
#include "timing/taking.h"

enum { EXPORTERS = sizeof((struct probe *)0)->exporters / sizeof((struct probe *)0)->exporters[0] };

/* A test that outlives the measurements which it is used for. */
struct api_test {
    struct test test;
    bool opened;      /* it has a caller and a judge */
    bool initialised; /* and the backend is initialised */
};

struct session {
    const struct run_options *options;
    const struct backend *backend;
    const struct probe *probe;
    const struct selection *selection;
    struct turn_area *area;
    struct recorder *recorder;
    struct api_test tests[EXTRES_API_COUNT];
    struct exporter *exporters[2][EXPORTERS]; /* in this process, and in another */
    struct test *open;                        /* of the measurement that is open; NULL when none is */
};

static struct api_test *test_for(struct session *session, const struct leaf *leaf)
{
    struct api_test *api = &session->tests[leaf->api];
    if (!api->opened) {
        api->test = (struct test){.leaf = leaf,
                                  .recorder = session->recorder,
                                  .timeout_multiplier = session->options->timeout_multiplier};
        session_open(&api->test, session->backend, leaf->api);
        api->opened = true;
    }
    api->test.leaf = leaf;
    api->test.imported = 0;
    return api;
}

static void prepare(struct session *session, struct api_test *api)
{
    struct test *t = &api->test;
    if (!api->initialised)
        initialise_backend(t, session->options->device);
    api->initialised = true;
    int choice = choose_exporter(session->options, session->probe, t->leaf->type);
    struct exporter **opened = session->exporters[t->leaf->declaration->other_process];
    if (choice >= 0 && opened[choice] == NULL)
        opened[choice] = open_exporter(t, session->probe, choice, false);
    use_exporter(t, session->probe, choice, choice < 0 ? NULL : opened[choice]);
}

static void note_exporter(struct session *session)
{
    struct turn_area *area = session->area;
    snprintf(area->exporter, sizeof area->exporter, "%.31s", session->recorder->exporter);
    area->simulated = session->recorder->simulated;
}

static void serve_open(struct session *session)
{
    struct turn_area *area = session->area;
    struct api_test *api = test_for(session, session->selection->leaves[area->which]);
    struct test *t = &api->test;
    session->open = t;
    if (setjmp(t->end) != 0)
        return;
    prepare(session, api);
    note_exporter(session);
    taking_open(t);
    area->chosen_operations = taking_set_operations(t, area->operations, area->sample_nanoseconds);
    area->stable = taking_warm_up(t, area->budget_nanoseconds);
}

static void serve_sample(struct session *session)
{
    struct turn_area *area = session->area;
    struct test *t = session->open;
    if (setjmp(t->end) != 0)
        return;
    area->sample_count = (uint32_t)taking_sample(t, area->budget_nanoseconds, area->least_samples,
                                                 area->samples, TURN_SAMPLES);
}

static void serve_close(struct session *session)
{
    struct test *t = session->open;
    session->open = NULL;
    if (setjmp(t->end) != 0)
        return;
    taking_close(t);
}

static void serve_floor(struct session *session)
{
    struct turn_area *area = session->area;
    char error[SAMPLING_ERROR];
    size_t count = 0;
    if (!floor_take((enum timing_floor)area->which, taking_clock(), area->budget_nanoseconds,
                    area->least_samples, area->samples, TURN_SAMPLES, &count, error))
        recorder_add(session->recorder, FINDING_BROKEN, NULL, __FILE__, __LINE__, "%s: %s",
                     floor_title((enum timing_floor)area->which), error);
    area->sample_count = (uint32_t)count;
}

/* What serves an order, and whether it is one for a measurement that is open. */
struct service {
    void (*serve)(struct session *session);
    bool of_open;
};

static const struct service services[] = {
    [TURN_FLOOR] = {serve_floor, false},
    [TURN_OPEN] = {serve_open, false},
    [TURN_SAMPLE] = {serve_sample, true},
    [TURN_CLOSE] = {serve_close, true},
};

static void begin(struct session *session)
{
    struct turn_area *area = session->area;
    recorder_reset(session->recorder);
    session->recorder->body_began = clock_nanoseconds();
    session->recorder->phase = PHASE_BODY;
    area->answer = TURN_DONE;
    area->text[0] = '\0';
    area->sample_count = 0;
}

/* The first finding of a kind, with where it was made. */
static void tell_finding(struct session *session, enum finding_kind kind, enum turn_answer answer)
{
    const struct recorder *recorder = session->recorder;
    session->area->answer = answer;
    for (size_t i = 0; i < recorder_findings_kept(recorder); i++) {
        const struct finding *finding = &recorder->findings[i];
        if (finding->kind != kind)
            continue;
        snprintf(session->area->text, TURN_TEXT, "%s%s%s", finding->rule,
                 finding->rule[0] != '\0' ? ": " : "", finding->text);
        return;
    }
    snprintf(session->area->text, TURN_TEXT, "a finding of the kind %s was not kept",
             recorder_kind_name(kind));
}

/* Broken before failed: where our own side went wrong, nothing is known of the backend. */
static void tell(struct session *session)
{
    if (recorder_has_finding(session->recorder, FINDING_BROKEN))
        tell_finding(session, FINDING_BROKEN, TURN_BROKEN);
    else if (recorder_has_finding(session->recorder, FINDING_FAIL))
        tell_finding(session, FINDING_FAIL, TURN_FAILED);
    else if (session->recorder->skipped) {
        session->area->answer = TURN_SKIPPED;
        snprintf(session->area->text, TURN_TEXT, "%s", session->recorder->skip_reason);
    }
}

/* A measurement that cannot be taken here leaves nothing behind; closing it may still find something wrong.
 */
static void serve(struct session *session)
{
    const struct service *service = &services[session->area->order];
    begin(session);
    if (service->of_open && session->open == NULL)
        recorder_add(session->recorder, FINDING_BROKEN, NULL, __FILE__, __LINE__, "no measurement is open");
    else
        service->serve(session);
    if (session->recorder->skipped && session->open != NULL)
        serve_close(session);
    tell(session);
}

static void close_all(struct session *session)
{
    for (size_t i = 0; i < (size_t)2 * EXPORTERS; i++) {
        struct exporter *exporter = session->exporters[i / EXPORTERS][i % EXPORTERS];
        if (exporter != NULL)
            exporter->operations->close(exporter);
    }
    for (size_t api = 0; api < EXTRES_API_COUNT; api++) {
        if (session->tests[api].opened)
            session_close(&session->tests[api].test);
    }
}

/* Sleeps until there is an order that has not been answered. */
static void await_order(struct turn_area *area)
{
    uint32_t answered = atomic_load(&area->answers);
    while (atomic_load(&area->orders) == answered)
        futex_sleep(&area->orders, answered, FUTEX_FOREVER);
}

void timing_session_serve(const struct run_options *options, const struct backend *backend,
                          const struct probe *probe, const struct selection *selection,
                          struct turn_area *area, struct recorder *recorder)
{
    struct session session = {.options = options,
                              .backend = backend,
                              .probe = probe,
                              .selection = selection,
                              .area = area,
                              .recorder = recorder};
    await_order(area);
    while (area->order != TURN_END) {
        serve(&session);
        atomic_fetch_add(&area->answers, 1);
        futex_wake(&area->answers);
        await_order(area);
    }
    close_all(&session);
}
