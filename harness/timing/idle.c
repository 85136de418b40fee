/* Letting time pass, by clock_nanosleep. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/idle.h"

#include <errno.h>
#include <time.h>

void stay_idle(uint64_t nanoseconds)
{
    enum { PER_SECOND = 1000 * 1000 * 1000 };
    struct timespec left = {.tv_sec = (time_t)(nanoseconds / PER_SECOND),
                            .tv_nsec = (long)(nanoseconds % PER_SECOND)};
    while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
        ;
}
