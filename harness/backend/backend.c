/* Finding and loading the runtime under test, and resolving its symbols by the table of operations. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "backend/backend.h"

#include <stdio.h>
#include <string.h>

#include "platform/library.h"

struct function_names {
    const char *of_api[EXTRES_API_COUNT];
};

#define NAMES_OF_OPERATION(name, runtime, driver) {{runtime, driver}},
static const struct function_names function_names[EXTRES_OPERATION_COUNT] = {
    EXTRES_OPERATIONS(NAMES_OF_OPERATION)};

/* Library names of an alias, the newest first. A NULL driver: the runtime's library serves both APIs. */
struct alias {
    const char *name;
    const char *runtime[4];
    const char *driver;
};

static const struct alias aliases[] = {
    {"nvidia", {"libcudart.so.13", "libcudart.so.12", "libcudart.so.11.0", "libcudart.so"}, "libcuda.so.1"},
};

static const char reference_library[] = "libextres_reference.so";

static const struct alias *find_alias(const char *name)
{
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++) {
        if (strcmp(aliases[i].name, name) == 0)
            return &aliases[i];
    }
    return NULL;
}

/* The libraries of one backend; the same one twice where a library serves both APIs. */
struct libraries {
    void *of_api[EXTRES_API_COUNT];
};

static bool load_alias(const struct alias *alias, struct libraries *out, struct backend *backend, char *error,
                       size_t error_size)
{
    void *runtime = NULL;
    size_t count = sizeof alias->runtime / sizeof alias->runtime[0];
    for (size_t i = 0; i < count && alias->runtime[i] != NULL && runtime == NULL; i++) {
        runtime = library_load(alias->runtime[i], error, error_size);
        if (runtime != NULL)
            library_path(runtime, alias->runtime[i], backend->runtime_path, BACKEND_PATH);
    }
    if (runtime == NULL)
        return false;
    out->of_api[EXTRES_API_RUNTIME] = runtime;
    out->of_api[EXTRES_API_DRIVER] = runtime;
    if (alias->driver == NULL)
        return true;
    out->of_api[EXTRES_API_DRIVER] = library_load(alias->driver, error, error_size);
    if (out->of_api[EXTRES_API_DRIVER] == NULL)
        return false;
    library_path(out->of_api[EXTRES_API_DRIVER], alias->driver, backend->driver_path, BACKEND_PATH);
    return true;
}

/* "RUNTIME" or "RUNTIME,DRIVER". A library given alone is searched for the functions of both APIs. */
static bool load_paths(const char *name, struct libraries *out, struct backend *backend, char *error,
                       size_t error_size)
{
    char runtime_name[BACKEND_PATH];
    const char *comma = strchr(name, ',');
    size_t length = comma != NULL ? (size_t)(comma - name) : strlen(name);
    if (length >= sizeof runtime_name || length == 0 || (comma != NULL && comma[1] == '\0')) {
        snprintf(error, error_size, "\"%s\" names no library, or an empty one", name);
        return false;
    }
    memcpy(runtime_name, name, length);
    runtime_name[length] = '\0';

    out->of_api[EXTRES_API_RUNTIME] = library_load(runtime_name, error, error_size);
    if (out->of_api[EXTRES_API_RUNTIME] == NULL)
        return false;
    library_path(out->of_api[EXTRES_API_RUNTIME], runtime_name, backend->runtime_path, BACKEND_PATH);
    out->of_api[EXTRES_API_DRIVER] = out->of_api[EXTRES_API_RUNTIME];
    if (comma == NULL)
        return true;
    out->of_api[EXTRES_API_DRIVER] = library_load(comma + 1, error, error_size);
    if (out->of_api[EXTRES_API_DRIVER] == NULL)
        return false;
    library_path(out->of_api[EXTRES_API_DRIVER], comma + 1, backend->driver_path, BACKEND_PATH);
    return true;
}

static bool load_libraries(const char *name, struct libraries *out, struct backend *backend, char *error,
                           size_t error_size)
{
    if (strcmp(name, "reference") == 0) {
        char path[BACKEND_PATH + sizeof reference_library];
        char folder[BACKEND_PATH - 1];
        if (!program_folder(folder, sizeof folder)) {
            snprintf(error, error_size, "cannot find the folder of this program, where %s lies",
                     reference_library);
            return false;
        }
        snprintf(path, sizeof path, "%s/%s", folder, reference_library);
        return load_paths(path, out, backend, error, error_size);
    }
    const struct alias *alias = find_alias(name);
    if (alias != NULL)
        return load_alias(alias, out, backend, error, error_size);
    return load_paths(name, out, backend, error, error_size);
}

/* Writes the next of the space-separated names, with the prefix in place of "cuda". False at the end of the
 * list. */
static bool next_name(const char **names, const char *prefix, char *out, size_t out_size)
{
    static const char usual[] = "cuda";
    size_t length = strcspn(*names, " ");
    if (length == 0)
        return false;
    const char *name = *names;
    *names += length + ((*names)[length] == ' ');
    if (prefix != NULL && strncmp(name, usual, sizeof usual - 1) == 0) {
        size_t rest = sizeof usual - 1;
        snprintf(out, out_size, "%s%.*s", prefix, (int)(length - rest), name + rest);
    } else {
        snprintf(out, out_size, "%.*s", (int)length, name);
    }
    return true;
}

static void resolve(void *library, const char *names, const char *prefix, struct backend_symbol *symbol)
{
    char name[sizeof symbol->name];
    symbol->name[0] = '\0';
    symbol->address = NULL;
    while (symbol->address == NULL && next_name(&names, prefix, name, sizeof name)) {
        symbol->address = library_symbol(library, name);
        /* Of a symbol that is nowhere, keep the plain name, which comes last: that is the one people know. */
        memcpy(symbol->name, name, sizeof name);
    }
}

bool backend_load(const struct backend_request *request, struct backend *out, char *error, size_t error_size)
{
    struct libraries libraries;
    memset(out, 0, sizeof *out);
    if (!load_libraries(request->name, &libraries, out, error, error_size))
        return false;
    out->runtime_library = libraries.of_api[EXTRES_API_RUNTIME];
    for (int api = 0; api < EXTRES_API_COUNT; api++) {
        for (int operation = 0; operation < EXTRES_OPERATION_COUNT; operation++)
            resolve(libraries.of_api[api], function_names[operation].of_api[api], request->prefix,
                    &out->symbols[api][operation]);
    }
    return true;
}

bool backend_exports(const struct backend *backend, const char *name)
{
    return library_symbol(backend->runtime_library, name) != NULL;
}
