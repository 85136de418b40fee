/* What became of file descriptors during a call: still open, and still the same file? */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_FD_WATCH_H
#define HARNESS_FD_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "judge/judge.h"

/*
 * A descriptor's file held for comparison: a second descriptor keeps it alive between before and after, so
 * that a file which was closed and another that took its number are told apart. Not held longer than a call,
 * as an object must be seen to die when the runtime's reference is the last.
 */
struct fd_hold {
    int fd;
    int held; /* a duplicate, -1 when fd was not open */
};

struct fd_hold fd_hold_begin(int fd);

/* Ends the hold and says what became of fd. Meaningful only when held was not -1. */
enum extres_fd_fate fd_hold_end(struct fd_hold *hold);

/* Whether both are open and of one file: one open(), however many descriptors of it there are since. */
bool fd_same_file(int first, int second);

/* Device and inode of an open descriptor: enough for files with an inode of their own. False when not open.
 */
bool fd_identity(int fd, uint64_t *device, uint64_t *inode);

/*
 * The recycled-number trap: puts a file of ours at a number that is free, as the next open() of an
 * application might. False when the number was not free after all. The descriptor is the caller's.
 */
bool fd_occupy(int fd);

#endif
