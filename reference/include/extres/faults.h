/* The faults of a mutant runtime: rules that it can be told to break, one at a time, to test a test suite. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_FAULTS_H
#define EXTRES_FAULTS_H

#include <stddef.h>

/* A mutant reads this environment variable once, when it is loaded: the id of the one fault that it has then.
 */
#define EXTRES_FAULT_VARIABLE "EXTRES_FAULT"

/* One fault. Strings live as long as the library is loaded. */
struct extres_fault {
    const char *id;        /* "import_consumes_fd_on_failure": a public name, lower case with underscores */
    const char *rule;      /* the rule of the catalogue that it breaks; NULL: none, it only costs time */
    const char *statement; /* one line: what the mutant does wrong */
    const char *origin; /* where such a fault was seen in the field, in words; NULL when it was thought out */
};

/*
 * Exported by a mutant alone, under this name: every fault that it knows, in a table of *count. A library
 * without it is no mutant. An id in the environment that is not in the table makes every call fail with
 * Unknown (999), so that a misspelt id is never taken for a fault that survived.
 */
const struct extres_fault *extres_fault_list(size_t *count);

#endif
