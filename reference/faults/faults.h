/* The faults of the mutant: which one is active. Nothing of them is in the reference itself. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_FAULTS_H
#define REFERENCE_FAULTS_H

/*
 * The mutant is built from the same sources with EXTRES_FAULTS defined. A hook in them asks one of the two
 * below at the point where right and wrong part. Where the wrong way is more than a word, it stands in this
 * folder: a function of the header that is named after the subject.
 */

#ifdef EXTRES_FAULTS

#include <stdbool.h>

enum fault_id {
    FAULT_NONE,
    FAULT_MISSPELT, /* the environment names a fault that does not exist */
#define FAULT(name, rule, statement, origin) FAULT_##name,
#include "faults/faults.def"
#undef FAULT
    FAULT_COUNT,
    FAULT_FIRST_OF_COST = FAULT_ENQUEUE_COSTS_NOTHING_MORE, /* they are the last in faults.def */
    FAULT_FIRST_OF_PROCESSES = FAULT_FOREIGN_WAIT_DEAF,     /* all of process.def */
    FAULT_LAST_OF_PROCESSES = FAULT_MAP_NEEDS_LIVING_MAKER
};

/* Constant from the moment on at which the library is loaded. */
extern enum fault_id fault_active;

static inline bool fault_is(enum fault_id fault)
{
    return fault_active == fault;
}

/* One that changes what is done. */
static inline bool fault_any(void)
{
    return fault_active != FAULT_NONE && fault_active < FAULT_FIRST_OF_COST;
}

/* One that changes only what it costs: the hooks of the others would cost more than it does. */
static inline bool fault_costs(void)
{
    return fault_active >= FAULT_FIRST_OF_COST;
}

#else

/* Constants, not functions: a compiler that does not optimise drops a branch, and what it refers to, for a
 * constant alone. */
#define fault_is(fault) false
#define fault_any()     false
#define fault_costs()   false

#endif

#endif
