/* Descriptors that are no external object, one of each kind; counting those that are open, and telling them
 * apart. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_WRONG_FD_H
#define HARNESS_WRONG_FD_H

#include <stdbool.h>
#include <stddef.h>

struct test;

enum wrong_fd {
    WRONG_FD_negative,
    WRONG_FD_closed,
    WRONG_FD_beyond_limit, /* a number that no descriptor can have */
    WRONG_FD_pipe_read,
    WRONG_FD_pipe_write,
    WRONG_FD_socket,
    WRONG_FD_eventfd,
    WRONG_FD_timerfd,
    WRONG_FD_epoll,
    WRONG_FD_regular_file,
    WRONG_FD_directory,
    WRONG_FD_dev_null,
    WRONG_FD_memfd,
    WRONG_FD_other_object, /* memory for a semaphore's case, a semaphore for memory's */
    WRONG_FD_COUNT,
};

/* Opens one and watches it; the case is broken when it cannot be made. */
int make_wrong_fd(struct test *t, enum wrong_fd kind);

/* Lets this process have that many descriptors open, or skips the case. */
void needs_descriptors(struct test *t, size_t count);

/*
 * The number is soon not of the file any more that the duplicate was made of: a runtime may leave the closing
 * to a thread of its own.
 */
void expect_closed(struct test *t, int number, int duplicate);

/* How many descriptors this process has open. */
size_t count_open_fds(struct test *t);

/* What was counted before and after many rounds has not grown by as much as a leak would make it grow. */
void expect_growth_below(struct test *t, const char *what, size_t before, size_t after, size_t bound);

/* Closes the files that the harness put at numbers which imports had closed. */
void release_traps(struct test *t);

#endif
