/* Quantiles of samples, and how far to trust them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/statistics.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "timing/random.h"

enum {
    RESAMPLES = 1000,
    MOST_DRAWS = 2048, /* of one resample: bounds the cost, whatever the number of samples */
};

static const uint64_t first_seed = 0x6578747265732d31; /* any number; always the same */

static const double probabilities[SUMMARY_QUANTILES] = {
    [SUMMARY_P05] = 0.05, [SUMMARY_P25] = 0.25, [SUMMARY_MEDIAN] = 0.5,
    [SUMMARY_P75] = 0.75, [SUMMARY_P95] = 0.95, [SUMMARY_P99] = 0.99,
};

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size);
    if (memory == NULL)
        abort();
    return memory;
}

static int compare_numbers(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

double quantile_of_sorted(const double *sorted, size_t count, double p)
{
    double position = p * (double)(count - 1);
    size_t below = (size_t)position;
    if (below + 1 >= count)
        return sorted[count - 1];
    return sorted[below] + (position - (double)below) * (sorted[below + 1] - sorted[below]);
}

double median_of(const double *values, size_t count)
{
    double *sorted = allocate(count, sizeof *sorted);
    memcpy(sorted, values, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_numbers);
    double median = quantile_of_sorted(sorted, count, 0.5);
    free(sorted);
    return median;
}

/* A sample, and which process took it. */
struct origin {
    double value;
    size_t process;
};

static int compare_origins(const void *left, const void *right)
{
    const struct origin *a = left, *b = right;
    if (a->value != b->value)
        return a->value > b->value ? 1 : -1;
    return (a->process > b->process) - (a->process < b->process);
}

/* Samples of all processes that have any, ascending. */
struct pool {
    struct origin *samples; /* owned */
    size_t count;
    size_t *of_process; /* owned: how many of each */
    size_t processes;
};

static struct pool gather(const struct timing_blocks *blocks)
{
    struct pool pool = {NULL, 0, allocate(blocks->count, sizeof(size_t)), 0};
    for (size_t i = 0; i < blocks->count; i++)
        pool.count += blocks->blocks[i].count;
    pool.samples = allocate(pool.count, sizeof *pool.samples);
    size_t next = 0;
    for (size_t i = 0; i < blocks->count; i++) {
        const struct timing_samples *process = &blocks->blocks[i];
        if (process->count == 0)
            continue;
        for (size_t k = 0; k < process->count; k++)
            pool.samples[next++] = (struct origin){process->values[k], pool.processes};
        pool.of_process[pool.processes++] = process->count;
    }
    qsort(pool.samples, pool.count, sizeof *pool.samples, compare_origins);
    return pool;
}

static void release(struct pool *pool)
{
    free(pool->samples);
    free(pool->of_process);
}

/*
 * Leaves the same share of every process's samples, evenly over its ranks, so that what is left has the same
 * distribution. Intervals become wider by it, never narrower.
 */
static void thin(struct pool *pool)
{
    size_t *seen = allocate(pool->processes, sizeof *seen);
    size_t *kept = allocate(pool->processes, sizeof *kept);
    size_t all = pool->count, next = 0;
    for (size_t i = 0; all > MOST_DRAWS && i < all; i++) {
        size_t process = pool->samples[i].process;
        size_t own = pool->of_process[process];
        size_t wanted = own * MOST_DRAWS / all;
        wanted = wanted > 0 ? wanted : 1;
        size_t rank = seen[process]++;
        if ((2 * (rank + 1) * wanted + own) / (2 * own) == (2 * rank * wanted + own) / (2 * own))
            continue;
        pool->samples[next++] = pool->samples[i];
        kept[process]++;
    }
    if (all > MOST_DRAWS) {
        pool->count = next;
        memcpy(pool->of_process, kept, pool->processes * sizeof *kept);
    }
    free(seen);
    free(kept);
}

/* Below count, which is far below 2^32. */
static size_t random_below(uint64_t *state, size_t count)
{
    return (size_t)(((random_next(state) >> 32) * count) >> 32);
}

/* The bootstrap's view of a pool: where the samples of each process are in it. */
struct bootstrap {
    const struct pool *pool;
    size_t *members;  /* owned: indices into the pool, process by process */
    size_t *first;    /* owned: of each process, among the members */
    uint32_t *counts; /* owned: how often each of the pool's samples was drawn */
    double *drawn;    /* owned: [quantile][resample] */
};

static struct bootstrap prepare(const struct pool *pool)
{
    struct bootstrap bootstrap = {
        .pool = pool,
        .members = allocate(pool->count, sizeof(size_t)),
        .first = allocate(pool->processes, sizeof(size_t)),
        .counts = allocate(pool->count, sizeof(uint32_t)),
        .drawn = allocate((size_t)SUMMARY_QUANTILES * RESAMPLES, sizeof(double)),
    };
    size_t *next = allocate(pool->processes, sizeof *next);
    for (size_t i = 1; i < pool->processes; i++)
        next[i] = bootstrap.first[i] = bootstrap.first[i - 1] + pool->of_process[i - 1];
    for (size_t i = 0; i < pool->count; i++)
        bootstrap.members[next[pool->samples[i].process]++] = i;
    free(next);
    return bootstrap;
}

static void finish(struct bootstrap *bootstrap)
{
    free(bootstrap->members);
    free(bootstrap->first);
    free(bootstrap->counts);
    free(bootstrap->drawn);
}

/* As many processes as there are, with putting back, and of each as many samples as it has. How many samples
 * that were. */
static size_t draw(struct bootstrap *bootstrap, uint64_t *state)
{
    const struct pool *pool = bootstrap->pool;
    size_t total = 0;
    memset(bootstrap->counts, 0, pool->count * sizeof *bootstrap->counts);
    for (size_t i = 0; i < pool->processes; i++) {
        size_t process = random_below(state, pool->processes);
        size_t own = pool->of_process[process];
        const size_t *members = bootstrap->members + bootstrap->first[process];
        for (size_t k = 0; k < own; k++)
            bootstrap->counts[members[random_below(state, own)]]++;
        total += own;
    }
    return total;
}

/* Quantiles of what was drawn: as quantile_of_sorted(), over counts instead of copies. */
static void note_quantiles(struct bootstrap *bootstrap, size_t total, size_t resample)
{
    const struct origin *samples = bootstrap->pool->samples;
    const uint32_t *counts = bootstrap->counts;
    size_t at = 0, seen = counts[0];
    for (size_t i = 0; i < SUMMARY_QUANTILES; i++) {
        double position = probabilities[i] * (double)(total - 1);
        size_t below = (size_t)position;
        while (seen <= below)
            seen += counts[++at];
        size_t above = at;
        if (seen == below + 1 && below + 1 < total)
            for (above++; counts[above] == 0;)
                above++;
        double step = samples[above].value - samples[at].value;
        bootstrap->drawn[i * RESAMPLES + resample] = samples[at].value + (position - (double)below) * step;
    }
}

/* Percentile intervals; each holds its quantile even where thinning has moved it a little. */
static void make_intervals(struct bootstrap *bootstrap, struct summary *out)
{
    for (size_t i = 0; i < SUMMARY_QUANTILES; i++) {
        double *drawn = bootstrap->drawn + i * RESAMPLES;
        qsort(drawn, RESAMPLES, sizeof *drawn, compare_numbers);
        out->intervals[i].low = fmin(quantile_of_sorted(drawn, RESAMPLES, 0.025), out->quantiles[i]);
        out->intervals[i].high = fmax(quantile_of_sorted(drawn, RESAMPLES, 0.975), out->quantiles[i]);
    }
}

static void take_quantiles(const struct pool *pool, struct summary *out)
{
    double *sorted = allocate(pool->count, sizeof *sorted);
    for (size_t i = 0; i < pool->count; i++)
        sorted[i] = pool->samples[i].value;
    for (size_t i = 0; i < SUMMARY_QUANTILES; i++)
        out->quantiles[i] = quantile_of_sorted(sorted, pool->count, probabilities[i]);
    out->minimum = sorted[0];
    out->maximum = sorted[pool->count - 1];
    free(sorted);
}

bool summarise(const struct timing_blocks *blocks, struct summary *out)
{
    struct pool pool = gather(blocks);
    *out = (struct summary){.samples = pool.count, .processes = pool.processes};
    if (pool.count > 0) {
        uint64_t state = first_seed;
        take_quantiles(&pool, out);
        thin(&pool);
        struct bootstrap bootstrap = prepare(&pool);
        for (size_t i = 0; i < RESAMPLES; i++)
            note_quantiles(&bootstrap, draw(&bootstrap, &state), i);
        make_intervals(&bootstrap, out);
        finish(&bootstrap);
    }
    release(&pool);
    return out->samples > 0;
}
