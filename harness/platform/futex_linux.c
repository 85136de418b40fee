/* Sleeping on a word of memory, by the system call futex. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/futex.h"

#include <limits.h>
#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const uint64_t nanoseconds_per_second = 1000000000;

void futex_sleep(_Atomic uint32_t *word, uint32_t expected, uint64_t timeout_nanoseconds)
{
    const struct timespec timeout = {
        .tv_sec = (time_t)(timeout_nanoseconds / nanoseconds_per_second),
        .tv_nsec = (long)(timeout_nanoseconds % nanoseconds_per_second),
    };
    /* Whatever ends it, a signal too, the caller looks again. */
    syscall(SYS_futex, word, FUTEX_WAIT, expected, timeout_nanoseconds == FUTEX_FOREVER ? NULL : &timeout,
            NULL, 0);
}

void futex_wake(_Atomic uint32_t *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}
