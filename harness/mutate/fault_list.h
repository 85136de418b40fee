/* The faults that a mutant runtime knows, read in a process of its own. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_FAULT_LIST_H
#define HARNESS_FAULT_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/backend.h"

enum {
    FAULT_NAME = 96,
    FAULT_TEXT = 512,
};

/* A copy of what the mutant tells of one fault; see extres/faults.h. Texts are not empty where that is not
 * said. */
struct fault {
    char id[FAULT_NAME];
    char rule[FAULT_NAME]; /* as the mutant names it: the catalogue may have no such rule. Empty: it breaks
                              none, so that no case could catch it */
    char statement[FAULT_TEXT];
    char origin[FAULT_TEXT]; /* empty when the fault was thought out */
};

struct fault_list {
    struct fault *faults; /* owned, in the mutant's order; ids are unique */
    size_t count;
};

/* The mutant that was named, or libextres_mutant.so in the program's folder when named is NULL. */
void fault_library(const char *named, char path[static BACKEND_PATH]);

/*
 * Reads the faults of a library. The calling process does not load it: a mutant looks for its fault once,
 * when it is loaded, and what is loaded here would be loaded in every process that is forked later. False
 * with a sentence in error when the library cannot be loaded, is no mutant, or has a list with a flaw.
 */
bool fault_list_read(const char *library, struct fault_list *out, char *error, size_t error_size);

void fault_list_release(struct fault_list *list);

bool fault_breaks_rule(const struct fault *fault);

/* NULL when no fault has this id. */
const struct fault *fault_list_find(const struct fault_list *list, const char *id);

#endif
