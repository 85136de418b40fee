/* Sleeping on a word of memory, on Linux. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/futex.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NANOSECONDS_PER_SECOND UINT64_C(1000000000)

static int operation(int base, bool shared_between_processes)
{
    return shared_between_processes ? base : base | FUTEX_PRIVATE_FLAG;
}

/* When the wait ends, on CLOCK_MONOTONIC, so that a wait that a signal handler broke can be taken up again.
 */
static struct timespec deadline_after(uint64_t nanoseconds)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    uint64_t fraction = (uint64_t)now.tv_nsec + nanoseconds % NANOSECONDS_PER_SECOND;
    return (struct timespec){
        .tv_sec =
            now.tv_sec + (time_t)(nanoseconds / NANOSECONDS_PER_SECOND + fraction / NANOSECONDS_PER_SECOND),
        .tv_nsec = (long)(fraction % NANOSECONDS_PER_SECOND),
    };
}

int futex_wait(_Atomic uint32_t *word, uint32_t expected, uint64_t timeout_nanoseconds,
               bool shared_between_processes)
{
    struct timespec deadline;
    const struct timespec *until = NULL;
    if (timeout_nanoseconds != FUTEX_FOREVER) {
        deadline = deadline_after(timeout_nanoseconds);
        until = &deadline;
    }
    /* FUTEX_WAIT_BITSET takes an absolute time, where FUTEX_WAIT takes a relative one. */
    int command = operation(FUTEX_WAIT_BITSET, shared_between_processes);
    for (;;) {
        if (syscall(SYS_futex, word, command, expected, until, NULL, FUTEX_BITSET_MATCH_ANY) == 0)
            return 0;
        if (errno != EINTR)
            return -errno;
    }
}

void futex_wake_all(_Atomic uint32_t *word, bool shared_between_processes)
{
    /* Cannot fail on a mapped word, and there is nobody to tell where it is not mapped. */
    syscall(SYS_futex, word, operation(FUTEX_WAKE, shared_between_processes), INT_MAX, NULL, NULL, 0);
}

int futex_move_one(_Atomic uint32_t *word, uint32_t expected, _Atomic uint32_t *other)
{
    /* Wake none, move one: the second count is in the place of the timeout. */
    return syscall(SYS_futex, word, FUTEX_CMP_REQUEUE, 0, 1L, other, expected) < 0 ? -errno : 0;
}
