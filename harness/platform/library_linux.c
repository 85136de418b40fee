/* Dynamic libraries through dlopen. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/library.h"

#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void *library_load(const char *name, char *error, size_t error_size)
{
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        snprintf(error, error_size, "%s", dlerror());
    return library;
}

library_function library_symbol(void *library, const char *symbol)
{
    /* ISO C has no cast from an object pointer to a function pointer; POSIX promises that the bits fit. */
    void *address = dlsym(library, symbol);
    library_function function;
    memcpy(&function, &address, sizeof function);
    return function;
}

void library_path(void *library, const char *name, char *path, size_t size)
{
    struct link_map *map = NULL;
    const char *found = name;
    if (dlinfo(library, RTLD_DI_LINKMAP, &map) == 0 && map->l_name[0] != '\0')
        found = map->l_name;
    snprintf(path, size, "%s", found);
}

bool program_folder(char *folder, size_t size)
{
    ssize_t length = readlink("/proc/self/exe", folder, size - 1);
    if (length <= 0)
        return false;
    folder[length] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash == NULL)
        return false;
    *slash = '\0';
    return true;
}
