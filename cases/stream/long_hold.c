/* Waits that nothing satisfies for a long time, as the hold window of other cases is short. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

CASE(held_for_long,
     .name = "wait.held_for_long",
     .statement = "A wait that nothing satisfies holds its stream for as long as one looks",
     .types = TIMELINE_FD | BINARY_FD,
     .rules = {"EXTRES-Wait-fence-blocks", "EXTRES-Wait-binary-blocks"},
     .tier = TIER_STRESS)
{
    enum { WINDOWS = 200 };
    struct outside *outside = make_semaphore(t);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    enqueue_wait(t, semaphore, 1, stream);
    for (int i = 0; i < WINDOWS; i++)
        expect_blocked(t, stream);

    signal_outside(t, outside, 1);
    expect_finishes(t, stream);
}
