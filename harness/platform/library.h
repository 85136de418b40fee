/* Dynamic libraries, behind a thin line so that another platform can follow. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_LIBRARY_H
#define HARNESS_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

typedef void (*library_function)(void);

/* NULL with what the loader says in error. The library stays loaded for the life of the process. */
void *library_load(const char *name, char *error, size_t error_size);

/* NULL when the library has no such symbol. */
library_function library_symbol(void *library, const char *symbol);

/* The file that the library was loaded from; its name again when the loader cannot tell. */
void library_path(void *library, const char *name, char *path, size_t size);

/* The folder of the running program, without a slash at the end. False when the system cannot tell. */
bool program_folder(char *folder, size_t size);

#endif
