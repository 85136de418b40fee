/* Contexts: the primary context of each device, and what is reset with it. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_CONTEXT_H
#define REFERENCE_CONTEXT_H

/*
 * There are primary contexts only, one a device, and they are never freed: being up or down is a state.
 * Everything made in a context (handles, allocations, streams) names it as its owner, and goes when it is
 * reset.
 */

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/device.h"
#include "platform/cache_line.h"

struct stream;

struct context {
    const struct device *device;
    void *handle; /* from the first time that the context is up to the end of the process */

    /* Read by every call, seldom written. */
    _Alignas(CACHE_LINE) _Atomic bool up;
    _Atomic int error; /* of asynchronous work, sticky: 0, or what every call returns until a reset */
    void *_Atomic legacy_stream;       /* handle of the legacy default stream while up */
    _Atomic unsigned blocking_streams; /* of the list: those that the legacy stream is ordered with */
    _Atomic unsigned captured_streams;
    _Atomic unsigned peers; /* bit per ordinal: devices whose memory this one was given access to */

    _Alignas(CACHE_LINE) _Atomic uint64_t memory_in_use; /* bytes allocated on the device */

    pthread_mutex_t lock; /* of bringing it up and down: the next three */
    unsigned references;
    bool retained_by_runtime;
    unsigned flags;

    pthread_mutex_t streams_lock; /* of the list; a leaf: nothing is locked with it held */
    struct stream *streams;       /* every stream that still exists, destroyed but unfinished ones included */
};

/* All functions are thread-safe, and return 0 or an error number of extres/error_codes.def unless they say
 * more. */

/* NULL when there is no such device. */
struct context *context_of_device(int ordinal);

/* Take one more reference on the primary context, and bring it up. */
int context_retain(struct context *context);

/* The runtime API's own reference, taken once however often it asks; brings the context up again after a
 * reset. */
int context_retain_by_runtime(struct context *context);

/* cudaErrorDeviceUninitialized (CUDA_ERROR_INVALID_CONTEXT) without a reference; the last one resets. */
int context_unretain(struct context *context);

/* Destroy all that was made in it. References stay; work that is blocked in a wait does not hold it up. */
void context_reset(struct context *context);

void context_state(struct context *context, bool *up, unsigned *flags);
int context_set_flags(struct context *context, unsigned flags);

/* Bytes of the device's memory: those that may still be allocated, and all. */
void context_memory(struct context *context, size_t *free_size, size_t *total_size);

/* Wait for all work submitted so far, in all streams. */
int context_synchronize(struct context *context);

/* The sticky error, 0 for none; and how work of a stream sets it: the first failure stays. */
int context_error(struct context *context);
void context_fail(struct context *context, struct stream *stream, int error);

/* For streams: enter the list and leave it. */
void context_add_stream(struct context *context, struct stream *stream);
void context_remove_stream(struct context *context, struct stream *stream);

/*
 * For the end of the process: when no stream of any context has work pending, end all workers and free
 * everything. Otherwise touch nothing, for running work may use all of it.
 */
void context_shut_down_all(void);

#endif
