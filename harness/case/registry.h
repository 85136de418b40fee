/* Cases as they are declared, and the leaves into which the harness expands them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_REGISTRY_H
#define HARNESS_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/backend.h"
#include "rules/handle_type.h"

struct measurement;
struct test;

enum tier {
    TIER_CORE,       /* what certification needs */
    TIER_ROBUSTNESS, /* undefined or hostile input: what happens is recorded */
    TIER_STRESS,
    TIER_OBSERVE, /* unspecified behaviour, recorded so that two runtimes can be compared */
    TIER_TIMING,
    TIER_COUNT,
};

const char *tier_name(enum tier tier);

enum { CASE_RULES = 6 };

/* What stands beside a case's function. Static data; see case.h for how it is written. */
struct case_declaration {
    const char *name; /* "wait.blocks_until_value": operation, dot, what is shown; part of the public id */
    const char *statement; /* one line: what the runtime is held to */
    uint32_t types;        /* EXTRES_TYPE_BIT of every handle type that it is for */
    uint32_t apis;         /* bits 1u << enum extres_api; 0 for all that have the type */
    const char *rules[CASE_RULES];
    enum tier tier;
    bool other_process; /* the exporter acts in a process of its own */
    bool uninitialised; /* the body makes the very first calls: neither cuInit nor a device was asked for */
    unsigned timeout_milliseconds; /* 0: the default */
    const struct measurement
        *measurement;   /* of the tier timing alone: timing/measurement.h; NULL otherwise */
    uint64_t parameter; /* of the measurement's variant */
    const char *file;
    int line;
    void (*body)(struct test *test);
};

/* One case for one API and one handle type: the unit that is run, reported and named by an id. */
struct leaf {
    const struct case_declaration *declaration;
    enum extres_api api;
    enum extres_handle_type type;
    char id[128]; /* rt.semaphore.timeline_fd.wait.blocks_until_value */
};

/* Called before main by the CASE macro. */
void registry_add(const struct case_declaration *declaration);

/* All leaves, sorted by id; built at the first call. The array lives as long as the program. */
const struct leaf *registry_leaves(size_t *count);

#endif
