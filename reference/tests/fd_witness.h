/* Proof that a call left a descriptor alone. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_TESTS_FD_WITNESS_H
#define REFERENCE_TESTS_FD_WITNESS_H

#include <stdbool.h>
#include <sys/types.h>

struct fd_witness {
    int fd;
    int duplicate; /* keeps the open file description, to compare fd with; -1 when fd was not open */
    int flags;     /* of the descriptor */
    off_t offset;  /* -1 where the file has none */
};

/* Begin to watch fd, which may be closed or -1. */
struct fd_witness fd_witness_begin(int fd);

/* True when fd is what it was: the same open file at the same offset and flags, or still not open. */
bool fd_witness_end(struct fd_witness *witness);

/* How many descriptors this process has open. */
int fd_count(void);

#endif
