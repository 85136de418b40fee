/* What a semaphore holds, whoever made it: the interface between streams and the providers of payloads. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_PAYLOAD_H
#define REFERENCE_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "payload/waiters.h"
#include "platform/cache_line.h"

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
    /*
     * Sleep until satisfied; the caller has spun already. Of the threads that wait on one payload few are in
     * here at once, those that are satisfied first. NULL for a payload that has a watch.
     */
    int (*wait)(struct payload *payload, uint64_t value);
    void (*destroy)(struct payload *payload);
};

/* Which side of a payload work in a stream is on. A stream that does one of the two mostly does no other. */
enum payload_side { PAYLOAD_SIGNALS, PAYLOAD_WAITS, PAYLOAD_SIDES };

/* A count with a cache line of its own. */
struct payload_count {
    _Alignas(CACHE_LINE) _Atomic int64_t count;
};

/* Where the threads sleep that wait for a payload whose provider has no way of its own (shared_object.h). */
struct payload_watch {
    _Atomic uint32_t *sequence; /* NULL where the provider has one */
    _Atomic uint32_t *watchers;
};

/*
 * References are of two sorts. Those of owners, such as the semaphore's handle, keep the payload open. Those
 * that an owner lends to work in a stream are counted when they are lent and when they are given back, on
 * lines of their own: the threads that put work into streams, those that signal and those that wait would
 * pass a common one to and fro. The counts meet when an owner lets go; payload.c has the proof.
 */
struct payload {
    const struct payload_operations *operations;
    enum payload_kind kind;
    struct payload_watch watch;
    struct payload_count lent;
    struct payload_count given_back[PAYLOAD_SIDES];
    struct payload_count balance;
    struct waiters waiters;
};

/* Memory for a provider's type, zeroed, to be freed with free(); NULL without memory. */
struct payload *payload_allocate(size_t size);

/* The payload's maker is its first owner. */
void payload_initialise(struct payload *payload, const struct payload_operations *operations,
                        enum payload_kind kind);

/*
 * Be an owner too, and stop being one. The last to let go of any reference destroys. payload_retain is for
 * holders of a reference of either sort, from any thread, as is payload_release; it returns its argument.
 */
struct payload *payload_retain(struct payload *payload);
void payload_release(struct payload *payload);

/*
 * Work in a stream holds a reference, so that destroying the semaphore cannot pull the payload from under it.
 * payload_lend is for owners, and for those whom an owner waits for before it lets go; it returns its
 * argument. payload_give_back is for any thread, on the side that the work was on.
 */
struct payload *payload_lend(struct payload *payload);
void payload_give_back(struct payload *payload, enum payload_side side);

/* Both return an error number of extres/error_codes.def, 0 for success. A binary payload ignores value. */
int payload_signal(struct payload *payload, uint64_t value);

/* Spin for a bounded time (spin.h), then sleep, in the order of waiters.h. */
int payload_wait(struct payload *payload, uint64_t value);

#endif
