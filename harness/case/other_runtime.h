/* The runtime under test in the other process of a case. Private to harness/case. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_OTHER_RUNTIME_H
#define HARNESS_OTHER_RUNTIME_H

#include "exporters/remote_message.h"

struct other_runtime;
struct other_import; /* one import of it, with the streams and the mapping through which it is used */

/*
 * All functions say in the answer how they went: a call that failed, or that the judge found wrong, is the
 * runtime's failure, and an import that it does not support, or a function that it lacks, is missing.
 */
struct other_runtime *other_runtime_open(const struct remote_opening *opening, struct remote_answer *answer);
void other_runtime_close(struct other_runtime *runtime);

/* Gives the descriptor away, and sets it to -1, when the import succeeds. */
struct other_import *other_runtime_import(struct other_runtime *runtime, const struct remote_request *request,
                                          int *fd, struct remote_answer *answer);
void other_runtime_destroy(struct other_runtime *runtime, struct other_import *import,
                           struct remote_answer *answer);

/*
 * REMOTE_WRITE and REMOTE_READ are copies. REMOTE_SIGNAL enqueues a signal and waits until its stream is
 * done. REMOTE_WAIT enqueues a wait and looks at its stream for the request's time; one that is pending is
 * looked at again.
 */
void other_runtime_request(struct other_runtime *runtime, struct other_import *import,
                           const struct remote_request *request, struct remote_answer *answer);

#endif
