/* Importing and destroying semaphores: what an import refers to, and for how long. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

#include <string.h>

/* A stream waits through this import for what the exporter signals: it is the exporter's object, and works.
 */
static void expect_works(struct test *t,
                         cudaExternalSemaphore_t semaphore,
                         struct outside *outside,
                         uint64_t value)
{
    expect_wait_holds(t, semaphore, outside, value, make_stream(t));
}

CASE(import_returns_handle,
     .name = "import.refers_to_the_object",
     .statement = "An import yields a handle through which the exporter's object can be waited on",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-returns-handle", "EXTRES-ImportSemaphore-union-member"})
{
    struct outside *outside = make_semaphore(t);
    expect_works(t, import_semaphore(t, outside), outside, 1);
}

CASE(import_keeps_state,
     .name = "import.keeps_the_state",
     .statement = "An import finds the object in the state that the exporter left it in",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {
         "EXTRES-ImportSemaphore-same-object", "EXTRES-Wait-fence-released", "EXTRES-Wait-binary-released"})
{
    struct outside *outside = make_semaphore(t);
    int fd = export_fd(t, outside);
    cudaStream_t stream = make_stream(t);

    signal_outside(t, outside, 6);
    cudaExternalSemaphore_t semaphore = import_semaphore_fd(t, fd);
    enqueue_wait(t, semaphore, 6, stream);
    expect_finishes(t, stream);
    if (is_timeline(t))
        EXPECT_EQUAL(t, value_outside(t, outside), 6);
    expect_wait_holds(t, semaphore, outside, 7, stream);
}

CASE(import_of_duplicate,
     .name = "import.of_a_duplicate",
     .statement = "A duplicate of a descriptor imports as the descriptor does, and each import owns the one "
                  "given to it",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-same-object", "EXTRES-ImportSemaphore-fd-ownership"})
{
    struct outside *outside = make_semaphore(t);
    int fd = export_fd(t, outside);
    int duplicate = duplicate_fd(t, fd);
    cudaExternalSemaphore_t first = import_semaphore_fd(t, fd);
    cudaExternalSemaphore_t second = import_semaphore_fd(t, duplicate);

    expect_works(t, first, outside, 1);
    expect_works(t, second, outside, 2);
}

CASE(import_fd_zero,
     .name = "import.fd_zero",
     .statement = "Descriptor number 0 imports like any other",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-fd-zero"})
{
    struct outside *outside = make_semaphore(t);
    expect_works(t, import_semaphore_fd(t, export_fd_at(t, outside, 0)), outside, 1);
}

CASE(import_union,
     .name = "import.other_union_bytes",
     .statement = "Whatever the union holds beside the descriptor changes nothing about the import",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-union-member"})
{
    struct outside *outside = make_semaphore(t);
    int fd = export_fd(t, outside);
    cudaExternalSemaphore_t semaphore = NULL;
    struct cudaExternalSemaphoreHandleDesc desc = semaphore_desc(t, fd);
    expect_works(t, import_semaphore(t, outside), outside, 1);

    memset(&desc.handle, 0x5a, sizeof desc.handle);
    memcpy(&desc.handle, &fd, sizeof fd);
    EXPECT_SUCCESS(t, call_import_semaphore(caller_of(t), &semaphore, &desc));
    expect_works(t, semaphore, outside, 2);
}

/* The exporter gets the lowest free number, which an import that has closed its descriptor left behind. */
CASE(import_number_again,
     .name = "import.number_used_again",
     .statement = "A descriptor with the number of one that was imported before is an object of its own",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-same-object"})
{
    struct outside *first = make_semaphore(t);
    struct outside *second = make_semaphore(t);
    cudaExternalSemaphore_t first_semaphore = import_semaphore(t, first);
    release_traps(t);
    cudaExternalSemaphore_t second_semaphore = import_semaphore(t, second);

    expect_works(t, second_semaphore, second, 1);
    expect_works(t, first_semaphore, first, 1);
}

CASE(
    import_outlives_exporter,
    .name = "import.outlives_the_exporter",
    .statement = "An import holds the object by itself: it works on after the exporter has let go of its own",
    .types = TIMELINE_FD | BINARY_FD,
    .rules = {"EXTRES-ImportSemaphore-holds-reference", "EXTRES-ImportSemaphore-fd-ownership"})
{
    needs_independent_streams(t, 1);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t waiting = make_stream(t);
    cudaStream_t signalling = make_stream(t);

    destroy_outside(t, outside);
    expect_released_by_stream(t, semaphore, waiting, semaphore, signalling, 1);
}

CASE(
    destroy_leaves_exporter,
    .name = "destroy.leaves_the_exporter_its_object",
    .statement = "Destroying an import leaves the object to the exporter, who can use it and export it again",
    .types = TIMELINE_FD | BINARY_FD,
    .rules = {"EXTRES-DestroySemaphore-succeeds", "EXTRES-DestroySemaphore-other-holders"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);

    expect_works(t, semaphore, outside, 1);
    EXPECT_SUCCESS(t, call_destroy_semaphore(caller_of(t), semaphore));
    expect_works(t, import_semaphore(t, outside), outside, 2);
}

CASE(destroy_leaves_other_import,
     .name = "destroy.leaves_other_imports",
     .statement = "Destroying one import of an object leaves another import of it working",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-DestroySemaphore-other-holders", "EXTRES-ImportSemaphore-same-object"})
{
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t first = import_semaphore(t, outside);
    cudaExternalSemaphore_t second = import_semaphore(t, outside);

    EXPECT_SUCCESS(t, call_destroy_semaphore(caller_of(t), first));
    expect_works(t, second, outside, 1);
}

CASE(many_live_imports,
     .name = "import.many_live_at_once",
     .statement = "Of many imports that live at once the first works as well as the last",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-returns-handle"})
{
    enum { LIVE = 64 };
    struct outside *outside[LIVE];
    cudaExternalSemaphore_t semaphores[LIVE];
    import_semaphores(t, LIVE, outside, semaphores);

    expect_works(t, semaphores[0], outside[0], 1);
    expect_works(t, semaphores[LIVE - 1], outside[LIVE - 1], 1);
}
