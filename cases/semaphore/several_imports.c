/* Several imports of one semaphore, each of which works whichever of the others are gone, and one from a
 * large descriptor number. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"
#include "case/orders.h"

CASE(both_directions,
     .name = "signal.through_the_second_import",
     .statement = "A signal through the second import of an object is seen by the first, and by the exporter",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-same-object", "EXTRES-Signal-fence", "EXTRES-Signal-binary"})
{
    needs_independent_streams(t, 1);
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t first = import_semaphore(t, outside);
    cudaExternalSemaphore_t second = import_semaphore(t, outside);
    cudaStream_t waiting = make_stream(t);
    cudaStream_t signalling = make_stream(t);

    expect_released_by_stream(t, first, waiting, second, signalling, 1);

    enqueue_signal(t, second, 2, signalling);
    expect_signal_outside(t, outside, 2);
}

CASE(destroy_in_every_order,
     .name = "destroy.in_every_order",
     .statement = "Three imports of an object can be destroyed in every order, and those left work on",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-DestroySemaphore-other-holders", "EXTRES-DestroySemaphore-succeeds"})
{
    struct outside *outside = make_semaphore(t);
    cudaStream_t stream = make_stream(t);
    uint64_t value = 0;

    for (int order = 0; order < ORDERS; order++) {
        cudaExternalSemaphore_t semaphores[ORDERED];
        for (int i = 0; i < ORDERED; i++)
            semaphores[i] = import_semaphore(t, outside);
        for (int gone = 0; gone < ORDERED; gone++) {
            for (int left = gone; left < ORDERED; left++) {
                enqueue_signal(t, semaphores[every_order[order][left]], ++value, stream);
                expect_signal_outside(t, outside, value);
            }
            expect_finishes(t, stream);
            EXPECT_SUCCESS(t, call_destroy_semaphore(caller_of(t), semaphores[every_order[order][gone]]));
        }
    }
}

/* Beyond what a set of descriptors for select can hold, and beyond what tables of a fixed length do. */
CASE(import_high_number,
     .name = "import.high_descriptor_number",
     .statement = "A descriptor with a large number imports like any other",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-ImportSemaphore-returns-handle", "EXTRES-ImportSemaphore-same-object"})
{
    enum { NUMBER = 3000 };
    needs_descriptors(t, NUMBER + 1);
    struct outside *outside = make_semaphore(t);
    int fd = export_fd_at(t, outside, NUMBER);

    expect_wait_holds(t, import_semaphore_fd(t, fd), outside, 1, make_stream(t));
}
