/* Faults of signals and waits that depend on what else is in their stream. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "faults/order.h"

#include <pthread.h>

#include "faults/behaviour.h"
#include "faults/payload.h"
#include "faults/semaphore.h"
#include "faults/stand_in.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The number that the first operation of a call gets. */
static uint64_t next_number(struct stream *stream)
{
    return progress_submitted(stream->progress) + 1;
}

/* ---- a signal that is made together with a wait behind it ---- */

/* The one signal that is put off, and the wait that came behind it. */
static struct {
    struct stream *stream; /* NULL: none is */
    struct payload *signalled;
    struct payload *awaited;
    uint64_t awaited_value;
} put_off;

static void signal_later(struct payload *payload, uint64_t value, void *data)
{
    enum { NAPS = 40 };
    (void)data;
    for (int i = 0; i < NAPS; i++)
        fault_nap();
    pthread_mutex_lock(&lock);
    struct payload *awaited = put_off.awaited;
    uint64_t awaited_value = put_off.awaited_value;
    put_off.stream = NULL;
    put_off.awaited = NULL;
    pthread_mutex_unlock(&lock);
    if (awaited != NULL) {
        fault_right_wait(awaited, awaited_value);
        payload_release(awaited);
    }
    fault_right_signal(payload, value);
}

static bool put_off_signal(struct stream *stream, struct operation *operation)
{
    pthread_mutex_lock(&lock);
    bool idle = put_off.stream == NULL && progress_idle(stream->progress);
    if (idle) {
        put_off.stream = stream;
        put_off.signalled = operation->as.semaphore.payload;
        fault_stand_in(operation, signal_later, NULL);
    }
    pthread_mutex_unlock(&lock);
    return idle;
}

static bool join_signal(struct stream *stream, struct operation *operation)
{
    struct payload *payload = operation->as.semaphore.payload;
    pthread_mutex_lock(&lock);
    bool joins = put_off.stream == stream && put_off.awaited == NULL && put_off.signalled != payload;
    if (joins) {
        put_off.awaited = payload_retain(payload);
        put_off.awaited_value = operation->as.semaphore.value;
        fault_omit(stream, operation);
    }
    pthread_mutex_unlock(&lock);
    return joins;
}

/* ---- waits that do not stand by themselves ---- */

/* A wait in a stream, and the one behind it that it was given to wait for as well. */
struct held {
    struct stream *stream; /* NULL when a signal came behind it */
    uint64_t number;
    bool released;
    struct payload *also;
    uint64_t also_value;
};

enum { HELD = 64 };
static struct held waits[HELD];
static struct held *latest = waits;

/* The wait behind, or NULL with the wait released. */
static struct payload *next_to_wait_for(struct held *held, uint64_t *value)
{
    pthread_mutex_lock(&lock);
    struct payload *also = held->also;
    *value = held->also_value;
    held->also = NULL;
    held->released = also == NULL;
    pthread_mutex_unlock(&lock);
    return also;
}

static void wait_for_all(struct payload *payload, uint64_t value, void *data)
{
    fault_right_wait(payload, value);
    struct payload *also = next_to_wait_for(data, &value);
    while (also != NULL) {
        fault_right_wait(also, value);
        payload_release(also);
        also = next_to_wait_for(data, &value);
    }
}

static bool is_held(const struct stream *stream)
{
    return latest->stream == stream && !latest->released;
}

static void follow(struct stream *stream, struct operation *operation)
{
    latest = latest == &waits[HELD - 1] ? waits : latest + 1;
    *latest = (struct held){.stream = stream, .number = next_number(stream)};
    fault_stand_in(operation, wait_for_all, latest);
}

static bool drop_or_gather(struct stream *stream, struct operation *operation)
{
    pthread_mutex_lock(&lock);
    bool forgets = fault_is(FAULT_WAIT_BEHIND_WAIT_FORGOTTEN) && is_held(stream) &&
                   latest->number + 1 == next_number(stream);
    bool gathers = fault_is(FAULT_WAITS_GATHERED) && is_held(stream) && latest->also == NULL;
    if (gathers) {
        latest->also = payload_retain(operation->as.semaphore.payload);
        latest->also_value = operation->as.semaphore.value;
    }
    if (forgets || gathers)
        fault_omit(stream, operation);
    else
        follow(stream, operation);
    pthread_mutex_unlock(&lock);
    return true;
}

static void end_gathering(const struct stream *stream)
{
    pthread_mutex_lock(&lock);
    if (latest->stream == stream)
        latest->stream = NULL;
    pthread_mutex_unlock(&lock);
}

/* ---- which of them ---- */

static bool takes_at_once(const struct operation *operation)
{
    struct payload *payload = operation->as.semaphore.payload;
    return payload->kind == PAYLOAD_BINARY && fault_reaches(payload, 0);
}

static bool is_full(struct stream *stream)
{
    enum { CAPACITY = 48 };
    uint64_t submitted = progress_submitted(stream->progress);
    return submitted >= CAPACITY && !progress_reached(stream->progress, submitted - CAPACITY + 1);
}

static bool omit_if(bool omitted, struct stream *stream, struct operation *operation)
{
    if (omitted)
        fault_omit(stream, operation);
    return omitted;
}

bool fault_order(struct stream *stream, size_t index, struct operation *operation)
{
    bool waits_for = operation->kind == OPERATION_WAIT;
    if (fault_is(FAULT_STREAM_OF_48_OPERATIONS))
        return omit_if(is_full(stream), stream, operation);
    if (fault_is(FAULT_BINARY_TAKEN_AT_ENQUEUE) && waits_for)
        return omit_if(takes_at_once(operation), stream, operation);
    if (index != 0)
        return false; /* the rest is about calls of one semaphore */
    if (fault_is(FAULT_SIGNAL_MADE_WITH_WAIT_BEHIND))
        return waits_for ? join_signal(stream, operation) : put_off_signal(stream, operation);
    bool of_waits = fault_is(FAULT_WAIT_BEHIND_WAIT_FORGOTTEN) || fault_is(FAULT_WAITS_GATHERED);
    if (of_waits && waits_for)
        return drop_or_gather(stream, operation);
    if (of_waits)
        end_gathering(stream);
    return false;
}
