/* The clock: CLOCK_MONOTONIC. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/clock.h"

#include <limits.h>
#include <time.h>

static const double nanoseconds_per_second = 1e9;

uint64_t clock_nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

uint64_t clock_from_seconds(double seconds)
{
    return (uint64_t)(seconds * nanoseconds_per_second);
}

double clock_to_seconds(uint64_t nanoseconds)
{
    return (double)nanoseconds / nanoseconds_per_second;
}

int clock_poll_timeout(uint64_t deadline)
{
    uint64_t now = clock_nanoseconds();
    if (now >= deadline)
        return 0;
    uint64_t milliseconds = (deadline - now + 999999) / 1000000;
    return milliseconds > INT_MAX ? INT_MAX : (int)milliseconds;
}
