/* Timeline values at the end of their range. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "case/case.h"

static void expect_set(struct test *t, uint64_t before, uint64_t value)
{
    struct outside *outside = make_semaphore_at(t, before);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    cudaStream_t stream = make_stream(t);

    enqueue_signal(t, semaphore, value, stream);
    expect_finishes(t, stream);
    expect_value_outside(t, outside, value);
}

CASE(signal_beyond_63_bits,
     .name = "signal.value_beyond_63_bits",
     .statement = "A signal sets a value that as a signed number would be negative",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Signal-fence-64-bit"})
{
    const uint64_t limit = UINT64_C(1) << 63;
    expect_set(t, limit - 1, limit + 5);
}

CASE(signal_maximum,
     .name = "signal.maximum_value",
     .statement = "A signal sets the greatest value that there is, which stands for nothing else",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Signal-fence-64-bit"})
{
    expect_set(t, UINT64_MAX - 1, UINT64_MAX);
}

CASE(wait_maximum,
     .name = "wait.maximum_value",
     .statement = "A wait for the greatest value that there is holds until the timeline has reached it",
     .types = TIMELINE_FD,
     .rules = {"EXTRES-Wait-fence-64-bit"})
{
    struct outside *outside = make_semaphore_at(t, UINT64_MAX - 1);
    cudaExternalSemaphore_t semaphore = import_semaphore(t, outside);
    expect_wait_holds(t, semaphore, outside, UINT64_MAX, make_stream(t));
}
