/* Submitting work to a stream: all of a batch or nothing, with the order that the default stream implies. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_SUBMISSION_H
#define REFERENCE_SUBMISSION_H

/*
 *     struct submission submission;
 *     submission_begin(&submission, stream);
 *     submission_add(&submission, &operation);
 *     int error = submission_end(&submission, NULL);
 *
 * What is added is the thread's own until end, which puts all of it into the stream with nothing in between;
 * after any failure on the way end drops all of it and returns the first error. Nothing here waits for work
 * to complete, nor, as long as the stream's ring has room and the batch is small, for a lock or memory.
 */

#include <stddef.h>
#include <stdint.h>

#include "core/operation.h"
#include "core/stream.h"

/* Operations that a submission has room for without allocating. */
#define SUBMISSION_ROOM 64

struct submission {
    struct stream *stream; /* pinned by the caller for the whole time */
    int error;
    uint64_t legacy_number; /* the legacy stream's work that the stream will have waited for */
    struct operation *operations;
    size_t count;
    size_t capacity;
    struct operation room[SUBMISSION_ROOM]; /* where operations are until they are more */
};

void submission_begin(struct submission *submission, struct stream *stream);

/* Owns the operation's references from now on, whatever happens. */
void submission_add(struct submission *submission, const struct operation *operation);

/* Make it fail with this error, unless it has failed already. */
void submission_fail(struct submission *submission, int error);

/* Publish or drop. *number, if wanted, becomes the number of the last operation. */
int submission_end(struct submission *submission, uint64_t *number);

/* Submit a single operation. */
int submit(struct stream *stream, struct operation operation, uint64_t *number);

#endif
