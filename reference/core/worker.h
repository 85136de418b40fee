/* The worker: the thread that runs a stream's operations in order. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_WORKER_H
#define REFERENCE_WORKER_H

struct stream;

/*
 * Start the stream's worker, which keeps a reference on the stream until it ends: when the stream is closing
 * and nothing is queued. Returns 0 or an error number of extres/error_codes.def.
 */
int worker_start(struct stream *stream);

/* Join what is left of workers that have ended: one at most, for each joins the one before it. */
void worker_join_ended(void);

/* Block until no worker is left. Only for the end of the process, with every stream closing and idle. */
void worker_join_all(void);

#endif
