/* Handle types of semaphores that a platform does not have, and what the device says of those that it has. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

CASE(unsupported_type,
     .name = "import_arguments.type_of_another_system",
     .statement = "A handle type of another operating system should be an error",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-type-unsupported"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = {.type = cudaExternalSemaphoreHandleTypeOpaqueWin32};
    static const uint16_t no_such_name[] = {'n', 'o', 'n', 'e', 0};
    desc.handle.win32.name = no_such_name;

    expect_usable_semaphore(t, import_semaphore(t, outside), outside);
    EXPECT_ERROR_SHOULD(
        t, "EXTRES-ImportSemaphore-type-unsupported", call_import_semaphore(caller_of(t), &semaphore, &desc));
}

CASE(timeline_attribute,
     .name = "import.timeline_attribute",
     .statement = "A device that says that it supports timeline semaphores imports them",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-ImportSemaphore-timeline-attribute"})
{
    const int attribute = cudaDevAttrTimelineSemaphoreInteropSupported;
    char name[96];
    struct caller *c = caller_of(t);
    int supported = 0;
    cudaExternalSemaphore_t semaphore = NULL;
    struct outside *outside = make_semaphore(t);
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, export_fd(t, outside));
    EXPECT_SUCCESS(t, call_device_attribute(c, &supported, attribute, device_of(t)));

    int code = call_import_semaphore(c, &semaphore, &desc);
    if (supported == 0)
        skip(t, "the device says that it does not support timeline semaphores");
    EXPECT(t,
           code == 0,
           "the device says that it supports timeline semaphores, and the import says %s",
           call_error_name(c, code, name, sizeof name));
    expect_usable_semaphore(t, semaphore, outside);
}
