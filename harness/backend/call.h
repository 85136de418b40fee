/* One call in the making: what every function of caller.h begins and ends with. Private to harness/backend.
 */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_CALL_H
#define HARNESS_CALL_H

#include "backend/caller.h"
#include "backend/fd_watch.h"

struct call {
    struct caller *caller;
    void (*address)(void);
    struct extres_call_record record;
    struct fd_hold given; /* of an import by descriptor; held is -1 otherwise */
};

/* Finds the function, or ends the case as skipped. The record's arguments are then filled in by the caller.
 */
struct call call_begin(struct caller *caller, enum extres_operation operation);

/* Notes that the import about to be made is given this descriptor. */
void call_gives_fd(struct call *call, int fd);

/* Right before the function runs: it is named in the recorder from here to call_end. */
void call_enter(struct call *call);

/* Takes the code that the function returned, audits descriptors, has the record judged, returns the code. */
int call_end(struct call *call, int result);

#endif
