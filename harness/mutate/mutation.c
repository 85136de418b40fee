/* The three campaigns: without a fault, a catch for every fault, a catch for every case. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "mutate/mutation.h"

#include <stdlib.h>

#include "mutate/campaign.h"
#include "mutate/order.h"

/* The jobs of a campaign, and the memory for their orders: one order of the whole selection a job. */
struct plan {
    struct campaign_job *jobs;
    size_t *orders;
    size_t count;
};

static void plan_make(struct plan *plan, size_t jobs, size_t leaves)
{
    plan->jobs = calloc(jobs + 1, sizeof *plan->jobs);
    plan->orders = calloc(jobs * leaves + 1, sizeof *plan->orders);
    plan->count = jobs;
    if (plan->jobs == NULL || plan->orders == NULL)
        abort();
}

static void plan_release(struct plan *plan)
{
    free(plan->jobs);
    free(plan->orders);
}

/* What the callbacks of all three know. */
struct progress {
    const struct mutation *mutation;
    bool all;
    bool *caught; /* looking for cases: a leaf's case has caught a fault; NULL otherwise */
    bool last;    /* looking for cases: no campaign follows that would go on with the rows */
};

static enum schedule_end run_plan(const struct plan *plan, struct progress *progress,
                                  const struct campaign *callbacks, char *error, size_t error_size)
{
    const struct mutation *mutation = progress->mutation;
    struct campaign campaign = *callbacks;
    campaign.preparation = mutation->preparation;
    campaign.workers = mutation->workers;
    campaign.limit_seconds = mutation->limit_seconds;
    campaign.multiplier = mutation->multiplier;
    campaign.jobs = plan->jobs;
    campaign.job_count = plan->count;
    campaign.context = progress;
    return campaign_run(&campaign, error, error_size);
}

/* ---- Without a fault ---- */

static bool wants_any(void *context, size_t job, size_t leaf)
{
    (void)context;
    (void)job;
    (void)leaf;
    return true;
}

static void ran_unmutated(void *context, size_t job, size_t leaf, const struct case_result *result)
{
    const struct progress *progress = context;
    const struct mutation *mutation = progress->mutation;
    (void)job;
    matrix_add(&mutation->matrix->unmutated, mutation->selection->leaves[leaf], result);
    print_unmutated_progress(mutation->print, mutation->matrix, mutation->selection->count);
}

static void done_unmutated(void *context, size_t job, double seconds)
{
    (void)context;
    (void)job;
    (void)seconds;
}

enum schedule_end mutation_run_unmutated(const struct mutation *mutation, char *error, size_t error_size)
{
    static const struct campaign callbacks = {
        .wants = wants_any, .ran = ran_unmutated, .done = done_unmutated};
    struct progress progress = {.mutation = mutation};
    struct plan plan;
    size_t workers = (size_t)mutation->workers;
    size_t leaves = mutation->selection->count;
    plan_make(&plan, workers, leaves);
    /* Dealt out like cards: cases that are near to one another take about the same time. */
    for (size_t job = 0; job < workers; job++) {
        size_t *order = plan.orders + job * leaves;
        plan.jobs[job].leaves = order;
        for (size_t leaf = job; leaf < leaves; leaf += workers)
            order[plan.jobs[job].count++] = leaf;
    }
    enum schedule_end end = run_plan(&plan, &progress, &callbacks, error, error_size);
    plan_release(&plan);
    return end;
}

/* ---- A catch for every fault ---- */

static bool wants_for_fault(void *context, size_t job, size_t leaf)
{
    const struct progress *progress = context;
    (void)leaf;
    return progress->all || matrix_catcher(&progress->mutation->matrix->rows[job]) == NULL;
}

static void ran_with_fault(void *context, size_t job, size_t leaf, const struct case_result *result)
{
    const struct progress *progress = context;
    const struct mutation *mutation = progress->mutation;
    matrix_add(&mutation->matrix->rows[job], mutation->selection->leaves[leaf], result);
    print_fault_progress(mutation->print, mutation->matrix);
}

static void done_with_fault(void *context, size_t job, double seconds)
{
    const struct progress *progress = context;
    struct matrix_row *row = &progress->mutation->matrix->rows[job];
    row->seconds = seconds;
    row->done = true;
    print_fault_row(progress->mutation->print, row);
}

enum schedule_end mutation_run_faults(const struct mutation *mutation, bool all, char *error,
                                      size_t error_size)
{
    static const struct campaign callbacks = {
        .wants = wants_for_fault, .ran = ran_with_fault, .done = done_with_fault};
    struct progress progress = {.mutation = mutation, .all = all};
    struct plan plan;
    size_t leaves = mutation->selection->count;
    plan_make(&plan, mutation->matrix->count, leaves);
    for (size_t job = 0; job < plan.count; job++) {
        const struct matrix_row *row = &mutation->matrix->rows[job];
        size_t *order = plan.orders + job * leaves;
        order_leaves(mutation->selection, row->fault->rule, order);
        plan.jobs[job] = (struct campaign_job){row->fault->id, order, row->unjudged ? 0 : leaves};
    }
    enum schedule_end end = run_plan(&plan, &progress, &callbacks, error, error_size);
    plan_release(&plan);
    return end;
}

/* ---- A catch for every case ---- */

static bool wants_for_case(void *context, size_t job, size_t leaf)
{
    const struct progress *progress = context;
    (void)job;
    return !progress->caught[leaf];
}

static void ran_for_case(void *context, size_t job, size_t leaf, const struct case_result *result)
{
    const struct progress *progress = context;
    const struct selection *selection = progress->mutation->selection;
    const struct matrix_row *row = &progress->mutation->matrix->rows[job];
    ran_with_fault(context, job, leaf, result);
    if (!row->trials[row->count - 1].caught)
        return;
    for (size_t i = 0; i < selection->count; i++) {
        if (selection->leaves[i]->declaration == selection->leaves[leaf]->declaration)
            progress->caught[i] = true;
    }
}

static void done_for_case(void *context, size_t job, double seconds)
{
    const struct progress *progress = context;
    struct matrix_row *row = &progress->mutation->matrix->rows[job];
    row->seconds += seconds;
    row->done = progress->last;
}

enum schedule_end mutation_run_cases(const struct mutation *mutation, char *error, size_t error_size)
{
    static const struct campaign callbacks = {
        .wants = wants_for_case, .ran = ran_for_case, .done = done_for_case};
    size_t leaves = mutation->selection->count;
    struct progress progress = {.mutation = mutation, .caught = calloc(leaves + 1, sizeof(bool))};
    struct plan plan;
    if (progress.caught == NULL)
        abort();
    plan_make(&plan, mutation->matrix->count, leaves);
    for (size_t job = 0; job < plan.count; job++) {
        const struct fault *fault = mutation->matrix->rows[job].fault;
        size_t *order = plan.orders + job * leaves;
        size_t covering = order_leaves(mutation->selection, fault->rule, order);
        plan.jobs[job] = (struct campaign_job){fault->id, order, covering};
    }
    enum schedule_end end = run_plan(&plan, &progress, &callbacks, error, error_size);
    /* The rest of each order: the cases that do not cover the fault's rule. */
    for (size_t job = 0; job < plan.count; job++) {
        plan.jobs[job].leaves += plan.jobs[job].count;
        plan.jobs[job].count = leaves - plan.jobs[job].count;
    }
    progress.last = true;
    if (end == SCHEDULE_COMPLETE)
        end = run_plan(&plan, &progress, &callbacks, error, error_size);
    plan_release(&plan);
    free(progress.caught);
    return end;
}
