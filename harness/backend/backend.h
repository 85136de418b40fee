/* The runtime under test: its libraries, loaded at run time, and the symbols that were found in them. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_BACKEND_H
#define HARNESS_BACKEND_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/operation.h"

enum { BACKEND_PATH = 512 };

/* Which libraries, as the command line says it. Strings belong to the caller; NULL where there is none. */
struct backend_request {
    const char *name;   /* alias (reference, nvidia), or RUNTIME[,DRIVER] as paths or sonames */
    const char *prefix; /* what stands instead of "cuda" in the runtime's names, for example "hip" */
};

/* One function of one API as it was looked up. */
struct backend_symbol {
    void (*address)(void); /* NULL when the library has no such symbol */
    char name[64];         /* the name that was found, or the first that was looked for */
};

struct backend {
    char
        runtime_path[BACKEND_PATH]; /* what the dynamic loader reports, empty when there is no such library */
    char driver_path[BACKEND_PATH];
    void *runtime_library; /* as the dynamic loader knows it */
    struct backend_symbol symbols[EXTRES_API_COUNT][EXTRES_OPERATION_COUNT];
};

/*
 * Loads the libraries and resolves every symbol; calls nothing in them, but their constructors run. A library
 * that cannot be loaded is an error that says what the loader said; a symbol that is missing is none. The
 * libraries stay loaded for the life of the process.
 */
bool backend_load(const struct backend_request *request, struct backend *out, char *error, size_t error_size);

/* Whether the runtime's library exports a function of that name, which need not be one of the API. */
bool backend_exports(const struct backend *backend, const char *name);

#endif
