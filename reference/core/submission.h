/* Submitting work to a stream: all of a batch or nothing, with the order that the default stream implies. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_SUBMISSION_H
#define REFERENCE_SUBMISSION_H

/*
 *     struct submission submission;
 *     submission_begin(&submission, stream);
 *     submission_add(&submission, (struct operation){...});
 *     int error = submission_end(&submission, NULL);
 *
 * Between begin and end no other thread can submit to the stream. Nothing of a submission is visible to the
 * worker until end; after any failure on the way end takes all of it back and returns the first error.
 * Nothing here waits for work to complete.
 */

#include <stdint.h>

#include "core/operation.h"
#include "core/stream.h"

struct submission {
    struct stream *stream; /* pinned by the caller for the whole time */
    struct queue_place start;
    uint64_t count;          /* operations added */
    uint64_t legacy_awaited; /* the stream's when it began, restored when it fails */
    int error;
};

void submission_begin(struct submission *submission, struct stream *stream);

/* Owns the operation's references from now on, whatever happens. */
void submission_add(struct submission *submission, struct operation operation);

/* Make it fail with this error, unless it has failed already. */
void submission_fail(struct submission *submission, int error);

/* Publish or take back. *number, if wanted, becomes the number of the last operation. */
int submission_end(struct submission *submission, uint64_t *number);

/* Submit a single operation. */
int submit(struct stream *stream, struct operation operation, uint64_t *number);

#endif
