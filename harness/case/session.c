/* Binding a caller, its judge and the recorder together. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/session.h"

#include <stdio.h>
#include <stdlib.h>

static void missing_symbol(void *context, const char *symbol)
{
    skip(context, "the backend has no symbol %s", symbol);
}

/* Only `must` and `should` are judged; the other levels say what is not to be judged. */
static void record_violation(void *context, const struct extres_violation *violation)
{
    struct test *test = context;
    enum finding_kind kind = violation->rule->level == EXTRES_LEVEL_MUST ? FINDING_FAIL : FINDING_WARN;
    recorder_add(test->recorder, kind, violation->rule->id, test->leaf->declaration->file,
                 test->leaf->declaration->line, "%s", violation->text);
}

void session_open(struct test *test, const struct backend *backend, enum extres_api api)
{
    enum tier tier = test->leaf->declaration->tier;
    test->caller = (struct caller){.backend = backend,
                                   .api = api,
                                   .recorder = test->recorder,
                                   .judge = extres_judge_create(record_violation, test),
                                   .lock = PTHREAD_MUTEX_INITIALIZER,
                                   .undefined_input = tier == TIER_ROBUSTNESS || tier == TIER_OBSERVE,
                                   .missing = missing_symbol,
                                   .context = test};
    if (test->caller.judge == NULL) {
        fputs("extres: no memory for the judge\n", stderr);
        abort();
    }
}

void session_close(struct test *test)
{
    extres_judge_destroy(test->caller.judge);
}
