/* What a semaphore holds, whoever made it: the interface between streams and the providers of payloads. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_PAYLOAD_H
#define REFERENCE_PAYLOAD_H

#include <stdbool.h>
#include <stdint.h>

struct payload;

enum payload_kind { PAYLOAD_BINARY, PAYLOAD_TIMELINE };

/*
 * A provider fills in one of these and derives from struct payload by placing it first in its own type.
 * signal, try_wait and wait may be called from any thread at the same time; destroy comes last, once.
 * signal and wait return an error number of extres/error_codes.def, 0 for success: what fails here has
 * failed asynchronously, and the stream reports it.
 */
struct payload_operations {
    int (*signal)(struct payload *payload, uint64_t value);
    /*
     * True when the wait is satisfied now; a binary signal is thereby consumed. Never blocks. NULL where the
     * object cannot be asked without committing to wait: such a payload is not spun on.
     */
    bool (*try_wait)(struct payload *payload, uint64_t value);
    /* Sleep until satisfied; the caller has spun already. */
    int (*wait)(struct payload *payload, uint64_t value);
    void (*destroy)(struct payload *payload);
};

struct payload {
    const struct payload_operations *operations;
    enum payload_kind kind;
    _Atomic int references;
};

/* The payload's maker holds the one reference that it begins with. */
void payload_initialise(struct payload *payload, const struct payload_operations *operations,
                        enum payload_kind kind);

/*
 * Work in a stream holds a reference, so that destroying the semaphore cannot pull the payload from under it.
 * The last release destroys. Any thread; payload_retain returns its argument.
 */
struct payload *payload_retain(struct payload *payload);
void payload_release(struct payload *payload);

/* Both return an error number of extres/error_codes.def, 0 for success. A binary payload ignores value. */
int payload_signal(struct payload *payload, uint64_t value);

/* Spin for a bounded time (about 10 microseconds), then sleep in the provider's wait. */
int payload_wait(struct payload *payload, uint64_t value);

#endif
