/* Spinning, on Linux: for how long. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/spin.h"

#include <time.h>

/* Less than a wake-up takes: what comes within it is cheaper to catch, and what does not loses little. */
#define SPIN_NANOSECONDS       UINT64_C(4000)
#define NANOSECONDS_PER_SECOND UINT64_C(1000000000)

bool spin_has_time(struct spin *spin)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    uint64_t nanoseconds = (uint64_t)now.tv_sec * NANOSECONDS_PER_SECOND + (uint64_t)now.tv_nsec;
    if (spin->end == 0)
        spin->end = nanoseconds + SPIN_NANOSECONDS;
    return nanoseconds < spin->end;
}
