/* A mutant for tests of the mutation command: the reference, with an import in front of it that can go wrong.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#include <dlfcn.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "extres/faults.h"
#include "extres/runtime.h"

#define EXPORT __attribute__((visibility("default")))

static const struct extres_fault faults[] = {
    {"import_refuses", "EXTRES-ImportSemaphore-returns-handle", "Refuses every semaphore",
     "a runtime of old"},
    {"import_crashes", "EXTRES-ImportSemaphore-returns-handle", "Ends with SIGSEGV", NULL},
    {"import_hangs", "EXTRES-ImportSemaphore-returns-handle", "Does not return", NULL},
    {"should_accepts_any_type", "EXTRES-ImportSemaphore-type-unknown", "Accepts any handle type", NULL},
    {"must_accepts_any_type", "EXTRES-ImportSemaphore-returns-handle", "The same, taken for a must", NULL},
    {"does_nothing", "EXTRES-No-such-rule", "Cannot be seen", NULL},
    {"of_dma_bufs", "EXTRES-ImportMemory-dmabuf-flags", "Cannot be seen without dma-bufs", NULL},
    {"takes_longer", NULL, "Only costs time", NULL},
};

EXPORT const struct extres_fault *extres_fault_list(size_t *count)
{
    *count = sizeof faults / sizeof faults[0];
    return faults;
}

static char fault[64];

__attribute__((constructor)) static void read_fault(void)
{
    const char *given = getenv(EXTRES_FAULT_VARIABLE);
    if (given != NULL)
        strncpy(fault, given, sizeof fault - 1);
}

static bool has(const char *id)
{
    return strcmp(fault, id) == 0;
}

static bool accepts_any_type(void)
{
    return has("should_accepts_any_type") || has("must_accepts_any_type");
}

typedef cudaError_t import_function(cudaExternalSemaphore_t *semaphore,
                                    const struct cudaExternalSemaphoreHandleDesc *descriptor);

static import_function *reference_import(void)
{
    /* POSIX promises that the bits of the two kinds of pointers fit. */
    void *address = dlsym(RTLD_NEXT, "cudaImportExternalSemaphore");
    import_function *function;
    memcpy(&function, &address, sizeof function);
    return function;
}

EXPORT cudaError_t cudaImportExternalSemaphore(cudaExternalSemaphore_t *semaphore,
                                               const struct cudaExternalSemaphoreHandleDesc *descriptor)
{
    bool known = descriptor->type == cudaExternalSemaphoreHandleTypeOpaqueFd ||
                 descriptor->type == cudaExternalSemaphoreHandleTypeTimelineSemaphoreFd;
    if (has("import_crashes"))
        raise(SIGSEGV);
    while (has("import_hangs"))
        pause();
    if (has("import_refuses") || REFUSES_ALWAYS)
        return cudaErrorInvalidValue;
    if (accepts_any_type() && !known) {
        *semaphore = (cudaExternalSemaphore_t)fault;
        return cudaSuccess;
    }
    return reference_import()(semaphore, descriptor);
}
