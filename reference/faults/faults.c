/* The table of faults, and which one the environment asks for. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/faults.h"

#include "extres/faults.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "api/export.h"

enum { ID_SIZE = 64 };

enum fault_id fault_active;

/* A public id is the name in faults.def in lower case; written when the library is loaded. */
static char ids[FAULT_COUNT][ID_SIZE];

static struct extres_fault faults[] = {
    [FAULT_NONE] = {NULL, NULL, NULL, NULL},
    [FAULT_MISSPELT] = {NULL, NULL, NULL, NULL},
#define FAULT(name, rule, statement, origin) [FAULT_##name] = {#name, rule, statement, origin},
#include "faults/faults.def"
#undef FAULT
};

enum { FIRST = FAULT_MISSPELT + 1 };

static void write_id(char id[static ID_SIZE], const char *name)
{
    for (size_t i = 0; i < ID_SIZE - 1 && name[i] != '\0'; i++)
        id[i] = (char)tolower((unsigned char)name[i]);
}

static enum fault_id find(const char *id)
{
    for (int fault = FIRST; fault < FAULT_COUNT; fault++) {
        if (strcmp(faults[fault].id, id) == 0)
            return (enum fault_id)fault;
    }
    return FAULT_MISSPELT;
}

__attribute__((constructor)) static void choose(void)
{
    for (int fault = FIRST; fault < FAULT_COUNT; fault++) {
        write_id(ids[fault], faults[fault].id);
        faults[fault].id = ids[fault];
    }
    const char *wanted = getenv(EXTRES_FAULT_VARIABLE);
    fault_active = wanted == NULL ? FAULT_NONE : find(wanted);
}

EXTRES_EXPORT const struct extres_fault *extres_fault_list(size_t *count)
{
    *count = FAULT_COUNT - FIRST;
    return &faults[FIRST];
}
