/* Imports as the very first call: before cuInit, and before the runtime has initialised itself. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

CASE(before_initialisation,
     .name = "initialisation.import_before_it",
     .statement = "An import before cuInit should say NotInitialized, and succeed after it",
     .types = TIMELINE_FD | BINARY_FD,
     .apis = DRIVER_ONLY,
     .uninitialised = true,
     .rules = {"EXTRES-Error-not-initialized", "EXTRES-ImportSemaphore-fd-kept-on-failure"})
{
    char name[96];
    struct caller *c = caller_of(t);
    struct outside *outside = make_semaphore(t);
    int fd = export_fd(t, outside);
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, fd);

    int code = call_import_semaphore(c, &semaphore, &desc);
    if (!EXPECT_SHOULD(t, "EXTRES-Error-not-initialized", code != 0, "an import before cuInit succeeded"))
        return;
    EXPECT_SHOULD(t,
                  "EXTRES-Error-not-initialized",
                  code == cudaErrorInitializationError,
                  "an import before cuInit says %s",
                  call_error_name(c, code, name, sizeof name));

    EXPECT_SUCCESS(t, call_initialise(c));
    EXPECT_SUCCESS(t, call_select_device(c, device_of(t)));
    expect_usable_semaphore(t, import_semaphore_fd(t, fd), outside);
}

CASE(import_first,
     .name = "initialisation.import_first",
     .statement = "What an import that is the first call of the runtime API does is recorded",
     .types = TIMELINE_FD | BINARY_FD,
     .apis = RUNTIME_ONLY,
     .uninitialised = true,
     .rules = {"EXTRES-Error-initialization"},
     .tier = TIER_OBSERVE)
{
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, export_fd(t, make_semaphore(t)));
    OBSERVE_CODE(t, "the first call of all", call_import_semaphore(caller_of(t), &semaphore, &desc));
}
